from typing import ClassVar

from backend.kernel.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    RuleViolation,
    TooMany,
    Unauthenticated,
    Unavailable,
)


class PhoneInvalid(InvalidInput):
    code = "phone-invalid"
    field: ClassVar[str] = "/phone"


class SmsCodeTooSoon(TooMany):
    code = "sms-code-too-soon"


class SmsLimitReached(TooMany):
    code = "sms-limit-reached"


class SmsUnavailable(Unavailable):
    code = "sms-unavailable"


class SmsCodeWrong(RuleViolation):
    """Facts: ``tries_left``."""

    code = "sms-code-wrong"
    field: ClassVar[str] = "/code"


class SmsChallengeDead(RuleViolation):
    """Expired, used, out of tries, or never sent."""

    code = "sms-challenge-dead"
    field: ClassVar[str] = "/challenge_id"


class AgreementVersionUnknown(RuleViolation):
    """Facts: ``current``."""

    code = "agreement-version-unknown"
    field: ClassVar[str] = "/agreement_version"


class SessionEnded(Unauthenticated):
    """A refresh token that is unknown, too old, or was used before."""

    code = "session-ended"


class NotAMember(Forbidden):
    code = "not-a-member"


class SecondFactorRequired(Forbidden):
    """This sign-in has shown a text message only; the role asks for more."""

    code = "second-factor-required"


class SecondFactorMissing(Forbidden):
    """The role asks for a second factor, and the person has none yet."""

    code = "second-factor-missing"


class SecondFactorExists(RuleViolation):
    """There is one already; it is replaced only by whoever shows it."""

    code = "second-factor-exists"


class SecondFactorWrong(RuleViolation):
    """Facts: ``tries_left``."""

    code = "second-factor-wrong"
    field: ClassVar[str] = "/code"


class SecondFactorLocked(TooMany):
    """Too many wrong codes. Facts: ``retry_after_s``."""

    code = "second-factor-locked"


class RoleNotThere(RuleViolation):
    """An organisation of this kind has no such role. Facts: ``role``, ``kind``."""

    code = "role-not-there"
    field: ClassVar[str] = "/role"


class RolesApart(RuleViolation):
    """Two roles that no one person may hold. Facts: ``role``."""

    code = "roles-apart"
    field: ClassVar[str] = "/role"


class PersonNotFound(NotFound):
    code = "person-not-found"


class OrganisationNotFound(NotFound):
    """Not there, or not for this one to look into."""

    code = "organisation-not-found"
