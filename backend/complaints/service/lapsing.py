"""What nobody appealed against in time is closed by the clock."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select

from backend.complaints.models import Complaint, ComplaintState
from backend.complaints.service.office import close
from backend.complaints.service.steps import locked
from backend.extensions import db
from backend.kernel import clock
from backend.kernel.principal import SYSTEM

BATCH: Final = 200


def lapsed() -> list[UUID]:
    """Answered, and the last day to appeal is over."""
    wanted = select(Complaint.id).where(
        Complaint.state == ComplaintState.ANSWERED, Complaint.appeal_until < clock.today()
    )
    return list(db.session.scalars(wanted.order_by(Complaint.id).limit(BATCH)))


def close_lapsed() -> int:
    """Close a batch, unless somebody was faster. Returns how many."""
    closed = 0
    for complaint_id in lapsed():
        row = locked(complaint_id)
        if row.state == ComplaintState.ANSWERED:
            close(SYSTEM, row)
            closed += 1
    return closed
