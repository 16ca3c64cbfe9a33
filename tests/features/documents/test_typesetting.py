"""Pages are the same bytes each time, kept for a while within bounds, and made of what the fonts have."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst

from backend.certificates import paper
from backend.documents import typesetting
from backend.documents.errors import DocumentsBusy
from backend.documents.glyphs import MISSING, printable
from backend.documents.typesetting import MAIN, Template
from backend.kernel import i18n

AT = datetime(2026, 11, 22, 1, 41, tzinfo=UTC)
SERIF = ("certificate.paper.title", "certificate.paper.body", "certificate.paper.retired", "certificate.paper.annex",
         "certificate.issuer", "date.full", "month.11")  # fmt: skip


def page(source: str) -> Template:
    return Template(((MAIN, b'#set document(title: "x")\n' + source.encode()),))


def test_the_same_facts_are_the_same_bytes_in_any_process() -> None:
    source = "page = Template(((MAIN, b'#set document(title: \"x\")\\n#json(bytes(sys.inputs.facts)).name'),))"
    program = (
        "import hashlib; from datetime import UTC, datetime; from backend.documents import typesetting;"
        f" from backend.documents.typesetting import MAIN, Template; {source};"
        " made = typesetting.pdf(page, {'name': '林小溪'}, datetime(2026, 11, 22, 1, 41, tzinfo=UTC));"
        " print(hashlib.sha256(made).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,
                               cwd=Path(__file__).parents[3])  # fmt: skip
    made = typesetting.pdf(page("#json(bytes(sys.inputs.facts)).name"), {"name": "林小溪"}, AT)
    assert elsewhere.stdout.strip() == hashlib.sha256(made).hexdigest()


def test_a_template_sees_nothing_of_the_machine() -> None:
    with pytest.raises(typst.TypstError):
        typesetting.pdf(page('#read("/etc/hostname")'), {}, AT)


def test_an_edition_changes_with_every_file() -> None:
    assert page("a").edition == page("a").edition != page("b").edition
    assert len(paper.template().edition) == 16


def test_pages_are_kept_within_bounds() -> None:
    kept = typesetting._Pages(100)
    for each in range(50):
        kept.keep(str(each), b"x" * 30)
    assert kept.bytes <= 100
    assert [str(each) for each in range(50) if kept.get(str(each))] == ["47", "48", "49"]
    kept.keep("49", b"y")
    assert (kept.get("49"), kept.bytes) == (b"y", 61)
    kept.keep("large", b"x" * 101)
    assert kept.get("large") is None and kept.bytes <= 100


def _until_nobody_more_may_wait() -> None:
    """Only looking: who tried whether there is room would take it from one of those that come."""
    deadline = time.monotonic() + typesetting.LONGEST_WAIT_S
    while typesetting._queue._value:
        assert time.monotonic() < deadline, "they come at once"
        time.sleep(0.001)


def test_a_queue_that_is_full_is_told_to_come_back() -> None:
    """The compiler is taken, as many wait as may: whoever comes now is not kept."""
    blank = page("")
    with typesetting._turn():
        refused: list[BaseException] = []

        def waits() -> None:
            try:
                typesetting.pdf(blank, {"waiting": True}, AT)
            except DocumentsBusy as busy:
                refused.append(busy)

        waiting = [threading.Thread(target=waits) for _ in range(typesetting.MOST_WAITING)]
        for each in waiting:
            each.start()
        _until_nobody_more_may_wait()
        with pytest.raises(DocumentsBusy):
            typesetting.pdf(blank, {"one": "too many"}, AT)
    for each in waiting:
        each.join()
    assert typesetting.pdf(blank, {"later": True}, AT).startswith(b"%PDF")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_serif_word_has_its_characters_in_the_small_font(language: str) -> None:
    """It holds only what it must (backend/documents/fonts/README.md): a new word may need another cut."""
    words = i18n.catalogue(language)
    for weight in ("regular", "bold"):
        source = f'#set text(font: "Noto Serif CJK SC", weight: "{weight}", fallback: false)\n'
        for key in SERIF:
            text = words[key].replace("{", "").replace("}", "")
            typesetting.pdf(page(source + "#json(bytes(sys.inputs.facts)).text"), {"text": text}, AT)


class TestNames:
    @pytest.mark.parametrize("name", ["林小溪", "ئابدۇكېرىم", "𠮷㐂龘", "林🌲", "Zoë Ñandú", "金씨", "さくら", "अमित"])
    def test_are_printed_in_their_script(self, name: str) -> None:
        assert printable(name) == name

    def test_show_a_gap_where_no_font_has_the_character(self) -> None:
        assert printable("བོད Sonam") == MISSING * 3 + " Sonam"
