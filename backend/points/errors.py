from typing import ClassVar

from backend.kernel.errors import Conflict, NotFound, RuleViolation


class PointEntryNotFound(NotFound):
    """No entry of this member's points has the id."""

    code = "point-entry-not-found"


class RuleInvalid(RuleViolation):
    """The rule format refuses it. Facts: ``where`` (JSON pointer), ``found``, ``allowed``."""

    code = "rule-invalid"


class RuleVersionTaken(Conflict):
    """A published version never changes. Facts: ``rule``, ``version``, ``next``."""

    code = "rule-version-taken"


class RuleRetroactive(RuleViolation):
    """A rule may not change what has happened. Facts: ``valid_from``, ``earliest``."""

    code = "rule-retroactive"


class RebateTooHigh(RuleViolation):
    """Points for a tonne would be worth more than the allowed part of its price.

    Facts: ``rebate_fen_per_t``, ``allowed_fen_per_t``, ``price_fen_per_t``, ``percent``.
    """

    code = "rebate-too-high"


class MeasureOutOfRange(RuleViolation):
    """Facts: ``measure``."""

    code = "measure-out-of-range"
    field: ClassVar[str] = "/measures"
