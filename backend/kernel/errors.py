"""How the business says no.

A domain error carries a code and facts, never a sentence and never an HTTP status:
backend/http/problem.py chooses the status, backend/locales/*.json holds the words.
"""

from typing import Any, ClassVar


class DomainError(Exception):
    code: ClassVar[str]

    def __init__(self, **facts: Any) -> None:
        super().__init__(f"{self.code} {facts}")
        self.facts = facts


class NotFound(DomainError):
    """It is not there, or not for this principal to know of."""

    code = "not-found"


class Unauthenticated(DomainError):
    """Whoever calls has not shown who they are, or no longer."""

    code = "unauthenticated"


class Forbidden(DomainError):
    """This principal may know of the thing, but may not do this to it."""

    code = "forbidden"


class SecondFactorRequired(Forbidden):
    """This sign-in has shown a text message only; the role or the act asks for more."""

    code = "second-factor-required"


class Conflict(DomainError):
    """The request was fine, but the state of things has moved on."""

    code = "conflict"


class Stale(DomainError):
    """It was changed since the caller has read it (If-Match)."""

    code = "stale"


class RuleViolation(DomainError):
    """The request breaks a rule of the programme."""

    code = "rule-violation"


class InvalidInput(DomainError):
    """A value that no schema could refuse by its form. Facts name the ``field`` (a JSON pointer)."""

    code = "invalid-input"


class TooMany(DomainError):
    """Too often. Facts give ``retry_after_s``."""

    code = "too-many"


class Unavailable(DomainError):
    """Something that we depend on does not answer. Facts may give ``retry_after_s``."""

    code = "unavailable"
