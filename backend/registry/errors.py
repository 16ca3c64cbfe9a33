from typing import ClassVar

from backend.kernel.errors import Conflict, InvalidInput, NotFound, RuleViolation


class BatchNotFound(NotFound):
    code = "batch-not-found"


class SerialNotFound(NotFound):
    """Nobody has issued this kilogram."""

    code = "serial-not-found"


class SerialUnreadable(InvalidInput):
    """Not a serial, or its check digit does not fit."""

    code = "serial-unreadable"
    field: ClassVar[str] = "/serial"


class RetirementNotFound(NotFound):
    code = "retirement-not-found"


class ProjectNotFound(NotFound):
    code = "project-not-found"


class AlreadyIssued(RuleViolation):
    """A year of this forest's growth has its ticket already. Facts: ``number``."""

    code = "already-issued"


class BufferTooLarge(RuleViolation):
    """All of a ticket, or more than it, would go into the buffer."""

    code = "buffer-too-large"


class NothingReserved(Conflict):
    """The order holds no reservation: never had one, gave it back, or it is retired."""

    code = "nothing-reserved"
