"""Look at a printed document as its reader does: its words, what it says of itself, the code on it."""

from __future__ import annotations

import io
from dataclasses import dataclass

import zxingcpp
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject


@dataclass(frozen=True)
class Paper:
    """A PDF."""

    content: bytes

    @property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.content), strict=True)

    @property
    def words(self) -> str:
        """All text in reading order, without spaces and line ends: where lines break is the layout's affair."""
        return squeezed("".join(page.extract_text() for page in self.reader.pages))

    @property
    def pages(self) -> int:
        return len(self.reader.pages)

    @property
    def size_mm(self) -> tuple[int, int]:
        box = self.reader.pages[0].mediabox
        return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)

    @property
    def title(self) -> str | None:
        metadata = self.reader.metadata
        return metadata.title if metadata else None

    @property
    def author(self) -> str | None:
        metadata = self.reader.metadata
        return metadata.author if metadata else None

    @property
    def language(self) -> str:
        return str(self._catalogue["/Lang"])

    @property
    def is_tagged(self) -> bool:
        mark = self._catalogue["/MarkInfo"]
        return "/StructTreeRoot" in self._catalogue and isinstance(mark, DictionaryObject) and bool(mark["/Marked"])

    @property
    def fonts_are_subsets(self) -> bool:
        """Six letters and a plus sign stand before the name of a font of which only the used glyphs are inside."""
        names = {
            str(font.get_object()["/BaseFont"])
            for page in self.reader.pages
            for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
        }
        return bool(names) and all(name[7:8] == "+" for name in names)

    @property
    def _catalogue(self) -> DictionaryObject:
        root = self.reader.trailer["/Root"]
        assert isinstance(root, DictionaryObject)
        return root


def squeezed(text: str) -> str:
    return "".join(text.split())


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def code_on(content: bytes) -> str | None:
    """What a camera reads off a picture."""
    found = zxingcpp.read_barcodes(picture(content).convert("L"))
    return found[0].text if found else None
