"""Whether a clock tells who has an account: medians for numbers with and without one, 200 of each in turns.

Prints each door's two medians and how far they lie apart (target 5 ms); asserts only that both are answered alike.
Run it with ``make bench``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from flask import Flask

from backend import create_app
from backend.extensions import db
from backend.kernel.principal import Role
from tests.conftest import settings_for
from tests.support.counter import Shop
from tests.support.offices import somebody_who_works
from tests.support.postgres import Database
from tests.support.residents import a_number_of_nobody, code_for, proved
from tests.support.world import World

ASKED = 200
TARGET_MS = 5.0

Ask = Callable[[], Any]


@pytest.fixture(scope="module")
def app(database: Database, keys_folder: Path) -> Iterator[Flask]:
    app = create_app(
        replace(settings_for(database, keys_folder), sms_per_ip_and_hour=1_000_000, sms_per_hour_in_all=1_000_000)
    )
    yield app
    with app.app_context():
        db.engine.dispose()


def for_a_code(world: World, phone: str) -> Ask:
    return lambda: world.request("POST", "/auth/sms-codes", body={"phone": phone})


def with_a_wrong_code(world: World, phone: str) -> Ask:
    sent = code_for(world, phone)
    body = {**sent, "code": "000000" if sent["code"] != "000000" else "000001", "client": "app",
            "agreement_version": "1.0"}  # fmt: skip
    return lambda: world.request("POST", "/auth/sessions", body=body)


def into_a_household(world: World, phone: str) -> Ask:
    head = world.citizen("小林")
    assert head.post("/me/household", {"name": "溪边老林家"}).status_code == 201
    return lambda: head.post("/me/household/invitations", {"phone": phone})


def into_an_organisation(world: World, phone: str) -> Ask:
    manager = somebody_who_works(world, Role.ORGANISATION_MANAGER, at=Shop(world).party_id)
    acting = manager.get("/me").json["acting"]["party_id"]
    path = f"/organisations/{acting}/invitations"
    return lambda: manager.post(path, {"phone": phone, "role": "merchant-clerk"})


def as_ones_new_number(world: World, phone: str) -> Ask:
    person, sent = proved(world, world.citizen()), code_for(world, phone)
    return lambda: person.post("/me/phone-changes", sent)


DOORS = (for_a_code, with_a_wrong_code, into_a_household, into_an_organisation, as_ones_new_number)


def test_a_clock_does_not_tell_who_has_an_account(app: Flask, keys_folder: Path) -> None:
    world = World(app, keys_folder / "sms.jsonl")
    print(f"\n   medians of {ASKED} in turns: with an account, without one, apart (target {TARGET_MS:.0f} ms)")
    for door in DOORS:
        took: dict[str, list[float]] = {"known": [], "unknown": []}
        said: dict[str, set[Any]] = {"known": set(), "unknown": set()}
        for turn in range(ASKED):
            # Who is asked first changes: whatever comes second finds warm caches.
            kinds = ("known", "unknown") if turn % 2 else ("unknown", "known")
            for kind in kinds:
                ask = door(world, world.citizen().phone if kind == "known" else a_number_of_nobody())
                begun = time.perf_counter()
                answer = ask()
                took[kind].append((time.perf_counter() - begun) * 1000)
                said[kind].add((answer.status_code, tuple(sorted(answer.json))))
        known, unknown = median(took["known"]), median(took["unknown"])
        print(f"   {door.__name__.replace('_', ' '):24} {known:7.2f} {unknown:7.2f} {abs(known - unknown):6.2f} ms")
        assert said["known"] == said["unknown"]
        assert len(said["known"]) == 1
