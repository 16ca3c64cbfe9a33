"""Reads: the catalogue, a counter's list and day, a member's own redemptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_

from backend.extensions import db
from backend.identity import queries as identity
from backend.identity.queries import OrganisationView, PersonView
from backend.kernel import clock, i18n, phones
from backend.kernel.principal import Principal
from backend.rewards import limits
from backend.rewards.errors import RedemptionNotFound, RewardNotFound
from backend.rewards.limits import LimitLeft
from backend.rewards.models import Redemption, RedemptionState, Reward, RewardState
from backend.rewards.payloads import Customer

REVERSIBLE_FOR: Final = timedelta(hours=24)

After = tuple[datetime, UUID] | None
"""The last row that was seen; the list goes on behind it."""


@dataclass(frozen=True, slots=True)
class Merchant:
    party_id: UUID
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Limit:
    """How many one person gets in a ``span``: day, month, ever."""

    count: int
    span: str


@dataclass(frozen=True, slots=True)
class RewardView:
    """``state`` is available, out-of-stock or closed; ``recorded_at`` orders the list."""

    reward_id: UUID
    title: str
    description: str
    category: str
    points: int
    worth_fen: int
    picture: str
    stock: int | None
    limit: Limit | None
    state: str
    merchant: Merchant
    funder: str
    terms: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class RewardTitle:
    reward_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the clerk does now, in words."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class RedemptionView:
    """A redemption as the counter sees it: of the customer a masked name and four digits."""

    redemption_id: UUID
    out_trade_no: str
    state: str
    points: int
    hand_over: HandOver
    reward: RewardTitle | None
    customer: Customer
    payable_fen: int
    redeemed_at: datetime
    reversible_until: datetime
    reversed_at: datetime | None
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class MyRedemptionView:
    """A redemption as the customer sees it; ``entry_id`` leads to the explanation."""

    redemption_id: UUID
    state: str
    points: int
    title: str
    reward: RewardTitle | None
    merchant: Merchant
    redeemed_at: datetime
    reversed_at: datetime | None
    entry_id: UUID


@dataclass(frozen=True, slots=True)
class RedemptionSummary:
    """Of what was redeemed on a day: how much of it stands, and how often it was taken back."""

    business_date: date
    count: int
    points: int
    payable_fen: int
    reversed_count: int


def list_rewards(
    *, category: str | None = None, merchant: UUID | None = None, limit: int = 100, after: After = None
) -> list[RewardView]:
    """What the merchants give, newest first; up to ``limit`` rows."""
    wanted = select(Reward).where(Reward.state == RewardState.OPEN, Reward.valid_from <= clock.today())
    if category is not None:
        wanted = wanted.where(Reward.category == category)
    if merchant is not None:
        wanted = wanted.where(Reward.merchant_party_id == merchant)
    if after is not None:
        wanted = wanted.where(tuple_(Reward.recorded_at, Reward.id) < after)
    rows = db.session.scalars(wanted.order_by(Reward.recorded_at.desc(), Reward.id.desc()).limit(limit))
    return reward_views(rows.all())


def reward(reward_id: UUID) -> RewardView:
    """One reward, also after it was closed. Raises RewardNotFound."""
    row = db.session.get(Reward, reward_id)
    if row is None or row.valid_from > clock.today():
        raise RewardNotFound()
    [view] = reward_views([row])
    return view


def reward_views(rows: Sequence[Reward]) -> list[RewardView]:
    merchants = identity.organisations({row.merchant_party_id for row in rows})
    return [
        RewardView(
            reward_id=row.id, title=_title(row), description=i18n.choose(row.description_zh, row.description_en),
            category=row.category, points=row.points, worth_fen=row.worth_fen, picture=row.picture, stock=row.stock,
            limit=Limit(row.limit_count, row.limit_span) if row.limit_count and row.limit_span else None,
            state=_shown_state(row), merchant=_merchant(merchants[row.merchant_party_id]),
            funder=i18n.choose(row.funder_zh, row.funder_en), terms=i18n.choose(row.terms_zh, row.terms_en),
            recorded_at=row.recorded_at,
        )
        for row in rows
    ]  # fmt: skip


def limits_left(party_id: UUID) -> list[LimitLeft]:
    """What a member may still have of each reward that has a limit. To say it, not to decide by it."""
    open_ones = Reward.state == RewardState.OPEN, Reward.limit_count.is_not(None)
    return limits.left_of(party_id, db.session.scalars(select(Reward).where(*open_ones)).all())


def list_redemptions(
    merchant_id: UUID, *, out_trade_no: str | None, business_date: date | None, limit: int, after: After
) -> list[RedemptionView]:
    """What a merchant has taken, newest first; up to ``limit`` rows."""
    wanted = select(Redemption).where(Redemption.merchant_party_id == merchant_id)
    if out_trade_no is not None:
        wanted = wanted.where(Redemption.out_trade_no == out_trade_no)
    if business_date is not None:
        wanted = wanted.where(Redemption.redeemed_at >= clock.start_of(business_date),
                              Redemption.redeemed_at < clock.start_of(business_date + timedelta(days=1)))  # fmt: skip
    return _views(db.session.scalars(_newest_first(wanted, limit, after)).all())


def redemption_of(merchant_id: UUID, redemption_id: UUID) -> RedemptionView:
    """One redemption of this merchant's. Raises RedemptionNotFound."""
    row = db.session.get(Redemption, redemption_id)
    if row is None or row.merchant_party_id != merchant_id:
        raise RedemptionNotFound()
    return view(row)


def redemption_concerning(principal: Principal, redemption_id: UUID) -> RedemptionView:
    """One that the party paid with or took at its counter. Raises RedemptionNotFound."""
    row = db.session.get(Redemption, redemption_id)
    if row is None or principal.party_id not in {row.merchant_party_id, row.customer_party_id}:
        raise RedemptionNotFound()
    return view(row)


def summary(merchant_id: UUID, business_date: date) -> RedemptionSummary:
    stands = Redemption.state == RedemptionState.DONE
    row = db.session.execute(
        select(
            func.count().filter(stands).label("standing"),
            func.coalesce(func.sum(Redemption.points).filter(stands), 0).label("points"),
            func.coalesce(func.sum(Redemption.payable_fen).filter(stands), 0).label("payable_fen"),
            func.count().filter(~stands).label("reversed_count"),
        ).where(
            Redemption.merchant_party_id == merchant_id,
            Redemption.redeemed_at >= clock.start_of(business_date),
            Redemption.redeemed_at < clock.start_of(business_date + timedelta(days=1)),
        )
    ).one()
    return RedemptionSummary(business_date, row.standing, int(row.points), int(row.payable_fen), row.reversed_count)


def list_my_redemptions(party_id: UUID, *, limit: int, after: After) -> list[MyRedemptionView]:
    """What a member has had for points, newest first; up to ``limit`` rows."""
    wanted = select(Redemption).where(Redemption.customer_party_id == party_id)
    rows = db.session.scalars(_newest_first(wanted, limit, after)).all()
    merchants, titles = identity.organisations({row.merchant_party_id for row in rows}), _titles(rows)
    return [
        MyRedemptionView(
            redemption_id=row.id, state=row.state, points=row.points,
            title=_hand_over(row, titles.get(row.reward_id)).title, reward=titles.get(row.reward_id),
            merchant=_merchant(merchants[row.merchant_party_id]), redeemed_at=row.redeemed_at,
            reversed_at=row.reversed_at, entry_id=row.entry_id,
        )
        for row in rows
    ]  # fmt: skip


def view(row: Redemption) -> RedemptionView:
    [shown] = _views([row])
    return shown


def titles_of(rows: Sequence[Redemption]) -> dict[UUID, str]:
    """What was given, by redemption, in the reader's language."""
    titles = _titles(rows)
    return {row.id: _hand_over(row, titles.get(row.reward_id)).title for row in rows}


def customer(person: PersonView | None) -> Customer:
    """The first character of the name that a person goes by, and the last four digits of the number."""
    if person is None or not person.nickname:  # who has closed their account has none
        return Customer("**", "")
    return Customer(f"{person.nickname[0]}**", phones.tail(person.phone_masked))


def _views(rows: Sequence[Redemption]) -> list[RedemptionView]:
    persons, titles, now = identity.persons_of({row.customer_party_id for row in rows}), _titles(rows), clock.now()
    return [
        RedemptionView(
            redemption_id=row.id, out_trade_no=row.out_trade_no, state=row.state, points=row.points,
            hand_over=_hand_over(row, titles.get(row.reward_id)), reward=titles.get(row.reward_id),
            customer=customer(persons.get(row.customer_party_id)), payable_fen=row.payable_fen,
            redeemed_at=row.redeemed_at, reversible_until=row.redeemed_at + REVERSIBLE_FOR,
            reversed_at=row.reversed_at, abilities=_abilities(row, now),
        )
        for row in rows
    ]  # fmt: skip


def _newest_first(wanted: Select[Redemption], limit: int, after: After) -> Select[Redemption]:
    if after is not None:
        wanted = wanted.where(tuple_(Redemption.redeemed_at, Redemption.id) < after)
    return wanted.order_by(Redemption.redeemed_at.desc(), Redemption.id.desc()).limit(limit)


def _titles(rows: Sequence[Redemption]) -> dict[UUID | None, RewardTitle]:
    wanted = {row.reward_id for row in rows if row.reward_id is not None}
    if not wanted:
        return {}
    found = db.session.scalars(select(Reward).where(Reward.id.in_(wanted)))
    return {row.id: RewardTitle(row.id, _title(row)) for row in found}


def _hand_over(row: Redemption, reward: RewardTitle | None) -> HandOver:
    yuan = f"{row.payable_fen // 100}.{row.payable_fen % 100:02}"
    kind, title = ("reward", reward.title) if reward else ("points", "")
    return HandOver(i18n.text(f"redemption.hand-over.{kind}.title", title=title, yuan=yuan),
                    i18n.text(f"redemption.hand-over.{kind}.text", title=title, yuan=yuan))  # fmt: skip


def _abilities(row: Redemption, now: datetime) -> tuple[str, ...]:
    may_reverse = row.state == RedemptionState.DONE and now < row.redeemed_at + REVERSIBLE_FOR
    return ("reverse",) if may_reverse else ()


def _shown_state(row: Reward) -> str:
    if row.state == RewardState.CLOSED:
        return "closed"
    return "out-of-stock" if row.stock == 0 else "available"


def _title(row: Reward) -> str:
    return i18n.choose(row.title_zh, row.title_en)


def _merchant(organisation: OrganisationView) -> Merchant:
    return Merchant(organisation.party_id, organisation.name, organisation.place)
