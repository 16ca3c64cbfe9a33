"""What must be true, in plain Python: who holds how many points and kilograms, and where every order stands.

Written from the rules as they are told to people, not from the code that keeps them. Nothing here knows a table.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.payments.gateways.protocol import RefundState, TradeState
from tests.properties.plain_gateway import PlainGateway

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFSET_POINTS_A_MONTH = 1000
DAILY_KG = 1000


def day_of(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()


def two_years_after(day: date) -> date:
    return date(day.year + 2, day.month, min(day.day, monthrange(day.year + 2, day.month)[1]))


@dataclass
class Lot:
    expires_on: date
    issued: int
    available: int
    award: UUID | None  # the entry that gave it


@dataclass
class Award:
    entry: UUID
    points: int
    taken_back: bool = False


@dataclass
class Spend:
    """A redemption: which lots it drew on, so that a reversal can be told from a new award."""

    redemption: UUID
    shop: int
    member: int
    at: datetime
    taken: list[tuple[Lot, int]]
    reward: bool
    reversed: bool = False


@dataclass
class Code:
    text: str
    expires_at: datetime
    shown_to: int | None = None
    used: bool = False
    replaced: bool = False


@dataclass
class Member:
    lots: list[Lot] = field(default_factory=list)
    debt: int = 0
    awards: list[Award] = field(default_factory=list)
    code: Code | None = None
    old_codes: list[Code] = field(default_factory=list)
    earned: Counter[tuple[str, Any]] = field(default_factory=Counter)
    walked: set[date] = field(default_factory=set)
    lapsed_on: set[date] = field(default_factory=set)

    @property
    def available(self) -> int:
        return sum(lot.available for lot in self.lots)

    def earn(self, points: int, today: date, entry: UUID) -> None:
        """A debt is paid first; only the rest can be spent."""
        self.awards.append(Award(entry, points))
        paid = min(points, self.debt)
        self.debt -= paid
        if points > paid:
            self.lots.append(Lot(two_years_after(today), points - paid, points - paid, entry))

    def spendable(self, today: date) -> int:
        return sum(lot.available for lot in self.lots if today <= lot.expires_on)

    def take(self, points: int, today: date, *, but: Lot | None = None) -> list[tuple[Lot, int]]:
        """The soonest to lapse first, of those still good."""
        taken = []
        for lot in sorted((lot for lot in self.lots if today <= lot.expires_on and lot is not but),
                          key=lambda lot: lot.expires_on):  # fmt: skip
            part = min(lot.available, points)
            if part:
                lot.available -= part
                points -= part
                taken.append((lot, part))
        assert points == 0, "asked for more than there is"
        return taken

    def lapse(self, today: date) -> None:
        gone = 0
        if today in self.lapsed_on:
            return
        for lot in self.lots:
            if lot.expires_on < today:
                gone, lot.available = gone + lot.available, 0
        if gone:
            self.lapsed_on.add(today)

    def take_back(self, award: Award, today: date) -> int:
        """The award's own lot first, then the others, the rest is owed. Returns what is owed."""
        award.taken_back = True
        own = next((lot for lot in self.lots if lot.award == award.entry), None)
        missing = award.points
        if own is not None:
            part = min(own.available, missing)
            own.available -= part
            missing -= part
        rest = sum(lot.available for lot in self.lots if today <= lot.expires_on and lot is not own)
        self.take(min(missing, rest), today, but=own)
        owed = max(missing - rest, 0)
        self.debt += owed
        return owed


@dataclass
class Offer:
    id: UUID
    price_fen_per_t: int
    slots: dict[UUID, int]
    open: bool = True

    @property
    def left_kg(self) -> int:
        return sum(self.slots.values())


@dataclass
class Quote:
    id: UUID
    member: int
    offer: Offer
    kg: int
    amount_fen: int
    expires_at: datetime
    taken: bool = False


@dataclass
class Refund:
    transaction: str
    amount_fen: int
    state: str = "requested"


@dataclass
class Order:
    id: UUID
    payment_id: UUID
    member: int
    offer: Offer
    kg: int
    amount_fen: int
    shares: dict[UUID, int]
    placed_at: datetime
    expires_at: datetime
    state: str = "placed"
    payment: str = "created"
    closing: bool = False
    transaction: str | None = None
    receipts: dict[str, int] = field(default_factory=dict)
    refunds: list[Refund] = field(default_factory=list)

    @property
    def out_trade_no(self) -> str:
        return self.payment_id.hex

    @property
    def reserved_kg(self) -> int:
        return self.kg if self.state == "placed" else 0

    @property
    def received_fen(self) -> int:
        """What has come in and was neither applied nor given back."""
        applied = self.amount_fen if self.state == "retired" else 0
        back = sum(refund.amount_fen for refund in self.refunds if refund.state == "succeeded")
        return sum(self.receipts.values()) - applied - back

    def over(self, now: datetime) -> bool:
        return self.closing or self.expires_at <= now


@dataclass
class County:
    """One forest and its shelf, three members, two shops, one reward."""

    owner_kg: int
    members: list[Member] = field(default_factory=lambda: [Member(), Member(), Member()])
    offers: list[Offer] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    spends: list[Spend] = field(default_factory=list)
    retired_kg: int = 0
    seller_fen: int = 0
    shop_points: Counter[int] = field(default_factory=Counter)
    stock: int = 4
    sales: list[Counter[str]] = field(default_factory=lambda: [Counter(), Counter()])

    def daily_left(self, member: int, now: datetime) -> int:
        today = day_of(now)
        used = sum(order.kg for order in self.orders if order.member == member
                   and order.state in {"placed", "retired"} and day_of(order.placed_at) == today)  # fmt: skip
        return max(DAILY_KG - used, 0)

    def offset_points(self, member: int, kg: int, now: datetime) -> int:
        """A point a kilogram, a thousand a month."""
        today = day_of(now)
        key = ("offset", (today.year, today.month))
        points = min(kg, OFFSET_POINTS_A_MONTH - self.members[member].earned[key])
        self.members[member].earned[key] += points
        return points

    def close(self, order: Order, now: datetime) -> None:
        order.payment = "closed"
        if order.state == "placed":
            order.state = "expired" if order.expires_at <= now else "cancelled"
            for slot, kg in order.shares.items():
                order.offer.slots[slot] += kg

    def settle(self, order: Order, gateway: PlainGateway, now: datetime) -> int | None:
        """Ask the gateway and follow it. Returns the points of a retirement, if there was one."""
        if order.payment == "created":
            if order.over(now):
                self.close(order, now)
            return None
        if gateway.silence:
            return None
        there = gateway.orders.get(order.out_trade_no)
        if there is not None and there.paid:
            return self._money(order, *there.paid[-1], now)
        if order.payment != "paying":
            return None
        if there is not None and there.state is TradeState.CLOSED:
            self.close(order, now)
        elif order.over(now):
            order.closing = True
            self.close(order, now)
        return None

    def _money(self, order: Order, transaction: str, amount: int, now: datetime) -> int | None:
        if amount != order.amount_fen:  # applied to nothing, kept for the office
            if order.payment == "paying" and order.over(now):
                self.close(order, now)
            return None
        if transaction in order.receipts:
            return None
        order.receipts[transaction] = amount
        if order.payment == "paying":
            order.payment, order.state, order.transaction = "paid", "retired", transaction
            self.retired_kg += order.kg
            self.seller_fen += amount
            return self.offset_points(order.member, order.kg, now)
        if order.payment == "closed":
            order.payment, order.transaction = "refunding", transaction
        order.refunds.append(Refund(transaction, amount))
        return None

    def refund(self, order: Order, refund: Refund, gateway: PlainGateway) -> None:
        """Carry a refund to the gateway, or ask where it is."""
        if gateway.silence or refund.state not in {"requested", "processing"}:
            return
        there = next((r for r in gateway.refunds.values() if r.transaction == refund.transaction), None)
        if there is None or there.state is RefundState.PROCESSING:
            refund.state = "processing"
        else:
            refund.state = "succeeded"
            if order.payment == "refunding" and refund.transaction == order.transaction:
                order.payment = order.state = "refunded"
