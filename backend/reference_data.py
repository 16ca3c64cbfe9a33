"""Load what every installation ships: documents, factors, rules. Repeating it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from backend.footprints.reference_data import load_footprint_tables
from backend.identity.reference_data import load_agreements
from backend.kernel.calendar import load_calendar
from backend.kernel.transaction import run
from backend.points.reference_data import load_earn_rules
from backend.privacy.reference_data import load_consent_texts
from backend.releases.reference_data import load_settings

LOADERS: Final[tuple[Callable[[], None], ...]] = (
    load_calendar,
    load_settings,
    load_agreements,
    load_consent_texts,
    load_earn_rules,
    load_footprint_tables,
)


def load_reference_data() -> None:
    """Each loader in a transaction of its own, in the order of the features."""
    for loader in LOADERS:
        run(loader)
