"""What must hold of everything that keys have made, as queries that find whoever breaks it."""

from __future__ import annotations

from collections.abc import Iterable

from backend.kernel import crypto
from backend.kernel.holdings import Holding
from backend.ledger.checks import Check


def present_keys(holdings: Iterable[Holding]) -> Check:
    """Whatever still needs its key names a version that is there."""
    keys = crypto.keys()
    return Check(
        "keys-are-there-for-what-they-made",
        "\nUNION ALL\n".join(
            f"SELECT '{one.table} ' || concat_ws('/', {', '.join(one.ids)}) AS row,"  # noqa: S608 - our own names
            f" format('{one.column} needs version %s of {one.key}', {one.made_by}) AS problem"
            f" FROM {one.table} WHERE ({one.where})"
            f" AND {one.made_by} NOT IN ({', '.join(str(version) for version in keys.versions(one.key))})"
            for one in holdings
        ),
    )
