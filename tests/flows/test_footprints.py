"""碳足迹 / A citizen's month: estimated, recorded, compared, withdrawn, replaced, and computed again by anybody."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.registry.payloads import Subject
from tests.support.forest import on_shelf
from tests.support.world import World, fresh_key

A_MONTH = {
    "electricity.grid": ("186", "kWh"),
    "fuel.natural-gas": ("14", "m3"),
    "water.tap": ("9", "t"),
    "fuel.petrol.volume": ("32", "L"),
    "travel.bus": ("60", "person-km"),
    "travel.hsr": ("500", "person-km"),
    "food.person-day": ("31", "person-day"),
}


def month(period="2025-10", entered=A_MONTH, **more):
    lines = [{"activity": activity, "quantity": q, "unit": unit} for activity, (q, unit) in entered.items()]
    return {"kind": "citizen", "period": period, "lines": lines, **more}


def electricity(kwh, period="2025-10", **more):
    return month(period, {"electricity.grid": (kwh, "kWh")}, **more)


def estimates(person, body):
    return person.world.request("POST", "/footprint-estimates", token=person.token, body=body)


@pytest.fixture
def resident(world: World):
    return world.citizen("晓梅")


class TestAMonth:
    def test_of_a_household_is_229_8_kg(self, resident):
        footprint = resident.post("/footprints", month())

        assert footprint.status_code == 201
        told = footprint.json
        assert told["emissions_g"] == 229_819
        assert told["by_category"] == {"home": 108_128, "travel": 90_691, "food": 31_000, "things": 0}
        assert told["category_names"] == {"home": "家里", "travel": "出行", "food": "吃饭", "things": "东西"}
        assert [(line["activity"], line["emissions_g"]) for line in told["lines"]] == [
            ("electricity.grid", 76_111), ("fuel.petrol.volume", 69_264), ("food.person-day", 31_000),
            ("fuel.natural-gas", 30_271), ("travel.hsr", 15_240), ("travel.bus", 6_187), ("water.tap", 1_746),
        ]  # fmt: skip
        assert told["lines"][0]["share"] == "0.331"
        assert (told["state"], told["period"], told["is_period_over"]) == ("recorded", "2025-10", True)
        assert told["abilities"] == ["withdraw", "replace", "offset"]
        assert told["offset"] == {"claimed_kg": 0, "open_kg": 230}

    def test_says_which_factor_each_line_used_and_how_near_it_is(self, resident):
        lines = {line["activity"]: line for line in estimates(resident, month()).json["lines"]}

        power = lines["electricity.grid"]["factor"]
        assert (power["id"], power["value"], power["unit"]) == (
            "electricity.grid@default/CN-FJ/2022", "0.4092", "kg/kWh")  # fmt: skip
        assert (power["level"], power["level_name"], power["region_name"], power["year"]) == (
            "province", "省", "福建省", 2022)  # fmt: skip
        assert (power["grade"], power["verified"], power["label"]) == ("A", True, None)
        assert (lines["travel.bus"]["factor"]["level"], lines["travel.bus"]["factor"]["region"]) == ("foreign", "GB")
        assert lines["fuel.petrol.volume"]["factor"]["label"] == "未核实"
        assert lines["food.person-day"]["factor"]["label"] == "参考值，来源待核"
        assert lines["water.tap"]["factor"]["level"] == "nation"

    def test_uses_the_factor_of_its_year(self, resident):
        values = {
            period: estimates(resident, electricity("100", period)).json["lines"][0]["factor"]["value"]
            for period in ("2021-12", "2022-01", "2025-10")
        }
        assert values == {"2021-12": "0.4711", "2022-01": "0.4092", "2025-10": "0.4092"}

    def test_uses_the_region_that_was_named(self, resident):
        entered = electricity("100")
        entered["lines"][0]["region"] = "CN-GD"
        assert estimates(resident, entered).json["lines"][0]["factor"]["id"] == "electricity.grid@default/CN-GD/2022"
        entered["lines"][0]["region"] = "CN-GD-440100"
        assert estimates(resident, entered).json["lines"][0]["factor"]["level"] == "province"
        entered["lines"][0]["region"] = "CN"
        assert estimates(resident, entered).json["lines"][0]["factor"]["level"] == "nation"

    def test_is_compared_with_the_month_before_and_with_the_country(self, resident):
        resident.post("/footprints", electricity("300", "2025-09"))
        comparison = resident.post("/footprints", electricity("200", "2025-10")).json["comparison"]

        assert comparison["previous"] == {"period": "2025-09", "emissions_g": 122_760, "difference_g": -40_920}
        assert comparison["benchmark"]["value_g"] == 175_000
        assert (comparison["benchmark"]["grade"], comparison["benchmark"]["verified"]) == ("B", True)
        assert "2.1" in comparison["benchmark"]["period_label"]

    def test_shows_what_to_leave_out_before_anything_is_offset(self, resident):
        advice = estimates(resident, month()).json["reductions"]

        assert len(advice) == 3
        assert [each["saves_g"] for each in advice] == sorted((each["saves_g"] for each in advice), reverse=True)
        saved = {each["activity"]: each for each in advice}
        assert saved["electricity.grid"]["saves_g"] == 8_184  # 20 x 0.4092
        assert saved["electricity.grid"]["title"] == "少用 20 度电"
        assert "0.4092" in saved["electricity.grid"]["text"]
        assert saved["fuel.petrol.volume"]["saves_g"] == 1_468  # 22 x (0.16984 - 0.10312)

    def test_never_advises_to_leave_out_more_than_was_used(self, resident):
        advice = estimates(resident, electricity("5")).json["reductions"]
        assert [(each["title"], each["saves_g"]) for each in advice] == [("少用 5 度电", 2_046)]
        assert estimates(resident, electricity("0")).json["reductions"] == []

    def test_has_an_interval_where_a_factor_has_a_range(self, resident):
        flight = month(entered={"travel.flight.domestic": ("1500", "person-km")})
        told = estimates(resident, flight).json
        assert told["emissions_g"] == 169_350
        assert told["interval"] == {"low_g": 162_450, "high_g": 169_350}
        assert estimates(resident, electricity("1")).json["interval"] is None

    def test_speaks_the_readers_language(self, resident):
        told = resident.post("/footprints", month(), language="en").json
        assert told["category_names"]["home"] == "Home"
        labels = {line["activity"]: line["factor"]["label"] for line in told["lines"]}
        assert labels["food.person-day"] == "reference value, source to be confirmed"

    def test_that_still_runs_is_taken_and_marked(self, resident, world):
        now = world.reads(this_month)
        told = resident.post("/footprints", electricity("10", now)).json
        assert (told["period"], told["is_period_over"]) == (now, False)


class TestAnEstimate:
    def test_keeps_nothing(self, resident):
        told = estimates(resident, month())
        assert told.status_code == 200
        assert told.json["emissions_g"] == 229_819
        assert "footprint_id" not in told.json
        assert resident.get("/footprints").json["items"] == []

    def test_is_what_the_record_will_say(self, resident):
        estimate, record = estimates(resident, month()).json, resident.post("/footprints", month()).json
        assert {name: record[name] for name in estimate} == estimate


class TestTheReceipt:
    def test_lets_anybody_compute_digest_and_grams_again(self, resident):
        footprint = resident.post("/footprints", month()).json
        receipt = resident.get(f"/footprints/{footprint['footprint_id']}/receipt").json

        assert hashlib.sha256(receipt["canonical"].encode()).hexdigest() == receipt["digest"] == footprint["digest"]
        kept = json.loads(receipt["canonical"])
        per_kg = sum(Decimal(line["quantity"]) * Decimal(line["factor"]["value"]) for line in kept["lines"])
        assert round(per_kg * 1000) == kept["emissions_g"] == footprint["emissions_g"]
        assert {factor["id"] for factor in receipt["factors"]} == {line["factor"]["id"] for line in kept["lines"]}
        assert receipt["engine_version"] == footprint["engine_version"]
        assert receipt["how_to_check"]

    def test_is_the_same_however_the_numbers_were_written(self, resident, world):
        other = world.citizen()
        first = resident.post("/footprints", electricity("186"))
        second = other.post("/footprints", electricity("186.00"))
        assert first.json["digest"] == second.json["digest"]


class TestRecording:
    def test_the_same_month_twice_is_refused_and_names_the_first(self, resident):
        first = resident.post("/footprints", month()).json
        again = resident.post("/footprints", electricity("1"))
        assert (again.status_code, again.json["code"]) == (409, "footprint-already-recorded")
        assert again.json["reasons"][0]["facts"]["footprint_id"] == first["footprint_id"]

    def test_the_same_request_twice_is_done_once(self, resident):
        key = fresh_key()
        first, again = (resident.post("/footprints", month(), key=key) for _ in range(2))
        assert again.headers["Idempotency-Replayed"] == "true"
        assert first.json == again.json

    def test_of_thirty_two_who_press_at_once_one_records(self, resident, world):
        answers = world.at_once(*[lambda kwh=kwh: resident.post("/footprints", electricity(str(kwh)))
                                  for kwh in range(1, 33)])  # fmt: skip

        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 31
        winner = next(answer.json["footprint_id"] for answer in answers if answer.status_code == 201)
        losers = {answer.json["reasons"][0]["facts"]["footprint_id"] for answer in answers if answer.status_code == 409}
        assert losers == {winner}
        assert len(resident.get("/footprints").json["items"]) == 1

    def test_one_months_of_many_people_do_not_meet(self, world):
        people = [world.citizen() for _ in range(8)]
        answers = world.at_once(*[lambda person=person: person.post("/footprints", month()) for person in people])
        assert [answer.status_code for answer in answers] == [201] * 8

    def test_needs_a_session_and_a_key(self, world, resident):
        assert world.request("POST", "/footprints", body=month(), key=fresh_key()).status_code == 401
        unkeyed = world.request("POST", "/footprints", token=resident.token, body=month())
        assert (unkeyed.status_code, unkeyed.json["code"]) == (400, "idempotency-key-required")


class TestWithdrawing:
    def test_frees_the_month_and_leaves_the_statement_readable(self, resident):
        first = resident.post("/footprints", month()).json
        withdrawn = resident.post(f"/footprints/{first['footprint_id']}/withdrawal")

        assert withdrawn.status_code == 200
        assert (withdrawn.json["state"], withdrawn.json["abilities"]) == ("withdrawn", [])
        second = resident.post("/footprints", electricity("1"))
        assert second.status_code == 201
        listed = resident.get("/footprints").json["items"]
        assert [each["footprint_id"] for each in listed] == [second.json["footprint_id"], first["footprint_id"]]
        assert resident.get(f"/footprints/{first['footprint_id']}/receipt").json["digest"] == first["digest"]

    def test_happens_once(self, resident):
        footprint_id = resident.post("/footprints", month()).json["footprint_id"]
        resident.post(f"/footprints/{footprint_id}/withdrawal")
        again = resident.post(f"/footprints/{footprint_id}/withdrawal")
        assert (again.status_code, again.json["code"]) == (409, "footprint-withdrawn")

    def test_a_withdrawn_month_is_no_month_to_compare_with(self, resident):
        before = resident.post("/footprints", electricity("300", "2025-09")).json["footprint_id"]
        resident.post(f"/footprints/{before}/withdrawal")
        assert resident.post("/footprints", electricity("200")).json["comparison"]["previous"] is None


class TestReplacing:
    def test_withdraws_the_old_one_in_the_same_breath(self, resident):
        old = resident.post("/footprints", month()).json["footprint_id"]
        new = resident.post("/footprints", electricity("100", replaces=old))

        assert new.status_code == 201
        assert new.json["replaces"] == old
        assert resident.get(f"/footprints/{old}").json["state"] == "withdrawn"
        assert resident.get("/footprints", state="recorded").json["items"] == [new.json]

    def test_a_refused_one_leaves_the_old_one_alone(self, resident):
        old = resident.post("/footprints", month()).json["footprint_id"]
        other_month = resident.post("/footprints", electricity("1", "2025-09", replaces=old))
        assert (other_month.status_code, other_month.json["code"]) == (422, "footprint-replaces-another")
        assert resident.post("/footprints", electricity("9e9", replaces=old)).status_code == 400
        assert resident.get(f"/footprints/{old}").json["state"] == "recorded"

    def test_of_thirty_two_at_once_one_wins_and_one_stays_live(self, resident, world):
        old = resident.post("/footprints", month()).json["footprint_id"]
        answers = world.at_once(*[lambda kwh=kwh: resident.post("/footprints", electricity(str(kwh), replaces=old))
                                  for kwh in range(1, 33)])  # fmt: skip
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 31
        assert len(resident.get("/footprints", state="recorded").json["items"]) == 1

    def test_somebody_elses_is_not_there_to_be_replaced(self, resident, world):
        theirs = world.citizen().post("/footprints", month()).json["footprint_id"]
        refused = resident.post("/footprints", electricity("1", replaces=theirs))
        assert (refused.status_code, refused.json["code"]) == (404, "footprint-not-found")
        assert resident.get("/footprints").json["items"] == []


class TestWhatWasOffset:
    @pytest.fixture
    def offset(self, world):
        """So many kilograms retired for a footprint."""
        forest, offer_id = on_shelf(world, 1_000)

        def retire(person, footprint_id, quantity_kg):
            order = forest.reserves(offer_id, quantity_kg).order_id
            subject = Subject("footprint", UUID(footprint_id))
            forest.retires(order, UUID(person.party_id), purpose="footprint", subject=subject, period="2025-10")

        return retire

    def test_is_no_longer_open(self, resident, offset):
        footprint_id = resident.post("/footprints", month()).json["footprint_id"]
        offset(resident, footprint_id, 30)
        assert resident.get(f"/footprints/{footprint_id}").json["offset"] == {"claimed_kg": 30, "open_kg": 200}
        offset(resident, footprint_id, 200)
        covered = resident.get(f"/footprints/{footprint_id}").json
        assert covered["offset"] == {"claimed_kg": 230, "open_kg": 0}
        assert covered["abilities"] == ["withdraw", "replace"]

    def test_stays_claimed_for_the_month_when_its_footprint_is_replaced(self, resident, offset):
        old = resident.post("/footprints", month()).json["footprint_id"]
        offset(resident, old, 230)
        new = resident.post("/footprints", electricity("600", replaces=old)).json  # 245.52 kg
        assert new["offset"] == {"claimed_kg": 230, "open_kg": 16}
        assert estimates(resident, electricity("10")).json["offset"] == {"claimed_kg": 230, "open_kg": 0}

    def test_counts_for_its_own_month_only(self, resident, offset):
        offset(resident, resident.post("/footprints", month()).json["footprint_id"], 100)
        next_month = resident.post("/footprints", electricity("100", "2025-11")).json
        assert next_month["offset"] == {"claimed_kg": 0, "open_kg": 41}


class TestOtherPeoples:
    @pytest.mark.parametrize("way", ["", "/receipt"])
    def test_footprints_are_not_there_for_me(self, resident, world, way):
        theirs = world.citizen().post("/footprints", month()).json["footprint_id"]
        refused = resident.get(f"/footprints/{theirs}{way}")
        assert (refused.status_code, refused.json["code"]) == (404, "footprint-not-found")

    def test_footprints_cannot_be_withdrawn_by_me(self, resident, world):
        owner = world.citizen()
        theirs = owner.post("/footprints", month()).json["footprint_id"]
        assert resident.post(f"/footprints/{theirs}/withdrawal").status_code == 404
        assert owner.get(f"/footprints/{theirs}").json["state"] == "recorded"

    def test_id_that_is_none(self, resident):
        assert resident.get("/footprints/not-an-id").status_code == 404
        assert resident.get("/footprints/018f0000-0000-7000-8000-000000000000").json["code"] == "footprint-not-found"


class TestTheList:
    def test_is_newest_first_and_comes_in_pages(self, resident):
        recorded = [resident.post("/footprints", electricity("1", f"2025-{m:02}")).json["footprint_id"]
                    for m in range(1, 6)]  # fmt: skip
        first = resident.get("/footprints", limit="2").json
        rest = resident.get("/footprints", limit="3", cursor=first["next_cursor"]).json
        assert [each["footprint_id"] for each in first["items"] + rest["items"]] == recorded[::-1]
        assert rest["next_cursor"] is None

    def test_can_be_of_one_month(self, resident):
        for period in ("2025-01", "2025-02"):
            resident.post("/footprints", electricity("1", period))
        assert [each["period"] for each in resident.get("/footprints", period="2025-02").json["items"]] == ["2025-02"]
        assert resident.get("/footprints", period="2025-2").status_code == 400


class TestBadInput:
    @pytest.mark.parametrize("quantity", [
        "-1", "-0", "1e308", "NaN", "Infinity", "１２", "1,000", " 1", "1 ", "", "0x10", "1.", ".5", "01",
        "1.0000000001", "9223372036854775808", 186, 1.5, None, True, "1\u0000", ["1"], "٣",
    ])  # fmt: skip
    def test_a_quantity_that_is_none(self, resident, quantity):
        body = electricity("1")
        body["lines"][0]["quantity"] = quantity
        self.is_refused_at(resident, body, "/lines/0/quantity")

    def test_a_quantity_beyond_a_months_use(self, resident):
        told = self.is_refused_at(resident, electricity("5000.1"), "/lines/0/quantity")
        assert told["reasons"][0]["facts"] == {"most": "5000", "unit": "kWh"}
        assert estimates(resident, electricity("5000")).status_code == 200

    @pytest.mark.parametrize("activity", [
        "electricity.moon", "saving.chopsticks", "gwp.ch4", "ELECTRICITY.GRID", "", None, 7, "electricity.grid\u0000",
        "../etc", "food.beef",
    ])  # fmt: skip
    def test_an_activity_that_is_none(self, resident, activity):
        body = electricity("1")
        body["lines"][0]["activity"] = activity
        self.is_refused_at(resident, body, "/lines/0/activity")

    @pytest.mark.parametrize("unit", ["MWh", "kwh", "m3", "", "度", None])
    def test_a_unit_that_is_not_the_factors(self, resident, unit):
        body = electricity("1")
        body["lines"][0]["unit"] = unit
        told = self.is_refused_at(resident, body, "/lines/0/unit")
        if unit == "MWh":
            assert told["reasons"][0]["facts"] == {"unit": "MWh", "expected": "kWh"}

    @pytest.mark.parametrize("region", ["cn", "XX", "CN-XX-999999X", "福建", "CN-FJ\n", 350421])
    def test_a_region_that_is_none(self, resident, region):
        body = electricity("1")
        body["lines"][0]["region"] = region
        self.is_refused_at(resident, body, "/lines/0/region")

    def test_a_region_without_a_factor(self, resident):
        body = electricity("1")
        body["lines"][0]["region"] = "GB"
        refused = estimates(resident, body)
        assert (refused.status_code, refused.json["code"]) == (422, "factor-not-available")

    @pytest.mark.parametrize("period", [
        "2025", "2025-13", "2025-00", "2025-1", "2025-10-01", "0001-01", "２０２５-10", "2025-10\n", "", None, 202510,
    ])  # fmt: skip
    def test_a_period_that_is_none(self, resident, period):
        self.is_refused_at(resident, {**month(), "period": period}, "/period")

    def test_a_month_that_has_not_begun(self, resident):
        refused = resident.post("/footprints", month("2099-01"))
        assert (refused.status_code, refused.json["code"]) == (422, "footprint-period-future")
        assert refused.json["errors"][0]["field"] == "/period"

    def test_no_lines_too_many_lines_and_lines_that_are_none(self, resident):
        line = electricity("1")["lines"][0]
        for lines in ([], [line] * 41, "electricity", None, {}):
            self.is_refused_at(resident, {**month(), "lines": lines}, "/lines")
        self.is_refused_at(resident, {**month(), "lines": [line, 5]}, "/lines/1")

    def test_the_same_activity_twice(self, resident):
        line = electricity("1")["lines"][0]
        told = self.is_refused_at(resident, {**month(), "lines": [line, line]}, "/lines/1/activity")
        assert told["code"] == "footprint-activity-twice"

    def test_the_same_activity_in_two_places_is_two_things(self, resident):
        line = electricity("1")["lines"][0]
        assert estimates(resident, {**month(), "lines": [line, {**line, "region": "CN-ZJ"}]}).status_code == 200

    def test_fields_that_nobody_asked_for_and_missing_ones(self, resident):
        self.is_refused_at(resident, month(emissions_g=1), "/emissions_g")
        body = month()
        body["lines"][2]["factor"] = "0"
        self.is_refused_at(resident, body, "/lines/2/factor")
        self.is_refused_at(resident, {"kind": "citizen", "period": "2025-10"}, "/lines")
        self.is_refused_at(resident, {**month(), "kind": "firm"}, "/kind")
        self.is_refused_at(resident, [], "")

    def is_refused_at(self, resident, body, field):
        """By the estimate and by the record alike: the field, the reason, the mend; nothing kept."""
        for refused in (estimates(resident, body), resident.post("/footprints", body)):
            assert refused.status_code == 400, refused.json
            assert refused.mimetype == "application/problem+json"
            faults = {fault["field"]: fault for fault in refused.json["errors"]}
            assert field in faults
            assert faults[field]["detail"] and faults[field]["mend"] and "{" not in faults[field]["detail"]
        assert resident.get("/footprints").json["items"] == []
        return refused.json


class TestFactorsAndTheForm:
    def test_strangers_can_read_every_factor_with_source_and_grade(self, world):
        factors = world.get("/emission-factors").json["items"]
        assert len(factors) == 98
        assert all(factor["source"] and factor["grade"] in "ABCD" for factor in factors)
        assert all(factor["label"] for factor in factors if not factor["verified"] or factor["grade"] == "C")

    def test_digits_are_those_of_the_source(self, world):
        wanted = {"activity": "electricity.grid", "region": "CN-GRID-EAST", "on": "2024-05-01"}
        [east] = world.get("/emission-factors", **wanted).json["items"]
        assert east["value"] == "0.5500"

    def test_filters_that_fit_nothing_and_filters_that_are_none(self, world):
        assert world.get("/emission-factors", activity="electricity.moon").json["items"] == []
        assert world.get("/emission-factors", on="2024-13-01").status_code == 400
        assert world.get("/emission-factors", region="' OR 1=1").status_code == 400

    def test_the_form_comes_in_order_with_units_bounds_and_factors(self, world):
        form = world.get("/footprint-activities", period="2025-02").json["items"]
        assert [each["activity"] for each in form] == list(A_MONTH)
        assert [each["unit"] for each in form] == [unit for _, unit in A_MONTH.values()]
        assert form[0]["unit_label"] == "度"
        assert form[0]["max_quantity"] == "5000"
        assert form[0]["factor"]["value"] == "0.4092"
        assert form[-1]["default_quantity"] == "28"

    def test_the_form_without_a_month_is_that_of_the_last_one(self, world):
        assert len(world.get("/footprint-activities").json["items"]) == 7

    def test_what_some_people_have_beside_it_comes_by_category(self, world):
        more = world.get("/footprint-activities").json["more"]
        assert len(more) == 21
        categories = [each["category"] for each in more]
        assert categories == sorted(categories, key=["home", "travel", "food", "things"].index)
        assert {"fuel.lpg.kilogram", "travel.taxi", "travel.metro", "travel.flight.domestic", "travel.train.ordinary",
                "travel.two-wheeler.electric", "waste.mixed.landfill", "waste.mixed.incineration",
                "lodging.room-night"} <= {each["activity"] for each in more}  # fmt: skip
        assert all(each["factor"]["source"] and each["factor"]["grade"] and each["factor"]["value"] for each in more)

    def test_a_bottle_of_gas_is_known_by_heart(self, world):
        [lpg] = [each for each in world.get("/footprint-activities").json["more"]
                 if each["activity"] == "fuel.lpg.kilogram"]  # fmt: skip
        assert {each["quantity"]: each["label"] for each in lpg["quick"]} == {
            "14.5": "一瓶 14.5 公斤", "15": "一瓶 15 公斤"}  # fmt: skip

    def test_says_what_describes_the_same_thing(self, world):
        form = world.get("/footprint-activities").json
        offered = {each["activity"]: each for each in form["items"] + form["more"]}
        assert offered["fuel.petrol.volume"]["overlaps"] == ["travel.car.petrol"]
        assert offered["travel.car.petrol"]["overlaps"] == ["fuel.petrol.volume"]
        popular = offered["travel.flight.domestic.upto-200km"]
        assert (popular["alternative_to"], offered["travel.car.petrol"]["alternative_to"]) == (
            "travel.flight.domestic", None)  # fmt: skip


class TestWhatOthersEmit:
    def places(self, person, body):
        return {each["code"]: each for each in estimates(person, body).json["comparison"]["places"]}

    def test_of_the_county_is_not_published_and_not_made_up(self, resident):
        county = self.places(resident, month())["county"]
        assert county["name"] == "明溪县"
        assert [county[name] for name in ("value_g", "mine_g", "year", "source", "grade")] == [None] * 5
        assert "没有公布" in county["scope"]

    def test_of_the_country_says_that_it_counts_more(self, resident):
        nation = self.places(resident, month())["nation"]
        assert (nation["value_g"], nation["mine_g"], nation["year"]) == (175_000, 229_819, 2021)
        assert (nation["grade"], nation["verified"], nation["label"]) == ("B", True, None)
        assert "偏小" in nation["scope"] and "人口数" in nation["scope"] and nation["source"]

    def test_of_the_one_published_city_is_like_for_like(self, resident):
        city = self.places(resident, month())["kunming"]
        assert (city["value_g"], city["year"], city["grade"], city["label"]) == (78_333, 2020, "D", "未核实")
        parts = {each["category"]: (each["value_g"], each["mine_g"]) for each in city["by_category"]}
        assert parts == {"home": (33_135, 106_382), "travel": (26_633, 90_691), "food": (18_565, 31_000)}
        assert city["mine_g"] == 229_819 - 1_746, "water is no energy"

    def test_leaves_out_what_the_city_did_not_count(self, resident):
        entered = {"electricity.grid": ("100", "kWh"), "waste.mixed.landfill": ("10", "kg"),
                   "goods.plastic-bag": ("30", "bag")}  # fmt: skip
        assert self.places(resident, month(entered=entered))["kunming"]["mine_g"] == 40_920

    def test_is_said_in_the_readers_language(self, world, resident):
        told = world.request("POST", "/footprint-estimates", token=resident.token, body=month(), language="en").json
        names = [each["name"] for each in told["comparison"]["places"]]
        assert names == ["Mingxi County", "Kunming", "China"]


class TestTheOtherRows:
    @pytest.mark.parametrize(("activity", "quantity", "unit", "grams", "region", "grade"), [
        ("fuel.lpg.kilogram", "14.5", "kg", 44_969, "CN", "A"),
        ("travel.taxi", "10", "vehicle-km", 2_081, "GB", "A"),
        ("travel.motorcycle", "10", "vehicle-km", 1_134, "GB", "A"),
        ("travel.metro", "10", "person-km", 614, "CN-BJ", "B"),
        ("travel.car.private", "10", "person-km", 2_718, "CN-BJ", "B"),
        ("travel.train.ordinary", "100", "person-km", 4_000, "CN", "C"),
        ("travel.flight.domestic", "1000", "person-km", 112_900, "CN", "B"),
        ("travel.flight.domestic.upto-200km", "200", "person-km", 55_000, "CN", "C"),
        ("travel.flight.domestic.200-1000km", "500", "person-km", 86_500, "CN", "C"),
        ("travel.flight.domestic.over-1000km", "1500", "person-km", 208_500, "CN", "C"),
        ("travel.two-wheeler.electric", "100", "vehicle-km", 700, "CN-FJ", "D"),
        ("travel.walk", "30", "person-km", 0, "WORLD", "D"),
        ("travel.cycle", "30", "person-km", 0, "WORLD", "D"),
        ("waste.mixed.landfill", "10", "kg", 5_200, "GB", "D"),
        ("waste.mixed.incineration", "10", "kg", 6_750, "GB", "D"),
        ("lodging.room-night", "2", "room-night", 107_000, "CN", "D"),
        ("lodging.room-night.2-3-star", "2", "room-night", 30_000, "CN", "D"),
        ("goods.paper.a4-sheet", "500", "sheet", 2_000, "CN", "B"),
        ("goods.plastic-bag", "30", "bag", 3, "CN", "C"),
    ])  # fmt: skip
    def test_are_computed_and_show_where_they_are_from(self, resident, activity, quantity, unit, grams, region, grade):
        told = estimates(resident, month(entered={activity: (quantity, unit)}))
        assert told.status_code == 200, told.json
        [line] = told.json["lines"]
        assert (told.json["emissions_g"], line["factor"]["region"], line["factor"]["grade"]) == (grams, region, grade)
        assert line["factor"]["source"] and isinstance(line["factor"]["verified"], bool)
        assert line["factor"]["label"] == ("未核实" if not line["factor"]["verified"] else
                                           "参考值，来源待核" if grade == "C" else None)  # fmt: skip

    def test_that_only_another_province_has_say_so(self, resident):
        [line] = estimates(resident, month(entered={"travel.metro": ("10", "person-km")})).json["lines"]
        assert (line["factor"]["level"], line["factor"]["level_name"]) == ("elsewhere", "外省")

    @pytest.mark.parametrize(("activity", "unit", "low_g", "high_g"), [
        ("travel.two-wheeler.electric", "vehicle-km", 600, 800),
        ("waste.mixed.landfill", "kg", 46_000, 58_000),
        ("waste.mixed.incineration", "kg", 43_000, 92_000),
        ("lodging.room-night.2-3-star", "room-night", 1_000_000, 2_000_000),
    ])  # fmt: skip
    def test_that_are_published_as_a_range_show_it(self, resident, activity, unit, low_g, high_g):
        told = estimates(resident, month(entered={activity: ("100", unit)})).json
        assert told["interval"] == {"low_g": low_g, "high_g": high_g}
        assert "county-choice" in told["lines"][0]["factor"]["id"]
        assert "等县里来定" in told["lines"][0]["factor"]["source"]

    def test_say_what_could_be_left_out(self, resident):
        lpg = estimates(resident, month(entered={"fuel.lpg.kilogram": ("15", "kg")})).json["reductions"]
        assert [(each["title"], each["text"], each["saves_g"]) for each in lpg] == [
            ("少用 2 公斤液化气", "液化气 3.1013 公斤/公斤", 6_203)]  # fmt: skip
        bags = estimates(resident, month(entered={"goods.plastic-bag": ("30", "bag")})).json["reductions"]
        assert bags[0]["text"] == "塑料袋 0.1 克/个"

    @pytest.mark.parametrize("quantity", [
        "-1", "0x1", "1e308", "NaN", "１２", "1_0", " 5 ", "5\n", "9223372036854775808", "300.1", True, [], 14.5,
    ])  # fmt: skip
    def test_take_only_what_a_month_can_hold(self, resident, quantity):
        body = month(entered={"fuel.lpg.kilogram": (quantity, "kg")})
        refused = estimates(resident, body)
        assert (refused.status_code, refused.json["errors"][0]["field"]) == (400, "/lines/0/quantity")

    @pytest.mark.parametrize(("activity", "quantity", "code"), [
        ("travel.flight.domestic.upto-200km", "201", "footprint-quantity-too-large"),
        ("travel.flight.domestic.200-1000km", "199", "footprint-quantity-too-small"),
        ("travel.flight.domestic.200-1000km", "1000.5", "footprint-quantity-too-large"),
        ("travel.flight.domestic.over-1000km", "0", "footprint-quantity-too-small"),
    ])  # fmt: skip
    def test_of_a_formula_in_pieces_hold_within_their_piece(self, resident, activity, quantity, code):
        refused = estimates(resident, month(entered={activity: (quantity, "person-km")}))
        assert (refused.status_code, refused.json["code"]) == (400, code)
        assert refused.json["errors"][0]["mend"]

    def test_that_only_have_a_range_are_not_offered(self, resident):
        for activity, unit in (("food.beef", "kg"), ("meal.banquet", "meal")):
            refused = estimates(resident, month(entered={activity: ("1", unit)}))
            assert refused.json["code"] == "footprint-activity-unknown"


class TestCountingTwice:
    PETROL = ("32", "L")
    DRIVING = ("400", "vehicle-km")

    @pytest.mark.parametrize("order", [("fuel.petrol.volume", "travel.car.petrol"),
                                       ("travel.car.petrol", "fuel.petrol.volume")])  # fmt: skip
    def test_litres_and_kilometres_of_one_car_is_refused_at_the_second(self, resident, order):
        entered = {"fuel.petrol.volume": self.PETROL, "travel.car.petrol": self.DRIVING}
        body = month(entered={activity: entered[activity] for activity in order})
        for refused in (estimates(resident, body), resident.post("/footprints", body)):
            assert (refused.status_code, refused.json["code"]) == (400, "footprint-counted-twice")
            [fault] = refused.json["errors"]
            assert fault["field"] == "/lines/1/activity"
            assert "汽油" in fault["detail"] and "开汽油车" in fault["detail"] and fault["mend"]

    def test_either_alone_is_taken_and_nothing_beside_something(self, resident):
        assert estimates(resident, month(entered={"travel.car.petrol": self.DRIVING})).status_code == 200
        both = {"fuel.petrol.volume": ("0", "L"), "travel.car.petrol": self.DRIVING}
        assert estimates(resident, month(entered=both)).json["emissions_g"] == 67_936

    def test_one_flight_by_two_formulas_is_refused(self, resident):
        entered = {"travel.flight.domestic.upto-200km": ("150", "person-km"),
                   "travel.flight.domestic": ("150", "person-km")}  # fmt: skip
        assert estimates(resident, month(entered=entered)).json["code"] == "footprint-counted-twice"


class TestAnOlderRelease:
    @pytest.mark.parametrize(("entered", "emissions_g", "digest"), [
        (A_MONTH, 229_819, "bf9bd23f92e51904f254dbd4056e5bcadc0191c75427df50822f5ea2cf91cf93"),
        ({"travel.flight.domestic": ("1500", "person-km"), "travel.taxi": ("12.5", "vehicle-km"),
          "fuel.diesel.volume": ("3", "L")},
         179_752, "22ad16a8cf84ef99c6b2f8922eb5f18773d6055ba3f5f3bdd7eb8238b7a7a48b"),
    ], ids=["a household", "a traveller"])  # fmt: skip
    def test_replays_to_the_digest_it_had(self, resident, entered, emissions_g, digest):
        """Computed under mingxi/2026.1; rows have been added since, none was edited."""
        told = estimates(resident, month(entered=entered)).json
        assert told["factor_set"] == "mingxi/2026.2"
        assert (told["emissions_g"], told["digest"]) == (emissions_g, digest)


class TestWhatIsKept:
    @pytest.mark.parametrize("change", [
        "UPDATE footprints_factors SET value = 0", "DELETE FROM footprints_factors",
        "UPDATE footprints_statements SET emissions_g = 0", "DELETE FROM footprints_statements",
    ])  # fmt: skip
    def test_the_database_refuses_to_change_it(self, resident, world, change):
        resident.post("/footprints", month())
        with pytest.raises(Exception, match=r"permission denied|append-only|keep what they say"):
            world.does(lambda: db.session.execute(text(change)))


def this_month():
    from backend.kernel import clock

    return f"{clock.today():%Y-%m}"
