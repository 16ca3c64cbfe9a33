"""Fills ``PersonalData``: the files that somebody brought, with their content while it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from backend.files import queries, service
from backend.files.errors import FileRemoved
from backend.files.names import plain_name
from backend.files.payloads import BROUGHT, Place
from backend.kernel.personal_data import Consequence, Document, Owner, PersonalData, Table
from backend.kernel.principal import Principal, Role

COLUMNS: Final = ("file_id", "name", "media_type", "size_bytes", "sha256", "purpose", "state", "recorded_at",
                  "removed_at")  # fmt: skip


class FilesData(PersonalData):
    tables = frozenset({"files_files", "files_refusals"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        mine = queries.files_of(owner.party_id)
        yield Table("files", COLUMNS, [[getattr(one, column) for column in COLUMNS] for one in mine])
        for one in mine:
            if one.purpose in BROUGHT and one.state == "kept" and one.name is not None:
                place = queries.located_for(Principal(owner.person_id, Role.CITIZEN, owner.party_id), one.file_id)
                yield Document(f"files/{one.file_id}-{plain_name(one.name)}", partial(_content, place))

    def erase(self, owner: Owner) -> None:
        service.erase_of(owner.party_id)

    def consequences(self, owner: Owner) -> Sequence[Consequence]:
        kept = [one for one in queries.files_of(owner.party_id) if one.state == "kept"]
        return (Consequence("files-removed", len(kept)),)


def _content(place: Place) -> bytes | None:
    try:
        return queries.opened(place).body
    except FileRemoved:  # meanwhile
        return None
