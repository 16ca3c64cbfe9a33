"""Put a content into storage, then write it down. In this order: a row always has its content.

What is stored and never written down (a crash between the two) nobody can open, and a sweep removes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from backend.extensions import db
from backend.files import ports, queries, sealing
from backend.files.errors import StorageUnavailable, TooManyFiles
from backend.files.models import File, FileState, Refusal
from backend.files.payloads import BROUGHT, Content, FileFacts, Purpose, Stored
from backend.kernel import chance, clock
from backend.kernel.errors import DomainError, Unavailable
from backend.kernel.ids import new_id
from backend.kernel.jobs import Work
from backend.kernel.principal import Principal
from backend.kernel.transaction import run

RANDOM_NAME: Final = 43


def store(purpose: Purpose, content: Content) -> Stored:
    """Seal a content and put it into storage. Outside of any transaction. Raises StorageUnavailable."""
    key, storage_key = sealing.fresh_key(), chance.token(RANDOM_NAME)
    ports.storage().put(storage_key, sealing.seal(key, content.body, storage_key=storage_key))
    return Stored(purpose, content.name, content.media_type, len(content.body),
                  hashlib.sha256(content.body).hexdigest(), storage_key, key)  # fmt: skip


@contextmanager
def stored(purpose: Purpose, content: Content) -> Iterator[Stored]:
    """What lies in storage while it is being written down; discarded again if that is refused."""
    put = store(purpose, content)
    try:
        yield put
    except BaseException:
        discard(put)
        raise


def discard(put: Stored) -> None:
    """It was not written down after all. What cannot be reached now a sweep removes later."""
    try:
        ports.storage().delete(put.storage_key)
    except StorageUnavailable:
        return


def keep_file(principal: Principal, put: Stored) -> FileFacts:
    """Write down what was stored, as the acting party's. Raises TooManyFiles for what people bring."""
    if put.purpose in BROUGHT:
        refuse_floods(principal)
    file_id = new_id()
    file = File(
        id=file_id, party_id=principal.party_id, person_id=principal.person_id, purpose=put.purpose,
        retention=put.purpose, sealed_name=sealing.seal_name(put.name, file_id), media_type=put.media_type,
        size_bytes=put.size_bytes, sha256=put.sha256, storage_key=put.storage_key,
        sealed_key=sealing.wrap(put.key, file_id), state=FileState.KEPT, recorded_at=clock.now(),
    )  # fmt: skip
    db.session.add(file)
    db.session.flush()
    return queries.facts(file)


def keep_made(work: Work, purpose: Purpose, content: Content) -> UUID:
    """Store and write down what long work has made, an export. Outside of any transaction.

    Raises LeaseLost: what was made for somebody who has closed their account meanwhile is not kept.
    """

    def write_down() -> UUID:
        work.hold()
        return keep_file(work.principal, put).file_id

    with stored(purpose, content) as put:
        return run(write_down)


@contextmanager
def refusals_counted(principal: Principal) -> Iterator[None]:
    """Around looking into what was brought, outside of any transaction: what is not taken cost as much, and counts."""
    try:
        yield
    except Unavailable:
        raise  # that is our own affair
    except DomainError:
        run(lambda: _count_refusal(principal))
        raise


def _count_refusal(principal: Principal) -> None:
    db.session.add(Refusal(id=new_id(), party_id=principal.party_id, refused_at=clock.now()))


def refuse_floods(principal: Principal) -> None:
    """So many a party and Shanghai day: asked before a file is looked into, which costs most, and when it is written
    down. Two at once may both be the last: it keeps storage from being filled. Raises TooManyFiles.
    """
    today, limit = clock.today(), ports.retention().most_a_day()
    brought = db.session.scalar(
        select(func.count()).where(File.party_id == principal.party_id, File.purpose.in_(BROUGHT),
                                   File.recorded_at >= clock.start_of(today))
    )  # fmt: skip
    refused = db.session.scalar(
        select(func.count()).where(Refusal.party_id == principal.party_id, Refusal.refused_at >= clock.start_of(today))
    )
    if (brought or 0) + (refused or 0) >= limit:
        until = clock.start_of(today + timedelta(days=1)) - clock.now()
        raise TooManyFiles(limit=limit, retry_after_s=int(until.total_seconds()) + 1)
