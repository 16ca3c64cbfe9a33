"""Whose eyes are the four, and when which step may be taken. Pure: plain values in, a refusal or nothing out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from backend.kernel.principal import Principal, Role
from backend.releases.errors import (
    ReleaseDayPast,
    ReleaseMovedOn,
    ReleaseNotForRole,
    ReleaseNotFound,
    ReleaseOfAnother,
    ReleaseOwn,
)


@dataclass(frozen=True, slots=True)
class FourEyes:
    """Who drafts and who approves. A role may stand on both sides; a person never does for one release."""

    makers: frozenset[Role]
    checkers: frozenset[Role]


FOUR_EYES: Final[dict[str, FourEyes]] = {
    "factor-set": FourEyes(
        frozenset({Role.FORESTRY_MAKER, Role.ECOLOGY_OFFICER}), frozenset({Role.FORESTRY_CHECKER, Role.ECOLOGY_OFFICER})
    ),
    "earn-rules": FourEyes(frozenset({Role.RULE_EDITOR}), frozenset({Role.RULE_APPROVER})),
    "settings": FourEyes(frozenset({Role.SYSTEM_ADMINISTRATOR}), frozenset({Role.SECURITY_OFFICER})),
}
"""Beside the grant table: that one opens the door, this one says to which table."""


def kinds_seen_by(role: Role) -> list[str]:
    """Makers and checkers see their own table, the auditor sees all."""
    return [kind for kind, eyes in FOUR_EYES.items() if role is Role.AUDITOR or role in eyes.makers | eyes.checkers]


def kinds_checked_by(role: Role) -> list[str]:
    return [kind for kind, eyes in FOUR_EYES.items() if role in eyes.checkers]


def may_see(principal: Principal, kind: str) -> None:
    """What another office prepares is not there for this one."""
    if kind not in kinds_seen_by(principal.role):
        raise ReleaseNotFound()


def may_make(principal: Principal, kind: str) -> None:
    if principal.role not in FOUR_EYES[kind].makers:
        raise ReleaseNotForRole(role=str(principal.role))


def is_maker(principal: Principal, maker_id: UUID) -> None:
    """A draft has one author: whoever else could write in it could approve their own words."""
    if principal.person_id != maker_id:
        raise ReleaseOfAnother()


def may_check(principal: Principal, kind: str, maker_id: UUID) -> None:
    if principal.role not in FOUR_EYES[kind].checkers:
        raise ReleaseNotForRole(role=str(principal.role))
    if principal.person_id == maker_id:
        raise ReleaseOwn()


def is_in(state: str, allowed: Collection[str]) -> None:
    if state not in allowed:
        raise ReleaseMovedOn(state=state)


def is_not_past(in_force_from: date, today: date) -> None:
    """What has happened was decided by what was in force then."""
    if in_force_from < today:
        raise ReleaseDayPast(earliest=today.isoformat())


def abilities(principal: Principal, kind: str, state: str, maker_id: UUID) -> list[str]:
    """The steps that this principal could take now, as the buttons of a page."""
    eyes, own = FOUR_EYES[kind], principal.person_id == maker_id
    found: list[str] = []
    if own and principal.role in eyes.makers:
        if state == "draft":
            found += ["change", "submit"]
        if state in {"draft", "submitted"}:
            found.append("withdraw")
    if not own and principal.role in eyes.checkers and state == "submitted":
        found += ["approve", "reject"]
    return found
