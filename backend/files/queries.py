"""Reads of files: their facts, their content, and what hangs on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import structlog
from sqlalchemy import select

from backend.extensions import db
from backend.files import policy, ports, sealing
from backend.files.errors import FileNotFound, FileRemoved
from backend.files.models import File, FileState
from backend.files.payloads import FileFacts, Opened, Place
from backend.kernel.principal import Principal

log = structlog.get_logger()


def file(principal: Principal, file_id: UUID) -> FileFacts:
    """What is known of a file, also of one that is only a tombstone. Raises FileNotFound."""
    return facts(_readable(principal, file_id))


def located(principal: Principal, file_id: UUID) -> Place:
    """Where a file lies and what opens it; no transaction need be open afterwards. Raises FileNotFound, FileRemoved."""
    return _place(_readable(principal, file_id))


def located_for(principal: Principal, file_id: UUID) -> Place:
    """The same for work that somebody has asked for, an import: their own files alone."""
    found = db.session.get(File, file_id)
    if found is None:
        raise FileNotFound(file_id=str(file_id))
    policy.may_use(principal, found.party_id, found.person_id, file_id)
    return _place(found)


def opened(place: Place) -> Opened:
    """The content itself, outside of any transaction: storage is far away. Raises StorageUnavailable, FileRemoved."""
    sealed = ports.storage().get(place.storage_key)
    if sealed is None:
        log.error("file-content-missing", file_id=str(place.file_id))
        raise FileRemoved(file_id=str(place.file_id))
    return Opened(place.name, place.media_type, sealing.unseal(place.key, sealed, storage_key=place.storage_key))


def _place(found: File) -> Place:
    if found.sealed_key is None or found.sealed_name is None or found.storage_key is None:
        raise FileRemoved(file_id=str(found.id))
    return Place(found.id, sealing.name_of(found.sealed_name, found.id), found.media_type, found.storage_key,
                 sealing.unwrap(found.sealed_key, found.id))  # fmt: skip


def attached(thing_kind: str, thing_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    """The files that hang on things of one kind and are still kept, by thing."""
    wanted = (
        select(File.thing_id, File.id)
        .where(File.thing_kind == thing_kind, File.thing_id.in_(thing_ids), File.state == FileState.KEPT)
        .order_by(File.recorded_at, File.id)
    )
    found: dict[UUID, list[UUID]] = {}
    for thing_id, file_id in db.session.execute(wanted):
        assert thing_id is not None, "it was asked for by its id"
        found.setdefault(thing_id, []).append(file_id)
    return found


def files_of(party_id: UUID) -> list[FileFacts]:
    """All that a party ever brought or was given, tombstones too, oldest first: for its own copy of its data."""
    mine = select(File).where(File.party_id == party_id).order_by(File.recorded_at, File.id)
    return [facts(each) for each in db.session.scalars(mine)]


def facts(file: File) -> FileFacts:
    is_kept = file.state == FileState.KEPT
    return FileFacts(
        file_id=file.id, name=None if file.sealed_name is None else sealing.name_of(file.sealed_name, file.id),
        media_type=file.media_type, size_bytes=file.size_bytes, sha256=file.sha256, purpose=file.purpose,
        state=file.state, recorded_at=file.recorded_at, removed_at=file.removed_at,
        abilities=("download",) if is_kept else (),
    )  # fmt: skip


def _readable(principal: Principal, file_id: UUID) -> File:
    found = db.session.get(File, file_id)
    if found is None:
        raise FileNotFound(file_id=str(file_id))
    policy.may_read(principal, found.party_id, found.person_id, file_id, handles_its_thing=_handles(principal, found))
    return found


def _handles(principal: Principal, found: File) -> bool | None:
    """None: it hangs on nothing."""
    if found.thing_kind is None or found.thing_id is None:
        return None
    return ports.readers[found.thing_kind].may_read(principal, found.thing_id)
