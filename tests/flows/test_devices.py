"""Somebody sees where they are signed in, and signs out what they no longer hold in their hand."""

from __future__ import annotations

from tests.support.counter import signs_in_again
from tests.support.world import Person, World, fresh_key


def ends(person: Person, path: str) -> int:
    return person.world.request("DELETE", path, token=person.token, key=fresh_key()).status_code


def test_a_lost_phone_is_signed_out_from_afar_at_once(world: World) -> None:
    lost = world.citizen()
    here = signs_in_again(world, lost)
    listed = here.get("/me/devices").json["items"]
    assert [each["is_this"] for each in listed] == [True, False]
    assert ends(here, f"/me/devices/{listed[1]['device_id']}") == 200
    assert (lost.get("/me").status_code, here.get("/me").status_code) == (401, 200)
    assert ends(here, f"/me/devices/{listed[1]['device_id']}") == 404


def test_all_others_are_signed_out_in_one_go(world: World) -> None:
    first = world.citizen()
    second, here = signs_in_again(world, first), signs_in_again(world, first)
    assert ends(here, "/me/devices") == 200
    assert [person.get("/me").status_code for person in (first, second, here)] == [401, 401, 200]


def test_nobody_signs_somebody_else_out(world: World) -> None:
    hers, his = world.citizen(), world.citizen()
    device = hers.get("/me/devices").json["items"][0]["device_id"]
    assert ends(his, f"/me/devices/{device}") == 404
    assert hers.get("/me").status_code == 200
