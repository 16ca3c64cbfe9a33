"""Who reads what was brought with a complaint, beside its owner."""

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
    """Fills ``files.ports.readers``: the desk that handles complaints, but nobody from there in their own matter."""

    def __init__(self, desk: Container[Role]) -> None:
        self.desk = desk

    def may_read(self, principal: Principal, thing_id: UUID) -> bool:
        found = db.session.get(Complaint, thing_id)
        return found is not None and principal.role in self.desk and principal.person_id != found.person_id
