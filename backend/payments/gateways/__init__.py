"""Payment gateways: one Protocol, and an adapter for each provider behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from backend.payments.errors import PaymentChannelUnsupported, PaymentGatewayUnsupported
from backend.payments.gateways.protocol import Gateway

# Built on first use: an adapter reads keys and takes a moment, and a command line that never pays need not wait.
_builders: Final[dict[str, Callable[[], Gateway]]] = {}
_gateways: Final[dict[str, Gateway]] = {}


def offer(name: str, build: Callable[[], Gateway]) -> None:
    """Called by backend/wiring.py for every gateway that is configured."""
    _builders[name] = build
    _gateways.pop(name, None)


def withdraw_all() -> None:
    """Forget what an earlier application in this process had configured."""
    _builders.clear()
    _gateways.clear()


def gateway(name: str) -> Gateway:
    if name not in _gateways:
        if name not in _builders:
            raise PaymentGatewayUnsupported(gateways=", ".join(sorted(_builders)))
        _gateways[name] = _builders[name]()
    return _gateways[name]


def refuse_unsupported(name: str, channel: str) -> None:
    channels = gateway(name).channels
    if channel not in channels:
        raise PaymentChannelUnsupported(channels=", ".join(sorted(channels)))
