from typing import ClassVar

from backend.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, RuleViolation, TooMany, Unavailable


class ResidentIdInvalid(InvalidInput):
    """No such number can exist."""

    code = "resident-id-invalid"
    field: ClassVar[str] = "/resident_id"


class RealNameCheckedAlready(Conflict):
    """This account has a checked name; it changes at the office."""

    code = "real-name-checked-already"


class RealNameNoMatch(RuleViolation):
    """The register knows no such pair of name and number. Facts: ``tries_left``."""

    code = "real-name-no-match"


class RealNameTaken(Conflict):
    """Somebody's other account has this name and number. Whose, nobody is told."""

    code = "real-name-taken"


class RealNameTriesUsedUp(TooMany):
    """Of this person, or of this number, today."""

    code = "real-name-tries-used-up"


class RealNameCheckUnavailable(Unavailable):
    """The register does not answer, or cannot say."""

    code = "real-name-check-unavailable"


class RealNameNeeded(RuleViolation):
    """Only somebody with a checked name may do this."""

    code = "real-name-needed"


class GuardianTooYoung(RuleViolation):
    """Facts: ``age``."""

    code = "guardian-too-young"


class NotAMinor(RuleViolation):
    """Who is of age, or whose age nobody has checked, has no guardian. Facts: ``age``."""

    code = "not-a-minor"


class OneselfNot(RuleViolation):
    """One is not one's own guardian or guest."""

    code = "oneself-not"
    field: ClassVar[str] = "/phone"


class GuardianThere(Conflict):
    """There is one, or somebody has been asked: that ends first."""

    code = "guardian-there"


class GuardianshipNotFound(NotFound):
    code = "guardianship-not-found"


class GuardianshipOver(Conflict):
    """It was accepted, ended, or its week is over."""

    code = "guardianship-over"


class ConsentVersionUnknown(RuleViolation):
    """Facts: ``current``."""

    code = "consent-version-unknown"
    field: ClassVar[str] = "/consent_version"


class HouseholdThere(Conflict):
    """One lives in one household at a time."""

    code = "household-there"


class DisclosureNotFound(NotFound):
    """There is no such line, or it is about somebody else. Facts: ``disclosure_id``."""

    code = "disclosure-not-found"


class HouseholdNotFound(NotFound):
    code = "household-not-found"


class HouseholdMemberNotFound(NotFound):
    code = "household-member-not-found"


class HouseholdFull(RuleViolation):
    """Facts: ``most``."""

    code = "household-full"


class NotTheHead(Forbidden):
    """The head of the household does this."""

    code = "not-the-head"


class HeadStays(RuleViolation):
    """Others live there: the head hands it over before leaving."""

    code = "head-stays"


class HouseholdInvitationNotFound(NotFound):
    code = "household-invitation-not-found"


class PhoneUnchanged(RuleViolation):
    """It is the number that the account has."""

    code = "phone-unchanged"


class PhoneChangeWaiting(Conflict):
    """One is on its way already. Facts: ``due_at``."""

    code = "phone-change-waiting"


class PhoneChangeNotFound(NotFound):
    code = "phone-change-not-found"


class PhoneChangeOver(Conflict):
    """Done, cancelled or failed. Facts: ``state``."""

    code = "phone-change-over"


class RecoveryNotFound(NotFound):
    code = "recovery-not-found"


class RecoveryThere(Conflict):
    """A case for this person is open."""

    code = "recovery-there"


class RecoveryDecided(Conflict):
    """Facts: ``state``."""

    code = "recovery-decided"


class RecoverySameOfficer(Forbidden):
    """Whoever opened a case, or whose account it is, does not decide it."""

    code = "recovery-same-officer"


class RecoveryPersonNotFound(NotFound):
    """Nobody has this resident number, or this telephone number."""

    code = "recovery-person-not-found"


class NameCorrectionNotFound(NotFound):
    code = "name-correction-not-found"


class NameCorrectionThere(Conflict):
    """A case for this person is open."""

    code = "name-correction-there"


class NameCorrectionDecided(Conflict):
    """Facts: ``state``."""

    code = "name-correction-decided"


class NameCorrectionSameOfficer(Forbidden):
    """Whoever opened a case, or whose account it is, does not decide it."""

    code = "name-correction-same-officer"


class NameCorrectionPersonNotFound(NotFound):
    """Nobody has this telephone number."""

    code = "name-correction-person-not-found"


class NameNotChecked(RuleViolation):
    """There is nothing to correct yet."""

    code = "name-not-checked"


class NameUnchanged(RuleViolation):
    """It is the name, and the number, that the account has."""

    code = "name-unchanged"
