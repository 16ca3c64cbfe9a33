"""What a printed certificate says, word for word: the facts of its web page, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from backend.certificates.models import State
from backend.certificates.qr import qr_svg
from backend.certificates.queries import Facts, Sheet
from backend.documents.glyphs import MISSING, printable
from backend.documents.typesetting import Template
from backend.kernel import clock, i18n
from backend.kernel.serials import SerialRange

FRONT: Final = 6
"""So many stretches of serials stand on the certificate itself; of more, the first ``FEW`` and a word where all are."""
FEW: Final = 3
ANNEXED: Final = 900
"""And so many in the annex: what nobody would read must not make a page that takes seconds to set."""
LINE: Final = 50
LINES: Final = {"zh-CN": 9, "en": 8}
"""For so many lines the paper has room at full size; a line holds 25 Chinese characters, each as wide as two Latin."""
OTHER: Final = {"zh-CN": "en", "en": "zh-CN"}
LOCALES: Final = {"zh-CN": ("zh", "CN"), "en": ("en", "GB")}


@cache
def template() -> Template:
    return Template.of(Path(__file__).parent / "templates")


def contents(sheet: Sheet, form: str) -> dict[str, Any]:
    """For the template: every word that stands on it. ``form`` is "paper" (A4) or "poster" (a phone's width)."""
    language, facts = i18n.language(), sheet.facts
    other = OTHER[language]
    lang, region = LOCALES[language]
    is_long = len(facts.serials) > FRONT
    lines = _lines(facts)
    return {
        "form": form, "state": sheet.state, "lang": lang, "region": region, "number": sheet.number,
        "heading": _say("title"), "issuer": i18n.text("certificate.issuer"),
        "other": {"lang": LOCALES[other][0], "heading": i18n.catalogue(other)["certificate.paper.title"]},
        "banner": [_say(sheet.state), i18n.text(f"certificate.paper.{sheet.state}.text", date=_since(sheet))],
        "demo": sheet.demo, "demo-note": _say("demo"), "demo-mark": _say("demo-mark"),
        "body": _sentence(), "quantity": f"{facts.quantity_kg:,}", "unit": _say("unit"), "facts": lines,
        "much": _is_much(lines, facts),
        "serials-label": _say("serials"), "serials": _stretches(facts.serials[: FEW if is_long else FRONT]),
        "serials-note": _where_all_are(facts, form) if is_long else None,
        "qr": qr_svg(sheet.qr_text), "qr-alt": _say("qr"), "seal-alt": _say("seal"), "date": day_text(sheet.issued_at),
        "number-label": _say("number"), "check": _say("check"), "address": sheet.url.removesuffix(sheet.number),
        "check-file": _say("check-file"), "annex": _annex(facts) if is_long else None,
    }  # fmt: skip


def file_name(number: str) -> str:
    return _say("file-name", number=number)


def day_text(at: datetime) -> str:
    day = at.astimezone(clock.PROGRAMME_ZONE)
    return i18n.text("date.full", year=day.year, month=i18n.text(f"month.{day.month}"), day=day.day)


def _say(what: str, **facts: Any) -> str:
    return i18n.text(f"certificate.paper.{what}", **facts)


def _since(sheet: Sheet) -> str:
    """From when the banner is true."""
    return day_text(sheet.issued_at if sheet.state == State.VALID else sheet.state_changed_at or sheet.issued_at)


def _sentence() -> list[str]:
    """The sentence in three: the word in its middle is set in bold."""
    before, _, after = _say("body", retired="\x00").partition("\x00")
    return [before, _say("retired"), after]


def _lines(facts: Facts) -> list[list[str]]:
    project, retired = facts.project, facts.retired_at.astimezone(clock.PROGRAMME_ZONE)
    area = _say("area", mu=f"{project.area_mu:,}")
    return [
        [_say("purpose"), facts.purpose_text],
        [_say("holder"), _holder(facts.beneficiary_name)],
        [_say("batch"), facts.batch_number],
        [_say("project"), printable(_say("where", place=project.place, name=project.name, area=area))],
        [_say("vintage"), _say("years", first=facts.vintage["from"], last=facts.vintage["to"])],
        [_say("serials"), ""],
        [_say("retired-at"), f"{day_text(retired)} {retired:%H:%M:%S}"],
        [_say("basis"), facts.basis],
    ]


def _is_much(lines: Sequence[Sequence[str]], facts: Facts) -> bool:
    """Whether the paper may have to be drawn smaller. GB 18030 gives a Latin letter a byte and a Chinese one two."""
    needed = sum(1 + (len(value.encode("gb18030")) - 1) // LINE for _, value in lines)
    return needed + len(facts.serials) - 1 > LINES[i18n.language()]


def _holder(name: str | None) -> str:
    if name is None:
        return _say("no-name")
    printed = printable(name)
    return f"{printed} {_say('missing')}" if MISSING in printed and MISSING not in name else printed


def _stretches(serials: Sequence[SerialRange]) -> list[str]:
    return [f"{each.first:,}" if each.first == each.last else f"{each.first:,} — {each.last:,}" for each in serials]


def _where_all_are(facts: Facts, form: str) -> str:
    return _say("serials-more" if form == "paper" else "serials-online", count=f"{len(facts.serials):,}")


def _annex(facts: Facts) -> dict[str, Any]:
    count = len(facts.serials)
    note = _say("annex-note", count=f"{count:,}", quantity=f"{facts.quantity_kg:,}")
    if count > ANNEXED:
        note = f"{note} {_say('annex-cut', shown=ANNEXED)}"
    return {"heading": _say("annex"), "note": note, "serials": _stretches(facts.serials[:ANNEXED])}
