"""Which type a content is of, by what it is; and whether it is a second one as well."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from backend.files.errors import FileUnsafe
from backend.sheets import encodings

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"

MARKUP: Final = re.compile(rb"<(script|html|svg|!doctype\s+html|iframe|\?php)[\s>/]", re.IGNORECASE | re.ASCII)
"""What a browser or a server that guesses would carry out."""


def media_type_of(body: bytes) -> str | None:
    """None: none of those that are ever taken. What is text, and no markup, is a table of one column at least."""
    if body.startswith(b"\xff\xd8\xff"):
        return JPEG
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return WEBP
    if body.startswith(b"%PDF-"):
        return PDF
    if body.startswith(b"PK\x03\x04"):
        return XLSX if _is_workbook(body) else None
    return CSV if _is_plain_table(body) else None


def refuse_two_at_once(media_type: str, body: bytes) -> None:
    """A picture that is an archive as well, a document that is a page: refused whatever the half that we would see.

    Raises FileUnsafe. Pictures are drawn again anyway; what somebody took pains to hide is not worth keeping.
    """
    if media_type != XLSX and _ends_as_archive(body):
        raise FileUnsafe(brings="ZIP")
    if media_type in {JPEG, PNG, WEBP} and b"%PDF-" in body[:1024]:
        raise FileUnsafe(brings="PDF")
    if media_type in {JPEG, PNG, WEBP, CSV} and MARKUP.search(body):
        raise FileUnsafe(brings="HTML")
    if media_type == PDF and MARKUP.search(body[:1024] + b" " + body[-1024:]):
        raise FileUnsafe(brings="HTML")


def _ends_as_archive(body: bytes) -> bool:
    """An archive is read from its end, so that anything may stand before it."""
    return zipfile.is_zipfile(io.BytesIO(body))


def _is_workbook(body: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names


def _is_plain_table(body: bytes) -> bool:
    text = encodings.decoded(body)
    return text is not None and bool(text.strip()) and not text.lstrip().startswith("<")
