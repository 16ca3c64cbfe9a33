from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from backend.kernel.errors import Conflict, Forbidden, NotFound, RuleViolation
from backend.releases.ports import Fault


class ReleaseNotFound(NotFound):
    """Not there, or of a table that is another office's."""

    code = "release-not-found"


class ReleaseMovedOn(Conflict):
    """Not in this state any more. Facts: ``state``."""

    code = "release-moved-on"


class ReleaseBaseMoved(Conflict):
    """Another release was approved since this one was drafted: what was compared is no longer in force."""

    code = "release-base-moved"


class ReleaseNotForRole(Forbidden):
    """This position takes another step, or works on another table. Facts: ``role``."""

    code = "release-not-for-role"


class ReleaseOfAnother(Forbidden):
    """Only who drafted it may change, submit or withdraw it."""

    code = "release-of-another"


class ReleaseOwn(Forbidden):
    """Maker is never checker."""

    code = "release-own"


class ReleaseDayPast(RuleViolation):
    """A release is in force from today or later. Facts: ``earliest``."""

    code = "release-day-past"
    field: ClassVar[str] = "/in_force_from"


class ReleaseContentInvalid(RuleViolation):
    """The table refuses it. Facts: ``count``; every fault with its field, reason and mend."""

    code = "release-content-invalid"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(count=len(faults))
        self.faults = tuple(faults)
