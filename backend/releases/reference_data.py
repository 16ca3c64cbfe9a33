"""The settings that the product ships: proposals, each with its grade, until the county has decided."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from backend.releases.payloads import ShipRelease
from backend.releases.ports import SETTINGS as KIND
from backend.releases.service import publish_setting, ship_release

SETTINGS: Final = Path(__file__).parent / "data" / "policy_settings.csv"


def load_settings() -> None:
    """The settings of this version, and the release that tells that they came with it."""
    written = SETTINGS.read_text(encoding="utf-8")
    shipped = list(csv.DictReader(io.StringIO(written, newline="")))
    for row in shipped:
        publish_setting(
            key=row["key"], valid_from=date.fromisoformat(row["valid_from"]), value=row["value"], unit=row["unit"],
            source=row["source"], grade=row["grade"], verified=row["verified"] == "true", note=row["note"],
        )  # fmt: skip
    ship_release(
        ShipRelease(
            KIND,
            f"shipped/{hashlib.sha256(written.encode()).hexdigest()[:12]}",
            in_force_from=max(date.fromisoformat(row["valid_from"]) for row in shipped),
            rows=[_as_released(row) for row in shipped],
            published=[row["key"] for row in shipped],
        )
    )


def _as_released(row: Mapping[str, str]) -> dict[str, Any]:
    return {"key": row["key"], "value": row["value"], "source": row["source"], "grade": row["grade"],
            "verified": row["verified"] == "true", "note": row["note"]}  # fmt: skip
