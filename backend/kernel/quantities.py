"""Rounding and splitting, each stated once. Integers in the smallest unit: g, kg, fen, points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

GRAMS_PER_KG: Final = 1000
KG_PER_TONNE: Final = 1000
LARGEST: Final = 10**15
"""No amount in the system is larger, so that every sum fits a 64-bit integer."""


def kg_covering(emissions_g: int) -> int:
    """The whole kilograms that cover an emission: up, because nobody offsets a part of a ticket."""
    return -(-emissions_g // GRAMS_PER_KG)


def amount_fen(quantity_kg: int, price_fen_per_t: int) -> int:
    """What ``quantity_kg`` costs: ceil(kg x price / 1000)."""
    return -(-quantity_kg * price_fen_per_t // KG_PER_TONNE)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` in proportion to ``weights`` by largest remainder; the parts add up to ``total``."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in remainders[: total - sum(parts)]:
        parts[i] += 1
    return parts
