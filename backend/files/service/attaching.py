"""Hang a file on the thing that it is evidence of."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.files import policy, ports
from backend.files.errors import FileInUse, FileNotFound, FileRemoved
from backend.files.models import File, FileState
from backend.files.payloads import Purpose
from backend.kernel.principal import Principal


def attach(principal: Principal, file_id: UUID, *, thing_kind: str, thing_id: UUID) -> None:
    """In the command that makes the thing. Raises FileNotFound, FileRemoved, FileInUse."""
    assert thing_kind in ports.readers, f"nobody says who reads the files of {thing_kind}; wiring fills it"
    file = attachable(principal, file_id)
    file.thing_kind, file.thing_id = thing_kind, thing_id


def attachable(principal: Principal, file_id: UUID) -> File:
    """The file, locked, if it may be hung on a thing. Raises FileNotFound, FileRemoved, FileInUse."""
    file = db.session.scalar(select(File).where(File.id == file_id).with_for_update())
    if file is None or file.purpose != Purpose.EVIDENCE:
        raise FileNotFound(file_id=str(file_id))
    policy.may_use(principal, file.party_id, file.person_id, file_id)
    if file.state == FileState.REMOVED:
        raise FileRemoved(file_id=str(file_id))
    if file.thing_id is not None:
        raise FileInUse(file_id=str(file_id))
    return file
