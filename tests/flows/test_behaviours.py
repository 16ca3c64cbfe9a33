"""每一种绿色行为 / Every shipped behaviour: who can record it, what it earns, and where that is explained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.flows.test_recording_activities import at, receipts, records, walks

RULES: dict[str, Any] = {
    rule["code"]: rule
    for rule in json.loads(
        (Path(__file__).parents[2] / "backend" / "points" / "data" / "earn_rules.json").read_text(encoding="utf-8")
    )["rules"]
}
BY_ONESELF = ("walk", "bus", "cycle", "train-ticket", "waste-sorting", "volunteer", "no-chopsticks")
BY_A_PARTNER = ("e-bill", "power-saving", "car-stop-petrol", "car-stop-nev")
EXAMPLES = [
    pytest.param(code, example, id=f"{code} {at_}")
    for code in BY_ONESELF
    for at_, example in enumerate(RULES[code]["examples"])
    if example["tier"] == "self-report" and not example["points_earned_today_before"]
]
VERIFIED = [
    pytest.param(code, example, id=f"{code} {at_}")
    for code in (*BY_ONESELF, "offset", "power-saving")
    for at_, example in enumerate(RULES[code]["examples"])
    if example["tier"] == "verified" and not example["points_earned_today_before"]
]


def did(person: Any, code: str, quantity: Any, **more: Any) -> Any:
    rule = RULES[code]
    receipt = None if rule["measure_unit"] == "step" else next(receipts)
    return records(person, rule["kind"], {rule["measure"]: str(quantity)}, receipt=receipt, **more)


class TestEveryBehaviour:
    def test_is_recorded_by_oneself_vouched_for_bought_or_off(self, world):
        rules = world.get("/rules").json
        ways = {rule["code"]: rule["way"] for rule in rules["items"] + rules["off"]}
        assert ways == {
            **dict.fromkeys(BY_ONESELF, "self-report"), **dict.fromkeys(BY_A_PARTNER, "partner"),
            "offset": "purchase", "metro": "off",
        }  # fmt: skip
        assert len(ways) == 13

    def test_that_is_off_says_why(self, world):
        [metro] = world.get("/rules").json["off"]
        assert (metro["code"], metro["enabled"], metro["way_text"]) == ("metro", False, "停用：县里没有地铁")

    def test_says_in_the_readers_language_what_it_rests_on(self, world):
        def notes(language: str) -> dict[str, str]:
            told = world.request("GET", "/rules", language=language).json
            return {rule["code"]: rule["note"] for rule in told["items"] + told["off"]}

        chinese, english = notes("zh-CN"), notes("en")
        assert all(any("\u4e00" <= character <= "\u9fff" for character in note) for note in chinese.values())
        assert all(note.isascii() for note in english.values())

    @pytest.mark.parametrize(("code", "example"), EXAMPLES)
    def test_earns_by_ones_own_word_what_its_example_says(self, world, code, example):
        lin = world.citizen()
        told = did(lin, code, example["measure"])
        assert told.status_code == 201, told.json
        assert (told.json["points"], told.json["reduction_g"]) == (example["points"], example["reduction_g"])
        [line] = told.json["lines"]
        assert (line["rule"], line["rule_version"]) == (code, 1) and line["text"]

        [entry] = lin.get("/points/entries").json["items"]
        assert (entry["points"], entry["cause_kind"]) == (example["points"], RULES[code]["kind"])
        explained = lin.get(f"/points/entries/{entry['entry_id']}/explanation").json
        assert explained["rule"]["code"] == code and explained["equation"]["result"] >= example["points"]

    @pytest.mark.parametrize(("code", "example"), VERIFIED)
    def test_would_earn_with_evidence_what_its_example_says(self, world, code, example):
        rule, lin = RULES[code], world.citizen()
        body = {"kind": rule["kind"], "measures": {rule["measure"]: str(example["measure"])}, "tier": "verified"}
        if code == "offset":
            body["purpose"] = "footprint"
        told = world.request("POST", "/points/simulations", token=lin.token, body=body).json
        assert (told["points"], told["reduction_g"]) == (example["points"], example["reduction_g"])

    @pytest.mark.parametrize("code", [*BY_A_PARTNER, "metro", "offset"])
    def test_that_needs_more_than_ones_word_is_refused(self, world, code):
        refused = did(world.citizen(), code, 1)
        assert (refused.status_code, refused.json["code"]) == (422, "activity-not-recordable")

    @pytest.mark.parametrize("code", BY_ONESELF)
    def test_says_beforehand_what_one_report_may_say_at_most(self, world, code):
        most = {rule["code"]: rule["most_per_report"] for rule in world.get("/rules").json["items"]}[code]
        lin = world.citizen()
        assert did(lin, code, most + 1).json["code"] == "measure-implausible"
        assert did(lin, code, most).status_code == 201


class TestCapsThatAreLeft:
    def left(self, person, **query):
        return {(cap["rule"], cap["cap"]): cap for cap in person.get("/points/caps", **query).json["items"]}

    def test_are_said_before_anything_is_done(self, world):
        caps = self.left(world.citizen())
        assert {rule for rule, _ in caps} == set(BY_ONESELF)
        walk = caps["walk", "points_per_day"]
        assert (walk["limit"], walk["used"], walk["left"]) == (29, 0, 29)
        assert walk["text"] == "当天还能得 29 分，上限 29 分"

    def test_shrink_by_what_was_paid_and_are_of_the_day_of_the_act(self, world):
        lin = world.citizen()
        walks(lin, "8102", occurred_at=at(1))
        did(lin, "bus", 3)
        yesterday, today = self.left(lin, on=at(1)[:10]), self.left(lin)
        assert (yesterday["walk", "points_per_day"]["left"], today["walk", "points_per_day"]["left"]) == (21, 29)
        assert today["bus", "acts_per_day"]["left"] == 1
        assert today["bus", "acts_per_day"]["text"] == "当天还能计 1 次，上限 4 次"

    def test_of_another_are_untouched(self, world):
        did(world.citizen(), "bus", 4)
        assert self.left(world.citizen())["bus", "acts_per_day"]["left"] == 4

    @pytest.mark.parametrize("on", ["2026-13-01", "today", "２０２６-11-22", "2026-11-22\n", "", "1", "0000-00-00"])
    def test_are_of_a_day(self, world, on):
        refused = world.citizen().get("/points/caps", on=on)
        assert (refused.status_code, refused.json["errors"][0]["field"]) == (400, "/on")

    def test_are_private(self, world):
        assert world.get("/points/caps").status_code == 401
