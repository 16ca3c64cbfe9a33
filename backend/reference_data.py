"""Load what every installation ships: documents, factors, rules. Repeating it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from backend.identity.reference_data import load_agreements
from backend.kernel.transaction import run

LOADERS: Final[tuple[Callable[[], None], ...]] = (load_agreements,)


def load_reference_data() -> None:
    """Each loader in a transaction of its own, in the order of the features."""
    for loader in LOADERS:
        run(loader)
