from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.footprints import policy
from backend.footprints.errors import FootprintNotFound, FootprintWithdrawn
from backend.footprints.models import FootprintStatement, StatementState
from backend.footprints.payloads import FootprintView, WithdrawFootprint
from backend.footprints.queries.book import open_book
from backend.footprints.queries.statements import describe
from backend.kernel import clock
from backend.kernel.principal import Principal


def withdraw_footprint(principal: Principal, wish: WithdrawFootprint) -> FootprintView:
    """Take a statement back. It stays to be read; what was offset for its month stays claimed."""
    statement = locked(wish.footprint_id)
    policy.may_change(principal, statement.party_id, wish.footprint_id)
    withdraw(statement)
    return describe([statement], open_book())[0]


def locked(footprint_id: UUID) -> FootprintStatement:
    """The row under its lock, so that of two who withdraw or replace it at once the second sees the first."""
    statement = db.session.scalar(
        select(FootprintStatement).where(FootprintStatement.id == footprint_id).with_for_update()
    )
    if statement is None:
        raise FootprintNotFound(footprint_id=str(footprint_id))
    return statement


def withdraw(statement: FootprintStatement) -> None:
    if statement.withdrawn_at is not None:
        raise FootprintWithdrawn(footprint_id=str(statement.id))
    statement.state, statement.withdrawn_at = StatementState.WITHDRAWN, clock.now()
    db.session.flush()
