"""What a problem looks like when it happens: its sentences with believable facts in them."""

from __future__ import annotations

from string import Formatter
from typing import Any, Final

from backend.kernel import i18n

FACTS: Final[dict[str, Any]] = {
    "role": "rule-editor",
    "now": "1000",
    "key": "offset.daily_limit_kg",
    "activity": "electricity.grid",
    "answer": "accepted",
    "age": 14,
    "allowed": "1 to 500",
    "allowed_fen_per_t": 2000,
    "available": 120,
    "brings": "JavaScript",
    "buffer_kg": 20_000,
    "channels": "native, h5",
    "choices": "browser, app",
    "column": 9,
    "columns": "日期",
    "count": 1,
    "current": "1.0",
    "days": 3,
    "due_at": "2026-11-24 10:42",
    "earliest": "2026-11-19",
    "example": "2026-10",
    "expected": "steps",
    "first": 1,
    "found": "minus five",
    "gateway_code": "PARAM_ERROR",
    "gateways": "wechat",
    "hours": 1,
    "kind": "mobility.walk",
    "latest": "2026-11",
    "least": 1,
    "left_kg": 140,
    "limit": 20,
    "limit_kg": 1000,
    "line": 1,
    "longest": 20,
    "max": 20,
    "measure": "steps",
    "megapixels": 108,
    "minutes": 5,
    "most": 5000,
    "passkeys_at_most": 10,
    "most_megapixels": 40,
    "most_mib": 5,
    "most_pages": 100,
    "name": "points",
    "names": "points, reward_id",
    "needed": "@target-uri",
    "next": 3,
    "number": "MX-2026-000001-7",
    "open_kg": 230,
    "other_name": "petrol",
    "pages": 240,
    "percent": 20,
    "period": "2026-10",
    "price_fen_per_t": 10_000,
    "purpose": "statistics",
    "quantity_kg": 10_000,
    "rebate_fen_per_t": 4000,
    "region": "CN-FJ",
    "replaced_period": "2026-09",
    "required": 200,
    "retry_after_s": 42,
    "rule": "walk",
    "scopes": "redemptions:read",
    "seconds": 300,
    "serial": "2,738,415",
    "shortest": 1,
    "source_reference": "T20261122-0042",
    "span": "minute",
    "state": "closed",
    "time": "10:42",
    "tries_left": 4,
    "types": "JPEG, PNG, PDF",
    "unit": "kWh",
    "until": "2026-11-29 10:42",
    "valid_from": "2026-12-01",
    "value": "NaN",
    "what": "amount_fen",
    "where": "rule walk, points",
    "why": "not-https",
    "written": "MX00000027384157",
}
"""By the name that the sentences give them."""


def facts_of(code: str) -> dict[str, Any]:
    """The facts that the sentences of a problem name, with their example values."""
    named = {
        name
        for part in ("title", "detail", "mend")
        for _, name, _, _ in Formatter().parse(i18n.catalogue(i18n.DEFAULT).get(f"problem.{code}.{part}", ""))
        if name
    }
    return {name: FACTS.get(name, "…") for name in sorted(named)}


def example_problem(status: int, code: str, *, language: str) -> dict[str, Any]:
    facts = facts_of(code)
    title, detail, mend = (
        i18n.text_in(language, f"problem.{code}.{part}", **facts) for part in ("title", "detail", "mend")
    )
    return {
        "type": f"/problems/{code}", "title": title, "status": status, "detail": detail, "code": code, "mend": mend,
        "reasons": [{"code": code, "text": detail, "facts": facts}], "request_id": "7f2a9c0d4e5b6a71",
    }  # fmt: skip
