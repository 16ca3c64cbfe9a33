"""Who reads what was brought with a complaint."""

from __future__ import annotations

from collections.abc import Container
from typing import Final
from uuid import UUID

from backend.complaints.models import Complaint
from backend.extensions import db
from backend.kernel.principal import Principal, Role

OF_COMPLAINT: Final = "complaint"
"""What files hang on that were brought with one."""


class ComplaintEvidence:
    """Fills ``files.ports.readers``: who filed it, an organisation's people all, and the desk that handles complaints,
    but nobody from there in their own matter.
    """

    def __init__(self, desk: Container[Role]) -> None:
        self.desk = desk

    def may_read(self, principal: Principal, thing_id: UUID) -> bool:
        found = db.session.get(Complaint, thing_id)
        if found is None:
            return False
        return found.party_id == principal.party_id or (
            principal.role in self.desk and principal.person_id != found.person_id
        )
