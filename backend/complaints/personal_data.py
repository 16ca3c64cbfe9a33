"""Fills ``PersonalData``: what somebody complained about, in their words and in those of the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import func, select

from backend.complaints import policy, queries
from backend.complaints.models import Answer, Complaint, ComplaintState, Message
from backend.complaints.service import steps
from backend.extensions import db
from backend.kernel import clock
from backend.kernel.personal_data import Consequence, Document, Owner, PersonalData, Table

GONE: Final = ""


class ComplaintsData(PersonalData):
    tables = frozenset({"complaints_complaints", "complaints_messages", "complaints_answers"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        cases = [queries.case(row, ()) for row in _of(owner)]
        columns = ("number", "kind", "state", "received_at", "text")
        yield Table("complaints", columns, [
            [one.complaint.number, one.complaint.kind, one.complaint.state, one.complaint.received_at, one.text]
            for one in cases
        ])  # fmt: skip
        yield Table("complaint-messages", ("number", "kind", "text", "recorded_at"), [
            [one.complaint.number, said.kind, said.text, said.recorded_at] for one in cases for said in one.messages
        ])  # fmt: skip
        yield Table("complaint-answers", ("number", "outcome", "text", "recorded_at"), [
            [one.complaint.number, said.outcome, said.text, said.recorded_at] for one in cases for said in one.answers
        ])  # fmt: skip

    def erase(self, owner: Owner) -> None:
        """What is not answered yet is withdrawn; the words go, those of the office too: they answer the person's."""
        for row in _of(owner):
            if row.state in policy.BEING_HANDLED:
                row.state, row.withdrawn_at, row.due_on = ComplaintState.WITHDRAWN, clock.now(), None
            row.text_sealed = steps.sealed(GONE, row.id)
            for answer in db.session.scalars(select(Answer).where(Answer.complaint_id == row.id)):
                answer.text_sealed = steps.sealed(GONE, row.id)
            for message in db.session.scalars(select(Message).where(Message.complaint_id == row.id)):
                message.text_sealed = steps.sealed_message(GONE, message.id)
        db.session.flush()

    def consequences(self, owner: Owner) -> Sequence[Consequence]:
        counted = select(func.count()).where(Complaint.party_id == owner.party_id)
        return (Consequence("complaints-emptied", db.session.scalar(counted) or 0),)


def _of(owner: Owner) -> Sequence[Complaint]:
    mine = select(Complaint).where(Complaint.party_id == owner.party_id).order_by(Complaint.received_at)
    return db.session.scalars(mine.with_for_update()).all()
