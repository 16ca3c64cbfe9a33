from typing import ClassVar

from backend.kernel.errors import Conflict, NotFound, RuleViolation, TooMany


class PurposeUnknown(NotFound):
    """Nothing is asked for under this name. Facts: ``purpose``."""

    code = "purpose-unknown"


class ConsentTextOutdated(RuleViolation):
    """The words have changed since they were shown. Facts: ``current``."""

    code = "consent-text-outdated"
    field: ClassVar[str] = "/text_version"


class TooManyExports(TooMany):
    """Facts: ``limit``."""

    code = "too-many-exports"


class ClosingBlocked(RuleViolation):
    """Something has to end first. Facts: ``count``."""

    code = "closing-blocked"


class ClosingNotConfirmed(RuleViolation):
    """What was typed is not the end of the account's own number."""

    code = "closing-not-confirmed"
    field: ClassVar[str] = "/confirmation"


class ClosingAskedAlready(Conflict):
    """It waits already. Facts: ``until``."""

    code = "closing-asked-already"


class ClosingNotAsked(NotFound):
    """Nothing waits that could be taken back."""

    code = "closing-not-asked"
