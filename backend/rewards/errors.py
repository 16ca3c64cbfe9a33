from typing import ClassVar

from backend.kernel.errors import Conflict, NotFound, RuleViolation, TooMany


class PayCodeInvalid(RuleViolation):
    """Nobody was ever given this code. Counts as a wrong try."""

    code = "pay-code-invalid"
    field: ClassVar[str] = "/code"


class PayCodeExpired(RuleViolation):
    """Its minute is over, or the customer has a newer one. Facts: ``expired_at``."""

    code = "pay-code-expired"
    field: ClassVar[str] = "/code"


class PayCodeUsed(RuleViolation):
    """Somebody has tried to redeem it before, with or without success. Facts: ``at``, ``time``."""

    code = "pay-code-used"
    field: ClassVar[str] = "/code"


class PayCodeShownElsewhere(RuleViolation):
    """Another merchant has looked at it first."""

    code = "pay-code-shown-elsewhere"
    field: ClassVar[str] = "/code"


class PayCodeOwn(RuleViolation):
    """It belongs to the clerk who holds the scanner."""

    code = "pay-code-own"
    field: ClassVar[str] = "/code"


class WrongCodesLimit(TooMany):
    """Facts: ``limit``, ``retry_after_s``."""

    code = "wrong-codes-limit"


class RewardNotFound(NotFound):
    code = "reward-not-found"


class RewardNotThisMerchant(NotFound):
    """Not there, or another merchant's: this merchant need not know which."""

    code = "reward-not-this-merchant"
    field: ClassVar[str] = "/reward_id"


class RewardClosed(RuleViolation):
    """No longer given, or not yet."""

    code = "reward-closed"
    field: ClassVar[str] = "/reward_id"


class RewardOutOfStock(RuleViolation):
    code = "reward-out-of-stock"
    field: ClassVar[str] = "/reward_id"


class RewardLimitReached(RuleViolation):
    """This customer has had as many as one person gets. Facts: ``count``, ``span`` (day, month, ever), ``next_on``."""

    code = "reward-limit-reached"
    field: ClassVar[str] = "/reward_id"


class OutTradeNoReused(Conflict):
    """This merchant has a redemption under this number. Facts: ``redemption_id``."""

    code = "out-trade-no-reused"
    field: ClassVar[str] = "/out_trade_no"


class RedemptionNotFound(NotFound):
    code = "redemption-not-found"


class RedemptionNotReversible(Conflict):
    """Reversed before, or too old. Facts: ``why`` (reversed, too-late), ``until``."""

    code = "redemption-not-reversible"
