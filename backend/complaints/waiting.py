"""What the office's home says of complaints."""

from __future__ import annotations

from collections.abc import Container

from sqlalchemy import and_, func, or_, select

from backend.complaints.models import Complaint, ComplaintState
from backend.complaints.policy import WITH_AN_OFFICER
from backend.extensions import db
from backend.identity.ports import Waiting
from backend.kernel import clock
from backend.kernel.principal import Principal, Role

PAGE = "/office/complaints"


class ComplaintsWaiting:
    """Counts what somebody at the desk has, and what nobody has and they may take."""

    def __init__(self, desk: Container[Role]) -> None:
        self.desk = desk

    def waiting_for(self, principal: Principal) -> Waiting | None:
        if principal.role not in self.desk:
            return None
        officer, first, appeal = principal.person_id, Complaint.officer_id, Complaint.appeal_officer_id
        theirs = or_(
            and_(Complaint.appealed_at.is_(None), or_(first.is_(None), first == officer)),
            and_(
                Complaint.appealed_at.is_not(None),
                first.is_distinct_from(officer),
                or_(appeal.is_(None), appeal == officer),
            ),
        )
        open_now = Complaint.state.in_([ComplaintState.RECEIVED, *WITH_AN_OFFICER])
        counted = select(func.count(), func.count().filter(Complaint.due_on <= clock.today())).where(
            open_now, theirs, Complaint.person_id != officer
        )
        count, due = db.session.execute(counted).one()
        return Waiting("complaints", count, due, PAGE)
