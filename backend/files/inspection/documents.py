"""PDFs: bounded, and with nothing in them that acts by itself. They are kept as they came: signatures stay valid."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from backend.files.errors import DocumentTooLong, FileUnreadable, FileUnsafe

MOST_PAGES: Final = 100
MOST_OBJECTS: Final = 20_000
DEEPEST: Final = 60

ACTING: Final = {
    "/JavaScript": "JavaScript", "/JS": "JavaScript", "/Launch": "Launch", "/EmbeddedFile": "EmbeddedFile",
    "/EmbeddedFiles": "EmbeddedFile", "/RichMedia": "RichMedia", "/XFA": "XFA", "/SubmitForm": "SubmitForm",
    "/ImportData": "ImportData", "/GoToE": "GoToE", "/GoToR": "GoToR", "/Rendition": "Rendition", "/AA": "AA",
}  # fmt: skip
"""Names, as keys or values anywhere, of what a reader carries out or fetches."""


def look_through(body: bytes) -> None:
    """Raises FileUnreadable, FileUnsafe, DocumentTooLong."""
    try:
        reader = PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted:
            raise FileUnsafe(brings="encrypted")
        for thing in _objects(reader):
            _refuse_acting(thing)
        pages = reader.get_num_pages()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError,
            AssertionError, NotImplementedError, OverflowError) as error:  # fmt: skip
        raise FileUnreadable() from error  # whatever a reader stumbles over, nobody has to read
    if not 1 <= pages <= MOST_PAGES:
        raise DocumentTooLong(pages=pages, most_pages=MOST_PAGES)


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object that the document can lead to, whether a page uses it or not."""
    numbered = {(number, generation) for generation, table in reader.xref.items() for number in table}
    numbered |= {(number, 0) for number in reader.xref_objStm}
    if len(numbered) > MOST_OBJECTS:
        raise DocumentTooLong(pages=0, most_pages=MOST_PAGES)
    yield reader.trailer
    for number, generation in sorted(numbered):
        if number:
            yield reader.get_object(IndirectObject(number, generation, reader))


def _refuse_acting(thing: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise FileUnreadable()
    if isinstance(thing, NameObject):
        if thing in ACTING:
            raise FileUnsafe(brings=ACTING[thing])
    elif isinstance(thing, DictionaryObject):
        for name, value in thing.items():
            _refuse_acting(name, depth + 1)
            _refuse_acting(value, depth + 1)
    elif isinstance(thing, ArrayObject):
        for value in thing:
            _refuse_acting(value, depth + 1)
