"""How footprints say no. Faults of one line carry its place in the request as ``field``."""

from typing import ClassVar

from backend.kernel.errors import Conflict, InvalidInput, NotFound, RuleViolation


class FootprintNotFound(NotFound):
    """Not there, or somebody else's."""

    code = "footprint-not-found"


class FootprintAlreadyRecorded(Conflict):
    """The month has a live statement. Facts: ``footprint_id``, ``period``."""

    code = "footprint-already-recorded"


class FootprintWithdrawn(Conflict):
    """It was withdrawn before. Facts: ``footprint_id``."""

    code = "footprint-withdrawn"


class FootprintPeriodFuture(RuleViolation):
    """The month has not begun. Facts: ``period``, ``latest``."""

    code = "footprint-period-future"
    field: ClassVar[str] = "/period"


class FootprintReplacesAnother(RuleViolation):
    """Only the same month's statement can be replaced. Facts: ``period``, ``replaced_period``."""

    code = "footprint-replaces-another"
    field: ClassVar[str] = "/replaces"


class FactorNotAvailable(RuleViolation):
    """No row serves this activity there, or only one with a range. Facts: ``activity``, ``region``, ``field``."""

    code = "factor-not-available"


class ActivityUnknown(InvalidInput):
    """Facts: ``activity``, ``field``."""

    code = "footprint-activity-unknown"


class ActivityTwice(InvalidInput):
    """The same activity in the same region stands in two lines. Facts: ``activity``, ``first``, ``field``."""

    code = "footprint-activity-twice"


class UnitMismatch(InvalidInput):
    """Facts: ``unit``, ``expected``, ``field``."""

    code = "unit-mismatch"


class QuantityTooLarge(InvalidInput):
    """More than a month can hold. Facts: ``most``, ``unit``, ``field``."""

    code = "footprint-quantity-too-large"


class QuantityTooSmall(InvalidInput):
    """Below where this piece of a formula begins. Facts: ``least``, ``unit``, ``field``."""

    code = "footprint-quantity-too-small"


class CountedTwice(InvalidInput):
    """Two lines describe the same thing. Facts: ``name``, ``other_name``, ``activity``, ``other``, ``field``."""

    code = "footprint-counted-twice"


class RegionUnknown(InvalidInput):
    """No factor is known for this region or around it. Facts: ``region``, ``field``."""

    code = "region-unknown"
