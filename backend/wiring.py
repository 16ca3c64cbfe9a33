"""The only file that knows both sides of a port. What is missing here stops the start."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from backend.config import Settings
from backend.http import auth
from backend.http.openapi import Blueprint
from backend.identity import queries as identity
from backend.kernel import outbox, settings
from backend.notifications.sms import SmsRelay, sender_for


def connect(app: Flask, configuration: Settings) -> None:
    """Hand every part what it asks for by name."""
    settings.use(configuration)
    auth.set_session_check(identity.session_is_live)
    outbox.receiver("sms", SmsRelay(sender_for(configuration.sms_url)))


def blueprints() -> Iterator[Blueprint]:
    """Every feature's routes."""
    from backend.identity.routes import blueprint as identity_routes

    yield from (identity_routes,)
