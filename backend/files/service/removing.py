"""Files end: when their class has run out, when their owner is erased, when nobody ever wrote them down.

The key is destroyed and committed first; from then on nobody can open the content, wherever it lies. Storage is told
afterwards, as often as it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from backend.extensions import db
from backend.files import ports
from backend.files.models import File, FileState, Refusal
from backend.files.payloads import Purpose
from backend.kernel import clock
from backend.kernel.transaction import run

A_PASS: Final = 500
LOOSE: Final = "loose"
"""The class of evidence that hangs on nothing: somebody chose a picture and then thought better of it."""

UPLOAD_TAKES_AT_MOST: Final = timedelta(hours=24)
"""A younger object may be on its way to its row."""


def erase_of(party_id: UUID) -> int:
    """Make tombstones of all files of a party, in the caller's transaction: its account closes. Returns how many."""
    db.session.execute(delete(Refusal).where(Refusal.party_id == party_id))
    return _make_tombstones(File.party_id == party_id)


def erase_attached(thing_kind: str, thing_ids: Sequence[UUID]) -> int:
    """The same of what hangs on things, whoever brought it: those things were about somebody who goes."""
    return _make_tombstones(and_(File.thing_kind == thing_kind, File.thing_id.in_(thing_ids)))


def remove_what_is_over() -> int:
    """Past its class: the key goes, then the content. Returns how many keys or contents went."""
    return run(_end_what_is_past) + _empty_storage()


def remove_stray_objects() -> int:
    """What lies in storage and in no row: an upload that broke off. Returns how many went."""
    storage, gone = ports.storage(), 0
    before = clock.unshifted(clock.wall_time()) - UPLOAD_TAKES_AT_MOST
    known: set[str] = set()
    for piece in _in_pieces(list(storage.keys(before))):
        known = run(lambda some=piece: _known(some))  # type: ignore[misc]  # mypy infers no type for a default
        for key in piece:
            if key not in known:
                storage.delete(key)
                gone += 1
    return gone


def _end_what_is_past() -> int:
    today, retention = clock.today(), ports.retention()

    def is_past(name: str) -> ColumnElement[bool]:
        return File.recorded_at < clock.start_of(today - timedelta(days=retention.days(name)))

    loose = and_(File.purpose == Purpose.EVIDENCE, File.thing_id.is_(None))
    db.session.execute(delete(Refusal).where(Refusal.refused_at < clock.start_of(today)))
    over = [and_(File.retention == purpose, is_past(purpose)) for purpose in Purpose]
    return _make_tombstones(or_(and_(loose, is_past(LOOSE)), *over))


def _make_tombstones(which: ColumnElement[bool]) -> int:
    ended = db.session.execute(
        update(File)
        .where(File.state == FileState.KEPT, which)
        .values(state=FileState.REMOVED, removed_at=clock.now(), sealed_key=None, sealed_name=None)
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it; the session's type does not say


def _empty_storage() -> int:
    """Let storage forget what has a tombstone. A crash in between only means to ask it again."""
    storage, gone = ports.storage(), 0
    while some := run(_waiting):
        for file_id, key in some:
            storage.delete(key)
            run(lambda one=file_id: _forget_place(one))  # type: ignore[misc]  # as above
            gone += 1
    return gone


def _waiting() -> list[tuple[UUID, str]]:
    wanted = select(File.id, File.storage_key).where(File.state == FileState.REMOVED, File.storage_key.is_not(None))
    return [(file_id, str(key)) for file_id, key in db.session.execute(wanted.limit(A_PASS))]


def _forget_place(file_id: UUID) -> None:
    db.session.execute(update(File).where(File.id == file_id).values(storage_key=None))


def _known(keys: list[str]) -> set[str]:
    return {str(key) for key in db.session.scalars(select(File.storage_key).where(File.storage_key.in_(keys)))}


def _in_pieces(keys: list[str]) -> list[list[str]]:
    return [keys[start : start + A_PASS] for start in range(0, len(keys), A_PASS)]
