"""The auditor's question at the end: do the books hold?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any, Final

from deploy.tour.refusal import TourStopped
from deploy.tour.speech import say
from deploy.tour.system import ROOT, VAR

PATIENCE_S: Final = 300


def can_be_verified() -> bool:
    """Is the database of the running system known here?"""
    return "DATABASE_URL" in os.environ or (VAR / "run" / "environment.json").exists()


def verify() -> dict[str, Any]:
    """The report of ``flask ledger verify --json``. Raises ``TourStopped`` if a law is broken, with the rows."""
    command = [sys.executable, "-m", "flask", "ledger", "verify", "--json"]
    ended = subprocess.run(
        command, cwd=ROOT, env=_environment(), capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    try:
        report: dict[str, Any] = json.loads(ended.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        complaint = (ended.stderr or ended.stdout).strip().splitlines()
        raise TourStopped(
            say("账本查不了：", "The books cannot be checked: ") + (complaint[-1] if complaint else "?")
        ) from None
    if ended.returncode != 0 or not report.get("ok"):
        broken = [
            f"{check['name']}: {row['row']} {row['problem']}"
            for check in report.get("checks", [])
            if not check.get("ok")
            for row in check.get("rows", [])
        ]
        raise TourStopped("\n  ".join([say("账本不平：", "The books do not hold:"), *broken]))
    return report


def _environment() -> dict[str, str]:
    """The running system's own, so that the check looks at the same database."""
    given = dict(os.environ)
    if "DATABASE_URL" not in given:
        given = {**given, **json.loads((VAR / "run" / "environment.json").read_text(encoding="utf-8"))}
    return given
