from typing import ClassVar

from backend.kernel.errors import NotFound, RuleViolation


class NoticeNotFound(NotFound):
    """Not there, or somebody else's."""

    code = "notice-not-found"


class SecurityNoticesStayOn(RuleViolation):
    """Who has taken over an account would switch these off first."""

    code = "security-notices-stay-on"
    field: ClassVar[str] = "/sms/security"
