"""The archive that somebody takes along: each table as JSON for programs and as CSV for people, files as they are."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from backend.kernel import i18n
from backend.kernel.personal_data import Document, Table
from backend.sheets.cells import Cell
from backend.sheets.writing import text_table

MOST_DOCUMENT_BYTES: Final = 100 * 1024 * 1024
"""Files beyond are left out, and the note says so: each can be fetched by itself."""

PATH: Final = re.compile(r"[^0-9A-Za-z._/-]", re.ASCII)


def archive(found: Sequence[Table | Document], *, made_on: date) -> bytes:
    """Outside of any transaction: files are fetched here."""
    out, left_out, room = io.BytesIO(), 0, MOST_DOCUMENT_BYTES
    tables = [one for one in found if isinstance(one, Table)]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for table in tables:
            packed.writestr(f"json/{table.name}.json", _as_json(table))
            packed.writestr(f"csv/{table.name}.csv", _as_csv(table))
        for document in (one for one in found if isinstance(one, Document)):
            content = document.content()
            if content is None:
                continue
            if len(content) > room:
                left_out += 1
                continue
            room -= len(content)
            packed.writestr(PATH.sub("_", document.path), content)
        packed.writestr("README.txt", _note(tables, made_on, left_out))
    return out.getvalue()


def _as_json(table: Table) -> str:
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1, default=_plain)


def _as_csv(table: Table) -> bytes:
    return text_table(table.columns, [[_cell(value) for value in row] for row in table.rows])


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, date):  # and an instant is one too
        return value.isoformat()
    raise TypeError(f"nothing to hand over: {type(value).__name__}")


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, UUID):
        return str(value)
    cell: Cell = value
    return cell


def _note(tables: Sequence[Table], made_on: date, left_out: int) -> str:
    parts = []
    for language in i18n.LANGUAGES:
        said = [i18n.text_in(language, "privacy.copy.note", date=made_on.isoformat())]
        said += [
            f"- {table.name}: {i18n.text_in(language, 'privacy.copy.rows', count=len(table.rows))}" for table in tables
        ]
        if left_out:
            said.append(i18n.text_in(language, "privacy.copy.left-out", count=left_out))
        parts.append("\n".join(said))
    return "\n\n".join(parts) + "\n"
