"""What a browser is told over HTTPS: a cookie bound to this origin, and in production never to come back without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from backend import create_app
from backend.extensions import db
from tests.conftest import settings_for
from tests.support.postgres import Database
from tests.support.world import World

PHONE = "+8613800138123"
ADDRESS = "https://192.168.3.7:8443"


def test_the_session_cookie_is_bound_to_the_origin(world: World) -> None:
    browser = world.app.test_client()
    browser.post("/api/v1/auth/sms-codes", json={"phone": PHONE}, base_url=ADDRESS)
    world.relay()
    message = world.messages_to(PHONE)[-1]
    body = {"challenge_id": message["challenge_id"], "code": message["code"], "client": "browser",
            "agreement_version": "1.1"}  # fmt: skip
    cookie = browser.post("/api/v1/auth/sessions", json=body, base_url=ADDRESS).headers["Set-Cookie"]
    assert cookie.startswith("__Host-tanhui=")
    assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie


@pytest.fixture(scope="module")
def production(database: Database, keys_folder: Path) -> Iterator[Flask]:
    app = create_app(replace(settings_for(database, keys_folder), environment="production"))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_a_browser_is_bound_to_https_in_production_only(world: World, production: Flask) -> None:
    def told(app: Flask, address: str) -> bool:
        return "Strict-Transport-Security" in app.test_client().get("/healthz", base_url=address).headers

    assert told(production, ADDRESS)
    assert not told(production, ADDRESS.replace("https", "http"))
    assert not told(world.app, ADDRESS), "localhost over HTTP would be out of reach for a year"
