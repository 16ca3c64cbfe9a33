"""What somebody may try to bring: refused with the reason, in little time and little memory."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from backend.files.inspection import examined
from backend.files.payloads import Purpose
from backend.kernel.errors import DomainError
from tests.support.uploads import a_photo, a_picture

SHEET = "xl/worksheets/sheet1.xml"


def brought(body: bytes, name: str = "x", purpose: Purpose = Purpose.EVIDENCE) -> str:
    """Its media type, or why it was refused."""
    try:
        return examined(purpose, name, body).media_type
    except DomainError as refusal:
        return " ".join([refusal.code, *map(str, refusal.facts.get("brings", "").split())])


def a_workbook() -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.append(["日期", "用电"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_with(more: dict[str, bytes], *, without: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename not in {*more, without}:
                target.writestr(entry.filename, source.read(entry))
        for name, content in more.items():
            target.writestr(name, content)
    return out.getvalue()


def a_document(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return writer


def pdf(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def png_header(width: int, height: int, pixels: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


class TestPictures:
    @pytest.mark.parametrize(
        ("body", "kept_as"),
        [
            (a_photo(), "image/jpeg"), (a_picture(form="PNG"), "image/png"), (a_picture(form="WEBP"), "image/jpeg"),
            (a_picture(form="PNG", mode="RGBA"), "image/png"), (a_picture(form="PNG", mode="P"), "image/png"),
            (a_picture(mode="CMYK"), "image/jpeg"), (a_picture(mode="L"), "image/jpeg"),
            (a_picture(form="PNG", mode="I;16"), "image/png"), (a_picture(form="WEBP", mode="RGBA"), "image/jpeg"),
            (a_picture((2100, 2000), form="PNG"), "image/jpeg"),
        ],
    )  # fmt: skip
    def test_are_drawn_again(self, body: bytes, kept_as: str) -> None:
        kept = examined(Purpose.EVIDENCE, "x", body)
        assert kept.media_type == kept_as
        with Image.open(io.BytesIO(kept.body)) as again:
            again.load()
            assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}

    def test_are_bounded_in_size(self) -> None:
        kept = examined(Purpose.EVIDENCE, "x", a_picture((6000, 1000)))
        with Image.open(io.BytesIO(kept.body)) as again:
            assert max(again.size) == 4096

    def test_that_are_huge_are_refused_before_they_are_decoded(self) -> None:
        assert brought(png_header(30_000, 30_000)) == "picture-too-large"
        assert brought(a_picture((10, 10)).replace(b"\x00\x0a\x00\x0a", b"\x75\x30\x75\x30")) == "picture-too-large"

    def test_that_are_broken_off_are_refused(self) -> None:
        whole = a_picture((640, 480))
        assert brought(whole[: len(whole) // 2]) == "file-unreadable"
        assert brought(b"\xff\xd8\xff") == "file-unreadable"
        assert brought(png_header(100, 100)) == "file-unreadable"

    def test_that_are_a_page_are_refused(self) -> None:
        assert brought(b"<!doctype html><script>alert(1)</script>", "x.png") == "file-type-refused"
        assert brought(b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>") == "file-unsafe HTML"

    def test_that_are_svg_are_refused(self) -> None:
        for lead in (b"", b"\xef\xbb\xbf", b"<?xml version='1.0'?>", b"\n\n <!-- x -->"):
            assert brought(lead + b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>") == "file-type-refused"

    def test_that_are_something_else_as_well_are_refused(self) -> None:
        behind = io.BytesIO()
        with zipfile.ZipFile(behind, "w") as archive:
            archive.writestr("a.class", b"x")
        assert brought(a_photo() + behind.getvalue()) == "file-unsafe ZIP"
        assert brought(a_photo() + b"<script>alert(1)</script>") == "file-unsafe HTML"
        assert brought(a_photo(comment=b"%PDF-1.7")) == "file-unsafe PDF"
        assert brought(pdf(a_document()) + behind.getvalue()) == "file-unsafe ZIP"


class TestDocuments:
    def test_of_a_few_pages_are_kept_as_they_came(self) -> None:
        body = pdf(a_document(3))
        assert examined(Purpose.EVIDENCE, "x.exe", body).body == body

    def test_of_many_pages_are_refused(self) -> None:
        assert brought(pdf(a_document(101))) == "document-too-long"

    def test_that_act_by_themselves_are_refused(self) -> None:
        script = a_document()
        script.root_object[NameObject("/OpenAction")] = DictionaryObject({
            NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)"),
        })  # fmt: skip
        carries = a_document()
        carries.add_attachment("x.exe", b"MZ")
        launches = a_document()
        launches.root_object[NameObject("/OpenAction")] = DictionaryObject({
            NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe"),
        })  # fmt: skip
        hidden = a_document()
        hidden._add_object(DictionaryObject({NameObject("/S"): NameObject("/JavaScript")}))
        locked = a_document()
        locked.encrypt("x", algorithm="AES-256")
        for writer, what in ((script, "JavaScript"), (carries, "EmbeddedFile"), (launches, "Launch"),
                             (hidden, "JavaScript"), (locked, "encrypted")):  # fmt: skip
            assert brought(pdf(writer)) == f"file-unsafe {what}"

    def test_that_write_the_name_of_what_acts_otherwise_are_refused(self) -> None:
        writer = a_document()
        writer._add_object(DictionaryObject({NameObject("/S"): NameObject("/Launch")}))
        assert brought(pdf(writer).replace(b"/Launch", b"/L#61unch")) == "file-unsafe Launch"

    def test_that_are_broken_are_refused(self) -> None:
        assert brought(b"%PDF-1.7\nnothing") == "file-unreadable"
        loops = a_document()
        stream = DecodedStreamObject()
        stream[NameObject("/Length")] = NameObject("/Nowhere")
        loops._add_object(stream)
        assert brought(pdf(loops)[:200]) == "file-unreadable"


class TestWorkbooks:
    def test_are_kept(self) -> None:
        assert examined(Purpose.IMPORT, "表.xlsm", a_workbook()).name == "表.xlsx"

    def test_that_unpack_to_gigabytes_are_refused(self) -> None:
        zeros = b"0" * (60 * 1024 * 1024)
        assert brought(workbook_with({SHEET: zeros})) == "workbook-too-large"
        assert brought(workbook_with({"xl/media/x.png": b"0" * (20 * 1024 * 1024)})) == "workbook-too-large"
        many = {f"xl/media/{number}": b"" for number in range(1001)}
        assert brought(workbook_with(many)) == "workbook-too-large"

    def test_that_lie_about_their_size_are_refused(self) -> None:
        """Whoever believes the list unpacks what it says, and no more."""
        body = bytearray(workbook_with({"xl/media/x.xml": b"<a>" + b" " * 50_000 + b"</a>"}))
        size = struct.pack("<I", 50_007)
        assert body.count(size) == 2
        assert brought(bytes(body.replace(size, struct.pack("<I", 7)))) == "sheet-unreadable"

    def test_that_define_entities_are_refused(self) -> None:
        laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
        assert brought(workbook_with({SHEET: laughs})) == "workbook-unsafe DTD"
        wide = laughs.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")
        assert brought(workbook_with({SHEET: wide})) == "workbook-unsafe DTD"

    @pytest.mark.parametrize(
        ("part", "what"),
        [
            ("xl/externalLinks/externalLink1.xml", "external link"), ("xl/vbaProject.bin", "macro"),
            ("xl/connections.xml", "connection"), ("xl/embeddings/oleObject1.bin", "embedded object"),
            ("XL/VBAPROJECT.BIN", "macro"), ("xl/macrosheets/sheet1.xml", "macro"),
        ],
    )  # fmt: skip
    def test_that_bring_more_than_values_are_refused(self, part: str, what: str) -> None:
        assert brought(workbook_with({part: b"<a/>"})) == f"workbook-unsafe {what}"

    def test_that_call_their_parts_otherwise_are_refused(self) -> None:
        kinds = b'<Types><Default ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
        assert brought(workbook_with({"[Content_Types].xml": kinds})) == "workbook-unsafe macro"

    def test_that_are_another_archive_are_refused(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("word/document.xml", b"<a/>")
        assert brought(out.getvalue(), "x.xlsx") == "file-type-refused"
        assert brought(b"PK\x03\x04" + b"\x00" * 40, "x.xlsx") == "file-type-refused"


class TestTables:
    def test_are_kept_in_the_encodings_that_excel_writes(self) -> None:
        for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
            assert brought("日期,用电\r\n".encode(encoding)) == "text/csv"

    @pytest.mark.parametrize("body", [b"MZ\x00\x01", b"\x7fELF\x02", b"GIF89a\x00", b"   ", b"<a>,b", b"\x00" * 10])
    def test_that_are_none_are_refused(self, body: bytes) -> None:
        assert brought(body) == "file-type-refused"

    def test_that_hide_a_page_are_refused(self) -> None:
        assert brought(b"a,b\n<script>alert(1)</script>") == "file-unsafe HTML"

    def test_are_for_importing_and_photos_are_not(self) -> None:
        assert brought(a_photo(), purpose=Purpose.IMPORT) == "file-type-refused"
        assert brought(b"a,b", purpose=Purpose.IMPORT) == "text/csv"


def a_photo_of(width: int, height: int) -> bytes:
    facts = Image.Exif()
    facts[0x0112] = 6
    return a_picture((width, height), exif=facts, quality=60)


def a_million_rows() -> bytes:
    row = b'<row r="%d"><c r="A%d"><v>%d</v></c></row>'
    rows = b"".join(row % (number, number, number % 97) for number in range(1, 1_000_001))
    return workbook_with({SHEET: b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"})


HEAVY: dict[str, Callable[[], bytes]] = {
    "thirty thousand by thirty thousand": lambda: png_header(30_000, 30_000),
    "a phone's photo of twelve megapixels": lambda: a_photo_of(4000, 3000),
    "a photo of forty megapixels": lambda: a_photo_of(7300, 5400),
    "a drawing of twelve megapixels": lambda: a_picture((4000, 3000), form="PNG", compress_level=1),
    "a zip bomb": lambda: workbook_with({SHEET: b"0" * (60 * 1024 * 1024)}),
    "a million rows": a_million_rows,
}


@pytest.mark.parametrize("what", HEAVY)
def test_what_is_heavy_takes_little_time_and_memory(what: str) -> None:
    heavy = HEAVY[what]()
    brought(a_photo())  # what is imported and kept for ever is not of this file
    patience = slowness()
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # Linux forgets the highest and begins anew
    before_mib, began = memory_mib("VmRSS"), time.perf_counter()
    brought(heavy)
    took_s, grown_mib = time.perf_counter() - began, memory_mib("VmHWM") - before_mib
    assert grown_mib <= 100
    assert took_s <= 2 * patience


def memory_mib(which: str) -> int:
    [kb] = re.findall(rf"{which}:\s+([0-9]+)", Path("/proc/self/status").read_text("ascii"))
    return int(kb) // 1024


def slowness() -> float:
    """How much slower this machine is just now than an idle one, at least 1: neighbours take turns on its cores."""
    began = time.perf_counter()
    zlib.compress(bytes(range(256)) * 40_000, 6)
    return max(1.0, (time.perf_counter() - began) / 0.05)
