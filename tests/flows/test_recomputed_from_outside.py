"""从视图重算金额和积分 / An auditor recomputes what was paid and what was earned, from the views alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.rows import namedtuple_row

from points_engine import CounterKey, Fact, RuleSet, parse_rule
from tests.flows.test_offsetting import an_order, pays, starts_paying, sweeps
from tests.flows.test_recording_activities import at, records, rides, walks
from tests.support.county import a_shelf
from tests.support.postgres import Database
from tests.support.world import Person

PRICE_FEN_PER_T = 10_001  # so that a kilogram costs no whole number of fen


@pytest.fixture
def eyes(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.audit_conninfo, autocommit=True, row_factory=namedtuple_row) as connection:
        yield connection


@pytest.fixture
def lin(world: Any, standin: Any) -> Person:
    """Two orders, walks of two days, more rides than a day's cap allows, a receipt, and a walk that she took back."""
    lin, shelf = world.citizen("晓梅"), a_shelf(world, price_fen_per_t=PRICE_FEN_PER_T)
    for kg in (7, 230):
        order = an_order(lin, shelf, kg=kg)
        assert starts_paying(lin, order).status_code == 201
        pays(standin, order)
    sweeps(world)
    for answer in (
        walks(lin, "7250"), walks(lin, "499", occurred_at=at(1)), walks(lin, "60000", occurred_at=at(2)),
        *(rides(lin, "3") for _ in range(4)), records(lin, "waste.sorting", {"drop_offs": "1"}),
    ):  # fmt: skip
        assert answer.status_code == 201, answer.json
    return lin


def test_an_orders_amount_follows_from_the_price_of_its_offer_on_that_day(eyes: Any, lin: Person) -> None:
    orders = eyes.execute(
        "SELECT o.*, b.owner_party_id, (SELECT p.price_fen_per_t FROM v_offer_prices p"
        " WHERE p.offer_id = o.offer_id AND p.valid_from <= o.quoted_at ORDER BY p.valid_from DESC LIMIT 1) AS price"
        " FROM v_orders o JOIN v_offers f USING (offer_id) JOIN v_batches b ON b.batch = f.batch"
        " WHERE o.party_id = %s ORDER BY o.quantity_kg", (lin.party_id,)).fetchall()  # fmt: skip
    assert [order.quantity_kg for order in orders] == [7, 230]
    for order in orders:
        assert order.price == PRICE_FEN_PER_T
        assert order.amount_fen == -(-order.quantity_kg * order.price // 1000)
        assert order.seller_party_id == order.owner_party_id, "nobody else has held this ticket"
        certificate = eyes.execute(
            "SELECT * FROM v_certificates WHERE number = %s", (order.certificate_number,)).fetchone()  # fmt: skip
        assert (certificate.state, certificate.subject_id) == ("valid", order.retirement_id)


def test_an_award_follows_from_the_act_the_rule_and_what_was_earned_before(eyes: Any, lin: Person) -> None:
    awards = eyes.execute(
        "SELECT * FROM v_awards WHERE party_id = %s ORDER BY recorded_at, award_id", (lin.party_id,)
    ).fetchall()
    assert {award.reason for award in awards} >= {"earned", "capped", "condition-unmet"}
    assert sum(award.points for award in awards) == lin.get("/points").json["available"]

    used: Counter[tuple[CounterKey, date]] = Counter()
    for award in awards:
        version = eyes.execute(
            "SELECT * FROM v_rule_versions WHERE rule_code = %s AND rule_version = %s",
            (award.rule_code, award.rule_version),
        ).fetchone()
        [line] = RuleSet([parse_rule(version.body)]).decide(the_act(eyes, award), counted(used, award)).lines
        assert (line.points, line.acts, line.reduction_g, line.reason, line.facts) == (
            award.points, award.acts, award.reduction_g, award.reason, award.facts
        )  # fmt: skip
        for key, first_day in counters(award):
            used[key, first_day] += award.points if key.what == "points" else award.acts


def the_act(eyes: Any, award: Any) -> Fact:
    if award.cause_kind == "retirement":
        row = eyes.execute("SELECT * FROM v_retirements WHERE retirement_id = %s", (award.cause_id,)).fetchone()
        return Fact("offset.retirement", award.day, {"kg": Decimal(row.quantity_kg)}, purpose=row.purpose)
    row = eyes.execute("SELECT * FROM v_activities WHERE activity_id = %s", (award.cause_id,)).fetchone()
    return Fact(row.kind, award.day, {name: Decimal(text) for name, text in row.measures.items()}, row.tier)


def counters(award: Any) -> Iterator[tuple[CounterKey, date]]:
    for period, first_day in (("day", award.day), ("month", award.day.replace(day=1))):
        for what in ("acts", "points"):
            yield CounterKey(award.rule_code, period, what), first_day


def counted(used: Mapping[tuple[CounterKey, date], int], award: Any) -> dict[CounterKey, int]:
    return {key: used[key, first_day] for key, first_day in counters(award)}


def test_an_act_that_was_taken_back_says_when(eyes: Any, lin: Person) -> None:
    its_id = walks(lin, "900", occurred_at=at(3)).json["activity_id"]
    assert lin.post(f"/activities/{its_id}/withdrawal").status_code == 200
    row = eyes.execute("SELECT * FROM v_activities WHERE activity_id = %s", (its_id,)).fetchone()
    assert row.state == "withdrawn" and row.withdrawn_at > row.recorded_at


def test_nothing_of_it_names_a_person(eyes: Any, lin: Person) -> None:
    """A receipt's number and a phone stay here; a nickname stands where its owner put it on a certificate."""
    its_id = rides(lin, "1", receipt="RECEIPT-OF-LIN", occurred_at=at(1)).json["activity_id"]
    views = eyes.execute("SELECT relname FROM pg_class WHERE relkind = 'v' AND relname LIKE 'v\\_%'").fetchall()
    assert len(views) > 20
    for (view,) in views:
        rows = "\n".join(row.text for row in eyes.execute(f"SELECT t::text AS text FROM {view} t"))
        assert lin.phone.removeprefix("+86") not in rows
        assert "RECEIPT-OF-LIN" not in rows
        assert view == "v_retirements" or "晓梅" not in rows
        if view == "v_activities":
            assert its_id in rows
