from typing import ClassVar

from backend.kernel.errors import Conflict, Forbidden, NotFound, RuleViolation, TooMany


class ComplaintNotFound(NotFound):
    """Not there, or somebody else's."""

    code = "complaint-not-found"


class ComplaintSubjectNotFound(NotFound):
    """What it is about is not there, or not theirs. Facts: ``kind``."""

    code = "complaint-subject-not-found"
    field: ClassVar[str] = "/about/id"


class ComplaintMovedOn(Conflict):
    """Not in this state any more. Facts: ``state``."""

    code = "complaint-moved-on"


class ComplaintAppealedBefore(Conflict):
    """There is one appeal."""

    code = "complaint-appealed-before"


class ComplaintAppealTooLate(RuleViolation):
    """Facts: ``until``."""

    code = "complaint-appeal-too-late"


class ComplaintAppealOpen(RuleViolation):
    """It cannot be closed while its owner may still appeal. Facts: ``until``."""

    code = "complaint-appeal-open"


class ComplaintWithAnother(Conflict):
    """Another officer has it: take it first."""

    code = "complaint-with-another"


class ComplaintOwn(Forbidden):
    """Nobody decides what they have brought themselves."""

    code = "complaint-own"


class ComplaintSameOfficer(Forbidden):
    """Who answered does not decide the appeal."""

    code = "complaint-same-officer"


class TooManyComplaints(TooMany):
    """Facts: ``limit``, ``retry_after_s``."""

    code = "too-many-complaints"
