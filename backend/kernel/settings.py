"""The service's configuration, for those who may not read the environment: it is handed over at start."""

from __future__ import annotations

from typing import Protocol


class Settings(Protocol):
    """What features may ask of the configuration (backend/config.py has the rest)."""

    @property
    def public_url(self) -> str: ...
    @property
    def passkey_domain(self) -> str: ...
    @property
    def web_origin(self) -> str: ...
    @property
    def is_production(self) -> bool: ...
    @property
    def sms_per_ip_and_hour(self) -> int: ...
    @property
    def sms_per_hour_in_all(self) -> int: ...


_current: Settings | None = None


def use(settings: Settings) -> None:
    """Called once by the application factory."""
    global _current
    _current = settings


def current() -> Settings:
    assert _current is not None, "create_app hands the settings over"
    return _current
