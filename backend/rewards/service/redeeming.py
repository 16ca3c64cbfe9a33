"""Take points for a code: the customer's balance, the shop's claim and the stock change together or not at all."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.identity import queries as identity
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.ledger.errors import InsufficientBalance
from backend.notifications import service as notifications
from backend.notifications.webhooks import service as webhooks
from backend.points import service as points
from backend.points.accounts import receivable
from backend.releases import queries as releases
from backend.rewards import limits, policy, queries
from backend.rewards.errors import (
    OutTradeNoReused,
    RewardClosed,
    RewardLimitReached,
    RewardNotThisMerchant,
    RewardOutOfStock,
)
from backend.rewards.models import PayCode, Redemption, RedemptionState, Reward, RewardState
from backend.rewards.payloads import RedeemPayCode
from backend.rewards.queries import RedemptionView
from backend.rewards.service import presenting
from backend.transparency import service as transparency


def redeem_pay_code(principal: Principal, wish: RedeemPayCode) -> RedemptionView | DomainError:
    """Exactly one attempt a code: from the moment that it is found good it is dead, also if points or stock fall short.

    Refusals after that moment are returned, not raised, so that the death stays. The till's own number is looked at
    first: whoever repeats a sale whose answer was lost learns which redemption it became.
    """
    policy.may_work_at_the_counter(principal, identity.role_for(principal.person_id, principal.party_id))
    code = presenting.find(principal, wish.code)
    if isinstance(code, DomainError):
        return code
    _refuse_repeated_number(principal.party_id, wish.out_trade_no)
    refused = presenting.refusal(principal, code)
    if refused is not None:
        return refused
    code.shown_to, code.used_at = principal.party_id, clock.now()
    db.session.flush()

    reward = _reward(wish.reward_id)
    refused = _refusal_of(reward, principal.party_id, code.party_id) if wish.reward_id else None
    if refused is not None:
        return refused
    try:
        redemption = _take(principal, wish, code, reward)
    except InsufficientBalance as short:
        return short
    return queries.view(redemption)


def _take(principal: Principal, wish: RedeemPayCode, code: PayCode, reward: Reward | None) -> Redemption:
    redemption_id, now = new_id(), clock.now()
    amount = reward.points if reward else wish.points
    assert amount is not None, "the payload names points where it names no reward"
    spent = points.spend(party_id=code.party_id, points=amount, reference=f"redemption:{redemption_id}",
                         target=receivable(principal.party_id))  # fmt: skip
    if reward is not None and reward.stock is not None:
        reward.stock -= 1
    redemption = Redemption(
        id=redemption_id, merchant_party_id=principal.party_id, clerk_person_id=principal.person_id,
        customer_party_id=code.party_id, pay_code_id=code.id, out_trade_no=wish.out_trade_no,
        reward_id=reward.id if reward else None, points=amount,
        payable_fen=reward.worth_fen if reward else amount * releases.whole("points.value_fen", clock.today()),
        entry_id=spent.entry_id, state=RedemptionState.DONE, redeemed_at=now,
    )  # fmt: skip
    db.session.add(redemption)
    transparency.note(principal, "redemption.done", {
        "redemption": redemption_id, "merchant": principal.party_id, "points": amount,
        "payable_fen": redemption.payable_fen, "reward": redemption.reward_id, "entry": spent.entry_id,
    })  # fmt: skip
    webhooks.tell(principal.party_id, "redemption.done", {
        "redemption_id": redemption_id, "out_trade_no": wish.out_trade_no, "points": amount,
        "payable_fen": redemption.payable_fen, "reward_id": redemption.reward_id, "redeemed_at": now.isoformat(),
    })  # fmt: skip
    notifications.notify(
        code.party_id, "points-taken",
        {"points": amount, "merchant": notifications.in_both_languages(lambda: _name_of(principal.party_id))},
    )  # fmt: skip
    db.session.flush()
    return redemption


def _name_of(merchant_id: UUID) -> str:
    merchant = identity.organisation(merchant_id)
    assert merchant is not None, "somebody acts for it"
    return merchant.name


def _refuse_repeated_number(merchant_id: UUID, out_trade_no: str) -> None:
    earlier = db.session.scalar(
        select(Redemption.id).where(
            Redemption.merchant_party_id == merchant_id, Redemption.out_trade_no == out_trade_no
        )
    )
    if earlier is not None:
        raise OutTradeNoReused(redemption_id=str(earlier))


def _reward(reward_id: UUID | None) -> Reward | None:
    """The reward's row, locked before any account: its stock is decided from what it holds now."""
    if reward_id is None:
        return None
    return db.session.get(Reward, reward_id, with_for_update={"key_share": True}, populate_existing=True)


def _refusal_of(reward: Reward | None, merchant_id: UUID, customer_id: UUID) -> DomainError | None:
    if reward is None or reward.merchant_party_id != merchant_id:
        return RewardNotThisMerchant()
    if reward.state == RewardState.CLOSED or reward.valid_from > clock.today():
        return RewardClosed()
    if reward.stock == 0:
        return RewardOutOfStock()
    # The reward's row is locked: of two counters that serve one customer, the second counts the first.
    for limit in limits.left_of(customer_id, [reward]):
        if limit.left == 0:
            again = limit.next_on.isoformat() if limit.next_on else None
            return RewardLimitReached(count=limit.count, span=limit.span, next_on=again)
    return None
