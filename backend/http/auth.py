"""Who is calling, and which doors their role opens. Whose *thing* it is, the service's policy asks."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Final, Protocol, TypeVar, cast

from flask import g, request

from backend.http import machines
from backend.http.grants import GRANTS, PRIVILEGED, Permission
from backend.http.problem import Refused
from backend.http.scopes import asks_for_a_signature, opens
from backend.kernel import clock, tokens
from backend.kernel.errors import Forbidden, SecondFactorRequired
from backend.kernel.principal import STAFF, Principal, Role

STEP_UP_LIFE: Final = timedelta(minutes=5)

View = TypeVar("View", bound=Callable[..., Any])


class Standing(Protocol):
    """What is known of a live sign-in beyond its token."""

    @property
    def proved_at(self) -> datetime | None:
        """When the person last proved who they are."""

    @property
    def by_second_factor(self) -> bool:
        """By more than a text message."""

    @property
    def has_second_factor(self) -> bool:
        """Has the person more than a text message to show?"""


SessionCheck = Callable[[Principal], Standing | None]

_standing_of: SessionCheck | None = None


def set_session_check(check: SessionCheck) -> None:
    """Filled at start-up: identity knows which sign-ins and memberships have ended, this layer does not."""
    global _standing_of
    _standing_of = check


class ProofTooOld(Forbidden):
    """The act asks for a fresh proof of who is there. Facts: ``minutes``."""

    code = "proof-too-old"


def requires(permission: Permission) -> Callable[[View], View]:
    """Only who holds ``permission`` comes in; the view finds them in ``g.principal``."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            g.principal, standing = bearer()
            if not _may(g.principal, permission):
                raise Forbidden(permission=str(permission), role=str(g.principal.role))
            if standing is None:  # a machine: no session, and where something moves a signature for each request
                if asks_for_a_signature(permission):
                    machines.verify_signature(g.principal)
            elif permission in PRIVILEGED:
                _ask_for_a_fresh_proof(g.principal, standing)
            return view(*args, **kwargs)

        return _declare(cast(View, guarded), permission=permission)

    return decorate


def _may(principal: Principal, permission: Permission) -> bool:
    """By the role; a machine also by the scopes of its token."""
    return permission in GRANTS[principal.role] or opens(principal.scopes, permission)


def _ask_for_a_fresh_proof(principal: Principal, standing: Standing) -> None:
    """By the second factor where the role asks for one, or the person has one: a number can be taken over.

    Raises:
        ProofTooOld: there is none of the last minutes.
        SecondFactorRequired: it was a text message, where there is more to show.
    """
    if standing.proved_at is None or clock.wall_time() - standing.proved_at > STEP_UP_LIFE:
        raise ProofTooOld(minutes=int(STEP_UP_LIFE.total_seconds()) // 60)
    if (principal.role in STAFF or standing.has_second_factor) and not standing.by_second_factor:
        raise SecondFactorRequired()


def public(view: View) -> View:
    """Anybody may come in. Said aloud, so that no endpoint is open by forgetting."""

    @wraps(view)
    def open_to_all(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return _declare(cast(View, open_to_all), permission=None)


def _declare(view: View, *, permission: Permission | None) -> View:
    documentation = deepcopy(getattr(view, "_apidoc", {}))
    documentation["access"] = {"permission": permission}
    vars(view)["_apidoc"] = documentation
    vars(view)["access_declared"] = True  # read by tests/architecture: every endpoint declares one
    return view


def bearer() -> tuple[Principal, Standing | None]:
    """The caller by the request's access token, and how their sign-in stands (None: a machine); or 401.

    Asked of the database each time: who was signed out, or removed from an organisation, is out at once.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not token or scheme.lower() != "bearer":
        raise Refused(401, "bearer-token-required")
    try:
        principal = tokens.read_token(token.strip())
    except tokens.InvalidToken as error:
        raise Refused(401, "bearer-token-invalid") from error
    if principal.role is Role.CLIENT:
        machines.admit(principal)
        return principal, None
    assert _standing_of is not None, "wiring fills the session check"
    standing = _standing_of(principal)
    if standing is None:
        raise Refused(401, "bearer-token-invalid")
    return principal, standing
