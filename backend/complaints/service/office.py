"""What the service desk does: take, ask back, answer, close. Who answered does not decide the appeal."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from backend.complaints import deadlines, policy, queries
from backend.complaints.models import Answer, Complaint, ComplaintState
from backend.complaints.payloads import AnswerComplaint, OfficeCase, OneComplaint, Say
from backend.complaints.service.steps import locked, record, say, sealed, tell_owner
from backend.extensions import db
from backend.identity import service as identity
from backend.kernel import clock
from backend.kernel.principal import Principal

SHOWN: Final = ("nickname", "phone-masked", "complaint")


def look_at_complaint(principal: Principal, wish: OneComplaint) -> OfficeCase:
    """A look is a command: it leaves a line for the person it is about."""
    return _shown(principal, queries.one(wish.complaint_id))


def assign_complaint(principal: Principal, wish: OneComplaint) -> OfficeCase:
    """Take it, also from a colleague who is away. Taking what one has changes nothing."""
    row = locked(wish.complaint_id)
    policy.is_in(row.state, policy.BEING_HANDLED)
    officer = principal.person_id
    policy.may_take(officer, owner=row.person_id, answered_by=queries.answered_by(row))
    if queries.holder(row) != officer:
        _hand_to(principal, row)
    return _shown(principal, row)


def ask_back(principal: Principal, wish: Say) -> OfficeCase:
    """A question to the owner. No clock stops for it: a deadline that is not met is to be seen."""
    row = _held(principal, wish.complaint_id)
    say(principal, row, "question", wish.text)
    record(principal, row, "question")
    tell_owner(row, "complaint-question", also_sms=True)
    return _shown(principal, row)


def answer_complaint(principal: Principal, wish: AnswerComplaint) -> OfficeCase:
    """The first answer opens the time to appeal; the answer to an appeal is the last."""
    row = _held(principal, wish.complaint_id)
    on_appeal = row.state == ComplaintState.APPEALED
    policy.may_take(principal.person_id, owner=row.person_id, answered_by=queries.answered_by(row))
    db.session.add(
        Answer(complaint_id=row.id, round=2 if on_appeal else 1, officer_id=principal.person_id, outcome=wish.outcome,
               text_sealed=sealed(wish.text, row.id), recorded_at=clock.now())
    )  # fmt: skip
    row.due_on = None
    if on_appeal:
        row.state = ComplaintState.ANSWERED_FINALLY
        tell_owner(row, "complaint-answered-finally", also_sms=True)
    else:
        row.state, row.appeal_until = ComplaintState.ANSWERED, deadlines.appeal_by(clock.today())
        tell_owner(row, "complaint-answered", also_sms=True, appeal_until=row.appeal_until.isoformat())
    record(principal, row, "answered", outcome=wish.outcome, round=2 if on_appeal else 1)
    return _shown(principal, row)


def close_complaint(principal: Principal, wish: OneComplaint) -> OfficeCase:
    row = locked(wish.complaint_id)
    policy.may_be_closed(row.state, until=row.appeal_until, today=clock.today())
    close(principal, row)
    return _shown(principal, row)


def close(principal: Principal, row: Complaint) -> None:
    row.state, row.closed_at = ComplaintState.CLOSED, clock.now()
    record(principal, row, "closed")
    tell_owner(row, "complaint-closed")


def _shown(principal: Principal, row: Complaint) -> OfficeCase:
    identity.note_disclosure(principal, row.party_id, SHOWN, reason="complaint", subject=row.number)
    return queries.office_case(principal, row.id)


def _held(principal: Principal, complaint_id: UUID) -> Complaint:
    row = locked(complaint_id)
    policy.is_in(row.state, policy.WITH_AN_OFFICER)
    policy.has_it(principal.person_id, queries.holder(row))
    return row


def _hand_to(principal: Principal, row: Complaint) -> None:
    now, officer = clock.now(), principal.person_id
    if row.appealed_at is not None:
        first = row.appeal_officer_id is None
        row.appeal_officer_id, row.appeal_assigned_at = officer, row.appeal_assigned_at or now
        assert row.due_on is not None, "an appeal has its day"
        template, due = "complaint-appeal-assigned", row.due_on
    else:
        first = row.officer_id is None
        row.officer_id, row.assigned_at = officer, row.assigned_at or now
        row.state, row.due_on = ComplaintState.ASSIGNED, row.answer_due_on
        template, due = "complaint-assigned", row.answer_due_on
    record(principal, row, "assigned")
    if first:
        tell_owner(row, template, answer_due=due.isoformat())
