"""Set pages: a template and facts in, the bytes of a PDF or a picture out. Knows no feature and no words.

Facts reach a template as data (``sys.inputs``), never as its source: whatever a name is made of, it stays text.
The same template, facts and instant give the same bytes. A template sees its own files and nothing else of the machine.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typst

from backend.documents.errors import DocumentsBusy

MAIN: Final = "main.typ"
SHARED: Final = Path(__file__).parent / "templates"
OWN_FONTS: Final = Path(__file__).parent / "fonts"
FONT_PACKAGES: Final = ("manimgx_fonts", "manimgx_fonts_cjk")
STANDARDS: Final = ("a-2a", "ua-1")
"""PDF/A for the archive, PDF/UA for a screen reader. Both refuse a character that no font has."""

MOST_WAITING: Final = 5
LONGEST_WAIT_S: Final = 2
"""One page is set at a time in a process, and few wait for it: a flood of requests must not take every thread."""

KEPT_BYTES: Final = 8 * 1024 * 1024
"""Pages that were set last, for whoever asks again at once: a phone fetches a file two or three times."""


@dataclass(frozen=True)
class Template:
    """Files that make a document; ``main.typ`` is where it begins."""

    files: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, folder: Path) -> Template:
        """Every file of a feature's folder, with those that all documents share."""
        paths = [*sorted(SHARED.iterdir()), *sorted(folder.iterdir())]
        return cls(tuple((path.name, path.read_bytes()) for path in paths if path.suffix in {".typ", ".svg"}))

    @cached_property
    def edition(self) -> str:
        """Changes with everything but the facts that decides what comes out."""
        digest = hashlib.sha256(repr(self.files).encode())
        for package in ("typst", *FONT_PACKAGES):
            digest.update(f"{package} {metadata.version(package)}\n".encode())
        for font in sorted(OWN_FONTS.glob("*.otf")):
            digest.update(font.read_bytes())
        return digest.hexdigest()[:16]


def pdf(template: Template, facts: Mapping[str, Any], at: datetime) -> bytes:
    """A tagged PDF/A, made ``at``. Raises DocumentsBusy."""
    return _kept(template, facts, {"format": "pdf", "timestamp": int(at.timestamp()), "pdf_standards": list(STANDARDS)})


def picture(template: Template, facts: Mapping[str, Any], *, pixels_per_point: int) -> bytes:
    """The first page as PNG. Raises DocumentsBusy."""
    return _kept(template, facts, {"format": "png", "ppi": 72 * pixels_per_point})


def _kept(template: Template, facts: Mapping[str, Any], options: dict[str, Any]) -> bytes:
    written = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    key = f"{template.edition} {options} {written}"
    if (page := _pages.get(key)) is None:
        with _turn():
            # Whoever was before us in the queue may have set this very page.
            if (page := _pages.get(key)) is None:
                page = _set(template, written, options)
                _pages.keep(key, page)
    return page


def _set(template: Template, facts: str, options: dict[str, Any]) -> bytes:
    made = _compiler().compile(dict(template.files), sys_inputs={"facts": facts}, **options)
    page = made[0] if isinstance(made, list) else made
    assert page is not None, "without an output file the page itself comes back"
    return page


class _Pages:
    """The pages that were set last, up to so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: str, page: bytes) -> None:
        with self._lock:
            self.bytes += len(page) - len(self._pages.pop(key, b""))
            self._pages[key] = page
            while self.bytes > self.most_bytes:
                _, oldest = self._pages.popitem(last=False)
                self.bytes -= len(oldest)


_pages = _Pages(KEPT_BYTES)
_setting = threading.Lock()
_queue = threading.BoundedSemaphore(MOST_WAITING + 1)


@contextmanager
def _turn() -> Iterator[None]:
    """One after another: a compiler is no two threads' at once, and a page takes a core for as long as it takes."""
    if not _queue.acquire(blocking=False):
        raise DocumentsBusy(retry_after_s=1)
    try:
        if not _setting.acquire(timeout=LONGEST_WAIT_S):
            raise DocumentsBusy(retry_after_s=2)
        try:
            yield
        finally:
            _setting.release()
    finally:
        _queue.release()


@cache
def _compiler() -> typst.Compiler:
    """Fonts are read once a process, when the first page is set: a tenth of a second and some 50 MB."""
    packages = [str(Path(str(spec.origin)).parent) for name in FONT_PACKAGES if (spec := find_spec(name))]
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[*packages, str(OWN_FONTS)]
    )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


_PROBE: Final = Template(
    ((MAIN, b'#set document(title: "?")\n#set text(font: "Noto Sans CJK SC")\n#json(bytes(sys.inputs.facts))'),)
)


def can_set(text: str) -> bool:
    """Whether the fonts have every character. Raises DocumentsBusy."""
    with _turn():
        try:
            _set(_PROBE, json.dumps(text), {"format": "pdf", "timestamp": 0, "pdf_standards": list(STANDARDS)})
        except typst.TypstError:
            return False
    return True
