"""What a key has made can be made anew by the next one: no such column is forgotten by a rotation."""

from __future__ import annotations

from flask import Flask

from backend import wiring
from backend.extensions import db

BY_A_KEY = ("sealed", "wrapped", "code_hash", "digits_hash", "token_hash", "phone_index", "ip_index", "number_index")


def test_every_column_that_a_key_makes_is_held(app: Flask) -> None:
    """With the application made: it loads every table that there is."""
    held = {holding.name for holding in wiring.key_holdings()}
    made = {
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if any(part in column.name for part in BY_A_KEY)
    }
    assert made - held == set()
    assert held - made == set(), "what is held is there"
