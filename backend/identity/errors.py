from typing import ClassVar

from backend.kernel.errors import (
    Conflict,
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


class LastSecondFactor(RuleViolation):
    """Whoever works for an office keeps one."""

    code = "last-second-factor"


class PasskeyNotFound(NotFound):
    """Not there, or somebody else's."""

    code = "passkey-not-found"


class PasskeyChallengeDead(RuleViolation):
    """Expired, answered before, somebody else's, or never asked."""

    code = "passkey-challenge-dead"
    field: ClassVar[str] = "/challenge_id"


class PasskeyRefused(RuleViolation):
    """What the device signed does not hold, or it is nobody's here. Which of the two, nobody is told."""

    code = "passkey-refused"


class PasskeyCounterBack(RuleViolation):
    """The device has counted less than it had before: there may be a copy of the key."""

    code = "passkey-counter-back"


class TooManyPasskeys(RuleViolation):
    """Facts: ``passkeys_at_most``."""

    code = "too-many-passkeys"


class RoleNotThere(RuleViolation):
    """An organisation of this kind has no such role. Facts: ``role``, ``kind``."""

    code = "role-not-there"
    field: ClassVar[str] = "/role"


class StaffRealNameNeeded(RuleViolation):
    """The county wants whoever works in an office to have a checked name."""

    code = "staff-real-name-needed"


class RolesApart(RuleViolation):
    """Two roles that no one person may hold. Facts: ``role``."""

    code = "roles-apart"
    field: ClassVar[str] = "/role"


class OrganisationNotFound(NotFound):
    """Not there, or nothing to this person."""

    code = "organisation-not-found"


class OrganisationClosed(RuleViolation):
    code = "organisation-closed"


class UnifiedCodeTaken(Conflict):
    """Another organisation has this code."""

    code = "unified-code-taken"
    field: ClassVar[str] = "/unified_code"


class AnnouncementNotFound(NotFound):
    code = "announcement-not-found"


class DeviceNotFound(NotFound):
    """Not signed in (any more), or somebody else's."""

    code = "device-not-found"


class InvitationNotFound(NotFound):
    code = "invitation-not-found"


class InvitationAnswered(Conflict):
    """It was accepted, declined or taken back before, or its week is over. Facts: ``answer``."""

    code = "invitation-answered"


class InvitedAlready(Conflict):
    """The number has an open invitation to this position."""

    code = "invited-already"
    field: ClassVar[str] = "/phone"


class TooManyInvitations(TooMany):
    code = "too-many-invitations"


class TooManyMessagesSent(TooMany):
    """Somebody has had enough messages sent to others for a day. Facts: ``limit``."""

    code = "too-many-messages-sent"


class TooManyMessagesToNumber(TooMany):
    """The number has been written to often enough for a day, whoever asked for it. Facts: ``limit``."""

    code = "too-many-messages-to-number"


class MemberAlready(Conflict):
    """The person has this position."""

    code = "member-already"


class MembershipNotFound(NotFound):
    code = "membership-not-found"


class LastManager(RuleViolation):
    """An organisation that looks after itself keeps somebody who may."""

    code = "last-manager"


class PersonNotFound(NotFound):
    code = "person-not-found"


class GuardianNeeded(RuleViolation):
    """Somebody below this age needs a guardian's consent for it. Facts: ``age``."""

    code = "guardian-needed"
