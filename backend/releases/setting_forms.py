"""What the next value of a setting may be: the form of its unit, the form of the present value, and bounds."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from backend.releases.columns import Hint, unit_words
from backend.releases.models import Setting
from backend.releases.queries import WHOLE
from backend.releases.service.publishing import FORMS

DATA: Final = Path(__file__).parent / "data"
NO_MEASURES: Final = frozenset({"boolean", "choice", "text", "date", "telephone", "time of day"})
"""What a value is and not how much of what: no unit stands behind it."""

BOUNDS_OF_UNITS: Final[Mapping[str, tuple[int, int]]] = {
    "percent": (0, 100), "year": (0, 150), "month": (1, 600), "day": (0, 36_500), "working day": (1, 250),
    "hour": (0, 8_760),
}  # fmt: skip
"""Where ``data/setting_bounds.csv`` says nothing of a key."""
MOST: Final = 10**12


@cache
def as_shipped() -> Mapping[str, str]:
    """The unit of every key."""
    with (DATA / "policy_settings.csv").open(encoding="utf-8", newline="") as table:
        return {row["key"]: row["unit"] for row in csv.DictReader(table)}


@cache
def _bounds() -> Mapping[str, tuple[int | None, int | None, Collection[str]]]:
    with (DATA / "setting_bounds.csv").open(encoding="utf-8", newline="") as table:
        return {
            row["key"]: (
                int(row["least"]) if row["least"] else None,
                int(row["most"]) if row["most"] else None,
                tuple(row["choices"].split("|")) if row["choices"] else (),
            )
            for row in csv.DictReader(table)
        }


def hint_of(key: str, unit: str, now: str) -> Hint:
    least, most, choices = _bounds().get(key, (None, None, ()))
    if unit == "boolean":
        return Hint("yes-no")
    if choices:
        return Hint("choice", choices=choices)
    if unit in FORMS:
        return Hint("time" if unit == "time of day" else "telephone")
    if unit in NO_MEASURES or WHOLE.fullmatch(now) is None:
        return Hint("text")
    lower, upper = BOUNDS_OF_UNITS.get(unit, (0, MOST))
    return Hint("whole", lower if least is None else least, upper if most is None else most)


def misfit_of(value: str, known: Setting) -> tuple[str, Mapping[str, Any]] | None:
    """Why programs could not count with this value, as a code of the locales and its facts; None where they can."""
    measure = "" if known.unit in NO_MEASURES else unit_words(known.unit)
    hint, wrong = hint_of(known.key, known.unit, known.value), {"now": f"{known.value} {measure}".strip() or "—"}
    form = FORMS.get(known.unit)
    if form is not None and form.fullmatch(value) is None:
        return "setting-wrong-form", wrong
    if hint.form == "yes-no" and value not in {"true", "false"}:
        return "setting-wrong-form", wrong
    if hint.form == "choice" and value not in hint.choices:
        return "not-one-of", {"choices": ", ".join(hint.choices)}
    if hint.form != "whole":
        return None
    if WHOLE.fullmatch(value) is None or (value.startswith("-") and not known.value.startswith("-")):
        return "setting-wrong-form", wrong
    least, most = hint.least or 0, hint.most or 0
    return None if least <= int(value) <= most else ("out-of-range", {"least": least, "most": most})
