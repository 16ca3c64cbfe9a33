"""Put rewards into the catalogue and take them out. The rebate rule is asked before one is saved."""

from __future__ import annotations

from fractions import Fraction

from backend.extensions import db
from backend.identity import queries as identity
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.points import service as points
from backend.rewards import policy, queries
from backend.rewards.errors import RewardNotFound
from backend.rewards.models import Reward, RewardState
from backend.rewards.payloads import AddReward, CloseReward
from backend.rewards.queries import RewardView


def add_reward(principal: Principal, wish: AddReward) -> RewardView:
    """A new reward of a merchant. Raises RebateTooHigh where a point would be worth more than the rule allows."""
    policy.may_fill_the_catalogue(principal)
    assert identity.organisation(wish.merchant_party_id) is not None, f"no merchant {wish.merchant_party_id}"
    points.check_point_value(Fraction(wish.worth_fen, wish.points))
    reward = Reward(
        id=new_id(), merchant_party_id=wish.merchant_party_id, title_zh=wish.title_zh, title_en=wish.title_en,
        description_zh=wish.description_zh, description_en=wish.description_en, category=wish.category,
        points=wish.points, worth_fen=wish.worth_fen, picture=wish.picture, stock=wish.stock, state=RewardState.OPEN,
        limit_count=wish.limit_count, limit_span=wish.limit_span,
        funder_zh=wish.funder_zh, funder_en=wish.funder_en, terms_zh=wish.terms_zh, terms_en=wish.terms_en,
        valid_from=wish.valid_from or clock.today(), recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(reward)
    db.session.flush()
    [view] = queries.reward_views([reward])
    return view


def close_reward(principal: Principal, wish: CloseReward) -> RewardView:
    """Given to nobody any more; what was redeemed stays redeemed."""
    policy.may_fill_the_catalogue(principal)
    reward = db.session.get(Reward, wish.reward_id, with_for_update={"key_share": True}, populate_existing=True)
    if reward is None:
        raise RewardNotFound()
    reward.state = RewardState.CLOSED
    db.session.flush()
    [view] = queries.reward_views([reward])
    return view
