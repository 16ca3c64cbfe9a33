"""登记簿 / The register: what became of this kilogram."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest

from backend.extensions import db
from backend.kernel.errors import Forbidden
from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM, Principal, Role
from backend.kernel.serials import serial_text
from backend.registry import service as registry
from backend.registry.errors import AlreadyIssued
from backend.registry.payloads import IssueBatch, Subject
from backend.registry.queries import claimed_kg
from tests.support.forest import Forest, on_shelf, plant
from tests.support.world import World


@pytest.fixture
def changkou(world: World) -> Forest:
    """The first ticket as it was: some sold to a firm by agreement, the rest into the reserve and on the shelf."""
    forest = plant(world, 12_723_000)
    forest.transfers(forest.village, forest.firm, 2_723_000, 1_500)
    forest.transfers(forest.village, forest.reserve_body, 10_000_000, 1_000)
    return forest


def years(forest: Forest, first: int, last: int) -> IssueBatch:
    return IssueBatch(forest.project_id, forest.village, 1_000, date(2026, 1, 5), first, last)


class TestIssuing:
    def test_gives_serials_that_follow_the_last_ones_of_the_county(self, world):
        one, two = plant(world, 1_000), plant(world, 500)
        assert two.batch.serials.first == one.batch.serials.last + 1
        assert two.batch.serials.quantity_kg == 500

    def test_happens_once_for_a_year_of_a_forest(self, world):
        forest = plant(world, 1_000)
        with pytest.raises(AlreadyIssued) as refused:
            world.does(lambda: registry.issue_batch(SYSTEM, years(forest, 2020, 2024)))
        assert refused.value.facts == {"number": forest.number}
        later = world.does(lambda: registry.issue_batch(SYSTEM, years(forest, 2021, 2025)))
        assert later.serials.quantity_kg == 1_000

    def test_by_many_at_once_gives_every_serial_once(self, world):
        forests = world.at_once(*[lambda: plant(world, 10)] * 3)
        ranges = sorted(forest.batch.serials for forest in forests)
        assert all(one.last + 1 == two.first for one, two in pairwise(ranges))
        assert len({forest.number for forest in forests}) == 3

    def test_may_keep_a_buffer_for_fire_and_pests(self, world):
        forest = plant(world, 1_000, buffer_kg=100)
        states = world.get(f"/registry/batches/{forest.number}").json["states"]
        assert {each["state"]: each["quantity_kg"] for each in states} == {"available": 900, "buffer": 100}

    def test_is_not_for_citizens(self, world):
        forest = plant(world, 1_000)
        citizen = Principal(new_id(), Role.CITIZEN, new_id())
        with pytest.raises(Forbidden):
            world.does(lambda: registry.issue_batch(citizen, years(forest, 2021, 2025)))


class TestAKilogram:
    def test_tells_its_whole_story_to_anybody(self, world, changkou):
        offer_id = changkou.lists(10_000_000)
        order_id = new_id()
        held = changkou.reserves(offer_id, 230, order_id)
        retired = changkou.retires(order_id, new_id(), purpose="footprint", period="2026-10", name="溪边的风")
        serial = held.serials[0].first + 14

        page = world.get(f"/registry/serials/{serial}").json

        assert (page["serial"], page["serial_text"]) == (serial, serial_text(serial))
        assert (page["state"], page["state_text"]) == ("retired", "已注销，永久停用")
        assert page["certificate_number"] == retired.certificate_number
        assert page["purpose_text"] == "个人足迹抵消"
        assert page["block"]["last"] - page["block"]["first"] == 229
        assert [event["kind"] for event in page["history"]] == ["issued", "reserved", "listed", "retired"]
        assert page["history"][0]["title"] == "签发 12,723 吨"
        assert "10.00 元/吨，合计 100,000.00 元" in page["history"][1]["text"]
        assert page["history"][3]["title"] == "230 公斤 注销"
        assert "溪边的风" not in str(page), "whose it was, only the certificate says"

    def test_of_the_firm_has_another_story_than_one_in_the_reserve(self, world, changkou):
        page = world.get(f"/registry/serials/{changkou.batch.serials.first}").json
        assert [event["kind"] for event in page["history"]] == ["issued", "transferred"]
        assert page["state"] == "available" and page["certificate_number"] is None

    def test_is_found_however_it_is_written(self, world, changkou):
        serial = changkou.batch.serials.first + 2_738_414
        for written in (str(serial), f"{serial:,}", serial_text(serial), serial_text(serial).lower(), f"00{serial}"):
            assert world.get(f"/registry/serials/{written}").json["serial"] == serial

    def test_lies_on_a_ribbon_without_gaps(self, world, changkou):
        changkou.lists(10_000_000)
        ribbon = world.get(f"/registry/serials/{changkou.batch.serials.first}").json["ribbon"]
        assert [(strip["state"], strip["last"] - strip["first"] + 1) for strip in ribbon] == [
            ("available", 2_723_000),
            ("listed", 10_000_000),
        ]
        assert ribbon[0]["label"].startswith("镍业") and ribbon[1]["label"] == "零售货架上"
        assert ribbon[0]["last"] + 1 == ribbon[1]["first"]

    @pytest.mark.parametrize(
        "written", ["0", "-1", "1.5", "１２３", "1e3", "MX00000000000000", "12,34", "x" * 200, "99999999999999", "%00"]
    )
    def test_that_is_none_is_said_to_be_none(self, world, written):
        refused = world.get(f"/registry/serials/{written}")
        assert refused.status_code in {400, 404}
        assert refused.json["mend"]

    def test_with_a_digit_mistyped_is_not_another_kilogram(self, world, changkou):
        right = serial_text(changkou.batch.serials.first + 5)
        for place in range(2, 16):
            wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
            refused = world.get(f"/registry/serials/{wrong}")
            assert (refused.status_code, refused.json["code"]) == (400, "serial-unreadable")

    def test_never_issued_is_not_found(self, world):
        refused = world.get("/registry/serials/9999999999999")
        assert (refused.status_code, refused.json["code"]) == (404, "serial-not-found")


class TestRetiring:
    def test_is_final(self, world):
        forest, offer_id = on_shelf(world, 100, slots=2)
        order_id = new_id()
        forest.reserves(offer_id, 40, order_id)
        retired = forest.retires(order_id, new_id())
        for change in (
            "UPDATE registry_unit_blocks SET superseded_at = now() WHERE retirement_id = :id",
            "UPDATE registry_retirements SET quantity_kg = 1 WHERE id = :id",
            "DELETE FROM registry_claims WHERE retirement_id = :id",
            "UPDATE certificates_certificates SET jws = 'x' WHERE subject_id = :id",
        ):
            with pytest.raises(Exception, match=r"never changes|permission denied|append-only"):
                world.does(lambda change=change: db.session.execute(db.text(change), {"id": retired.retirement_id}))

    def test_counts_for_one_thing(self, world):
        forest, offer_id = on_shelf(world, 100, slots=2)
        footprint = Subject("footprint", new_id())
        for quantity_kg in (10, 7):
            order_id = new_id()
            forest.reserves(offer_id, quantity_kg, order_id)
            forest.retires(order_id, new_id(), purpose="footprint", subject=footprint, period="2026-10")

        claimed = world.reads(lambda: claimed_kg("footprint", [footprint.id, new_id()]))

        assert claimed == {footprint.id: 17}

    def test_is_shown_in_full_to_its_holder_alone(self, world):
        forest, offer_id = on_shelf(world, 100, slots=2)
        mine, other = world.citizen("溪边的风"), world.citizen()
        order_id = new_id()
        forest.reserves(offer_id, 40, order_id)
        retired = forest.retires(order_id, UUID(mine.party_id), name="溪边的风")

        shown = mine.get(f"/retirements/{retired.retirement_id}")

        assert shown.status_code == 200
        assert shown.json["quantity_kg"] == 40
        assert shown.json["certificate"] == {"number": retired.certificate_number}
        assert shown.json["beneficiary"] == {"kind": "nickname", "name": "溪边的风"}
        assert shown.json["serials"][0]["first_text"].startswith("MX")
        assert other.get(f"/retirements/{retired.retirement_id}").status_code == 404
        assert world.get(f"/retirements/{retired.retirement_id}").status_code == 401


class TestSearching:
    def kinds(self, world, words):
        return [hit["kind"] for hit in world.get("/registry/search", q=words).json["items"]]

    def test_takes_a_serial_a_ticket_a_certificate_or_a_forest(self, world, changkou):
        offer_id = changkou.lists(1_000)
        order_id = new_id()
        changkou.reserves(offer_id, 5, order_id)
        retired = changkou.retires(order_id, new_id())

        assert self.kinds(world, f"{changkou.batch.serials.first + 2_738_414:,}") == ["serial"]
        assert self.kinds(world, retired.certificate_number) == ["certificate"]
        assert "batch" in self.kinds(world, changkou.number)
        assert "project" in self.kinds(world, "常口村")
        hit = world.get("/registry/search", q=retired.certificate_number).json["items"][0]
        assert hit["path"] == f"/c/{retired.certificate_number}"
        for hit in world.get("/registry/search", q=changkou.number).json["items"]:
            assert world.get(hit["path"]).status_code == 200

    @pytest.mark.parametrize("words", ["%", "_", "\\", "'; DROP TABLE registry_projects;--", "没有的林子"])
    def test_takes_no_word_for_a_pattern(self, world, words):
        assert self.kinds(world, words) == []

    @pytest.mark.parametrize("words", ["", " ", "\x00", "x" * 81])
    def test_for_nothing_is_refused(self, world, words):
        refused = world.get("/registry/search", q=words)
        assert refused.status_code == 400
        assert refused.json["errors"][0]["field"] == "/q"


class TestStatistics:
    def test_add_up(self, world):
        forest, offer_id = on_shelf(world, 100, slots=2)
        order_id = new_id()
        forest.reserves(offer_id, 30, order_id)
        forest.retires(order_id, new_id())
        numbers = world.get("/registry/statistics").json
        assert sum(each["quantity_kg"] for each in numbers["states"]) == numbers["issued_kg"]
        assert numbers["retired_kg"] == next(e["quantity_kg"] for e in numbers["states"] if e["state"] == "retired")
        assert numbers["retired_kg"] == sum(each["quantity_kg"] for each in numbers["purposes"])


class TestATicket:
    def test_that_does_not_exist_is_not_found(self, world):
        assert world.get("/registry/batches/7777777").json["code"] == "batch-not-found"

    def test_says_where_all_its_kilograms_rest(self, world, changkou):
        page = world.get(f"/registry/batches/{changkou.number}").json
        assert page["issued_kg"] == 12_723_000 and page["issued_on"] == "2021-05-18"
        assert page["owner"].startswith("村集体")
        assert sum(each["quantity_kg"] for each in page["states"]) == page["issued_kg"]
        assert [event["kind"] for event in page["history"]] == ["issued", "transferred", "reserved"]
