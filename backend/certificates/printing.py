"""Print a certificate when somebody wants it. See docs/adr/0070-prints-are-made-when-wanted-and-known-for-ever.md."""

from __future__ import annotations

import hashlib
from typing import Final

from backend.certificates import paper, service
from backend.certificates.payloads import KeepPrint
from backend.certificates.queries import Sheet
from backend.documents import typesetting
from backend.kernel import i18n
from backend.kernel.principal import SYSTEM
from backend.kernel.transaction import abandon, run

POSTER_PIXELS_PER_POINT: Final = 2  # 540 points wide


def tag(sheet: Sheet, form: str) -> str:
    """Equal for the same file: whoever has it need not fetch it, and we need not set it again."""
    shown = f"{sheet.number} {sheet.state} {sheet.state_changed_at} {i18n.language()} {form} {sheet.qr_text}"
    return hashlib.sha256(f"{paper.template().edition} {shown}".encode()).hexdigest()[:32]


def pdf(sheet: Sheet) -> bytes:
    """The PDF. Its digest is kept before anybody gets it, so that there is none that we do not know.

    Raises:
        DocumentsBusy: too many wait for one.
    """
    page = typesetting.pdf(paper.template(), _contents(sheet, "paper"), sheet.issued_at)
    wish = KeepPrint(
        sha256=hashlib.sha256(page).hexdigest(), number=sheet.number, language=i18n.language(),
        state_shown=sheet.state, edition=paper.template().edition,
    )  # fmt: skip
    run(lambda: service.keep_print(SYSTEM, wish))
    return page


def poster(sheet: Sheet) -> bytes:
    """The picture for a phone: to be shown, not to be checked by its digest (messengers recompress pictures)."""
    contents = _contents(sheet, "poster")
    return typesetting.picture(paper.template(), contents, pixels_per_point=POSTER_PIXELS_PER_POINT)


def _contents(sheet: Sheet, form: str) -> dict[str, object]:
    abandon()  # a page takes as long as many queries: the connection is for others meanwhile
    return paper.contents(sheet, form)
