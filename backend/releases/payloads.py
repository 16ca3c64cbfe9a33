"""What the commands about releases take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DraftRelease:
    kind: str
    in_force_from: date
    rows: Sequence[Mapping[str, Any]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRelease:
    """``version`` is the one that its author has seen. None leaves a thing as it is."""

    release_id: UUID
    version: int
    in_force_from: date | None = None
    rows: Sequence[Mapping[str, Any]] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class OneRelease:
    release_id: UUID


@dataclass(frozen=True, slots=True)
class RejectRelease:
    release_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class ExportRows:
    """Of one release, or of what is in force of a kind on a day. ``form``: ``xlsx``, ``csv``."""

    form: str
    release_id: UUID | None = None
    kind: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ImportRows:
    kind: str
    file_id: UUID
    in_force_from: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkStarted:
    job_id: UUID


@dataclass(frozen=True, slots=True)
class ShipRelease:
    """What the product brings along. ``published``: by which names results refer to the rows."""

    kind: str
    label: str
    in_force_from: date
    rows: Sequence[Mapping[str, Any]]
    published: Sequence[str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """``before`` and ``after`` are words; the codes that they stand for are said beside them."""

    field: str
    name: str
    before: str | None
    after: str | None
    unit: str
    before_code: str | None = None
    after_code: str | None = None


@dataclass(frozen=True, slots=True)
class RowChange:
    """``change`` is ``added``, ``changed``, ``removed`` or ``same``."""

    key: str
    title: str
    change: str
    fields: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class FaultView:
    field: str
    code: str
    detail: str
    mend: str


@dataclass(frozen=True, slots=True)
class Step:
    """Who took a step, as an office sees it. ``name`` is None for the programme itself."""

    role: str
    office: str | None
    name: str | None
    is_me: bool


@dataclass(frozen=True, slots=True)
class ReleaseView:
    release_id: UUID
    kind: str
    kind_name: str
    state: str
    standing: str | None
    label: str | None
    in_force_from: date
    in_force_until: date | None
    note: str
    version: int
    rows_count: int
    content_hash: str
    made_by: Step
    checked_by: Step | None
    checker_roles: Sequence[str]
    recorded_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    reason: str | None
    shipped_with: str | None
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReleaseCase:
    release: ReleaseView
    rows: Sequence[Mapping[str, Any]]
    changes: Sequence[RowChange]
    faults: Sequence[FaultView]
    published: Sequence[str]


@dataclass(frozen=True, slots=True)
class KindView:
    """One of the tables that this position works on. ``abilities``: ``draft``, ``approve``."""

    kind: str
    kind_name: str
    label: str | None
    in_force_from: date | None
    coming: int
    submitted: int
    waiting_for_me: int
    drafts: int
    maker_roles: Sequence[str]
    checker_roles: Sequence[str]
    abilities: Sequence[str]


@dataclass(frozen=True, slots=True)
class ColumnView:
    name: str
    title: str
    form: str
    longest: int
    may_be_empty: bool
    choices: Sequence[str]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HintView:
    form: str
    least: int | None
    most: int | None
    choices: Sequence[str]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableRowView:
    """``unit`` is that of the row's value, in words; ``hint`` where rows differ in what their value may be.

    ``words``: by path, what the values mean that are codes.
    """

    key: str
    title: str
    unit: str
    values: Mapping[str, Any]
    words: Mapping[str, str]
    hint: HintView | None


@dataclass(frozen=True, slots=True)
class TableView:
    """What applies on a day, as rows that a draft could hold."""

    kind: str
    kind_name: str
    on: date
    columns: Sequence[ColumnView]
    rows: Sequence[TableRowView]


@dataclass(frozen=True, slots=True)
class PublishedStep:
    role: str
    office: str | None


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """What everybody may know: what was in force when, by which offices, under which hash."""

    release_id: UUID
    kind: str
    kind_name: str
    label: str
    in_force_from: date
    in_force_until: date | None
    standing: str
    content_hash: str
    made_by: PublishedStep
    approved_by: PublishedStep | None
    approved_at: datetime
    shipped_with: str | None
    published: Sequence[str]
    note: str
    rows_count: int


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """A release for everybody, with what it has changed."""

    release: PublishedRelease
    changes: Sequence[RowChange]
