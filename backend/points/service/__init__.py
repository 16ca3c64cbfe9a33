"""The only place where a decision of the engine becomes a move in the books. Called inside commands; never commits."""

from backend.points.service.awarding import award, lock_caps, simulate
from backend.points.service.clawing_back import claw_back, claw_back_all
from backend.points.service.expiring import expire, parties_with_lapsed_lots
from backend.points.service.lapsing import lapse_all
from backend.points.service.publishing import check_point_value, check_retail_price, publish_rule
from backend.points.service.spending import return_spend, spend

__all__ = [
    "award",
    "check_point_value",
    "check_retail_price",
    "claw_back",
    "claw_back_all",
    "expire",
    "lapse_all",
    "lock_caps",
    "parties_with_lapsed_lots",
    "publish_rule",
    "return_spend",
    "simulate",
    "spend",
]
