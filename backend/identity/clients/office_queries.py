"""Reads for who watches over every organisation's machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, tuple_

from backend.extensions import db
from backend.identity import queries as identity
from backend.identity.clients import policy, queries
from backend.identity.clients.models import Client, ClientState
from backend.identity.clients.queries import ClientView
from backend.identity.models import Organisation
from backend.identity.ports import Waiting
from backend.identity.queries import OrganisationView
from backend.kernel.principal import Principal


@dataclass(frozen=True, slots=True)
class OfficeClientView:
    """``abilities`` are the office's: hold, release."""

    client: ClientView
    row_id: UUID
    organisation: str
    organisation_kind: str
    abilities: Sequence[str]


def list_clients(
    principal: Principal, *, state: str | None, text: str | None, limit: int, after: tuple[datetime, UUID] | None
) -> list[OfficeClientView]:
    """Every organisation's, newest first; ``text`` stands in a name or begins the client's id."""
    conditions: list[ColumnElement[bool]] = []
    if state is not None:
        conditions.append(Client.state == state)
    if text is not None:
        names = (Client.name, Organisation.name_zh, Organisation.name_en)
        begins = Client.client_id.startswith(text.lower(), autoescape=True)
        conditions.append(or_(begins, *(name.icontains(text, autoescape=True) for name in names)))
    if after is not None:
        conditions.append(tuple_(Client.recorded_at, Client.id) < after)
    rows = db.session.scalars(
        select(Client)
        .join(Organisation, Organisation.party_id == Client.owner_party_id)
        .where(*conditions)
        .order_by(Client.recorded_at.desc(), Client.id.desc())
        .limit(limit)
    ).all()
    organisations = identity.organisations({row.owner_party_id for row in rows})
    return [_view(principal, row, organisations[row.owner_party_id]) for row in rows]


class HeldClients:
    """Fills ``identity.ports.work_lists``: machines that the office stopped, until it lets them in or they end."""

    def waiting_for(self, principal: Principal) -> Waiting | None:
        if not policy.watches(principal):
            return None
        held = select(func.count()).where(Client.held_at.is_not(None), Client.state == ClientState.SUSPENDED)
        return Waiting("held-clients", db.session.scalar(held) or 0, 0, "/office/clients?state=suspended")


def view(principal: Principal, row: Client) -> OfficeClientView:
    organisation = identity.organisation(row.owner_party_id)
    assert organisation is not None, "a foreign key holds it"
    return _view(principal, row, organisation)


def _view(principal: Principal, row: Client, organisation: OrganisationView) -> OfficeClientView:
    may = {"hold": row.held_at is None, "release": row.held_at is not None}
    watches = policy.watches(principal) and row.state != ClientState.REVOKED
    return OfficeClientView(
        client=queries.view(row), row_id=row.id, organisation=organisation.name,
        organisation_kind=organisation.kind,
        abilities=tuple(what for what, allowed in may.items() if allowed and watches),
    )  # fmt: skip
