"""Reads of complaints: their owner's, and the office's work list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, tuple_

from backend.complaints import policy
from backend.complaints.errors import ComplaintNotFound
from backend.complaints.evidence import OF_COMPLAINT
from backend.complaints.models import Answer, Complaint, ComplaintState, Message
from backend.complaints.payloads import (
    AnswerView,
    Complainant,
    ComplaintCase,
    ComplaintView,
    MessageView,
    OfficeCase,
    Subject,
    WorkItem,
)
from backend.extensions import db
from backend.files import queries as files
from backend.identity import queries as identity
from backend.kernel import calendar, clock, crypto
from backend.kernel.principal import Principal

SUMMARY: Final = 60
SOON_WORKING_DAYS: Final = 2
NEVER: Final = date(2199, 12, 31)
"""Where nothing is due stands behind everything that is."""


def complaints_of(principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None) -> list[ComplaintView]:
    """Those of the party that one acts for, newest first; one more than ``limit``."""
    mine = select(Complaint).where(Complaint.party_id == principal.party_id)
    if after is not None:
        mine = mine.where(tuple_(Complaint.received_at, Complaint.id) < after)
    rows = db.session.scalars(mine.order_by(Complaint.received_at.desc(), Complaint.id.desc()).limit(limit + 1))
    return [_view(row, _owners_abilities(row)) for row in rows]


def complaint(principal: Principal, complaint_id: UUID) -> ComplaintCase:
    """One of one's own; another's is not found."""
    row = one(complaint_id)
    policy.is_theirs(principal, row.party_id, complaint_id)
    return case(row, _owners_abilities(row))


def work_list(
    principal: Principal, *, state: str | None, due: str | None, limit: int, after: tuple[datetime, UUID] | None
) -> list[WorkItem]:
    """What the office has, the most urgent first; one more than ``limit``."""
    due_on = func.coalesce(Complaint.due_on, NEVER)
    wanted, today = select(Complaint), clock.today()
    if state is not None:
        wanted = wanted.where(Complaint.state == state)
    if due == "overdue":
        wanted = wanted.where(Complaint.due_on < today)
    elif due == "soon":
        soon = calendar.add_working_days(today, SOON_WORKING_DAYS)
        wanted = wanted.where(Complaint.due_on >= today, Complaint.due_on <= soon)
    if after is not None:
        wanted = wanted.where(tuple_(due_on, Complaint.id) > (clock.business_date(after[0]), after[1]))
    rows = db.session.scalars(wanted.order_by(due_on, Complaint.id).limit(limit + 1))
    return [_item(principal, row) for row in rows]


def place_in_list(item: WorkItem) -> tuple[datetime, UUID]:
    """What a cursor of the work list names."""
    return clock.start_of(item.complaint.due_on or NEVER), item.complaint.complaint_id


def office_case(principal: Principal, complaint_id: UUID) -> OfficeCase:
    row = one(complaint_id)
    item = _item(principal, row)
    return OfficeCase(case(row, item.complaint.abilities), _complainant(row), item.is_mine, item.has_officer)


def case(row: Complaint, abilities: Sequence[str]) -> ComplaintCase:
    answers = db.session.scalars(select(Answer).where(Answer.complaint_id == row.id).order_by(Answer.round))
    messages = db.session.scalars(
        select(Message).where(Message.complaint_id == row.id).order_by(Message.recorded_at, Message.id)
    )
    return ComplaintCase(
        complaint=_view(row, abilities), text=_open(row.text_sealed, row.id),
        file_ids=files.attached(OF_COMPLAINT, [row.id]).get(row.id, ()),
        holidays_known=calendar.in_force().covers(row.due_on or row.answer_due_on),
        assigned_at=row.assigned_at, appeal_until=row.appeal_until, appealed_at=row.appealed_at,
        appeal_assigned_at=row.appeal_assigned_at, closed_at=row.closed_at, withdrawn_at=row.withdrawn_at,
        answers=[AnswerView(each.round, each.outcome, _open(each.text_sealed, row.id), each.recorded_at)
                 for each in answers],
        messages=[MessageView(each.kind, each.kind == "question", _open_message(each), each.recorded_at)
                  for each in messages],
    )  # fmt: skip


def holder(row: Complaint) -> UUID | None:
    """The officer who has it now: on appeal, another one than before."""
    return row.appeal_officer_id if row.appealed_at is not None else row.officer_id


def answered_by(row: Complaint) -> UUID | None:
    """Who gave the first answer, where it is under appeal."""
    return row.officer_id if row.appealed_at is not None else None


def one(complaint_id: UUID) -> Complaint:
    found = db.session.get(Complaint, complaint_id)
    if found is None:
        raise ComplaintNotFound(complaint_id=str(complaint_id))
    return found


def _item(principal: Principal, row: Complaint) -> WorkItem:
    has = holder(row)
    return WorkItem(_view(row, _officers_abilities(principal, row)), has == principal.person_id, has is not None)


def _view(row: Complaint, abilities: Sequence[str]) -> ComplaintView:
    text = " ".join(_open(row.text_sealed, row.id).split())
    return ComplaintView(
        complaint_id=row.id, number=row.number, kind=row.kind, datum=row.datum,
        about=Subject(row.subject_kind, row.subject_id) if row.subject_kind and row.subject_id else None,
        state=row.state, summary=text if len(text) <= SUMMARY else text[: SUMMARY - 1] + "…",
        received_at=row.received_at, answer_due_on=row.answer_due_on, due_on=row.due_on,
        is_overdue=row.due_on is not None and row.due_on < clock.today(), abilities=abilities,
    )  # fmt: skip


def _owners_abilities(row: Complaint) -> tuple[str, ...]:
    can = {
        "message": row.state in policy.BEING_HANDLED,
        "appeal": row.state == ComplaintState.ANSWERED and row.appealed_at is None
        and row.appeal_until is not None and clock.today() <= row.appeal_until,
        "withdraw": row.state in policy.WITHDRAWABLE,
    }  # fmt: skip
    return tuple(name for name, yes in can.items() if yes)


def _officers_abilities(principal: Principal, row: Complaint) -> tuple[str, ...]:
    officer, has = principal.person_id, holder(row)
    mine = has == officer and row.state in policy.WITH_AN_OFFICER
    can = {
        "assign": row.state in policy.BEING_HANDLED and has != officer
        and officer not in {row.person_id, answered_by(row)},
        "ask": mine,
        "answer": mine,
        "close": row.state == ComplaintState.ANSWERED_FINALLY
        or (row.state == ComplaintState.ANSWERED and row.appeal_until is not None and clock.today() > row.appeal_until),
    }  # fmt: skip
    return tuple(name for name, yes in can.items() if yes)


def _complainant(row: Complaint) -> Complainant:
    person = identity.person_of(row.party_id)
    if person is not None:
        return Complainant(person.nickname, person.phone_masked)
    organisation = identity.organisation(row.party_id)
    return Complainant(organisation.name if organisation else "", None)


def _open(sealed: bytes, complaint_id: UUID) -> str:
    return crypto.keys().decrypt(sealed, context=f"complaint|{complaint_id}")


def _open_message(message: Message) -> str:
    return crypto.keys().decrypt(message.text_sealed, context=f"complaint-message|{message.id}")
