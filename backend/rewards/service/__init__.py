"""Rewards' commands, a file a verb. Those that come from a counter look at the clerk's membership first."""

from backend.rewards.service.filling_the_catalogue import add_reward, close_reward
from backend.rewards.service.inspecting import inspect_pay_code
from backend.rewards.service.issuing import forget_old_codes, issue_pay_code
from backend.rewards.service.redeeming import redeem_pay_code
from backend.rewards.service.reversing import reverse_redemption

__all__ = [
    "add_reward",
    "close_reward",
    "forget_old_codes",
    "inspect_pay_code",
    "issue_pay_code",
    "redeem_pay_code",
    "reverse_redemption",
]
