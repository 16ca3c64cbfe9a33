"""A machine becomes a client of an organisation; a sandbox client acts for a stand-in of it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from backend.extensions import db
from backend.identity.clients import policy, queries
from backend.identity.clients.errors import ClientLimit, ClientQuotaTooHigh, ScopeNotForOrganisation
from backend.identity.clients.models import Client, ClientState
from backend.identity.clients.payloads import RegisterClient
from backend.identity.clients.queries import ClientView
from backend.identity.clients.sandbox import sandbox_of
from backend.identity.clients.service.keeping_keys import keep_key
from backend.identity.models import Organisation
from backend.identity.service import active_organisation
from backend.kernel import chance, clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.scopes import SCOPES_OF
from backend.releases.queries import whole
from backend.transparency import service as transparency


def register_client(principal: Principal, wish: RegisterClient) -> ClientView:
    """Raises OrganisationNotFound, OrganisationClosed, ScopeNotForOrganisation, ClientLimit, ClientQuotaTooHigh,
    ClientKeyRefused, ClientKeyEndsTooEarly.
    """
    policy.may_look_after(principal, wish.organisation_id)
    _refuse_scopes(active_organisation(wish.organisation_id), wish)
    _refuse_too_much(wish)
    row_id, now = new_id(), clock.now()
    client_id = f"{'sandbox' if wish.is_sandbox else 'client'}-{chance.token(20).lower()}"
    db.session.add(
        Client(
            id=row_id, client_id=client_id, owner_party_id=wish.organisation_id,
            party_id=sandbox_of(wish.organisation_id) if wish.is_sandbox else wish.organisation_id,
            name=wish.name, scopes=sorted(set(wish.scopes)), is_sandbox=wish.is_sandbox,
            calls_per_minute=wish.calls_per_minute, calls_per_day=wish.calls_per_day, state=ClientState.ACTIVE,
            state_reason=None, state_changed_at=now, recorded_at=now, held_at=None, suspended_at=None,
        )
    )  # fmt: skip
    db.session.flush()
    keep_key(row_id, wish.key, not_before=now, ends_at=wish.key_ends_at)
    _note(principal, row_id, wish)
    return queries.view(db.session.get_one(Client, row_id))


def _refuse_scopes(organisation: Organisation, wish: RegisterClient) -> None:
    beyond = set(wish.scopes) - SCOPES_OF.get(organisation.kind, frozenset())
    if beyond:
        raise ScopeNotForOrganisation(scopes=", ".join(sorted(beyond)))


def _refuse_too_much(wish: RegisterClient) -> None:
    """Of the quota, and of clients: counted under the organisation's lock."""
    today = clock.today()
    if wish.calls_per_minute > (most := whole("clients.most_calls_a_minute", today)):
        raise ClientQuotaTooHigh(field="/calls_per_minute", most=most)
    if wish.calls_per_day > (most := whole("clients.most_calls_a_day", today)):
        raise ClientQuotaTooHigh(field="/calls_per_day", most=most)
    limit = whole("clients.most_by_organisation", today)
    live = select(func.count()).select_from(Client).where(
        Client.owner_party_id == wish.organisation_id, Client.state != ClientState.REVOKED
    )  # fmt: skip
    if (db.session.scalar(live) or 0) >= limit:
        raise ClientLimit(limit=limit)


def _note(principal: Principal, row_id: UUID, wish: RegisterClient) -> None:
    transparency.note(principal, "client.registered", {
        "client": row_id, "organisation": wish.organisation_id, "scopes": sorted(set(wish.scopes)),
        "sandbox": wish.is_sandbox,
    })  # fmt: skip
