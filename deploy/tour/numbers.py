"""Integers of the smallest unit in the words of people."""

from __future__ import annotations

from deploy.tour.speech import say


def kg_of(grams: int) -> str:
    """229,819 g as 229.8 kg, half up as everywhere."""
    tenths = (abs(grams) + 50) // 100
    sign = "-" if grams < 0 and tenths else ""
    return f"{sign}{tenths // 10:,}.{tenths % 10} {say('公斤', 'kg')}"


def kg(kilograms: int) -> str:
    return f"{kilograms:,} {say('公斤', 'kg')}"


def yuan(fen: int) -> str:
    return f"¥{fen // 100:,}.{fen % 100:02}"


def points(number: int, *, signed: bool = False) -> str:
    return f"{number:+,} {say('分', 'points')}" if signed else f"{number:,} {say('分', 'points')}"
