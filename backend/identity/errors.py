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


class PersonNotFound(NotFound):
    code = "person-not-found"
