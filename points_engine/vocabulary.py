"""The closed lists of the rule format: a word that is not here is refused, so a misspelt rule never silently pays.

Two kinds of unit matter to caps. Of a *counted* unit each one is an act of its own (a ride, a ticket); a *measured*
unit is a quantity within one act (2,000 steps are one walk). See docs/adr/0020-what-an-act-is-to-a-cap.md.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

RULE_BOOK_SCHEMA: Final = "default-earn-rules/1"

Tier: TypeAlias = Literal["verified", "self-report"]
Scope: TypeAlias = Literal["person", "household", "vehicle"]
Period: TypeAlias = Literal["day", "month"]
Counted: TypeAlias = Literal["acts", "points"]
Reason: TypeAlias = Literal[
    "earned",  # points follow from the measure
    "capped",  # fewer points than the measure would give; the facts name the cap and what is left of it
    "below-one-point",  # everything is in order, but rounding down leaves nothing
    "condition-unmet",  # a threshold of the rule, or an attribute that it asks for
    "purpose-excluded",  # the purpose of a retirement earns nothing (court, duty, event, programme)
    "tier-not-accepted",  # the rule does not take this kind of evidence
    "not-in-force",  # the act lies outside the rule's dates
    "disabled",  # the rule is switched off
]

TIERS: Final[tuple[Tier, ...]] = ("verified", "self-report")
SCOPES: Final[tuple[Scope, ...]] = ("person", "household", "vehicle")
REASONS: Final[tuple[Reason, ...]] = (
    "earned",
    "capped",
    "below-one-point",
    "condition-unmet",
    "purpose-excluded",
    "tier-not-accepted",
    "not-in-force",
    "disabled",
)
PURPOSES: Final = ("footprint", "voluntary", "duty", "event", "case", "programme")
FUELS: Final = ("petrol", "nev")

COUNTED_UNITS: Final = (
    "act",
    "bill",
    "booking",
    "day",
    "invoice",
    "pair",
    "pass",
    "payment",
    "ride",
    "ticket",
    "vehicle-day",
    "vehicle-week",
)
MEASURED_UNITS: Final = ("hour", "kg CO2e", "km", "kWh", "person-km", "step")
UNITS: Final = COUNTED_UNITS + MEASURED_UNITS

COMPARISONS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
}
UPPER_BOUNDS: Final = ("at_most", "less_than")
