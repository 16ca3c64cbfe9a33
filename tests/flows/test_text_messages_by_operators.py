"""短信运营商 / Aliyun and Tencent carry what we say: over the wire that they speak, signed as they ask."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from structlog.testing import capture_logs

from backend import create_app
from backend.extensions import db
from backend.kernel.outbox import DeliveryFailed, DeliveryRefused
from backend.notifications import service as notifications
from backend.notifications.operators.account import Operator
from backend.notifications.sms import SmsSender, Text, sender_for
from tests.conftest import settings_for
from tests.support.counter import later, signs_in_again
from tests.support.operators import SIGNS, OperatorStandIn, running_operators, template_id
from tests.support.postgres import Database
from tests.support.world import Person, World

STRANGE = {"device": "一台新手机", "time": "2026-11-22 10:42"}
THROTTLED = {
    Operator.ALIYUN: ("Throttling.User", "isv.BUSINESS_LIMIT_CONTROL"),
    Operator.TENCENT: ("RequestLimitExceeded", "LimitExceeded.PhoneNumberThirtySecondLimit"),
}
NO_SUCH_NUMBER = {
    Operator.ALIYUN: "isv.MOBILE_NUMBER_ILLEGAL",
    Operator.TENCENT: "InvalidParameterValue.IncorrectPhoneNumber",
}
NO_SUCH_TEMPLATE = {
    Operator.ALIYUN: "isv.SMS_TEMPLATE_ILLEGAL",
    Operator.TENCENT: "FailedOperation.TemplateIncorrectOrUnapproved",
}


@pytest.fixture(scope="module")
def operators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OperatorStandIn]:
    with running_operators(tmp_path_factory.mktemp("operators")) as running:
        yield running


@pytest.fixture(scope="module", params=list(Operator))
def operator(request: pytest.FixtureRequest) -> Operator:
    chosen: Operator = request.param
    return chosen


@pytest.fixture(scope="module")
def app(database: Database, keys_folder: Path, operators: OperatorStandIn, operator: Operator) -> Iterator[Flask]:
    """The service of a county that has chosen this operator."""
    app = create_app(settings_for(database, keys_folder, sms_account=operators.account(operator)))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def lin(world: World) -> Person:
    return world.citizen("小林")


@pytest.fixture
def sender(operators: OperatorStandIn, operator: Operator) -> SmsSender:
    return sender_for("", operators.account(operator))


def a_code(phone: str = "+8613912340001", language: str = "zh-CN") -> Text:
    return Text(uuid4(), phone, "sign-in-code", {"code": "123456", "minutes": 5, "challenge_id": "x"}, language)


def tells(world: World, person: Person) -> None:
    """What is about safety waits for no morning."""
    world.does(lambda: notifications.notify(UUID(person.party_id), "new-device", STRANGE, also_sms=True))


def state_of_the_last(world: World) -> Any:
    last = "SELECT state, attempts FROM kernel_outbox_messages WHERE topic = 'sms' ORDER BY id DESC LIMIT 1"
    return tuple(world.reads(lambda: db.session.execute(text(last)).one()))


class TestAMessage:
    def test_is_the_sentence_of_the_app_under_the_sign_of_the_county(
        self, world: World, lin: Person, operators: OperatorStandIn, operator: Operator
    ) -> None:
        tells(world, lin)
        assert world.relay() == 1
        [came] = operators.sent(operator, lin.phone)
        assert (
            came["text"] == "【明溪碳惠】2026-11-22 10:42 你的账号在一台新设备上登录。不是你的话，马上给服务台打电话。"
        )
        assert came["template"] == template_id(operator, "new-device", "zh-CN")

    def test_is_in_the_language_that_its_reader_chose(
        self, world: World, lin: Person, operators: OperatorStandIn, operator: Operator
    ) -> None:
        lin = signs_in_again(world, lin)
        lin.patch("/me/notice-settings", {"language": "en"})
        tells(world, lin)
        assert world.relay() == 1
        [came] = operators.sent(operator, lin.phone)
        assert came["text"].startswith("【Tanhui】2026-11-22 10:42: your account was used on a new device.")

    def test_carries_the_code_to_sign_in_with(
        self, world: World, operators: OperatorStandIn, operator: Operator
    ) -> None:
        phone = {Operator.ALIYUN: "13912345678", Operator.TENCENT: "13912345679"}[operator]
        asked = world.request("POST", "/auth/sms-codes", body={"phone": phone})
        assert asked.status_code == 202
        world.relay()
        [came] = operators.sent(operator, f"+86{phone}")
        code = came["text"].partition("验证码 ")[2][:6]
        body = {"challenge_id": asked.json["challenge_id"], "code": code, "client": "app",
                "agreement_version": asked.json["agreement_version"]}  # fmt: skip
        assert world.request("POST", "/auth/sessions", body=body).status_code == 201

    def test_may_come_twice_and_says_that_it_is_the_same(
        self, sender: SmsSender, operators: OperatorStandIn, operator: Operator
    ) -> None:
        """A worker that dies between the operator's yes and its own note asks again."""
        message = a_code("+8613912340002")
        sender.send(message)
        sender.send(message)
        assert [each["reference"] for each in operators.sent(operator, message.phone)] == [str(message.id)] * 2


class TestNotNow:
    def test_throttled_is_tried_again_and_sent_once(
        self, world: World, lin: Person, operators: OperatorStandIn, operator: Operator
    ) -> None:
        operators.will(operator, *THROTTLED[operator])
        tells(world, lin)
        assert world.relay() == 0
        with later(seconds=2):
            assert world.relay() == 0
        with later(seconds=8):
            assert world.relay() == 1
            assert world.relay() == 0
        assert len(operators.sent(operator, lin.phone)) == 1
        assert state_of_the_last(world) == ("delivered", 3)

    def test_an_operator_that_is_out_of_order_is_asked_again(
        self, sender: SmsSender, operators: OperatorStandIn, operator: Operator
    ) -> None:
        operators.will(operator, "fail")
        with pytest.raises(DeliveryFailed):
            sender.send(a_code())

    def test_nor_one_that_is_not_there(self, operators: OperatorStandIn, operator: Operator) -> None:
        nobody = replace(operators.account(operator), endpoint="http://127.0.0.1:1")
        with pytest.raises(DeliveryFailed):
            sender_for("", nobody).send(a_code())

    @pytest.mark.parametrize("how", ["slow", "drip"])
    def test_is_said_after_three_seconds(
        self, sender: SmsSender, operators: OperatorStandIn, operator: Operator, how: str
    ) -> None:
        operators.will(operator, how)
        began = time.monotonic()
        with pytest.raises(DeliveryFailed):
            sender.send(a_code())
        assert time.monotonic() - began < 4

    def test_a_key_that_is_not_accepted_sends_nothing_and_may_be_mended(
        self, operators: OperatorStandIn, operator: Operator
    ) -> None:
        account = operators.account(operator)
        for wrong in (replace(account, key_secret="another-secret"), replace(account, key_id="another-key")):
            with pytest.raises(DeliveryFailed):
                sender_for("", wrong).send(a_code("+8613912340003"))
        assert len(set(operators.refused(operator)[-2:])) == 2, "of a wrong secret and of a key that it does not know"
        assert operators.sent(operator, "+8613912340003") == []


class TestNever:
    def test_a_number_that_is_refused_is_told_in_the_log_without_the_number(
        self, world: World, lin: Person, operators: OperatorStandIn, operator: Operator
    ) -> None:
        operators.will(operator, NO_SUCH_NUMBER[operator])
        tells(world, lin)
        with capture_logs() as lines:
            assert world.relay() == 0
        assert state_of_the_last(world) == ("dead", 1)
        assert any(NO_SUCH_NUMBER[operator] in str(line) for line in lines)
        assert not any(lin.phone[3:] in str(line) for line in lines)

    def test_nor_a_number_that_the_operator_does_not_serve(self, sender: SmsSender) -> None:
        with pytest.raises(DeliveryRefused) as refused:
            sender.send(a_code("+85291234567"))
        assert "9123" not in str(refused.value)

    def test_nor_a_template_that_is_not_approved(self, operators: OperatorStandIn, operator: Operator) -> None:
        account = operators.account(operator)
        templates = {**account.templates, "en": {**account.templates["en"], "sign-in-code": "SMS_9"}}
        with pytest.raises(DeliveryRefused, match=NO_SUCH_TEMPLATE[operator]):
            sender_for("", replace(account, templates=templates)).send(a_code(language="en"))

    def test_nor_a_sign(self, operators: OperatorStandIn, operator: Operator) -> None:
        foreign = replace(operators.account(operator), signs={**SIGNS, "zh-CN": "某某银行"})
        with pytest.raises(DeliveryRefused, match=r"(?i)sign"):
            sender_for("", foreign).send(a_code())
