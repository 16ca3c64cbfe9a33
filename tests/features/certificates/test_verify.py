"""Every law of certificates and prints can be broken by whoever owns the database, and is then named."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from backend.certificates.verify import CHECKS
from backend.kernel.ids import new_id
from tests.support.forest import on_shelf
from tests.support.postgres import Database
from tests.support.world import World

BREACHES = {
    "a-certificate-says-since-when-it-is-out-of-force": "UPDATE certificates_certificates SET state = 'revoked'",
    "a-print-is-of-a-certificate-that-was-there": "DELETE FROM certificates_certificates",
    "a-certificate-that-was-printed-out-of-force-stays-so": "UPDATE certificates_certificates SET state = 'valid',"
    " state_changed_at = NULL WHERE state = 'revoked'",
}


@pytest.fixture
def owner(world: World, database: Database) -> Iterator[psycopg.Connection]:
    """Somebody with every right and the guards switched off; nothing that they do stays."""
    forest, offer_id = on_shelf(world, 100, slots=3)
    numbers = []
    for _ in range(2):
        order_id = new_id()
        forest.reserves(offer_id, 7, order_id)
        numbers.append(forest.retires(order_id, new_id()).certificate_number)
    assert world.get(f"/certificates/{numbers[0]}.pdf").status_code == 200
    with psycopg.connect(database.superuser_url.replace("postgresql+psycopg://", "postgresql://")) as connection:
        revoke = "UPDATE certificates_certificates SET state = 'revoked', state_changed_at = now() WHERE number = %s"
        connection.execute(revoke, [numbers[1]])
        connection.commit()
        assert world.get(f"/certificates/{numbers[1]}.pdf").status_code == 200
        connection.execute("SET LOCAL session_replication_role = replica")
        yield connection
        connection.rollback()


def broken(connection: psycopg.Connection) -> set[str]:
    return {check.name for check in CHECKS if connection.execute(check.sql.encode()).fetchall()}


def test_all_laws_hold_for_honest_certificates(owner):
    assert broken(owner) == set()


@pytest.mark.parametrize("law", [check.name for check in CHECKS])
def test_a_broken_law_is_named(owner, law):
    owner.execute(BREACHES[law].encode())
    assert law in broken(owner)
