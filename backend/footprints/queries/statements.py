"""Statements as their owners see them: result, comparison, what is left to offset, what could be left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from backend.extensions import db
from backend.footprints import periods, policy
from backend.footprints.errors import FootprintNotFound, FootprintWithdrawn
from backend.footprints.models import ActivityRow, FootprintStatement, StatementState
from backend.footprints.payloads import (
    Comparison,
    Computed,
    ComputedLine,
    FootprintView,
    Interval,
    LineView,
    OffsetNeed,
    OffsetState,
    Previous,
    Receipt,
)
from backend.footprints.queries.book import Book, open_book
from backend.footprints.queries.comparison import national, places
from backend.footprints.queries.factors import (
    CATEGORIES,
    activity_name,
    category_name,
    factor_view,
    unit_label,
    used_factor,
)
from backend.footprints.queries.reductions import reductions
from backend.kernel import clock, i18n
from backend.kernel.principal import Principal
from backend.kernel.quantities import kg_covering
from backend.registry import queries as registry


def footprint(principal: Principal, footprint_id: UUID) -> FootprintView:
    return describe([_own(principal, footprint_id)], open_book())[0]


def list_footprints(
    principal: Principal, *, period: str | None, state: str | None, limit: int, after: tuple[datetime, UUID] | None
) -> list[FootprintView]:
    """Newest first, one more than ``limit`` to say whether there are more."""
    wanted = (
        select(FootprintStatement)
        .where(FootprintStatement.party_id == principal.party_id)
        .order_by(FootprintStatement.recorded_at.desc(), FootprintStatement.id.desc())
        .limit(limit + 1)
    )
    if period is not None:
        wanted = wanted.where(FootprintStatement.period == period)
    if state is not None:
        wanted = wanted.where(FootprintStatement.state == state)
    if after is not None:
        wanted = wanted.where(tuple_(FootprintStatement.recorded_at, FootprintStatement.id) < after)
    return describe(list(db.session.scalars(wanted)), open_book())


def receipt(principal: Principal, footprint_id: UUID) -> Receipt:
    """What is needed to compute the statement again, byte for byte."""
    statement, book = _own(principal, footprint_id), open_book()
    computed = _computed(statement)
    used = dict.fromkeys(line.factor_id for line in computed.lines)
    return Receipt(
        footprint_id=statement.id, canonical=statement.canonical, digest=statement.digest,
        engine_version=statement.engine_version, factor_set=statement.factor_set,
        factors=[factor_view(book.factor(factor_id)) for factor_id in used], lines=_lines(computed, book),
        how_to_check=i18n.text("footprint.receipt.how-to-check", engine=statement.engine_version),
    )  # fmt: skip


def offset_need(principal: Principal, footprint_id: UUID) -> OffsetNeed:
    """How many kilograms of a footprint of one's own are still open. A withdrawn one cannot be offset."""
    statement = _own(principal, footprint_id)
    if statement.withdrawn_at is not None:
        raise FootprintWithdrawn(footprint_id=str(footprint_id))
    key = (statement.party_id, statement.kind, statement.period)
    around = _Surroundings.of([statement.party_id], [statement.period])
    claimed = around.claimed_kg(key)
    return OffsetNeed(
        footprint_id=statement.id, kind=statement.kind, period=statement.period, emissions_g=statement.emissions_g,
        claimed_kg=claimed, open_kg=max(0, kg_covering(statement.emissions_g) - claimed),
        lineage=tuple(around.statements[key]),
    )  # fmt: skip


def describe_estimate(party_id: UUID, computed: Computed, book: Book) -> FootprintView:
    around = _Surroundings.of([party_id], [computed.period])
    return _view(computed, book, around, party_id, None)


def describe(statements: Sequence[FootprintStatement], book: Book) -> list[FootprintView]:
    """Views of any number of statements in a fixed number of queries."""
    around = _Surroundings.of(
        {statement.party_id for statement in statements}, {statement.period for statement in statements}
    )
    return [_view(_computed(each), book, around, each.party_id, each) for each in statements]


_Key = tuple[UUID, str, str]
"""party, kind, period"""


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What statements are seen against: the other statements of the month, the month before, what is claimed."""

    statements: Mapping[_Key, Sequence[UUID]]  # every statement of a month, withdrawn ones too
    live_g: Mapping[_Key, int]
    claims: Mapping[UUID, int]

    @classmethod
    def of(cls, parties: Iterable[UUID], wanted: Iterable[str]) -> _Surroundings:
        months = {month for period in wanted for month in (period, periods.before(period))}
        rows = db.session.execute(
            select(
                FootprintStatement.id, FootprintStatement.party_id, FootprintStatement.kind, FootprintStatement.period,
                FootprintStatement.emissions_g, FootprintStatement.withdrawn_at,
            ).where(FootprintStatement.party_id.in_(list(parties)), FootprintStatement.period.in_(months))
        ).all()  # fmt: skip
        statements: dict[_Key, list[UUID]] = {}
        live_g: dict[_Key, int] = {}
        for row in rows:
            key = (row.party_id, row.kind, row.period)
            statements.setdefault(key, []).append(row.id)
            if row.withdrawn_at is None:
                live_g[key] = row.emissions_g
        return cls(statements, live_g, registry.claimed_kg("footprint", [row.id for row in rows]))

    def claimed_kg(self, key: _Key) -> int:
        """By whichever statement of the month: replacing one does not open its kilograms again."""
        return sum(self.claims.get(each, 0) for each in self.statements.get(key, ()))

    def previous(self, key: _Key, emissions_g: int) -> Previous | None:
        party_id, kind, period = key
        before = periods.before(period)
        previous_g = self.live_g.get((party_id, kind, before))
        return None if previous_g is None else Previous(before, previous_g, emissions_g - previous_g)


def _view(
    computed: Computed, book: Book, around: _Surroundings, party_id: UUID, statement: FootprintStatement | None
) -> FootprintView:
    key = (party_id, computed.kind, computed.period)
    claimed = around.claimed_kg(key)
    offset = OffsetState(claimed, max(0, kg_covering(computed.emissions_g) - claimed))
    return FootprintView(
        footprint_id=statement.id if statement else None, state=statement.state if statement else None,
        kind=computed.kind, period=computed.period, is_period_over=periods.is_over(computed.period, clock.today()),
        recorded_at=statement.recorded_at if statement else None,
        withdrawn_at=statement.withdrawn_at if statement else None,
        replaces=statement.replaces if statement else None, emissions_g=computed.emissions_g,
        lines=_lines(computed, book),
        by_category={category: computed.by_category.get(category, 0) for category in CATEGORIES},
        category_names={category: category_name(category) for category in CATEGORIES},
        comparison=Comparison(around.previous(key, computed.emissions_g), national(computed.period, book),
                              places(computed, book)),
        interval=computed.interval, factor_set=computed.factor_set, engine_version=computed.engine_version,
        digest=computed.digest, offset=offset, reductions=reductions(computed, book),
        abilities=_abilities(statement, offset),
    )  # fmt: skip


def _abilities(statement: FootprintStatement | None, offset: OffsetState) -> tuple[str, ...]:
    if statement is None or statement.state != StatementState.RECORDED:
        return ()
    return ("withdraw", "replace", *(("offset",) if offset.open_kg else ()))


def _lines(computed: Computed, book: Book) -> list[LineView]:
    """Largest first, as people look for what weighs most; equal ones as entered."""
    on = periods.first_day(computed.period)
    views = [_line(line, computed.emissions_g, book.activity(line.activity, on), book) for line in computed.lines]
    return sorted(views, key=lambda line: -line.emissions_g)


def _line(line: ComputedLine, total_g: int, activity: ActivityRow | None, book: Book) -> LineView:
    assert activity is not None, "rows of the form are never taken away"
    return LineView(
        activity=line.activity, name=activity_name(activity), category=line.category, quantity=line.quantity,
        unit=line.unit, unit_label=unit_label(activity), region=line.region, emissions_g=line.emissions_g,
        share=_share(line.emissions_g, total_g),
        factor=used_factor(book.factor(line.factor_id), line.level_used, line.basis),
    )  # fmt: skip


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / (whole or 1)).quantize(Decimal("0.001"), ROUND_HALF_UP)


def _own(principal: Principal, footprint_id: UUID) -> FootprintStatement:
    statement = db.session.get(FootprintStatement, footprint_id)
    if statement is None:
        raise FootprintNotFound(footprint_id=str(footprint_id))
    policy.may_read(principal, statement.party_id, footprint_id)
    return statement


def _computed(statement: FootprintStatement) -> Computed:
    kept: dict[str, Any] = statement.result
    interval = kept["interval"]
    return Computed(
        kind=statement.kind, period=statement.period, lines=tuple(ComputedLine(**line) for line in kept["lines"]),
        emissions_g=statement.emissions_g, by_category=kept["by_category"],
        interval=Interval(**interval) if interval else None, factor_set=statement.factor_set,
        engine_version=statement.engine_version, canonical=statement.canonical, digest=statement.digest,
    )  # fmt: skip
