"""One POST to one address: pinned, bounded in time and size, without redirects and without proxies."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from backend.notifications.webhooks.destinations import (
    Destination,
    DestinationRefused,
    Limits,
    Resolve,
    resolved,
    spelt,
    system_resolver,
)

CONNECT_S: Final = 3.0
ANSWER_S: Final = 5.0
WHOLE_S: Final = 10.0
READ_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a try: ``delivered`` by a 2xx; ``answer`` a status or a reason, short enough to keep."""

    delivered: bool
    answer: str


@dataclass(frozen=True, slots=True)
class Sender:
    """``authority_file``: whom to trust instead of the public authorities; for tests and private networks."""

    limits: Limits = field(default_factory=Limits)
    resolve: Resolve = system_resolver
    authority_file: Path | None = None

    def accepts(self, url: str) -> None:
        """Judge an address as it is spelt and as it resolves now. Raises DestinationRefused."""
        destination = spelt(url, self.limits)
        try:
            resolved(destination, self.limits, self.resolve)
        except OSError as error:
            raise DestinationRefused("no-address") from error

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Told:
        try:
            destination = spelt(url, self.limits)
            address = resolved(destination, self.limits, self.resolve)
            status = self._post(destination, address, body, headers)
        except DestinationRefused as refused:
            return Told(delivered=False, answer=f"refused: {refused}")
        except ssl.SSLError as error:
            return Told(delivered=False, answer=f"TLS: {error.reason or 'failed'}"[:60])
        except (OSError, HTTPException, ValueError) as error:
            return Told(delivered=False, answer=type(error).__name__[:60])
        return Told(delivered=200 <= status < 300, answer=str(status))

    def _post(self, destination: Destination, address: str, body: bytes, headers: Mapping[str, str]) -> int:
        with socket.create_connection((address, destination.port), timeout=CONNECT_S) as plain:
            # A receiver that sends a byte every four seconds would else hold us for as long as it likes.
            watch = threading.Timer(WHOLE_S, _hang_up, (plain,))
            watch.start()
            try:
                plain.settimeout(ANSWER_S)
                wire = self._secured(plain, destination) if destination.scheme == "https" else plain
                connection = HTTPConnection(destination.host, destination.port)
                connection.sock = wire
                sent = {**headers, "Host": destination.authority, "Connection": "close"}
                connection.request("POST", destination.path, body=body, headers=sent)
                answer = connection.getresponse()
                answer.read(READ_BYTES)
                return answer.status
            finally:
                watch.cancel()

    def _secured(self, plain: socket.socket, destination: Destination) -> ssl.SSLSocket:
        """TLS in which the other end shows a certificate for the *name*, though we connect to the address."""
        context = ssl.create_default_context(cafile=self.authority_file)
        return context.wrap_socket(plain, server_hostname=destination.host)


def _hang_up(plain: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it has ended by itself
        plain.shutdown(socket.SHUT_RDWR)


_sender: Sender | None = None


def use(sender: Sender) -> None:
    """Called at start-up (backend/wiring.py)."""
    global _sender
    _sender = sender


def sender() -> Sender:
    assert _sender is not None, "wiring hands the sender over"
    return _sender
