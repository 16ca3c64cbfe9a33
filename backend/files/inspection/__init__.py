"""What somebody brings, looked through: its real type by its content, bounded, and made harmless or refused."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from backend.files.errors import FileMissing, FileTypeRefused
from backend.files.inspection import documents, pictures, recognising, tables
from backend.files.inspection.recognising import CSV, JPEG, PDF, PNG, WEBP, XLSX
from backend.files.names import safe_name
from backend.files.payloads import Content, Purpose

TAKEN: Final[dict[Purpose, tuple[str, ...]]] = {
    Purpose.EVIDENCE: (JPEG, PNG, WEBP, PDF, XLSX, CSV),
    Purpose.IMPORT: (XLSX, CSV),
}
CALLED: Final = {JPEG: "JPEG", PNG: "PNG", WEBP: "WebP", PDF: "PDF", XLSX: "XLSX", CSV: "CSV"}


def examined(purpose: Purpose, name: str, body: bytes) -> Content:
    """The content as it may be kept. Neither its name nor the type that was sent with it are believed.

    Raises:
        FileMissing: nothing in it.
        FileTypeRefused, FileUnreadable, FileUnsafe, PictureTooLarge, PicturesBusy, DocumentTooLong,
        WorkbookTooLarge, WorkbookUnsafe, SheetUnreadable: see there.
    """
    if not body:
        raise FileMissing()
    found = recognising.media_type_of(body)
    if found not in TAKEN[purpose]:
        raise FileTypeRefused(types=_called(TAKEN[purpose]))
    recognising.refuse_two_at_once(found, body)
    if found in {JPEG, PNG, WEBP}:
        found, body = pictures.drawn_again(found, body)
    elif found == PDF:
        documents.look_through(body)
    else:
        tables.look_through(found, body)
    return Content(safe_name(name, found), found, body)


def _called(types: Collection[str]) -> str:
    return ", ".join(CALLED[each] for each in types)
