"""What the office's home asks of features above: what waits for somebody in a position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from backend.kernel.principal import Principal


@dataclass(frozen=True, slots=True)
class Waiting:
    """Things of one kind that wait: how many in all, how many of them are due today or overdue."""

    kind: str
    count: int
    due: int
    page: str
    """Where the web shows them."""


class WorkList(Protocol):
    def waiting_for(self, principal: Principal) -> Waiting | None:
        """None: this position has nothing to do with it."""


work_lists: dict[str, WorkList] = {}
"""By kind of work; filled at start-up (backend/wiring.py)."""


def waiting_for(principal: Principal) -> list[Waiting]:
    found = (work.waiting_for(principal) for work in work_lists.values())
    return [waiting for waiting in found if waiting is not None]
