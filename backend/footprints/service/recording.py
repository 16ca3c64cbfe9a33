from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.footprints import policy
from backend.footprints.calculation import shortest
from backend.footprints.errors import FootprintAlreadyRecorded, FootprintReplacesAnother
from backend.footprints.models import FootprintStatement, StatementState
from backend.footprints.payloads import Computed, FootprintView, RecordFootprint
from backend.footprints.queries.book import open_book
from backend.footprints.queries.statements import describe
from backend.footprints.service.computing import compute
from backend.footprints.service.withdrawing import locked, withdraw
from backend.identity import service as identity
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal


def record_footprint(principal: Principal, wish: RecordFootprint) -> FootprintView:
    """Keep a month's footprint. One is live a month; ``replaces`` withdraws that one in the same breath."""
    identity.may_record(principal)
    book = open_book()
    computed = compute(wish.kind, wish.period, wish.lines, book)
    if wish.replaces is not None:
        _withdraw_replaced(principal, wish.replaces, computed)
    live = _live(principal.party_id, computed)
    if live is not None:
        raise FootprintAlreadyRecorded(footprint_id=str(live), period=computed.period)
    statement = FootprintStatement(
        id=new_id(), party_id=principal.party_id, kind=computed.kind, period=computed.period,
        state=StatementState.RECORDED, emissions_g=computed.emissions_g, inputs=_inputs(wish), result=_result(computed),
        canonical=computed.canonical, digest=computed.digest, factor_set=computed.factor_set,
        engine_version=computed.engine_version, recorded_at=clock.now(), withdrawn_at=None, replaces=wish.replaces,
    )  # fmt: skip
    db.session.add(statement)
    db.session.flush()
    return describe([statement], book)[0]


def _withdraw_replaced(principal: Principal, footprint_id: UUID, by: Computed) -> None:
    replaced = locked(footprint_id)
    policy.may_change(principal, replaced.party_id, footprint_id)
    if (replaced.kind, replaced.period) != (by.kind, by.period):
        raise FootprintReplacesAnother(period=by.period, replaced_period=replaced.period)
    withdraw(replaced)


def _live(party_id: UUID, computed: Computed) -> UUID | None:
    return db.session.scalar(
        select(FootprintStatement.id).where(
            FootprintStatement.party_id == party_id, FootprintStatement.kind == computed.kind,
            FootprintStatement.period == computed.period, FootprintStatement.withdrawn_at.is_(None),
        )
    )  # fmt: skip


def _inputs(wish: RecordFootprint) -> list[dict[str, str | None]]:
    return [
        {"activity": line.activity, "quantity": shortest(line.quantity), "unit": line.unit, "region": line.region}
        for line in wish.lines
    ]


def _result(computed: Computed) -> dict[str, object]:
    return {
        "lines": [asdict(line) for line in computed.lines],
        "by_category": dict(computed.by_category),
        "interval": asdict(computed.interval) if computed.interval else None,
    }
