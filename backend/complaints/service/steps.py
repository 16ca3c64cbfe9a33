"""What every step has in common: the row under its lock, sealed words, a leaf in the log, a notice to the owner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from backend.complaints.errors import ComplaintNotFound
from backend.complaints.evidence import OF_COMPLAINT
from backend.complaints.models import Complaint, Message
from backend.extensions import db
from backend.files import service as files
from backend.kernel import clock, crypto
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.notifications import service as notifications
from backend.transparency import service as transparency


def locked(complaint_id: UUID) -> Complaint:
    """The row under its lock, so that of two who act at once the second sees the first. Raises ComplaintNotFound."""
    found = db.session.scalar(select(Complaint).where(Complaint.id == complaint_id).with_for_update())
    if found is None:
        raise ComplaintNotFound(complaint_id=str(complaint_id))
    return found


def sealed(words: str, complaint_id: UUID) -> bytes:
    return crypto.keys().encrypt(words, context=f"complaint|{complaint_id}")


def sealed_message(words: str, message_id: UUID) -> bytes:
    return crypto.keys().encrypt(words, context=f"complaint-message|{message_id}")


def say(principal: Principal, row: Complaint, kind: str, words: str) -> None:
    message_id = new_id()
    db.session.add(
        Message(id=message_id, complaint_id=row.id, person_id=principal.person_id, kind=kind,
                text_sealed=sealed_message(words, message_id), recorded_at=clock.now())
    )  # fmt: skip


def bring(principal: Principal, row: Complaint, file_ids: Iterable[UUID]) -> None:
    """Hang what was brought on the complaint: its owner and the desk read it. Raises what ``files.attach`` raises."""
    for file_id in dict.fromkeys(file_ids):
        files.attach(principal, file_id, thing_kind=OF_COMPLAINT, thing_id=row.id)


def record(principal: Principal, row: Complaint, step: str, **facts: Any) -> None:
    """One leaf; never words or names."""
    transparency.note(principal, f"complaint.{step}", {"complaint": row.id, "state": row.state, **facts})
    db.session.flush()


def tell_owner(row: Complaint, template: str, *, also_sms: bool = False, **facts: Any) -> None:
    notifications.notify(
        row.party_id, template, {"complaint_id": str(row.id), "number": row.number, **facts}, also_sms=also_sms
    )
