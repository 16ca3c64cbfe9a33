"""A workbook is an archive of XML: how large it may be unpacked, and what it may not bring.

Checked before any reader sees it: an archive of 42 KB can hold gigabytes, XML can define entities that multiply, and a
workbook can run programs, carry files and fetch others.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO, Final
from xml.parsers import expat

from backend.sheets.errors import SheetUnreadable, WorkbookTooLarge, WorkbookUnsafe

MOST_MIB: Final = 50
MOST_UNPACKED_BYTES: Final = MOST_MIB * 1024 * 1024
MOST_RATIO: Final = 100
SMALL_BYTES: Final = 256 * 1024
"""Below this a ratio says nothing: a template's empty styles pack well."""
MOST_ENTRIES: Final = 1000
PIECE_BYTES: Final = 256 * 1024
ENCRYPTED: Final = 0x1

BRINGS: Final = (
    (re.compile(r"vbaproject|macrosheets/|/dialogsheets/", re.ASCII), "macro"),
    (re.compile(r"externallinks?/", re.ASCII), "external link"),
    (re.compile(r"^xl/(connections\.xml|querytables/)", re.ASCII), "connection"),
    (re.compile(r"embeddings/|activex|/ctrlprops/", re.ASCII), "embedded object"),
)
SAYS: Final = (
    (b"macroEnabled", "macro"), (b"vbaProject", "macro"), (b"externalLink", "external link"),
    (b"oleObject", "embedded object"), (b"attachedTemplate", "external link"),
)  # fmt: skip
"""What the parts that list the others call the same things, whatever path they gave it."""


def refuse_dangerous(body: bytes) -> None:
    """Raises WorkbookTooLarge, WorkbookUnsafe, SheetUnreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
            _refuse_large(entries, len(body))
            for entry in entries:
                _look_into(archive, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise SheetUnreadable() from error


def _refuse_large(entries: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    """By the archive's own list: nothing is unpacked, and nothing of what is read later exceeds what it says here."""
    unpacked = sum(entry.file_size for entry in entries)
    most_bytes = min(MOST_UNPACKED_BYTES, SMALL_BYTES + packed_bytes * MOST_RATIO)
    if len(entries) > MOST_ENTRIES or unpacked > most_bytes:
        raise WorkbookTooLarge(most_mib=MOST_MIB)
    for entry in entries:
        if entry.file_size > SMALL_BYTES and entry.file_size > entry.compress_size * MOST_RATIO:
            raise WorkbookTooLarge(most_mib=MOST_MIB)
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names):
        raise SheetUnreadable()


def _look_into(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.lower()
    if entry.flag_bits & ENCRYPTED:
        raise WorkbookUnsafe(brings="encrypted")
    for path, what in BRINGS:
        if path.search(name):
            raise WorkbookUnsafe(brings=what)
    if name.endswith((".xml", ".rels", ".vml")):
        lists_others = name.endswith(".rels") or name == "[content_types].xml"
        with archive.open(entry) as part:
            _look_at_xml(part, lists_others=lists_others)


def _look_at_xml(part: IO[bytes], *, lists_others: bool) -> None:
    """No type definition, so no entities: whatever the encoding, the parser itself says so."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_type_definition
    whole = bytearray()
    try:
        while piece := part.read(PIECE_BYTES):
            parser.Parse(piece, False)
            if lists_others:
                whole += piece
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise SheetUnreadable() from error
    for word, what in SAYS:
        if word in whole:
            raise WorkbookUnsafe(brings=what)


def _refuse_type_definition(*_: object) -> None:
    raise WorkbookUnsafe(brings="DTD")
