"""Whose footprint it is. That somebody has one is private: others are told that it is not there."""

from __future__ import annotations

from uuid import UUID

from backend.footprints.errors import FootprintNotFound
from backend.kernel.principal import Principal


def may_read(principal: Principal, owner: UUID, footprint_id: UUID) -> None:
    if owner != principal.party_id:
        raise FootprintNotFound(footprint_id=str(footprint_id))


may_change = may_read
