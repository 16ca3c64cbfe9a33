"""What footprints' commands take and give. Grams are integers; quantities and factors are exact decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as entered. ``region`` is where it happened, if not in the county."""

    activity: str
    quantity: Decimal
    unit: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class EstimateFootprint:
    kind: str
    period: str  # YYYY-MM
    lines: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class RecordFootprint:
    kind: str
    period: str
    lines: Sequence[Entry]
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawFootprint:
    footprint_id: UUID


@dataclass(frozen=True, slots=True)
class FactorView:
    """A factor as people see it: never without source, grade and, where due, a mark."""

    id: str
    activity: str
    name: str
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    unit: str
    gas: str
    source: str
    source_no: str
    grade: str
    verified: bool
    label: str | None
    region: str
    region_name: str
    year: int | None
    valid_from: date | None
    valid_to: date | None
    calibre: str
    note: str


@dataclass(frozen=True, slots=True)
class UsedFactor:
    """The factor of a line and how near it is: ``level`` is county ... foreign, ``basis`` why this year's."""

    factor: FactorView
    level: str
    level_name: str
    basis: str


@dataclass(frozen=True, slots=True)
class Quick:
    """An amount that people know by heart, in the unit of its line."""

    quantity: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class OfferedActivity:
    """A line of the form.

    ``overlaps`` are the activities that describe the same thing; ``alternative_to`` is the one that this is another
    way of computing, for who chooses it on purpose.
    """

    activity: str
    category: str
    category_name: str
    name: str
    hint: str
    unit: str
    unit_label: str
    max_quantity: Decimal
    default_quantity: str | None
    quick: Sequence[Quick]
    overlaps: Sequence[str]
    alternative_to: str | None
    factor: UsedFactor


@dataclass(frozen=True, slots=True)
class Form:
    """``items`` is the short list that everybody is asked, ``more`` what some people have beside it."""

    items: Sequence[OfferedActivity]
    more: Sequence[OfferedActivity]


@dataclass(frozen=True, slots=True)
class ComputedLine:
    """A line with its result: what a statement keeps of it."""

    activity: str
    category: str
    quantity: str
    unit: str
    region: str | None
    emissions_g: int
    factor_id: str
    level_used: str
    basis: str


@dataclass(frozen=True, slots=True)
class Interval:
    low_g: int
    high_g: int


@dataclass(frozen=True, slots=True)
class Computed:
    """A footprint as computed, before anybody keeps it."""

    kind: str
    period: str
    lines: Sequence[ComputedLine]
    emissions_g: int
    by_category: Mapping[str, int]
    interval: Interval | None
    factor_set: str
    engine_version: str
    canonical: str
    digest: str


@dataclass(frozen=True, slots=True)
class LineView:
    activity: str
    name: str
    category: str
    quantity: str
    unit: str
    unit_label: str
    region: str | None
    emissions_g: int
    share: Decimal
    factor: UsedFactor


@dataclass(frozen=True, slots=True)
class Previous:
    period: str
    emissions_g: int
    difference_g: int  # this period less that one


@dataclass(frozen=True, slots=True)
class Benchmark:
    name: str
    value_g: int
    period_label: str
    source: str
    grade: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ComparedCategory:
    """One part of a comparison that is like for like."""

    category: str
    name: str
    value_g: int
    mine_g: int


@dataclass(frozen=True, slots=True)
class Place:
    """What is published for the people of a place, a month and person, beside what of a statement it can be held to.

    Where nothing is published ``value_g`` and all that belongs to it is None: nobody invents a figure.
    """

    code: str  # county, kunming, nation
    name: str
    value_g: int | None
    mine_g: int | None
    scope: str
    by_category: Sequence[ComparedCategory]
    year: int | None
    period_label: str | None
    source: str | None
    grade: str | None
    verified: bool | None
    label: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    previous: Previous | None
    benchmark: Benchmark | None
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class OffsetState:
    """Kilograms already claimed for the month, by whichever of its statements, and what is left to offset."""

    claimed_kg: int
    open_kg: int


@dataclass(frozen=True, slots=True)
class Reduction:
    """Something to leave out before anything is offset."""

    activity: str
    title: str
    text: str
    saves_g: int


@dataclass(frozen=True, slots=True)
class FootprintView:
    """``footprint_id``, ``recorded_at`` and ``state`` are None in an estimate, which nobody keeps."""

    footprint_id: UUID | None
    state: str | None
    kind: str
    period: str
    is_period_over: bool
    recorded_at: datetime | None
    withdrawn_at: datetime | None
    replaces: UUID | None
    emissions_g: int
    lines: Sequence[LineView]
    by_category: Mapping[str, int]
    category_names: Mapping[str, str]
    comparison: Comparison
    interval: Interval | None
    factor_set: str
    engine_version: str
    digest: str
    offset: OffsetState
    reductions: Sequence[Reduction]
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything needed to compute a statement again: SHA-256 of ``canonical`` in UTF-8 is ``digest``."""

    footprint_id: UUID
    canonical: str
    digest: str
    engine_version: str
    factor_set: str
    factors: Sequence[FactorView]
    lines: Sequence[LineView]
    how_to_check: str


@dataclass(frozen=True, slots=True)
class OffsetNeed:
    """What an offset needs to know of a live footprint.

    ``lineage`` are all statements of its month, withdrawn ones too: what was claimed for one of them counts for all.
    """

    footprint_id: UUID
    kind: str
    period: str
    emissions_g: int
    claimed_kg: int
    open_kg: int
    lineage: Sequence[UUID]
