"""Reads about machine clients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from backend.extensions import db
from backend.identity import queries as identity
from backend.identity.clients import policy
from backend.identity.clients.errors import ClientNotFound
from backend.identity.clients.json_web_keys import PublicKey, public_key
from backend.identity.clients.models import Client, ClientKey, ClientRefusals, ClientState, ClientUse
from backend.identity.errors import OrganisationNotFound
from backend.identity.models import Organisation, OrganisationState
from backend.kernel import clock
from backend.kernel.principal import Principal
from backend.kernel.scopes import SCOPES_OF, SIGNED

MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ClientKeyView:
    kid: str
    algorithm: str
    state: str
    recorded_at: datetime
    not_before: datetime
    retired_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuotaView:
    """``left`` as of now; a span begins anew at ``resets_at``."""

    span: str
    limit: int
    left: int
    resets_at: datetime


@dataclass(frozen=True, slots=True)
class RefusalsView:
    """How often it was refused on this Shanghai day and in all, and with which code the last time."""

    on_day: int
    in_all: int
    last_at: datetime | None
    last_code: str | None


@dataclass(frozen=True, slots=True)
class ScopeOffered:
    scope: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class ClientView:
    client_id: str
    organisation_id: UUID
    party_id: UUID
    name: str
    scopes: Sequence[str]
    is_sandbox: bool
    state: str
    state_reason: str | None
    state_changed_at: datetime
    recorded_at: datetime
    is_held: bool
    last_used_at: datetime | None
    refusals: RefusalsView
    quota: Sequence[QuotaView]
    keys: Sequence[ClientKeyView]
    abilities: Sequence[str]


def key_good_now(client_id: str, kid: str) -> PublicKey | None:
    """A client's key by its exact id, if both are good at this instant and their organisation is not closed."""
    now = clock.now()
    jwk = db.session.scalar(
        select(ClientKey.public_jwk)
        .join(Client, Client.id == ClientKey.client_id)
        .where(Client.client_id == client_id, ClientKey.kid == kid, *good_now())
        .where(ClientKey.not_before_at <= now, or_(ClientKey.retired_at.is_(None), ClientKey.retired_at > now))
    )
    return None if jwk is None else public_key(jwk)


def good_now() -> tuple[ColumnElement[bool], ...]:
    """What every client at the door is: active, and neither its organisation nor whom it acts for is closed."""
    closed = select(Organisation.party_id).where(
        Organisation.party_id.in_((Client.owner_party_id, Client.party_id)),
        Organisation.state != OrganisationState.ACTIVE,
    )
    return Client.state == ClientState.ACTIVE, ~closed.exists()


def clients_of(principal: Principal, organisation_id: UUID) -> list[ClientView]:
    """An organisation's clients, newest first. Raises OrganisationNotFound."""
    policy.may_look_after(principal, organisation_id)
    if identity.organisation(organisation_id) is None:
        raise OrganisationNotFound()
    mine = Client.owner_party_id == organisation_id
    rows = db.session.scalars(select(Client).where(mine).order_by(Client.recorded_at.desc(), Client.id.desc()))
    return [view(row) for row in rows]


def scopes_offered(organisation_id: UUID) -> list[ScopeOffered]:
    """What the clients of an organisation of this kind may be let do, and for what each request is signed."""
    organisation = identity.organisation(organisation_id)
    scopes = SCOPES_OF.get(organisation.kind, frozenset()) if organisation else frozenset()
    return [ScopeOffered(scope, scope in SIGNED) for scope in sorted(scopes)]


def client_of(principal: Principal, organisation_id: UUID, client_id: str) -> ClientView:
    """One client of an organisation. Raises ClientNotFound."""
    policy.may_look_after(principal, organisation_id)
    return view(found(organisation_id, client_id))


def myself(principal: Principal) -> ClientView:
    """The client that asks."""
    return view(db.session.get_one(Client, principal.person_id))


def found(organisation_id: UUID, client_id: str) -> Client:
    row = db.session.scalar(
        select(Client).where(Client.owner_party_id == organisation_id, Client.client_id == client_id)
    )
    if row is None:
        raise ClientNotFound()
    return row


def view(row: Client) -> ClientView:
    used = db.session.get(ClientUse, row.id)
    keys = db.session.scalars(
        select(ClientKey).where(ClientKey.client_id == row.id).order_by(ClientKey.recorded_at, ClientKey.kid)
    )
    return ClientView(
        client_id=row.client_id, organisation_id=row.owner_party_id, party_id=row.party_id, name=row.name,
        scopes=tuple(row.scopes), is_sandbox=row.is_sandbox, state=row.state, state_reason=row.state_reason,
        state_changed_at=row.state_changed_at, recorded_at=row.recorded_at,
        is_held=row.held_at is not None, refusals=_refusals(row.id),
        last_used_at=used.used_at if used else None, quota=quota(row, used, clock.now()),
        keys=[_key_view(key) for key in keys], abilities=_abilities(row),
    )  # fmt: skip


def quota(row: Client, used: ClientUse | None, now: datetime) -> tuple[QuotaView, ...]:
    """What is left of the minute that runs and of the Shanghai day."""
    minute, day = now.replace(second=0, microsecond=0), clock.business_date(now)
    in_minute = used.calls_in_minute if used and used.minute_began_at == minute else 0
    on_day = used.calls_on_day if used and used.business_date == day else 0
    return (
        QuotaView("minute", row.calls_per_minute, max(0, row.calls_per_minute - in_minute), minute + MINUTE),
        QuotaView(
            "day", row.calls_per_day, max(0, row.calls_per_day - on_day), clock.start_of(day) + timedelta(days=1)
        ),
    )


def _abilities(row: Client) -> tuple[str, ...]:
    """What the office holds, its organisation may suspend beside it: then it stays out when the office lets it go."""
    if row.state == ClientState.SUSPENDED and row.held_at is not None:
        return ("add-key", "revoke") if row.suspended_at is not None else ("add-key", "suspend", "revoke")
    return _ABILITIES[ClientState(row.state)]


def _refusals(client_row: UUID) -> RefusalsView:
    row = db.session.get(ClientRefusals, client_row)
    if row is None:
        return RefusalsView(0, 0, None, None)
    on_day = row.on_day if row.business_date == clock.business_date(clock.now()) else 0
    return RefusalsView(on_day, row.in_all, row.last_at, row.last_code)


_ABILITIES: Final[dict[ClientState, tuple[str, ...]]] = {
    ClientState.ACTIVE: ("add-key", "suspend", "revoke"),
    ClientState.SUSPENDED: ("add-key", "resume", "revoke"),
    ClientState.REVOKED: (),
}


def _key_view(key: ClientKey) -> ClientKeyView:
    now = clock.now()
    retired = key.retired_at is not None and key.retired_at <= now
    state = "retired" if retired else "active" if key.not_before_at <= now else "waiting"
    return ClientKeyView(key.kid, key.algorithm, state, key.recorded_at, key.not_before_at, key.retired_at,
                         key.used_at)  # fmt: skip
