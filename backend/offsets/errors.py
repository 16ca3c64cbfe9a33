from typing import ClassVar

from backend.kernel.errors import Conflict, NotFound, RuleViolation


class QuoteNotFound(NotFound):
    code = "quote-not-found"
    field: ClassVar[str] = "/quote_id"


class QuoteExpired(RuleViolation):
    """Facts: ``expired_at``."""

    code = "quote-expired"
    field: ClassVar[str] = "/quote_id"


class QuoteTaken(Conflict):
    """There is an order for it already. Facts: ``order_id``."""

    code = "quote-taken"
    field: ClassVar[str] = "/quote_id"


class OffsetQuantityUnclear(RuleViolation):
    """Either kilograms or a footprint must say how much."""

    code = "offset-quantity-unclear"
    field: ClassVar[str] = "/quantity_kg"


class OffsetDailyLimit(RuleViolation):
    """Facts: ``limit_kg``, ``left_kg``."""

    code = "offset-daily-limit"
    field: ClassVar[str] = "/quantity_kg"


class FootprintFullyOffset(RuleViolation):
    """Facts: ``open_kg``."""

    code = "footprint-fully-offset"
    field: ClassVar[str] = "/footprint_id"


class PurposeNotOpen(RuleViolation):
    """Duty, events and programme have doors of their own."""

    code = "purpose-not-open"
    field: ClassVar[str] = "/purpose"


class FootprintNeeded(RuleViolation):
    """The purpose is a footprint, or a footprint was quoted: both must name the same one."""

    code = "footprint-needed"
    field: ClassVar[str] = "/footprint_id"


class BeneficiaryNameNeeded(RuleViolation):
    code = "beneficiary-name-needed"
    field: ClassVar[str] = "/beneficiary/text"


class OffsetOrderNotFound(NotFound):
    code = "offset-order-not-found"


class OffsetOrderNotCancellable(Conflict):
    """Facts: ``state``."""

    code = "offset-order-not-cancellable"
