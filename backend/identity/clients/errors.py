from typing import ClassVar

from backend.kernel.errors import Conflict, InvalidInput, NotFound, RuleViolation, TooMany, Unauthenticated


class ClientNotFound(NotFound):
    code = "client-not-found"


class ClientKeyNotFound(NotFound):
    code = "client-key-not-found"


class ClientKeyRefused(InvalidInput):
    """Facts: ``why`` (a code of json_web_keys)."""

    code = "client-key-refused"
    field: ClassVar[str] = "/key"


class ClientKeyKnown(Conflict):
    """This client has, or had, a key of this id."""

    code = "client-key-known"
    field: ClassVar[str] = "/key"


class ClientKeyLimit(RuleViolation):
    """Two keys are good at a time: retire one first. Facts: ``limit``."""

    code = "client-key-limit"
    field: ClassVar[str] = "/key"


class ClientLimit(RuleViolation):
    """The organisation has as many as it may: revoke one first. Facts: ``limit``."""

    code = "client-limit"


class ClientQuotaTooHigh(RuleViolation):
    """More calls a minute, or a day, than the county gives. Facts: ``field``, ``most``."""

    code = "client-quota-too-high"


class LastClientKey(RuleViolation):
    """The client would have no key left: add the next one first, or suspend the client."""

    code = "client-key-last"


class ScopeNotForOrganisation(RuleViolation):
    """Facts: ``scopes``."""

    code = "scope-not-for-organisation"
    field: ClassVar[str] = "/scopes"


class ClientRevoked(Conflict):
    """What was revoked stays so."""

    code = "client-revoked"


class ClientHeld(Conflict):
    """The office has suspended it: the office lets it in again."""

    code = "client-held"


class ClientNotHeld(Conflict):
    """The office does not hold it back."""

    code = "client-not-held"


class ClientKeyEndsTooEarly(RuleViolation):
    """A key ends after it begins, and not today. Facts: ``hours``."""

    code = "client-key-ends-too-early"
    field: ClassVar[str] = "/ends_at"


class QuotaReached(TooMany):
    """Facts: ``limit``, ``span`` (minute, day), ``retry_after_s``."""

    code = "client-quota-reached"


class ClientUnproved(Unauthenticated):
    """Who it is was not shown. Facts: ``why``, in English, for whoever builds the client."""

    code = "client-unproved"


class AssertionSeen(Unauthenticated):
    """The same assertion, or another with its ``jti``, was used before."""

    code = "client-assertion-seen"


class ScopeRefused(InvalidInput):
    """It asks for what it does not have. Facts: ``scopes``: those that it has."""

    code = "client-scope-refused"
