"""Whoever is acting, as the edge found out. Commands take one and never look at a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """What somebody may be while acting. The grant table (backend/http/grants.py) says what each may do."""

    CITIZEN = "citizen"

    # In organisations
    ORGANISATION_MANAGER = "organisation-manager"
    MERCHANT_CLERK = "merchant-clerk"
    FIRM_CLERK = "firm-clerk"
    EVENT_ORGANISER = "event-organiser"

    # In offices and in what stands like one: these work behind a second factor
    VERIFIER = "verifier"
    BANK_OFFICER = "bank-officer"
    COURT_CLERK = "court-clerk"
    TOWNSHIP_OFFICER = "township-officer"
    FORESTRY_MAKER = "forestry-maker"
    FORESTRY_CHECKER = "forestry-checker"
    ECOLOGY_OFFICER = "ecology-officer"
    GREENING_OFFICER = "greening-officer"
    RULE_EDITOR = "rule-editor"
    RULE_APPROVER = "rule-approver"
    SERVICE_DESK = "service-desk"
    SYSTEM_ADMINISTRATOR = "system-administrator"
    SECURITY_OFFICER = "security-officer"
    AUDITOR = "auditor"

    CLIENT = "client"  # a machine of an organisation: what it may, its scopes say
    SYSTEM = "system"


STAFF: Final = frozenset({
    Role.VERIFIER, Role.BANK_OFFICER, Role.COURT_CLERK, Role.TOWNSHIP_OFFICER, Role.FORESTRY_MAKER,
    Role.FORESTRY_CHECKER, Role.ECOLOGY_OFFICER, Role.GREENING_OFFICER, Role.RULE_EDITOR, Role.RULE_APPROVER,
    Role.SERVICE_DESK, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR,
})  # fmt: skip
"""A text message is not enough to be one of these: a second factor is."""

APART: Final = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR)
"""No person holds two of them: who opens accounts, who watches over keys, who looks at both."""


class Proof(StrEnum):
    """How somebody showed who they are."""

    SMS = "sms"
    TOTP = "totp"
    RECOVERY = "recovery"
    PASSKEY = "passkey"


SECOND_FACTORS: Final = frozenset({Proof.TOTP, Proof.RECOVERY, Proof.PASSKEY})


@dataclass(frozen=True, slots=True)
class Principal:
    """A person's sign-in, the role taken, and the party acted for (the person's own, or an organisation)."""

    person_id: UUID
    role: Role
    party_id: UUID
    session_id: UUID | None = None
    client_id: str | None = None
    """Of a machine: the name that it signs in with. Its ``person_id`` is the client's own id: it is who acted."""
    scopes: frozenset[str] = frozenset()
    is_sandbox: bool = False
    until: datetime | None = field(default=None, compare=False)
    """When the token that was shown ends."""

    @property
    def id(self) -> UUID:
        """Who holds idempotency keys: the person, whatever hat is worn; or the machine."""
        return self.person_id


SYSTEM: Final = Principal(person_id=UUID(int=0), role=Role.SYSTEM, party_id=UUID(int=0))
"""The programme itself: sweeps, seeds and gateways act as it. No token can carry this role."""
