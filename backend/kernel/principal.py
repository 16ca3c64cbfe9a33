"""Whoever is acting, as the edge found out. Commands take one and never look at a request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """What somebody may be while acting. The grant table (backend/http/auth.py) says what each may do."""

    CITIZEN = "citizen"
    MERCHANT_CLERK = "merchant-clerk"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Principal:
    """A person's sign-in, the role taken, and the party acted for (the person's own, or an organisation)."""

    person_id: UUID
    role: Role
    party_id: UUID
    session_id: UUID | None = None

    @property
    def id(self) -> UUID:
        """Who holds idempotency keys: the person, whatever hat is worn."""
        return self.person_id


SYSTEM: Final = Principal(person_id=UUID(int=0), role=Role.SYSTEM, party_id=UUID(int=0))
"""The programme itself: sweeps, seeds and gateways act as it. No token can carry this role."""
