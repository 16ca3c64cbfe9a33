"""How a certificate reads to people."""

from __future__ import annotations

from backend.kernel import i18n


def purpose_text(purpose: str, period: str | None) -> str:
    """What the kilograms were used for: "2026 年 10 月个人生活足迹"."""
    if period is None:
        return i18n.text(f"certificate.purpose.{purpose}")
    return i18n.text(f"certificate.purpose.{purpose}.of-period", period=period_text(period))


def period_text(period: str) -> str:
    """``2026-10`` or ``2026``, as one says it."""
    year, _, month = period.partition("-")
    if not month:
        return i18n.text("period.year", year=year)
    return i18n.text("period.month", year=year, month=int(month), name=i18n.text(f"month.{int(month)}"))
