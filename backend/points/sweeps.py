"""What runs by the clock: points whose last day is over. A lost run delays and never loses; a second is harmless."""

from __future__ import annotations

from functools import partial

from backend.kernel import clock
from backend.kernel.transaction import run
from backend.points import service


def expire_lots() -> int:
    """Each member in a transaction of their own. Returns how many points have gone."""
    gone, last = 0, None
    day = run(clock.today)
    while parties := run(partial(service.parties_with_lapsed_lots, day, after=last)):
        for party_id in parties:
            gone += run(partial(service.expire, party_id, day))
        last = parties[-1]
    return gone
