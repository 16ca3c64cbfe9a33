"""A passkey from its making to a proof, with a device that Chromium plays: the bytes are the browser's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import expect

from backend.identity import service as identity
from backend.kernel import clock
from tests.e2e.conftest import Phones
from tests.e2e.people import Phone
from tests.support.counter import later
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("app")

OFFICER = "13800000024"  # 生态环境小江
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def address(app: Flask) -> str:
    """By its name: passkeys belong to one."""
    return str(app.extensions["settings"].web_origin)


@pytest.fixture
def phones(phones: Phones) -> Iterator[Phones]:
    """A proof is asked for by a refusal, which the browser notes."""
    yield phones
    phones.complaints = [one for one in phones.complaints if "403 (FORBIDDEN)" not in one]


def a_device_in(phone: Phone) -> Any:
    """What its owner shows a finger; says what it holds."""
    session = phone.page.context.new_cdp_session(phone.page)
    session.send("WebAuthn.enable")
    device = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    return lambda: session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]


def the_apps_code(world: World) -> str:
    """The officer has an authenticator app, and shows it once before there is something better."""

    def secret() -> str:
        person_id = identity.person_by_phone(f"+86{OFFICER}")
        assert person_id is not None
        return identity.seed_totp(person_id)

    return pyotp.TOTP(world.does(secret)).at(clock.wall_time())


def test_an_officer_makes_one_and_shows_it_before_what_matters(phones: Phones, world: World) -> None:
    phone = phones.new()
    holds = a_device_in(phone)
    phone.signs_in(OFFICER, "/account/security")
    phone.presses("加一把通行密钥")
    phone.page.get_by_label("起个名字，日后认得").fill("生态环境局的电脑")
    phone.presses("继续")
    phone.page.get_by_label("验证器上的六位码").fill(the_apps_code(world))
    phone.page.get_by_role("button", name="验证", exact=True).click()
    phone.sees("生态环境局的电脑")
    phone.sees("还没用过")
    [made] = holds()
    assert made["rpId"] == "localhost"

    with later(minutes=6):
        phone.presses("换一个验证器")
        phone.sees("用这台设备的指纹、人脸或锁屏密码。")
        phone.page.get_by_role("button", name="用通行密钥", exact=True).click()
        phone.sees("用它扫这个码")
        assert holds()[0]["signCount"] > made["signCount"]
        phone.opens("/account/security")
        expect(phone.page.get_by_role("button", name="生态环境局的电脑")).not_to_contain_text("还没用过")
