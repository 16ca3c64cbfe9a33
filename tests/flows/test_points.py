"""积分明细 · 为什么 · 先到期先用 · 原样退回 / What points one has, why, and where they go."""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from backend.kernel import clock
from backend.kernel.errors import Forbidden
from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM, Principal, Role
from backend.ledger.errors import EntryReferenceReused, InsufficientBalance
from backend.points import queries, service
from backend.points.accounts import receivable
from backend.points.errors import RebateTooHigh, RuleInvalid, RuleRetroactive, RuleVersionTaken
from backend.points.payloads import PublishRule
from backend.points.rules import release
from backend.points.sweeps import expire_lots
from points_engine import expiry_day
from tests.flows.test_recording_activities import at, rides, walks
from tests.support.counter import earns, later, signs_in_again
from tests.support.world import Person, World

RULE_BOOK = Path(__file__).parents[2] / "backend" / "points" / "data" / "earn_rules.json"
SHOP = receivable(new_id())


def points(person: Person) -> dict[str, Any]:
    told: dict[str, Any] = person.get("/points").json
    return told


def available(person: Person) -> int:
    return int(points(person)["available"])


def spends(person: Person, amount: int, reference: str | None = None):
    wish = {"party_id": UUID(person.party_id), "points": amount, "target": SHOP}
    return person.world.does(lambda: service.spend(**wish, reference=reference or f"purchase:{new_id()}"))


def gives_back(person: Person, spent):
    wish = {"party_id": UUID(person.party_id), "entry_id": spent.entry_id}
    return person.world.does(lambda: service.return_spend(**wish, reference=f"purchase:{new_id()}:reversed"))


def today() -> date:
    return clock.business_date(clock.wall_time())


def shipped(named: str, **changes: Any) -> dict[str, Any]:
    book = json.loads(RULE_BOOK.read_text("utf-8"))
    [found] = [rule for rule in book["rules"] if rule["code"] == named]
    return {**copy.deepcopy(found), **changes}


def publishes(world: World, body: dict[str, Any]):
    return world.does(lambda: service.publish_rule(SYSTEM, PublishRule(body)))


class TestTheRules:
    def test_anybody_may_read_those_in_force(self, world):
        rules = {rule["code"]: rule for rule in world.get("/rules").json["items"]}
        assert "metro" not in rules, "switched off: the county has none"
        walk = rules["walk"]
        assert (walk["title"], walk["points"], walk["per"], walk["unit_label"]) == ("步行", 1, 500, "步")
        assert (walk["self_report_points_share"], walk["self_reportable"]) == ("0.5", True)
        assert walk["caps"] == {"scope": "person", "points_per_day": 29}
        assert walk["reduction"] == {"grams": 1, "per": 50}
        assert (walk["grade"], walk["verified"]) == ("D", False)

    def test_they_say_what_ones_own_word_is_not_enough_for(self, world):
        rules = {rule["code"]: rule for rule in world.get("/rules").json["items"]}
        assert rules["offset"]["self_report_points_share"] is None
        need_evidence = ("offset", "e-bill", "car-stop-petrol", "power-saving")
        assert not any(rules[code]["self_reportable"] for code in need_evidence)


class TestASimulation:
    def simulates(self, person, **wish):
        return person.world.request("POST", "/points/simulations", token=person.token, body=wish)

    def test_tells_what_an_act_would_earn_and_keeps_nothing(self, world):
        lin = world.citizen()
        told = self.simulates(lin, kind="mobility.walk", measures={"steps": "7250"}).json
        assert (told["points"], told["reduction_g"], told["lines"][0]["reason"]) == (7, 145, "earned")
        assert available(lin) == 0
        assert lin.get("/activities").json["items"] == []

    def test_knows_what_is_left_of_todays_cap(self, world):
        lin = world.citizen()
        rides(lin, "3")
        told = self.simulates(lin, kind="transit.bus", measures={"rides": "4"}).json
        assert (told["points"], told["lines"][0]["reason"]) == (5, "capped")

    @pytest.mark.parametrize(("purpose", "earned"), [("footprint", 230), ("voluntary", 230), ("duty", 0), ("case", 0)])
    def test_of_a_retirement_looks_at_its_purpose(self, world, purpose, earned):
        told = self.simulates(world.citizen(), kind="offset.retirement", measures={"kg": "230"}, purpose=purpose).json
        assert told["points"] == earned

    def test_says_why_duty_earns_nothing(self, world):
        told = self.simulates(world.citizen(), kind="offset.retirement", measures={"kg": "230"}, purpose="duty").json
        assert told["lines"][0]["text"] == "义务植树的碳票不给积分，因为一公斤只用一次"

    def test_of_what_no_rule_knows_earns_nothing(self, world):
        told = self.simulates(world.citizen(), kind="mobility.flight", measures={"km": "900"}).json
        assert (told["points"], told["lines"]) == (0, [])

    @pytest.mark.parametrize("kg", ["-1", "NaN", "1e400", "１"])
    def test_refuses_what_is_no_number(self, world, kg):
        refused = self.simulates(world.citizen(), kind="offset.retirement", measures={"kg": kg})
        assert (refused.status_code, refused.json["errors"][0]["field"]) == (400, "/measures/kg")


class TestTheStatement:
    def test_shows_what_came_and_went_newest_first(self, world):
        lin = world.citizen()
        walks(lin, "8102")
        earns(world, lin, 100)
        gives_back(lin, spends(lin, 30))

        returned, spent, offset, walk = lin.get("/points/entries").json["items"]

        assert [entry["points"] for entry in (returned, spent, offset, walk)] == [30, -30, 100, 8]
        assert [entry["direction"] for entry in (returned, spent, offset)] == ["returned", "spent", "earned"]
        assert walk["title"] == "步行 8,102 步"
        assert offset["expires_on"] == expiry_day(today(), 24).isoformat()
        assert returned["note"] == "退回原来的积分，到期日不变"

    @pytest.mark.parametrize(
        ("direction", "amounts"), [("earned", [100]), ("spent", [-30]), ("returned", [30]), ("expired", [])]
    )
    def test_is_sorted_into_tabs(self, world, direction, amounts):
        lin = world.citizen()
        earns(world, lin, 100)
        gives_back(lin, spends(lin, 30))
        assert [e["points"] for e in lin.get("/points/entries", direction=direction).json["items"]] == amounts

    def test_is_paged(self, world):
        lin = world.citizen()
        for _ in range(3):
            earns(world, lin, 10)
        first = lin.get("/points/entries", limit=2).json
        rest = lin.get("/points/entries", limit=2, cursor=first["next_cursor"]).json
        assert len({entry["entry_id"] for entry in first["items"] + rest["items"]}) == 3

    def test_is_ones_own(self, world):
        lin, chen = world.citizen(), world.citizen()
        earns(world, lin, 10)
        entry = lin.get("/points/entries").json["items"][0]["entry_id"]
        assert chen.get("/points/entries").json["items"] == []
        refused = chen.get(f"/points/entries/{entry}/explanation")
        assert (refused.status_code, refused.json["code"]) == (404, "point-entry-not-found")


class TestAnExplanation:
    def of(self, person: Person, entry_id: str, language: str = "zh-CN") -> dict[str, Any]:
        path = f"/points/entries/{entry_id}/explanation"
        told: dict[str, Any] = person.world.request("GET", path, token=person.token, language=language).json
        return told

    def test_of_a_walk_leads_to_the_rule_and_the_walk(self, world):
        lin = world.citizen()
        entry = walks(lin, "7250", occurred_at=at(1, "18:20")).json["entry_id"]

        told = self.of(lin, entry)

        assert told["title"] == "步行 7,250 步"
        equation = told["equation"]
        assert (equation["quantity"], equation["quantity_label"]) == ("7250", "步")
        assert (equation["rate"], equation["rate_label"], equation["result"]) == ("1", "分/1,000 步", 7)
        assert (told["rule"]["code"], told["rule"]["version"]) == ("walk", 1)
        assert told["rule"]["caps_text"] == "一天最多 29 分"
        assert (told["award"]["points"], told["award"]["expires_on"]) == (7, expiry_day(today(), 24).isoformat())
        assert told["cause"]["kind"] == "activity"
        assert told["cause"]["text"].endswith("18:20，你自己报的")
        assert [step["icon"] for step in told["steps"]] == ["award", "rule", "activity"]
        assert told["steps"][1]["title"] == "规则“步行”第 1 版"

    def test_speaks_english_too(self, world):
        lin = world.citizen()
        told = self.of(lin, walks(lin, "7250").json["entry_id"], language="en")
        assert told["title"] == "Walking, 7,250 steps"
        assert told["steps"][0]["title"] == "7 points awarded"

    def test_of_an_award_that_a_cap_cut_says_what_it_would_have_been(self, world):
        lin = world.citizen()
        told = self.of(lin, walks(lin, "60000").json["entry_id"])
        assert (told["equation"]["result"], told["award"]["points"]) == (60, 29)
        assert "最多 29 分" in told["steps"][1]["text"]

    def test_of_a_spend_names_the_lots_it_drew_on(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        told = self.of(lin, str(spends(lin, 30).entry_id))
        assert told["lots"] == [{"expires_on": expiry_day(today(), 24).isoformat(), "points": 30}]
        assert (told["points"], told["award"], told["equation"]) == (-30, None, None)

    def test_of_nothing_is_not_found(self, world):
        assert world.citizen().get(f"/points/entries/{new_id()}/explanation").status_code == 404


class TestSpending:
    def test_takes_what_lapses_first(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        with later(days=40):
            again = signs_in_again(world, lin)
            earns(world, again, 50)
            spent = spends(lin, 120)
            assert [part.points for part in spent.parts] == [100, 20]
            assert [row["points"] for row in points(again)["expiring"]] == [30]

    def test_beyond_what_is_there_is_refused_with_both_numbers(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        with pytest.raises(InsufficientBalance) as refused:
            spends(lin, 101)
        assert (refused.value.facts["available"], refused.value.facts["required"]) == (100, 101)
        assert available(lin) == 100

    def test_happens_once_for_a_reference(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        spends(lin, 10, reference="purchase:the-very-same")
        with pytest.raises(EntryReferenceReused):
            spends(lin, 10, reference="purchase:the-very-same")
        assert available(lin) == 90

    def test_of_thirty_two_at_once_only_the_balance_is_spent(self, world):
        lin = world.citizen()
        earns(world, lin, 100)

        def tries() -> bool:
            try:
                spends(lin, 30)
            except InsufficientBalance:
                return False
            return True

        assert sum(world.at_once(*[tries] * 32)) == 3
        assert available(lin) == 10

    def test_and_earning_at_once_never_meet_in_a_deadlock(self, world):
        lin = world.citizen()
        earns(world, lin, 320)
        world.at_once(*[lambda: rides(lin), lambda: spends(lin, 10)] * 16)
        assert available(lin) == 320 - 160 + 20


class TestComingBack:
    def test_the_very_points_come_back_with_the_last_day_they_had(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        before = points(lin)
        spent = spends(lin, 70)

        returned = gives_back(lin, spent)

        assert [(part.lot_id, part.points) for part in returned.parts] == [(p.lot_id, p.points) for p in spent.parts]
        assert (returned.lapsed, returned.balance) == (0, 100)
        assert points(lin) == before

    def test_once(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        spent = spends(lin, 70)
        gives_back(lin, spent)
        with pytest.raises(IntegrityError, match="uq_ledger_entries_reverses"):
            gives_back(lin, spent)
        assert available(lin) == 100

    def test_into_a_lot_whose_day_has_passed_means_gone_with_the_next_sweep(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        spent = spends(lin, 70)
        with later(days=740):
            world.reads(expire_lots)
            returned = gives_back(lin, spent)
            assert (returned.lapsed, returned.balance) == (70, 0)
            assert world.reads(expire_lots) == 0, "today's sweep is over"
            assert available(signs_in_again(world, lin)) == 0
        with later(days=741):
            world.reads(expire_lots)
            lapsed = signs_in_again(world, lin).get("/points/entries", direction="expired").json["items"]
            assert [entry["points"] for entry in lapsed] == [-70, -30]


class TestLapsing:
    def test_points_are_good_through_their_last_day(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        last = expiry_day(today(), 24) - today()
        with later(days=last.days):
            world.reads(expire_lots)
            assert available(signs_in_again(world, lin)) == 100
        with later(days=last.days + 1):
            again = signs_in_again(world, lin)
            assert available(again) == 0, "even before the sweep comes"
            with pytest.raises(InsufficientBalance):
                spends(lin, 1)
            world.reads(expire_lots)
            [lapsed] = again.get("/points/entries", direction="expired").json["items"]
            assert (lapsed["points"], lapsed["title"]) == (-100, "到期的积分")

    def test_every_coming_day_is_told(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        with later(days=31):
            again = signs_in_again(world, lin)
            earns(world, again, 50)
            days = [(row["business_date"], row["points"]) for row in points(again)["expiring"]]
        first, second = today(), today() + timedelta(days=31)
        assert days == [(expiry_day(first, 24).isoformat(), 100), (expiry_day(second, 24).isoformat(), 50)]


class TestTakingBack:
    def award_of(self, world: World, person: Person) -> UUID:
        entry = UUID(person.get("/points/entries", direction="earned").json["items"][0]["entry_id"])
        return world.reads(lambda: queries.awards_behind(entry)[0].id)

    def test_what_is_still_there_goes(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        award = self.award_of(world, lin)
        taken = world.does(lambda: service.claw_back(award_id=award))
        assert (taken.points, taken.owed, available(lin)) == (100, 0, 0)

    def test_what_is_gone_becomes_a_debt_that_the_next_award_pays(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        award = self.award_of(world, lin)
        spends(lin, 80)
        assert world.does(lambda: service.claw_back(award_id=award)).owed == 80
        assert (points(lin)["available"], points(lin)["debt"]) == (0, 80)

        earns(world, lin, 50)
        assert (points(lin)["available"], points(lin)["debt"], points(lin)["expiring"]) == (0, 30, [])
        told = lin.get("/points/entries").json["items"][0]
        assert (told["points"], told["expires_on"]) == (50, None)

        earns(world, lin, 50)
        assert (points(lin)["available"], points(lin)["debt"]) == (20, 0)

    def test_happens_once(self, world):
        lin = world.citizen()
        earns(world, lin, 100)
        award = self.award_of(world, lin)
        world.does(lambda: service.claw_back(award_id=award))
        with pytest.raises(EntryReferenceReused):
            world.does(lambda: service.claw_back(award_id=award))


class Known(Exception):
    """How many rules a command knew before and after; it then changes its mind."""


class TestPublishing:
    def test_a_new_version_holds_from_its_day_and_the_old_one_until_then(self, world):
        tomorrow = (today() + timedelta(days=1)).isoformat()
        publishes(world, shipped("no-chopsticks", version=2, earn={"points": 4, "per": 1}, valid_from=tomorrow))
        lin = world.citizen()

        def refuses(occurred_at: str, person: Person) -> dict[str, Any]:
            return person.post("/activities", {"kind": "refuse.chopsticks", "measures": {"pairs": "1"},
                                               "occurred_at": occurred_at}).json  # fmt: skip

        assert refuses(at(0), lin)["lines"][0]["rule_version"] == 1
        with later(days=2):
            again = signs_in_again(world, lin)
            old, new = refuses(at(2, "08:00"), again), refuses(at(1, "08:00"), again)
            assert (old["points"], old["lines"][0]["rule_version"]) == (1, 1)
            assert (new["points"], new["lines"][0]["rule_version"]) == (2, 2)

    def test_what_the_old_version_paid_this_month_counts_against_a_cap_of_the_new_one(self, world):
        begins = (today().replace(day=1) + timedelta(days=32)).replace(day=2)  # the second of next month
        body = shipped("waste-sorting", version=2, valid_from=begins.isoformat())
        body["caps"] = {**body["caps"], "points_per_day": None, "acts_per_day": None, "points_per_month": 3}
        publishes(world, body)
        lin = world.citizen()

        def drops(times: str, days_ago: int, person: Person) -> int:
            told = person.post("/activities", {"kind": "waste.sorting", "measures": {"drop_offs": times},
                                               "occurred_at": at(days_ago, "08:00")}).json  # fmt: skip
            return int(told["points"])

        with later(days=(begins - today()).days + 1):
            again = signs_in_again(world, lin)
            assert [drops("1", 2, again), drops("1", 1, again)] == [2, 1]

    def test_never_changes_what_was(self, world):
        with pytest.raises(RuleRetroactive):
            publishes(world, shipped("walk", version=2, valid_from=today().isoformat()))
        with pytest.raises(RuleRetroactive):
            publishes(world, shipped("walk", code="stroll", valid_from=(today() - timedelta(days=1)).isoformat()))

    def test_is_known_at_once_to_the_command_that_publishes(self, world):
        tomorrow = (today() + timedelta(days=1)).isoformat()

        def command() -> tuple[int, int]:
            before = len(release().bodies)
            for version in (2, 3):
                service.publish_rule(SYSTEM, PublishRule(shipped("walk", version=version, valid_from=tomorrow)))
            raise Known(before, len(release().bodies))

        with pytest.raises(Known) as known:
            world.does(command)
        assert known.value.args[1] == known.value.args[0] + 2

    def test_goes_version_by_version(self, world):
        later_on = (today() + timedelta(days=9)).isoformat()
        for version in (1, 3):
            with pytest.raises(RuleVersionTaken):
                publishes(world, shipped("walk", version=version, valid_from=later_on))

    def test_refuses_what_it_cannot_read_and_says_where(self, world):
        with pytest.raises(RuleInvalid) as refused:
            publishes(world, shipped("walk", version=2, measure_unit="mile"))
        assert refused.value.facts["where"] == "/measure_unit"

    def test_refuses_two_rules_that_claim_the_same_grams(self, world):
        with pytest.raises(RuleInvalid):
            publishes(world, shipped("walk", code="stroll", valid_from=today().isoformat()))

    def test_refuses_points_that_are_worth_more_than_the_rebate(self, world):
        later_on = (today() + timedelta(days=9)).isoformat()
        with pytest.raises(RebateTooHigh) as refused:
            publishes(world, shipped("offset", version=2, earn={"points": 2, "per": 1}, valid_from=later_on))
        assert refused.value.facts == {"rebate_fen_per_t": 6000, "allowed_fen_per_t": 3000, "price_fen_per_t": 10_000,
                                       "percent": 30}  # fmt: skip

    def test_is_the_offices(self, world):
        lin = Principal(new_id(), Role.CITIZEN, new_id())
        with pytest.raises(Forbidden):
            world.does(lambda: service.publish_rule(lin, PublishRule(shipped("walk", version=2))))

    def test_the_value_of_a_point_and_the_price_of_a_tonne_obey_the_same_rule(self, world):
        world.does(lambda: service.check_point_value(Fraction(600, 200)))
        with pytest.raises(RebateTooHigh):
            world.does(lambda: service.check_point_value(Fraction(601, 200)))
        world.does(lambda: service.check_retail_price(10_000))
        with pytest.raises(RebateTooHigh):
            world.does(lambda: service.check_retail_price(9_999))
