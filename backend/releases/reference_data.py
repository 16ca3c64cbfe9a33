"""The settings that the product ships: proposals, each with its grade, until the county has decided."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Final

from backend.releases.service import publish_setting

SETTINGS: Final = Path(__file__).parent / "data" / "policy_settings.csv"


def load_settings() -> None:
    with SETTINGS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            publish_setting(
                key=row["key"], valid_from=date.fromisoformat(row["valid_from"]), value=row["value"], unit=row["unit"],
                source=row["source"], grade=row["grade"], verified=row["verified"] == "true", note=row["note"],
            )  # fmt: skip
