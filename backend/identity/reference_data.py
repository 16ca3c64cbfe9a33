"""Publish the shipped versions of the user agreement, the privacy notice and what a guardian agrees to."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from backend.identity.service import publish_agreement

DATA: Final = Path(__file__).parent / "data"


def load_agreements() -> None:
    for path in sorted(DATA.glob("agreement-*.toml")):
        release = tomllib.loads(path.read_text(encoding="utf-8"))
        for kind in ("agreement", "privacy"):
            publish_agreement(
                kind=kind, version=release["version"], in_force_on=release["in_force_on"], **release[kind]
            )
    for path in sorted(DATA.glob("guardian-*.toml")):
        release = tomllib.loads(path.read_text(encoding="utf-8"))
        publish_agreement(
            kind="guardian", version=release["version"], in_force_on=release["in_force_on"], **release["guardian"]
        )
