"""A small chart of accounts in a unit that nobody else uses."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from backend.ledger.service import Move, Place, guarded, open_account, sink, source

_units = itertools.count(1)


@dataclass(frozen=True)
class Chart:
    unit: str
    mint: Place  # where units come from
    gone: Place  # where they end
    ann: Place
    bob: Place
    jar: Place  # holds at most 500
    debt: Place  # holds nothing or less
    till: Place  # open
    bank: Place  # open

    def given(self, amount: int, target: Place) -> Move:
        return Move(amount, self.mint, target)


def fresh_chart() -> Chart:
    unit = f"TEST-{next(_units)}"
    return Chart(
        unit=unit,
        mint=source("test:mint", unit),
        gone=sink("test:gone", unit),
        ann=guarded("test:ann", unit),
        bob=guarded("test:bob", unit),
        jar=guarded("test:jar", unit, ceiling=500),
        debt=guarded("test:debt", unit, floor=None, ceiling=0),
        till=open_account("test:till", unit),
        bank=open_account("test:bank", unit),
    )
