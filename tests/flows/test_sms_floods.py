"""短信轰炸 / Somebody wants us to send messages: to one number, from one address, to everybody."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from backend import create_app
from backend.extensions import db
from backend.identity.models import SmsChallenge
from tests.conftest import settings_for
from tests.support.postgres import Database
from tests.support.world import World

PER_ADDRESS, IN_ALL = 12, 20
numbers = itertools.count(13_600_000_001)


@pytest.fixture(scope="module")
def app(database: Database, keys_folder: Path) -> Iterator[Flask]:
    limits = replace(settings_for(database, keys_folder), sms_per_ip_and_hour=PER_ADDRESS, sms_per_hour_in_all=IN_ALL)
    app = create_app(limits)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def nobody_asked_today(world: World) -> None:
    time_passes(world, days=2)


def asks(world: World, phone: str, *, ip: str = "127.0.0.1", says_it_is: str | None = None):
    headers = {"X-Forwarded-For": says_it_is} if says_it_is else {}
    return world.app.test_client().post(
        "/api/v1/auth/sms-codes", json={"phone": phone}, headers=headers, environ_base={"REMOTE_ADDR": ip}
    )


def time_passes(world: World, **passed: int) -> None:
    """Move what was sent into the past, as waiting would."""
    earlier = SmsChallenge.requested_at - timedelta(**passed)
    world.does(lambda: db.session.execute(update(SmsChallenge).values(requested_at=earlier)))


def statuses(answers) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def test_a_thousand_requests_for_one_number_send_one_message(world: World) -> None:
    """In every spelling, from sixteen hands at once."""
    phone = str(next(numbers))
    ways = itertools.cycle(
        [phone, f"+86{phone}", f"0086{phone}", f"86 {phone}", f"{phone[:3]} {phone[3:7]} {phone[7:]}",
         f"+86-{phone[:3]}-{phone[3:7]}-{phone[7:]}", "１" + phone[1:], f"{phone}\n", f"{phone};ext=1", f"tel:{phone}"]
    )  # fmt: skip
    told: Counter[int] = Counter()
    for _ in range(1000 // 50):
        hands = [partial(asks, world, way) for way in itertools.islice(ways, 50)]
        told += statuses(world.at_once(*hands))
    assert told == {202: 1, 429: 599, 400: 400}
    assert len(world.messages_to(f"+86{phone}")) == 1


def test_one_address_gets_so_many_an_hour_whatever_it_says_it_is(world: World) -> None:
    """A header that anybody can write opens nothing: only a proxy that we named is believed."""
    told = [asks(world, str(next(numbers)), ip="10.1.1.1", says_it_is=f"203.0.113.{n}") for n in range(PER_ADDRESS + 5)]
    assert [answer.status_code for answer in told] == [202] * PER_ADDRESS + [429] * 5
    assert told[-1].json["code"] == "sms-limit-reached" and int(told[-1].headers["Retry-After"]) <= 3600
    assert asks(world, str(next(numbers)), ip="10.1.1.2").status_code == 202


def test_many_hands_at_one_address_get_no_more(world: World) -> None:
    phones = [str(next(numbers)) for _ in range(32)]
    told = statuses(world.at_once(*[partial(asks, world, phone, ip="10.2.2.2") for phone in phones]))
    assert told[202] == PER_ADDRESS
    assert set(told) <= {202, 429, 503}


def test_everybody_together_gets_what_the_county_pays_for(world: World) -> None:
    told = [asks(world, str(next(numbers)), ip=f"10.3.0.{n}") for n in range(IN_ALL + 3)]
    assert [answer.status_code for answer in told] == [202] * IN_ALL + [503] * 3
    assert told[-1].json["code"] == "sms-unavailable" and told[-1].headers["Retry-After"]


def test_what_is_answered_does_not_tell_whether_a_number_is_known(world: World) -> None:
    known = world.citizen().phone.removeprefix("+86")
    answers = [asks(world, phone, ip="10.4.4.4").json for phone in (known, str(next(numbers)))]
    assert answers[0].keys() == answers[1].keys()
    assert {key: answers[0][key] for key in answers[0] if key != "challenge_id"} == {
        key: answers[1][key] for key in answers[1] if key != "challenge_id"
    }
