"""Every law of the register can be broken by whoever owns the database, and is then named."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from backend.kernel.ids import new_id
from backend.registry.verify import CHECKS
from tests.support.forest import on_shelf
from tests.support.postgres import Database
from tests.support.world import World

BREACHES = {
    "serials-tile-what-was-issued": "UPDATE registry_unit_blocks SET superseded_at = now() WHERE state = 'listed'",
    "a-serial-lies-in-one-live-block": (
        "ALTER TABLE registry_unit_blocks DROP CONSTRAINT ex_registry_unit_blocks_live;"
        " UPDATE registry_unit_blocks SET superseded_at = NULL"
    ),
    "blocks-are-what-the-ledger-holds": "UPDATE registry_unit_blocks SET party_id = gen_random_uuid(),"
    " state = 'available', slot_id = NULL WHERE state = 'listed' AND superseded_at IS NULL",
    "issued-is-what-the-ledger-gave": "UPDATE registry_batches SET issued_kg = issued_kg + 1,"
    " last_serial = last_serial + 1 WHERE last_serial = (SELECT max(last_serial) FROM registry_batches)",
    "a-monitoring-period-is-issued-once": "INSERT INTO registry_batches SELECT gen_random_uuid(), '9999999',"
    " project_id, owner_party_id, last_serial + 1, last_serial + 10, 10, 0, issued_on, vintage_to, vintage_to + 1,"
    " is_demo, recorded_at FROM registry_batches ORDER BY last_serial DESC LIMIT 1",
    "a-retirement-has-its-kilograms": "UPDATE registry_retirements SET quantity_kg = quantity_kg + 1",
    "a-retirement-has-one-claim-and-one-certificate": "DELETE FROM registry_claims",
    "a-certificate-says-what-was-retired": "UPDATE certificates_certificates SET canonical ="
    " replace(canonical, '\"quantity_kg\":7', '\"quantity_kg\":8')",
    "a-block-changes-hands-through-another": "UPDATE registry_unit_blocks SET parent_id = id"
    " WHERE superseded_at IS NULL",
}


@pytest.fixture
def owner(world: World, database: Database) -> Iterator[psycopg.Connection]:
    """Somebody with every right and the guards switched off; nothing that they do stays."""
    forest, offer_id = on_shelf(world, 100, slots=3)
    order_id = new_id()
    forest.reserves(offer_id, 7, order_id)
    forest.retires(order_id, new_id())
    forest.reserves(offer_id, 5)
    with psycopg.connect(database.superuser_url.replace("postgresql+psycopg://", "postgresql://")) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        yield connection
        connection.rollback()


def broken(connection: psycopg.Connection) -> set[str]:
    return {check.name for check in CHECKS if connection.execute(check.sql.encode()).fetchall()}


def test_all_laws_hold_for_an_honest_register(owner):
    assert broken(owner) == set()


@pytest.mark.parametrize("law", [check.name for check in CHECKS])
def test_a_broken_law_is_named(owner, law):
    owner.execute(BREACHES[law].encode())
    assert law in broken(owner)
