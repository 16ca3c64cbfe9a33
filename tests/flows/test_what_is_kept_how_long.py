"""到期就删 · 每一类都有自己的天数 / Each class of what is kept has its days, and is gone the day after."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.identity import service as identity
from backend.kernel import clock
from backend.kernel.principal import Role
from backend.kernel.transaction import run
from backend.releases import service as releases
from backend.sweeps import SWEEPS
from tests.support.counter import later
from tests.support.county import an_organisation
from tests.support.offices import takes_the_position
from tests.support.privacy import proves_again, works
from tests.support.world import Person, World, fresh_key


def is_there(world: World, sql: str, **values: Any) -> bool:
    return bool(world.reads(lambda: db.session.scalar(text(sql), values)))


def sweeps(world: World) -> int:
    return world.reads(lambda: run(identity.forget_what_is_old))


@pytest.mark.parametrize(("days", "kept"), [(6, True), (8, False)])
def test_a_code_that_was_sent(world: World, days: int, kept: bool) -> None:
    phone = f"+8613699{days:06}"
    challenge = world.request("POST", "/auth/sms-codes", body={"phone": phone}).json["challenge_id"]
    with later(days=days):
        sweeps(world)
    assert is_there(world, "SELECT 1 FROM identity_sms_challenges WHERE id = :id", id=challenge) is kept


@pytest.mark.parametrize(("days", "kept"), [(179, True), (181, False)])
def test_a_sign_in_that_ended(world: World, days: int, kept: bool) -> None:
    person = proves_again(world.citizen())
    device = person.get("/me/devices").json["items"][0]["device_id"]
    ended = world.request("DELETE", "/auth/session", token=person.token)
    assert ended.status_code < 300
    with later(days=days):
        sweeps(world)
    assert is_there(world, "SELECT 1 FROM identity_sign_ins WHERE id = :id", id=device) is kept


def test_a_sign_in_that_lives_stays(world: World) -> None:
    person = proves_again(world.citizen())
    with later(days=29):
        sweeps(world)
    assert person.get("/me").status_code == 200


@pytest.mark.parametrize(("days", "kept"), [(89, True), (91, False)])
def test_an_invitation_that_was_answered(world: World, days: int, kept: bool) -> None:
    shop = an_organisation(world, "merchant").party_id
    manager = takes_the_position(world, world.citizen(), Role.ORGANISATION_MANAGER, at=shop)
    invited: Person = world.citizen()
    made = manager.post(f"/organisations/{shop}/invitations", {"phone": invited.phone, "role": "merchant-clerk"}).json
    refused = world.request("POST", f"/me/invitations/{made['invitation_id']}/refusal", token=invited.token, body={},
                            key=fresh_key())  # fmt: skip
    assert refused.status_code < 300, refused.get_data(as_text=True)
    with later(days=days):
        sweeps(world)
    assert is_there(world, "SELECT 1 FROM identity_invitations WHERE id = :id", id=made["invitation_id"]) is kept


@pytest.mark.parametrize(("days", "kept"), [(29, True), (31, False)])
def test_a_request_that_could_be_repeated(world: World, days: int, kept: bool) -> None:
    person, key = proves_again(world.citizen()), fresh_key()
    world.request("POST", "/me/exports", token=person.token, key=key)
    with later(days=days):
        world.reads(SWEEPS["idempotency-keys"].run)
    assert is_there(world, "SELECT 1 FROM kernel_idempotency_keys WHERE key = :key", key=key) is kept


def test_finished_work_as_long_as_the_county_says(world: World) -> None:
    person = proves_again(world.citizen())
    job = world.request("POST", "/me/exports", token=person.token, key=fresh_key()).json["job_id"]
    works(world)

    def is_listed_after(days: int) -> bool:
        with later(days=days):
            world.reads(SWEEPS["old-jobs"].run)
        return is_there(world, "SELECT 1 FROM kernel_jobs WHERE id = :id", id=job)

    assert is_listed_after(29)
    world.does(lambda: releases.publish_next(key="retention.jobs_days", valid_from=clock.today(), value="5",
                                             source="x", grade="A", verified=True))  # fmt: skip
    assert is_listed_after(4)
    assert not is_listed_after(6)
