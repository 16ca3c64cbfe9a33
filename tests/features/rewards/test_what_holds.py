"""What stands in the tables stays true: the database refuses to undo it, and verification names who got round that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg import errors

from backend.rewards.verify import CHECKS
from tests.support.counter import Shop, a_code, a_neighbour
from tests.support.postgres import Database
from tests.support.world import World

KEPT = "TH005"


@dataclass(frozen=True)
class Written:
    """One redemption that stands, one that was reversed, and a code that nobody has used."""

    names: dict[str, str]

    def into(self, statement: str) -> str:
        return statement.format(**self.names)


@pytest.fixture(scope="module")
def written(app: Flask, keys_folder: Path) -> Written:
    world = World(app, keys_folder / "sms.jsonl")
    shop, other, neighbour = Shop(world), Shop(world), a_neighbour(world, points=100)
    reward = shop.puts_up(costs=10, worth_fen=30, stock=5)
    done = shop.takes(a_code(neighbour), reward_id=reward).json["redemption_id"]
    undone = shop.takes(a_code(neighbour), points=5).json["redemption_id"]
    assert shop.reverses(undone).status_code == 200
    a_code(neighbour)
    return Written({"done": done, "undone": undone, "reward": reward, "other": str(other.party_id),
                    "somebody": a_neighbour(world).party_id, "neighbour": neighbour.party_id})  # fmt: skip


def session(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url.replace("+psycopg", ""))


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with session(database.owner_url) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def application(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with session(database.app_url) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def past_every_guard(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A superuser whom no trigger stops; nothing stays."""
    with session(database.superuser_url) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection
        connection.rollback()


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE rewards_redemptions SET state = 'done', reversed_at = NULL, reversal_entry_id = NULL"
            " WHERE id = '{undone}'",
            "UPDATE rewards_redemptions SET points = points + 1 WHERE id = '{done}'",
            "UPDATE rewards_redemptions SET payable_fen = 0 WHERE id = '{done}'",
            "UPDATE rewards_redemptions SET reason = 'x' WHERE id = '{undone}'",
            "DELETE FROM rewards_redemptions WHERE id = '{done}'",
            "TRUNCATE rewards_redemptions",
            "UPDATE rewards_pay_codes SET used_at = NULL WHERE used_at IS NOT NULL",
            "UPDATE rewards_pay_codes SET replaced_at = used_at, used_at = NULL WHERE used_at IS NOT NULL",
            "UPDATE rewards_pay_codes SET shown_to = '{other}' WHERE shown_to IS NOT NULL",
            "UPDATE rewards_pay_codes SET expires_at = expires_at + interval '1 hour'",
            "UPDATE rewards_pay_codes SET party_id = '{somebody}' WHERE used_at IS NULL",
        ],
    )
    def test_to_undo_it_even_for_the_owner(self, owner, written, statement):
        with pytest.raises(psycopg.DatabaseError) as refused:
            owner.execute(written.into(statement))
        assert refused.value.sqlstate == KEPT

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE rewards_redemptions SET points = 1",
            "UPDATE rewards_redemptions SET redeemed_at = redeemed_at - interval '1 day'",
            "DELETE FROM rewards_redemptions",
            "TRUNCATE rewards_redemptions",
            "UPDATE rewards_pay_codes SET party_id = '{somebody}'",
            "UPDATE rewards_pay_codes SET expires_at = expires_at + interval '1 hour'",
            "UPDATE rewards_rewards SET points = 1",
            "DELETE FROM rewards_rewards",
        ],
    )
    def test_the_application_what_it_never_does(self, application, written, statement):
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute(written.into(statement))

    def test_a_stock_below_nil(self, application, written):
        with pytest.raises(errors.CheckViolation):
            application.execute("UPDATE rewards_rewards SET stock = -1")

    def test_a_second_live_code_of_one_person(self, owner, written):
        with pytest.raises(errors.UniqueViolation):
            owner.execute(
                "INSERT INTO rewards_pay_codes (id, party_id, code_hash, digits_hash, issued_at, expires_at)"
                " SELECT gen_random_uuid(), party_id, 'another', 'another', issued_at, expires_at"
                " FROM rewards_pay_codes WHERE used_at IS NULL AND replaced_at IS NULL"
            )


SECOND_HELPING = (
    " UPDATE rewards_redemptions SET reward_id = '{reward}', state = 'done', reversed_at = NULL,"
    " reversal_entry_id = NULL WHERE id = '{undone}'"
)
CORRUPTIONS = {
    "redemptions-have-one-entry-and-reversals-one": [
        "UPDATE rewards_redemptions SET entry_id = gen_random_uuid() WHERE id = '{done}'",
        "UPDATE rewards_redemptions SET state = 'done', reversed_at = NULL, reversal_entry_id = NULL"
        " WHERE id = '{undone}'",
        "DELETE FROM ledger_entries WHERE reference = 'redemption:{undone}:reversed'",
        "DELETE FROM ledger_entries WHERE reference = 'redemption:{done}'",
    ],
    "redemption-entries-have-their-redemption": [
        "DELETE FROM rewards_redemptions WHERE id = '{done}'",
        "DELETE FROM rewards_redemptions WHERE id = '{undone}'",
    ],
    "redemption-points-are-the-entrys": [
        "UPDATE rewards_redemptions SET points = points + 1 WHERE id = '{done}'",
        "UPDATE rewards_redemptions SET customer_party_id = '{somebody}' WHERE id = '{done}'",
        "UPDATE rewards_redemptions SET merchant_party_id = '{other}' WHERE id = '{done}'",
    ],
    "pay-codes-are-redeemed-once": [
        "ALTER TABLE rewards_redemptions DROP CONSTRAINT uq_rewards_redemptions_pay_code_id;"
        " UPDATE rewards_redemptions SET pay_code_id ="
        " (SELECT pay_code_id FROM rewards_redemptions WHERE id = '{done}') WHERE id = '{undone}'",
    ],
    "pay-codes-are-redeemed-in-their-life-where-they-were-shown": [
        "UPDATE rewards_pay_codes SET shown_to = '{other}' WHERE used_at IS NOT NULL",
        "UPDATE rewards_pay_codes SET used_at = NULL, replaced_at = used_at WHERE used_at IS NOT NULL",
        "UPDATE rewards_pay_codes SET expires_at = used_at WHERE used_at IS NOT NULL",
        "UPDATE rewards_pay_codes SET party_id = '{somebody}' WHERE used_at IS NOT NULL",
        "DELETE FROM rewards_pay_codes WHERE used_at IS NOT NULL",
    ],
    "one-live-pay-code-a-person": [
        "DROP INDEX uq_rewards_pay_codes_live;"
        " UPDATE rewards_pay_codes SET used_at = NULL WHERE party_id = '{neighbour}'",
    ],
    "stock-is-never-below-nil": [
        "ALTER TABLE rewards_rewards DROP CONSTRAINT ck_rewards_rewards_stock_not_negative;"
        " UPDATE rewards_rewards SET stock = -1 WHERE id = '{reward}'",
    ],
    "nobody-has-more-than-their-share": [
        "UPDATE rewards_rewards SET limit_count = 1, limit_span = 'ever' WHERE id = '{reward}';" + SECOND_HELPING,
        "UPDATE rewards_rewards SET limit_count = 1, limit_span = 'month' WHERE id = '{reward}';" + SECOND_HELPING,
        "UPDATE rewards_rewards SET limit_count = 1, limit_span = 'day' WHERE id = '{reward}';" + SECOND_HELPING,
    ],
    "redemptions-are-reversed-within-a-day": [
        "UPDATE rewards_redemptions SET reversed_at = redeemed_at + interval '24 hours' WHERE id = '{undone}'",
        "UPDATE rewards_redemptions SET reversed_at = redeemed_at - interval '1 second' WHERE id = '{undone}'",
    ],
    "rewards-are-given-by-their-own-merchant": [
        "UPDATE rewards_rewards SET merchant_party_id = '{other}' WHERE id = '{reward}'",
        "DELETE FROM rewards_rewards WHERE id = '{reward}'",
    ],
}


class TestVerification:
    def test_finds_nothing_where_nothing_is_wrong(self, past_every_guard, written):
        assert {check.name: past_every_guard.execute(check.sql).fetchall() for check in CHECKS} == {
            check.name: [] for check in CHECKS
        }

    def test_has_a_corruption_for_every_law(self):
        assert CORRUPTIONS.keys() == {check.name for check in CHECKS}

    @pytest.mark.parametrize(
        ("law", "statements"), [(law, each) for law, statements in CORRUPTIONS.items() for each in statements]
    )
    def test_names_the_row(self, past_every_guard, written, law, statements):
        for statement in written.into(statements).split(";"):
            past_every_guard.execute(statement)
        [check] = [check for check in CHECKS if check.name == law]
        rows = past_every_guard.execute(check.sql).fetchall()
        assert rows and all(row[0] and row[1] for row in rows)
