from backend.kernel.errors import Conflict, RuleViolation


class InsufficientBalance(RuleViolation):
    """An account would fall under its floor. Facts: ``available``, ``required``, ``unit``."""

    code = "insufficient-balance"


class EntryReferenceReused(Conflict):
    """The event is in the books already."""

    code = "entry-reference-reused"
