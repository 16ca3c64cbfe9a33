"""Whom to ask, as far as the county has said; and on which days the county works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from backend.kernel import calendar, clock, i18n
from backend.kernel.principal import Principal
from backend.programme import policy
from backend.programme.payloads import DayTold, YearTold
from backend.releases import queries as releases
from backend.releases.queries import Published

PHONE, HOURS, ADDRESS, OFFICE = "help.phone", "help.hours", "help.address", "help.office"
OFFICE_NAMES: Final = {"county-forestry-bureau": "help.office.county-forestry-bureau"}
"""The bureaus that a setting may name, with their names in both languages."""


@dataclass(frozen=True, slots=True)
class HelpView:
    """None: the county has not said. ``source`` and ``verified`` are about the telephone, or else about the office."""

    phone: str | None
    hours: str | None
    address: str | None
    office: str | None
    source: str | None
    verified: bool


def help_desk() -> HelpView:
    today = clock.today()
    phone, hours, address, office = (releases.published(key, today) for key in (PHONE, HOURS, ADDRESS, OFFICE))
    named = OFFICE_NAMES.get(office.value) if office else None
    behind = phone if phone is not None and phone.value else office
    return HelpView(
        phone=_said(phone), hours=_said(hours), address=_said(address), office=i18n.text(named) if named else None,
        source=behind.source if behind else None, verified=behind.verified if behind else False,
    )  # fmt: skip


def working_days(principal: Principal, year: int) -> YearTold:
    rows = calendar.told_of(year)
    days = [DayTold(row.on_date, row.kind, row.name_zh, row.source, row.origin == calendar.Origin.COUNTY)
            for row in rows]  # fmt: skip
    abilities = ("decide",) if principal.role in policy.DECIDES_DAYS else ()
    return YearTold(year, is_known=bool(rows), days=days, abilities=abilities)


def _said(setting: Published | None) -> str | None:
    return setting.value or None if setting else None
