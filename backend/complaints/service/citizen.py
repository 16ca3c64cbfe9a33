"""What the owner of a complaint does: file, reply, appeal once, withdraw."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, text

from backend.complaints import deadlines, policy, ports, queries
from backend.complaints.errors import ComplaintSubjectNotFound, TooManyComplaints
from backend.complaints.models import Complaint, ComplaintState
from backend.complaints.numbers import number_for
from backend.complaints.payloads import ComplaintCase, FileComplaint, OneComplaint, Say, Subject
from backend.complaints.service.steps import bring, locked, record, say, sealed, tell_owner
from backend.extensions import db
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.releases import queries as releases


def file_complaint(principal: Principal, wish: FileComplaint) -> ComplaintCase:
    """A matter with a number and a day until which it is answered."""
    _refuse_too_many(principal)
    if wish.about is not None:
        _refuse_foreign(principal, wish.about)
    complaint_id, now, today = new_id(), clock.now(), clock.today()
    place = db.session.scalar(text("SELECT nextval('complaints_numbers')"))
    row = Complaint(
        id=complaint_id, number=number_for(today.year, int(place or 0)), party_id=principal.party_id,
        person_id=principal.person_id, kind=wish.kind, datum=wish.datum,
        subject_kind=wish.about.kind if wish.about else None, subject_id=wish.about.id if wish.about else None,
        text_sealed=sealed(wish.text, complaint_id), state=ComplaintState.RECEIVED, received_at=now,
        answer_due_on=deadlines.answer_by(today, is_correction=wish.datum is not None),
        due_on=deadlines.acknowledge_by(today),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    bring(principal, row, wish.file_ids)
    record(principal, row, "received", subject=row.subject_kind)
    tell_owner(row, "complaint-received", answer_due=row.answer_due_on.isoformat())
    return queries.complaint(principal, complaint_id)


def message_complaint(principal: Principal, wish: Say) -> ComplaintCase:
    """Add something, or reply to what the office asked."""
    row = locked(wish.complaint_id)
    policy.is_theirs(principal, row.party_id, row.id)
    policy.is_in(row.state, policy.BEING_HANDLED)
    say(principal, row, "message", wish.text)
    bring(principal, row, wish.file_ids)
    record(principal, row, "message")
    return queries.complaint(principal, row.id)


def appeal_complaint(principal: Principal, wish: Say) -> ComplaintCase:
    """Once, in time: another officer decides."""
    row = locked(wish.complaint_id)
    policy.is_theirs(principal, row.party_id, row.id)
    today = clock.today()
    policy.may_be_appealed(row.state, was_appealed=row.appealed_at is not None, until=row.appeal_until, today=today)
    row.state, row.appealed_at = ComplaintState.APPEALED, clock.now()
    row.due_on = deadlines.decide_appeal_by(today)
    say(principal, row, "appeal", wish.text)
    bring(principal, row, wish.file_ids)
    record(principal, row, "appealed")
    tell_owner(row, "complaint-appealed", answer_due=row.due_on.isoformat())
    return queries.complaint(principal, row.id)


def withdraw_complaint(principal: Principal, wish: OneComplaint) -> ComplaintCase:
    """Nobody works on it any more; it stays readable."""
    row = locked(wish.complaint_id)
    policy.is_theirs(principal, row.party_id, row.id)
    policy.is_in(row.state, policy.WITHDRAWABLE)
    row.state, row.withdrawn_at, row.due_on = ComplaintState.WITHDRAWN, clock.now(), None
    record(principal, row, "withdrawn")
    tell_owner(row, "complaint-withdrawn")
    return queries.complaint(principal, row.id)


def _refuse_too_many(principal: Principal) -> None:
    midnight = clock.start_of(clock.today())
    counted = select(func.count()).where(Complaint.person_id == principal.person_id, Complaint.received_at >= midnight)
    limit = releases.whole("complaints.most_a_day", clock.today())
    if (db.session.scalar(counted) or 0) >= limit:
        tomorrow = midnight + timedelta(days=1)
        raise TooManyComplaints(limit=limit, retry_after_s=int((tomorrow - clock.now()).total_seconds()))


def _refuse_foreign(principal: Principal, about: Subject) -> None:
    try:
        ports.look_at(principal, about.kind, about.id)
    except NotFound as error:
        raise ComplaintSubjectNotFound(kind=about.kind) from error
