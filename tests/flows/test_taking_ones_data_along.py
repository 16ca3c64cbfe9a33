"""导出个人数据 · 一份压缩包，只给本人 / A copy of everything, for its owner alone."""

from __future__ import annotations

import csv
import io
import time
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from backend.extensions import db
from backend.files import service as files
from backend.kernel import clock
from tests.support.counter import later
from tests.support.neighbourhood import Neighbourhood, a_neighbourhood
from tests.support.privacy import Copy, proves_again, takes_along, works
from tests.support.standin import StandIn
from tests.support.world import Person, World


@pytest.fixture(scope="module")
def hers(app: Flask, keys_folder, standin: StandIn) -> Neighbourhood:
    return a_neighbourhood(World(app, keys_folder / "sms.jsonl"), standin)


@pytest.fixture(scope="module")
def copy(hers: Neighbourhood) -> Copy:
    return takes_along(hers.owner)


def test_everything_that_she_did_is_in_it(hers: Neighbourhood, copy: Copy) -> None:
    places = hers.places()
    [account] = copy["account"]
    assert (account["phone"], account["nickname"]) == (hers.owner.phone, hers["getMe"]["nickname"])
    assert [row["id"] for row in copy["footprints"]] == [places["footprint_id"]]
    assert places["order_id"] in {row["id"] for row in copy["offset-orders"]}
    assert places["number"] in {row["certificate_number"] for row in copy["offset-orders"]}
    assert [row["id"] for row in copy["activities"]] == [places["activity_id"]]
    assert copy["activities"][0]["note"] == "沿着渔塘溪走到了雪峰镇"
    assert copy["points-awards"] and copy["points-lots"] and copy["points-used"]
    assert [row["id"] for row in copy["redemptions"]] == [places["redemption_id"]]
    assert copy["payments"][0]["amount_fen"] > 0 and copy["payment-receipts"]
    assert copy["complaints"][0]["text"] == "擂茶铺那天关着门，分怎么少了"
    assert copy["notices"] and copy["sign-ins"] and copy["retirements"]
    assert any(name.startswith(f"files/{places['file_id']}") for name in copy.files)
    note = copy.files["README.txt"].decode()
    assert "全部数据" in note and "Everything" in note


def test_every_table_is_there_for_programs_and_for_people(copy: Copy) -> None:
    as_json = {name.removeprefix("json/")[:-5] for name in copy.files if name.startswith("json/")}
    as_csv = {name.removeprefix("csv/")[:-4] for name in copy.files if name.startswith("csv/")}
    assert as_json == as_csv and len(as_json) > 20
    for name in as_csv:
        rows = list(csv.reader(io.StringIO(copy.files[f"csv/{name}.csv"].decode("utf-8-sig"))))
        assert len(rows) == len(copy[name]) + 1, name


def test_nothing_of_anybody_else_and_no_secret_is_in_it(hers: Neighbourhood, copy: Copy) -> None:
    for stranger in (hers.neighbour, hers.shop.clerk, hers.other_shop.clerk):
        assert stranger.person_id not in copy.text and stranger.phone not in copy.text
    assert hers["issuePayCode"]["code"] not in copy.text
    assert "sealed" not in copy.text and "_hash" not in copy.text


def test_only_she_can_fetch_it(hers: Neighbourhood) -> None:
    proved = proves_again(hers.owner)
    job_id = proved.post("/me/exports").json["job_id"]
    works(hers.world)
    file_id = proved.get(f"/jobs/{job_id}").json["result"]["file_id"]
    for stranger in (hers.neighbour, hers.shop.clerk):
        assert stranger.get(f"/files/{file_id}").status_code == 404
        assert stranger.get(f"/files/{file_id}/content").status_code == 404
        assert stranger.get(f"/jobs/{job_id}").status_code == 404
    assert hers.world.get(f"/files/{file_id}/content").status_code == 401


def test_earlier_copies_are_listed_for_her_alone(world: World) -> None:
    person = proves_again(world.citizen())
    assert person.get("/me/exports").json["items"] == []
    job_id = person.post("/me/exports").json["job_id"]
    [begun] = person.get("/me/exports").json["items"]
    assert (begun["job_id"], begun["state"], begun["file"]) == (job_id, "queued", None)
    works(world)
    [made] = person.get("/me/exports").json["items"]
    assert (made["state"], made["file"]["is_kept"]) == ("done", True)
    assert made["file"]["kept_until"] == str(clock.business_date(clock.wall_time()) + timedelta(days=7))
    assert world.citizen().get("/me/exports").json["items"] == []


def test_it_asks_for_a_fresh_proof(world: World) -> None:
    refused = world.citizen().post("/me/exports")
    assert (refused.status_code, refused.json["code"]) == (403, "proof-too-old")


def test_two_wishes_at_once_are_one_copy_and_a_day_has_a_limit(world: World) -> None:
    person = proves_again(world.citizen())
    first, second = person.post("/me/exports").json, person.post("/me/exports").json
    assert first == second
    for _ in range(3):
        works(world)
        last = person.post("/me/exports")
    assert (last.status_code, last.json["code"]) == (429, "too-many-exports")


def test_a_formula_in_a_nickname_stays_a_text(world: World) -> None:
    person = world.citizen("=1+1")
    rows = list(csv.reader(io.StringIO(takes_along(person).files["csv/account.csv"].decode("utf-8-sig"))))
    assert "'=1+1" in rows[1]


@pytest.mark.parametrize(("days", "kept"), [(7, True), (8, False)])
def test_it_is_deleted_after_seven_days(world: World, days: int, kept: bool) -> None:
    person = proves_again(world.citizen())
    job_id = person.post("/me/exports").json["job_id"]
    works(world)
    file_id = UUID(person.get(f"/jobs/{job_id}").json["result"]["file_id"])
    with later(days=days):
        world.reads(files.remove_what_is_over)
    state = world.reads(
        lambda: db.session.scalar(text("SELECT state FROM files_files WHERE id = :id"), {"id": file_id})
    )
    assert (state == "kept") is kept
    [listed] = person.get("/me/exports").json["items"]
    assert (listed["file"]["file_id"], listed["file"]["is_kept"]) == (str(file_id), kept)


def test_ten_thousand_rows_take_less_than_a_minute(world: World) -> None:
    person = world.citizen("写了很多的人")
    world.does(lambda: _writes_ten_thousand(person))
    began = time.monotonic()
    copy = takes_along(person)
    took_s = time.monotonic() - began
    assert len(copy["activities"]) == 10_000
    assert took_s < 60
    print(f"an export of 10,000 rows took {took_s:.1f} s, {len(copy.body)} bytes")


def _writes_ten_thousand(person: Person) -> None:
    db.session.execute(
        text(
            "INSERT INTO activities_records (id, party_id, kind, measures, tier, source, source_reference, note,"
            " occurred_at, recorded_at, state) SELECT gen_random_uuid(), CAST(:party AS uuid),"
            " 'mobility.walk',"
            " '{\"steps\": \"7250\"}', 'self-report', 'self',"
            " '@' || CAST(:party AS text) || n, '沿着渔塘溪走', :now, :now, 'accepted'"
            " FROM generate_series(1, 10000) n"
        ),
        {"party": person.party_id, "now": clock.now()},
    )
