"""What a feature has to say about its own tables: a query that finds the rows which break a law.

The ledger's own checks are in backend/ledger/verify.py; a feature keeps its own in ``<feature>/verify.py`` as
``CHECKS`` and backend/wiring.py collects them all.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A law, and the query that finds what breaks it. No row means that the law holds.

    ``name`` is said in the report: kebab-case, the law rather than its breach ("balance-is-sum-of-postings").
    ``sql`` selects two texts for each offender: ``row``, the table and id ("points_lots 0190…"), and ``problem``,
    what is wrong with the numbers that show it ("available 30, account holds 20"). It takes no parameters, except
    that it may name ``:as_of`` (the instant of the whole verification).
    """

    name: str
    sql: str
