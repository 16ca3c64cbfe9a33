"""Take a redemption back: the very lots return to the customer, with the last day that they had; the piece to stock."""

from __future__ import annotations

from backend.extensions import db
from backend.identity import queries as identity
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.notifications.webhooks import service as webhooks
from backend.points import service as points
from backend.rewards import policy, queries
from backend.rewards.errors import RedemptionNotFound, RedemptionNotReversible
from backend.rewards.models import Redemption, RedemptionState, Reward
from backend.rewards.payloads import ReverseRedemption
from backend.rewards.queries import RedemptionView
from backend.transparency import service as transparency


def reverse_redemption(principal: Principal, wish: ReverseRedemption) -> RedemptionView:
    """Once, by the merchant that took the points, within ``queries.REVERSIBLE_FOR``."""
    policy.may_work_at_the_counter(principal, identity.role_for(principal.person_id, principal.party_id))
    redemption = db.session.get(Redemption, wish.redemption_id, with_for_update={"key_share": True},
                                populate_existing=True)  # fmt: skip
    if redemption is None or redemption.merchant_party_id != principal.party_id:
        raise RedemptionNotFound()
    now, until = clock.now(), redemption.redeemed_at + queries.REVERSIBLE_FOR
    if redemption.state == RedemptionState.REVERSED or now >= until:
        why = "reversed" if redemption.state == RedemptionState.REVERSED else "too-late"
        raise RedemptionNotReversible(why=why, until=until.astimezone(clock.PROGRAMME_ZONE).isoformat())

    reward = (
        db.session.get_one(Reward, redemption.reward_id, with_for_update={"key_share": True}, populate_existing=True)
        if redemption.reward_id
        else None
    )
    returned = points.return_spend(party_id=redemption.customer_party_id, entry_id=redemption.entry_id,
                                   reference=f"redemption:{redemption.id}:reversed")  # fmt: skip
    # Asked under the lock of the account that came with the points: a closing is either seen here, or takes them.
    if identity.is_gone(redemption.customer_party_id):
        points.lapse_all(redemption.customer_party_id, after=returned.entry_id)
    if reward is not None and reward.stock is not None:
        reward.stock += 1
    redemption.state, redemption.reversed_at, redemption.reason = RedemptionState.REVERSED, now, wish.reason
    redemption.reversal_entry_id = returned.entry_id
    transparency.note(principal, "redemption.reversed", {
        "redemption": redemption.id, "merchant": principal.party_id, "points": redemption.points,
        "entry": returned.entry_id,
    })  # fmt: skip
    webhooks.tell(redemption.merchant_party_id, "redemption.reversed", {
        "redemption_id": redemption.id, "out_trade_no": redemption.out_trade_no, "points": redemption.points,
        "payable_fen": redemption.payable_fen, "reversed_at": now.isoformat(),
    })  # fmt: skip
    db.session.flush()
    return queries.view(redemption)
