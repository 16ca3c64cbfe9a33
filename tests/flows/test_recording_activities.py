"""自己报绿色行为 → 规则算分 → 积分入账 / Report something green, be given points and the reason."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.kernel import clock
from tests.support.uploads import a_photo, brings
from tests.support.world import Person, fresh_key

receipts = map("T-{:05}".format, itertools.count(1))  # of C: many threads may ask at once


def at(days_ago: int = 0, time: str | None = None) -> str:
    """An instant in Shanghai: so many days ago, now or at a time of that day."""
    moment = clock.wall_time().astimezone(clock.PROGRAMME_ZONE) - timedelta(days=days_ago)
    if time is not None:
        hour, minute = map(int, time.split(":"))
        moment = moment.replace(hour=hour, minute=minute, second=0)
    return moment.isoformat(timespec="seconds")


def records(person: Person, kind: str, measures: dict[str, Any], *, occurred_at: str | None = None,
            receipt: str | None = None, **more: Any):  # fmt: skip
    key, language = more.pop("key", None), more.pop("language", "zh-CN")
    body = {"kind": kind, "measures": measures, "occurred_at": occurred_at or at(), **more}
    if receipt is not None:
        body["source_reference"] = receipt
    return person.post("/activities", body, key=key, language=language)


def walks(person: Person, steps: str, **more: Any):
    return records(person, "mobility.walk", {"steps": steps}, **more)


def rides(person: Person, times: str = "1", **more: Any):
    return records(person, "transit.bus", {"rides": times}, **{"receipt": next(receipts), **more})


def available(person: Person) -> int:
    return person.get("/points").json["available"]


class TestEarning:
    def test_a_walk_by_ones_own_word_earns_half(self, world):
        lin = world.citizen()

        reply = walks(lin, "7250")

        assert reply.status_code == 201
        told = reply.json
        assert (told["points"], told["reduction_g"], told["tier"], told["state"]) == (7, 145, "self-report", "accepted")
        assert told["points_balance"] == available(lin) == 7

    def test_the_reply_says_which_version_of_which_rule_and_why(self, world):
        [line] = walks(world.citizen(), "7250").json["lines"]
        assert (line["rule"], line["rule_version"], line["points"], line["reason"]) == ("walk", 1, 7, "earned")
        assert line["text"] == "7,250 步，自己报的按 50% 算，得 7 分"
        assert line["facts"] == {"measure": "steps", "unit": "step", "quantity": 7250, "tier": "self-report"}

    def test_the_reason_is_given_in_the_readers_language(self, world):
        [line] = walks(world.citizen(), "7250", language="en").json["lines"]
        assert line["text"] == "7,250 steps by your own word count for 50 %: 7 points"

    def test_too_little_is_kept_with_its_grams_and_the_reason_for_no_points(self, world):
        lin = world.citizen()
        told = walks(lin, "499").json
        assert (told["points"], told["reduction_g"], told["entry_id"]) == (0, 9, None)
        assert told["lines"][0]["reason"] == "condition-unmet"
        assert told["lines"][0]["text"] == "满 500 步才给积分，这次是 499"
        assert lin.get("/points/entries").json["items"] == []

    def test_what_a_cap_takes_away_is_said(self, world):
        told = walks(world.citizen(), "60000").json
        assert (told["points"], told["reduction_g"]) == (29, 1200)
        assert told["lines"][0]["reason"] == "capped"
        assert told["lines"][0]["text"] == "步行一天最多 29 分，这次记 29 分，明天接着算"

    def test_it_stands_in_the_list_with_what_it_earned(self, world):
        lin = world.citizen()
        walks(lin, "8102", occurred_at=at(1, "18:20"))
        rides(lin, "2", receipt="B-0042", evidence={"note": "3 路车"})

        ride, walk = lin.get("/activities").json["items"]

        assert (ride["title"], ride["points"], ride["reduction_g"]) == ("乘坐公交 2 次", 10, 210)
        assert (ride["source_reference"], ride["measures"]) == ("B-0042", {"rides": "2"})
        assert (walk["title"], walk["points"], walk["source_reference"]) == ("步行 8,102 步", 8, None)
        assert walk["occurred_at"] == at(1, "18:20")

    def test_the_list_is_paged(self, world):
        lin = world.citizen()
        for _ in range(3):
            rides(lin)
        first = lin.get("/activities", limit=2).json
        rest = lin.get("/activities", limit=2, cursor=first["next_cursor"]).json
        assert [len(first["items"]), len(rest["items"]), rest["next_cursor"]] == [2, 1, None]
        assert len({item["activity_id"] for item in first["items"] + rest["items"]}) == 3


class TestTheDay:
    def test_a_cap_counts_the_shanghai_day_on_which_it_happened(self, world):
        lin = world.citizen()
        before_midnight = rides(lin, "4", occurred_at=at(2, "23:59"))
        same_day = rides(lin, "4", occurred_at=at(2, "00:00"))
        after_midnight = rides(lin, "4", occurred_at=at(1, "00:00"))
        assert [reply.json["points"] for reply in (before_midnight, same_day, after_midnight)] == [20, 0, 20]

    def test_the_day_is_shanghais_however_the_instant_is_written(self, world):
        lin = world.citizen()
        midnight = datetime.fromisoformat(at(1, "00:00"))
        as_utc = midnight.astimezone(UTC)
        assert rides(lin, "4", occurred_at=at(1, "00:00")).json["points"] == 20
        assert rides(lin, "4", occurred_at=as_utc.isoformat()).json["points"] == 0

    def test_points_lapse_two_years_after_they_were_recorded_whenever_it_happened(self, world):
        lin = world.citizen()
        rides(lin, occurred_at=at(3))
        today = clock.wall_time().astimezone(clock.PROGRAMME_ZONE).date()
        [expiring] = lin.get("/points").json["expiring"]
        assert expiring["points"] == 5
        assert expiring["business_date"][:7] == f"{today.year + 2}-{today.month:02}"

    def test_three_days_back_are_taken_and_no_more(self, world):
        lin = world.citizen()
        assert rides(lin, occurred_at=at(3, "00:00")).status_code == 201
        refused = rides(lin, occurred_at=at(4, "23:59"))
        assert (refused.status_code, refused.json["code"]) == (422, "activity-too-old")
        assert refused.json["errors"][0]["field"] == "/occurred_at"
        assert refused.json["reasons"][0]["facts"]["days"] == 3
        assert world.get("/rules").json["self_report_days"] == 3, "as a form is told beforehand"

    def test_what_has_not_happened_is_not_taken(self, world):
        refused = walks(world.citizen(), "7250", occurred_at=at(-1))
        assert (refused.status_code, refused.json["code"]) == (422, "activity-in-future")


class TestOnce:
    def test_the_same_request_sent_twice_is_done_once_and_answered_twice(self, world):
        lin, key, moment = world.citizen(), fresh_key(), at()

        first = rides(lin, receipt="R-1", key=key, occurred_at=moment)
        again = rides(lin, receipt="R-1", key=key, occurred_at=moment)

        assert again.json == first.json
        assert again.headers["Idempotency-Replayed"] == "true"
        assert available(lin) == 5

    def test_one_receipt_counts_once_even_under_a_new_key(self, world):
        lin = world.citizen()
        rides(lin, receipt="R-2")
        refused = rides(lin, receipt="R-2")
        assert (refused.status_code, refused.json["code"]) == (409, "activity-already-recorded")
        assert "R-2" in refused.json["detail"]
        assert available(lin) == 5

    def test_one_receipt_counts_once_whoever_brings_it(self, world):
        lin, chen = world.citizen(), world.citizen()
        rides(lin, receipt="R-3")
        assert rides(chen, receipt="R-3").status_code == 409
        assert available(chen) == 0

    def test_the_steps_of_a_day_count_once(self, world):
        lin = world.citizen()
        assert walks(lin, "3000", occurred_at=at(1, "09:00")).status_code == 201
        assert walks(lin, "8000", occurred_at=at(1, "21:00")).status_code == 409
        assert walks(lin, "8000", occurred_at=at(2, "21:00")).status_code == 201
        assert walks(world.citizen(), "8000", occurred_at=at(1, "21:00")).status_code == 201

    def test_a_ride_without_a_receipt_counts_once_a_minute(self, world):
        lin = world.citizen()
        assert rides(lin, receipt=None, occurred_at=at(1, "09:00")).status_code == 201
        assert rides(lin, receipt=None, occurred_at=at(1, "09:00")).status_code == 409
        assert rides(lin, receipt=None, occurred_at=at(1, "09:40")).status_code == 201

    def test_a_refusal_frees_its_key(self, world):
        lin, key = world.citizen(), fresh_key()
        rides(lin, receipt="R-4")
        assert rides(lin, receipt="R-4", key=key).status_code == 409
        assert rides(lin, receipt="R-5", key=key).status_code == 201


class TestRaces:
    def test_a_cap_holds_when_thirty_two_rides_arrive_at_once(self, world):
        lin = world.citizen()
        answers = world.at_once(*[lambda: rides(lin)] * 32)
        assert {answer.status_code for answer in answers} == {201}
        assert sorted(answer.json["points"] for answer in answers) == [0] * 28 + [5] * 4
        assert available(lin) == 20

    def test_one_receipt_from_thirty_two_members_earns_once(self, world):
        everybody = [world.citizen() for _ in range(32)]
        answers = world.at_once(*[lambda person=person: rides(person, receipt="R-6") for person in everybody])
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 31
        assert sum(available(person) for person in everybody) == 5

    def test_one_key_pressed_thirty_two_times_pays_once(self, world):
        lin, key, moment = world.citizen(), fresh_key(), at()
        answers = world.at_once(*[lambda: rides(lin, receipt="R-7", key=key, occurred_at=moment)] * 32)
        done = [answer for answer in answers if answer.status_code == 201]
        assert done and {answer.status_code for answer in answers} <= {201, 409}
        assert len({answer.json["activity_id"] for answer in done}) == 1
        assert available(lin) == 5


class TestRefusals:
    def refused(self, reply, status: int, code: str, field: str) -> None:
        assert reply.status_code == status, reply.json
        assert reply.json["code"] == code
        [error] = reply.json["errors"]
        assert error["field"] == field
        assert error["detail"] and error["mend"]
        assert "…" not in error["mend"] + error["detail"]

    @pytest.mark.parametrize(
        "steps",
        ["-1", "NaN", "1e308", "１２", "1_000", "", " 5", "9223372036854775808", "0x10", None, 500, 5.5, True, []],
    )
    def test_a_measure_is_written_as_a_plain_decimal(self, world, steps):
        self.refused(walks(world.citizen(), steps), 400, "invalid-request", "/measures/steps")

    @pytest.mark.parametrize("steps", ["0", "0.1", "500.5", "100001"])
    def test_steps_are_whole_and_what_one_person_can_walk(self, world, steps):
        self.refused(walks(world.citizen(), steps), 400, "measure-implausible", "/measures/steps")

    @pytest.mark.parametrize("measures", [{"rides": "1"}, {"steps": "900", "rides": "1"}, {"STEPS": "900"}])
    def test_exactly_what_the_rule_measures_is_given(self, world, measures):
        self.refused(records(world.citizen(), "mobility.walk", measures), 400, "measure-wrong", "/measures")

    @pytest.mark.parametrize("measures", [{}, [], None, "steps", {f"m{n}": "1" for n in range(9)}])
    def test_measures_are_a_small_object(self, world, measures):
        self.refused(records(world.citizen(), "mobility.walk", measures), 400, "invalid-request", "/measures")

    @pytest.mark.parametrize("kind", ["mobility.flight", "transit.metro", "bill.utility", "offset.retirement",
                                      "mobility.car-stop", "home.power-saving"])  # fmt: skip
    def test_only_what_a_rule_takes_ones_word_for(self, world, kind):
        self.refused(records(world.citizen(), kind, {"rides": "1"}), 422, "activity-not-recordable", "/kind")

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"points": 1000}, "/points"),
            ({"tier": "verified"}, "/tier"),
            ({"party_id": "0190b2f0-0000-7000-8000-000000000000"}, "/party_id"),
            ({"occurred_at": "2026-11-22T09:00:00"}, "/occurred_at"),
            ({"occurred_at": "yesterday"}, "/occurred_at"),
            ({"receipt": "a\x00b"}, "/source_reference"),
            ({"receipt": "x" * 81}, "/source_reference"),
            ({"receipt": "Ｒ-２"}, "/source_reference"),
            ({"occurred_at": "9999-12-31T23:59:59+00:00"}, "/occurred_at"),
            ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "/occurred_at"),
            ({"receipt": "@0190b2f0/2026-11-22"}, "/source_reference"),
            ({"evidence": {"note": "x" * 201}}, "/evidence/note"),
        ],
    )
    def test_nothing_else_is_taken_from_the_one_who_claims(self, world, more, field):
        self.refused(walks(world.citizen(), "7250", **more), 400, "invalid-request", field)

    def test_half_a_character_is_no_receipt(self, world):
        body = {"kind": "mobility.walk", "measures": {"steps": "900"}, "occurred_at": at()}
        raw = json.dumps({**body, "source_reference": "\ud800"}).encode("ascii")
        lin = world.citizen()
        refused = world.request("POST", "/activities", token=lin.token, key=fresh_key(), raw=raw)
        self.refused(refused, 400, "invalid-request", "/source_reference")

    def test_a_stranger_is_asked_to_sign_in(self, world):
        refused = world.request("POST", "/activities", body={}, key=fresh_key())
        assert (refused.status_code, refused.json["code"]) == (401, "bearer-token-required")

    def test_nobody_sees_what_another_has_done(self, world):
        lin, chen = world.citizen(), world.citizen()
        walks(lin, "7250")
        assert chen.get("/activities").json["items"] == []


class TestAPhotoWithAReport:
    def test_is_shown_with_it_to_whoever_reported_it(self, world):
        lin = world.citizen()
        photo = brings(lin, a_photo(), name="车票.jpg").json["file_id"]
        told = walks(lin, "8102", evidence={"file_id": photo, "note": "走到雪峰镇"})
        assert told.status_code == 201, told.json
        [listed] = lin.get("/activities").json["items"]
        assert listed["evidence_file_id"] == photo
        assert lin.get(f"/files/{photo}/content").status_code == 200

    def test_is_optional(self, world):
        lin = world.citizen()
        walks(lin, "8102")
        assert lin.get("/activities").json["items"][0]["evidence_file_id"] is None

    def test_is_used_once(self, world):
        lin = world.citizen()
        photo = brings(lin, a_photo()).json["file_id"]
        walks(lin, "8102", evidence={"file_id": photo})
        again = rides(lin, evidence={"file_id": photo})
        assert (again.status_code, again.json["code"]) == (409, "file-in-use")
        assert len(lin.get("/activities").json["items"]) == 1, "what was refused left nothing"

    def test_of_somebody_else_is_not_there(self, world):
        lin, other = world.citizen(), world.citizen()
        photo = brings(other, a_photo()).json["file_id"]
        answer = walks(lin, "8102", evidence={"file_id": photo})
        assert (answer.status_code, answer.json["code"]) == (404, "file-not-found")
        assert lin.get("/activities").json["items"] == []
