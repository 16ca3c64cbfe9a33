"""What the service has acknowledged to somebody: each line of it must be true for ever, and true once."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Purchase:
    """An order that was acknowledged, and what was seen of it since."""

    order_id: str
    payment_id: str
    party_id: str
    quantity_kg: int
    amount_fen: int


@dataclass(frozen=True)
class Retirement:
    """What a buyer was told of a finished order."""

    retirement_id: str
    certificate: str
    points: int


@dataclass(frozen=True)
class Redemption:
    redemption_id: str
    party_id: str
    points: int


@dataclass
class Journal:
    """Kept by the clients, outside of the system, in the order of what they were told."""

    purchases: dict[str, Purchase] = field(default_factory=dict)  # by order
    paid: set[str] = field(default_factory=set)  # orders whose money the gateway has taken
    retired: dict[str, Retirement] = field(default_factory=dict)  # by order
    redemptions: dict[str, Redemption] = field(default_factory=dict)  # by the till's own number
    refused: set[str] = field(default_factory=set)  # tills' numbers that were said not to have become a redemption
    messages: set[str] = field(default_factory=set)  # challenges whose text message was promised
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def ordered(self, purchase: Purchase) -> None:
        with self._changed:
            assert purchase.order_id not in self.purchases, f"two acknowledged orders with one id: {purchase}"
            self.purchases[purchase.order_id] = purchase
            self._changed.notify_all()

    def has_paid(self, order_id: str) -> None:
        with self._changed:
            self.paid.add(order_id)
            self._changed.notify_all()

    def was_retired(self, order_id: str, told: Retirement) -> None:
        with self._changed:
            assert self.retired.setdefault(order_id, told) == told, f"{order_id} was told otherwise before: {told}"
            self._changed.notify_all()

    def redeemed(self, number: str, told: Redemption) -> None:
        with self._changed:
            assert self.redemptions.setdefault(number, told) == told, f"{number} was told otherwise before: {told}"
            self._changed.notify_all()

    def was_refused(self, number: str) -> None:
        with self._changed:
            self.refused.add(number)

    def promised(self, challenge_id: str) -> None:
        with self._changed:
            self.messages.add(challenge_id)

    def acknowledged(self) -> int:
        """Orders, retirements and redemptions that somebody was told of."""
        return len(self.purchases) + len(self.retired) + len(self.redemptions)

    def wait_for(self, *, retired: int = 0, redeemed: int = 0, within_s: float) -> bool:
        """Wait for so many more of each from now on."""
        with self._changed:
            wanted = len(self.retired) + retired, len(self.redemptions) + redeemed
            return self._changed.wait_for(
                lambda: len(self.retired) >= wanted[0] and len(self.redemptions) >= wanted[1], within_s
            )

    def points_left(self) -> dict[str, int]:
        """By party: what every balance must be."""
        left: dict[str, int] = defaultdict(int)
        for order_id, told in self.retired.items():
            left[self.purchases[order_id].party_id] += told.points
        for redemption in self.redemptions.values():
            left[redemption.party_id] -= redemption.points
        return dict(left)
