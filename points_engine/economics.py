"""The rebate rule: what points can be exchanged for stays below the price that was paid to earn them.

Whoever buys a kilogram earns points; were the gifts for them worth nearly the price, people would buy tickets to
collect gifts. So ``points_per_kg x value_fen_per_point x 100 <= rebate_cap_percent x price_fen_per_kg``, checked when
a rule, a reward or a price is saved. Fractions, not decimals: 100 fen for 30 points is 10/3 fen a point, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

KG_PER_T = 1000


@dataclass(frozen=True, slots=True)
class RebateRefusal:
    """Why it is refused, in numbers: what a kilogram would give back, and what it may."""

    points_per_kg: Fraction
    value_fen_per_point: Fraction
    price_fen_per_t: int
    rebate_cap_percent: int
    rebate_fen_per_t: Fraction  # what the points of one tonne are worth
    allowed_fen_per_t: Fraction  # what they may be worth
    most_fen_per_point: Fraction  # the highest value of a point that would pass


def rebate_refusal(
    *,
    points_per_kg: Fraction | int,
    value_fen_per_point: Fraction | int,
    price_fen_per_t: int,
    rebate_cap_percent: int,
) -> RebateRefusal | None:
    """None if the rule holds; equality passes. The value of a point in a reward is ``Fraction(worth_fen, points)``.

    ``points_per_kg`` is ``RuleSet.points_per_unit("offset.retirement", on)``: every rule about it together.
    """
    points, value = Fraction(points_per_kg), Fraction(value_fen_per_point)
    allowed = _allowed_fen_per_t(price_fen_per_t, rebate_cap_percent)
    if points < 0 or value < 0:
        raise ValueError("neither points nor their value can be negative")
    rebate = points * KG_PER_T * value
    if rebate <= allowed:
        return None
    return RebateRefusal(
        points_per_kg=points,
        value_fen_per_point=value,
        price_fen_per_t=price_fen_per_t,
        rebate_cap_percent=rebate_cap_percent,
        rebate_fen_per_t=rebate,
        allowed_fen_per_t=allowed,
        most_fen_per_point=allowed / (points * KG_PER_T),
    )


def most_fen_per_point(*, points_per_kg: Fraction | int, price_fen_per_t: int, rebate_cap_percent: int) -> Fraction:
    """The highest value of a point that the rebate rule allows (3 fen at 1 point a kg, 10 fen a kg and 30 %)."""
    if points_per_kg <= 0:
        raise ValueError("without points for a purchase there is no limit to their value")
    return _allowed_fen_per_t(price_fen_per_t, rebate_cap_percent) / (Fraction(points_per_kg) * KG_PER_T)


def _allowed_fen_per_t(price_fen_per_t: int, rebate_cap_percent: int) -> Fraction:
    if price_fen_per_t < 0:
        raise ValueError(f"a price cannot be negative: {price_fen_per_t} fen a tonne")
    if not 0 <= rebate_cap_percent <= 100:
        raise ValueError(f"the cap is a percentage from 0 to 100, not {rebate_cap_percent}")
    return Fraction(price_fen_per_t * rebate_cap_percent, 100)
