"""Publish the shipped words of what people may consent to."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from backend.privacy.service import publish_consent_text

DATA: Final = Path(__file__).parent / "data"
NO_TERMS: Final = {
    f"{term}_{language}": "" for term in ("recipient", "term", "shown", "withheld") for language in ("zh", "en")
}
"""The first texts named none."""


def load_consent_texts() -> None:
    for path in sorted(DATA.glob("consents-*.toml")):
        release = tomllib.loads(path.read_text(encoding="utf-8"))
        version = release.pop("version")
        for position, (purpose, words) in enumerate(release.items(), start=1):
            publish_consent_text(purpose=purpose, version=version, position=position, **{**NO_TERMS, **words})
