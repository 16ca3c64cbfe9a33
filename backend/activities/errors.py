from typing import ClassVar

from backend.kernel.errors import Conflict, InvalidInput, NotFound, RuleViolation


class ActivityAlreadyRecorded(Conflict):
    """A receipt, a day's steps, a ride counts once, whoever claims it. Facts: ``source_reference``."""

    code = "activity-already-recorded"


class ActivityNotRecordable(RuleViolation):
    """No rule takes a citizen's own word for this kind on that day. Facts: ``kind``."""

    code = "activity-not-recordable"
    field: ClassVar[str] = "/kind"


class ActivityTooOld(RuleViolation):
    """Facts: ``days``, ``earliest``."""

    code = "activity-too-old"
    field: ClassVar[str] = "/occurred_at"


class ActivityInFuture(RuleViolation):
    code = "activity-in-future"
    field: ClassVar[str] = "/occurred_at"


class MeasureWrong(InvalidInput):
    """The rule measures something else. Facts: ``expected``, ``label``."""

    code = "measure-wrong"
    field: ClassVar[str] = "/measures"


class MeasureImplausible(InvalidInput):
    """Not a number that one person can reach. Facts: ``field``, ``least``, ``most``, ``unit_label``."""

    code = "measure-implausible"


class ActivityNotFound(NotFound):
    """Not there, or somebody else's."""

    code = "activity-not-found"


class ActivityWithdrawn(Conflict):
    """It was taken back before. Facts: ``activity_id``."""

    code = "activity-withdrawn"


class ActivityNotSelfReported(RuleViolation):
    """Somebody else vouched for it: only they can take it back. Facts: ``activity_id``."""

    code = "activity-not-self-reported"


class ActivityWithdrawalTooLate(RuleViolation):
    """Facts: ``days``, ``until`` (the last day on which it could be withdrawn)."""

    code = "activity-withdrawal-too-late"
