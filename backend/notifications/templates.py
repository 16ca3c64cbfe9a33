"""Every notice and every text message that exists: what kind it is, which facts its sentences name, where it leads.

The words are ``notice.<code>.title``, ``notice.<code>.text`` and ``sms.<code>`` in the locales. A fact is a whole
number, a text that needs no translation, or a text in both languages (``{"zh-CN": ..., "en": ...}``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a reader may choose about."""

    SECURITY = "security"
    OFFSETS = "offsets"
    MONEY = "money"
    POINTS = "points"
    COMPLAINTS = "complaints"


ALWAYS_SENT: Final = Kind.SECURITY
"""Nobody switches these off, and no night holds them back."""


@dataclass(frozen=True, slots=True)
class Template:
    """``link`` is a path of the app with facts in it; ``sms`` names the facts of its text message, in their order."""

    kind: Kind
    facts: frozenset[str]
    link: str | None = None
    sms: tuple[str, ...] | None = None


def _about(kind: Kind, *facts: str, link: str | None = None, sms: tuple[str, ...] | None = None) -> Template:
    return Template(kind, frozenset(facts), link, sms)


def _complaint(*more: str, sms: tuple[str, ...] | None = None) -> Template:
    return _about(Kind.COMPLAINTS, "complaint_id", "number", *more, link="/complaints/{complaint_id}", sms=sms)


def _machine(*more: str) -> Template:
    return _about(Kind.SECURITY, "client", "client_id", *more, link="/organisation/clients/{client_id}")


NOTICES: Final[Mapping[str, Template]] = {
    "new-device": _about(Kind.SECURITY, "device", "time", link="/account/security", sms=("time",)),
    "passkey-added": _about(Kind.SECURITY, "name", link="/account/security"),
    "passkey-removed": _about(Kind.SECURITY, "name", link="/account/security"),
    "passkey-counter-back": _about(Kind.SECURITY, "name", link="/account/security"),
    "offset-retired": _about(Kind.OFFSETS, "quantity_kg", "number", link="/c/{number}"),
    "refund-made": _about(Kind.MONEY, "amount", "path", link="{path}", sms=("amount",)),
    "points-taken": _about(Kind.POINTS, "points", "merchant", link="/redemptions"),
    "complaint-received": _complaint("answer_due"),
    "complaint-assigned": _complaint("answer_due"),
    "complaint-question": _complaint(sms=("number",)),
    "complaint-answered": _complaint("appeal_until", sms=("number",)),
    "complaint-appealed": _complaint("answer_due"),
    "complaint-appeal-assigned": _complaint("answer_due"),
    "complaint-answered-finally": _complaint(sms=("number",)),
    "complaint-closed": _complaint(),
    "complaint-withdrawn": _complaint(),
    "real-name-checked": _about(Kind.SECURITY, "name", link="/account/real-name"),
    "guardian-wanted": _about(Kind.SECURITY, "nickname", link="/account/guardians"),
    "guardian-accepted": _about(Kind.SECURITY, "nickname", link="/account/guardians"),
    "guardian-declined": _about(Kind.SECURITY, "nickname", link="/account/guardians"),
    "guardian-ended": _about(Kind.SECURITY, "nickname", link="/account/guardians"),
    "ward-accepted": _about(Kind.SECURITY, "nickname", link="/account/guardians"),
    "ward-ended": _about(Kind.SECURITY, "nickname", link="/account/guardians"),
    "household-invited": _about(Kind.SECURITY, "nickname", link="/account/household"),
    "household-joined": _about(Kind.SECURITY, "nickname", link="/account/household"),
    "household-removed": _about(Kind.SECURITY, "household", link="/account/household"),
    "phone-change-begun": _about(
        Kind.SECURITY, "new_number", "hours", link="/account/phone", sms=("new_number", "hours")
    ),
    "phone-change-cancelled": _about(Kind.SECURITY, "new_number", link="/account/phone", sms=("new_number",)),
    "phone-change-failed": _about(Kind.SECURITY, "new_number", link="/account/phone", sms=("new_number",)),
    "phone-changed": _about(Kind.SECURITY, "new_number", link="/account/phone"),
    "recovery-opened": _about(Kind.SECURITY, "new_number", link="/account/phone", sms=("new_number",)),
    "recovery-refused": _about(Kind.SECURITY, "new_number", link="/account/phone", sms=("new_number",)),
    "name-correction-opened": _about(Kind.SECURITY, "name", link="/account/real-name", sms=("name",)),
    "name-corrected": _about(Kind.SECURITY, "name", link="/account/real-name", sms=("name",)),
    "name-correction-refused": _about(Kind.SECURITY, "name", link="/account/real-name", sms=()),
    "client-held": _machine("reason"),
    "client-released": _machine("reason"),
    "client-released-suspended": _machine("reason"),
    "client-key-ending": _machine("kid", "ends_on"),
    "webhook-disabled": _about(Kind.SECURITY, "host", "endpoint_id", link="/organisation/webhooks/{endpoint_id}"),
}

SMS_ALONE: Final[Mapping[str, tuple[str, ...]]] = {
    "sign-in-code": ("code", "minutes"),
    "invitation": ("organisation", "days"),
    "guardian-asked": ("nickname", "days"),
    "household-invitation": ("nickname", "days"),
    "phone-change-new": ("hours",),
    "phone-change-new-failed": (),
    "phone-change-new-cancelled": (),
    "phone-changed-numbers": ("phone_tail",),
}
"""Text messages without a notice beside them, and their facts in order."""


def sms_facts(template: str) -> tuple[str, ...]:
    """The facts that a text message takes, in the order in which an operator's template numbers them.

    Raises LookupError: there is no such message.
    """
    if template in SMS_ALONE:
        return SMS_ALONE[template]
    notice = NOTICES.get(template)
    if notice is None or notice.sms is None:
        raise LookupError(f"no text message {template}")
    return notice.sms


def sms_templates() -> tuple[str, ...]:
    """Every text message: an operator must have approved each."""
    return (*SMS_ALONE, *(code for code, notice in NOTICES.items() if notice.sms is not None))


def kinds_with_sms() -> tuple[Kind, ...]:
    return tuple(kind for kind in Kind if any(n.kind is kind and n.sms is not None for n in NOTICES.values()))
