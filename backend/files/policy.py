"""Whose file it is. Pure: plain values in, a refusal or nothing out."""

from __future__ import annotations

from uuid import UUID

from backend.files.errors import FileNotFound
from backend.kernel.principal import Principal


def may_read(principal: Principal, owner: UUID, file_id: UUID, *, handles_its_thing: bool) -> None:
    """One's own, or that of a thing that one handles; to all others it is not there."""
    if owner != principal.party_id and not handles_its_thing:
        raise FileNotFound(file_id=str(file_id))


def may_attach(principal: Principal, owner: UUID, file_id: UUID) -> None:
    """Only one's own is put forward as evidence."""
    if owner != principal.party_id:
        raise FileNotFound(file_id=str(file_id))
