"""Who is calling, and which doors their role opens. Whose *thing* it is, the service's policy asks."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from enum import StrEnum
from functools import wraps
from typing import Any, Final, TypeVar, cast
from uuid import UUID

from flask import g, request

from backend.http.problem import Refused
from backend.kernel import tokens
from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role


class Permission(StrEnum):
    """One door each. Reading what is public needs none: those endpoints are ``@public``."""

    SIGN_OUT = "session:end"
    ACT_AS = "session:act-as"
    READ_SELF = "self:read"
    UPDATE_SELF = "self:update"
    RECORD_FOOTPRINT = "footprint:record"
    READ_FOOTPRINTS = "footprint:read"
    QUOTE_OFFSET = "offset:quote"
    PLACE_OFFSET_ORDER = "offset:order"
    READ_OFFSET_ORDERS = "offset:read"
    PAY = "payment:pay"
    READ_PAYMENTS = "payment:read"
    READ_RETIREMENTS = "retirement:read"
    RECORD_ACTIVITY = "activity:record"
    READ_ACTIVITIES = "activity:read"
    READ_POINTS = "points:read"
    SIMULATE_AWARD = "points:simulate"
    ISSUE_PAY_CODE = "pay-code:issue"
    REDEEM_PAY_CODE = "pay-code:redeem"
    REVERSE_REDEMPTION = "redemption:reverse"
    READ_REDEMPTIONS = "redemption:read"
    READ_OWN_REDEMPTIONS = "redemption:read-own"


_EVERYBODY: Final = frozenset({Permission.SIGN_OUT, Permission.ACT_AS, Permission.READ_SELF, Permission.UPDATE_SELF})

GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    Role.CITIZEN: _EVERYBODY
    | {
        Permission.RECORD_FOOTPRINT,
        Permission.READ_FOOTPRINTS,
        Permission.QUOTE_OFFSET,
        Permission.PLACE_OFFSET_ORDER,
        Permission.READ_OFFSET_ORDERS,
        Permission.PAY,
        Permission.READ_PAYMENTS,
        Permission.READ_RETIREMENTS,
        Permission.RECORD_ACTIVITY,
        Permission.READ_ACTIVITIES,
        Permission.READ_POINTS,
        Permission.SIMULATE_AWARD,
        Permission.ISSUE_PAY_CODE,
        Permission.READ_OWN_REDEMPTIONS,
    },
    Role.MERCHANT_CLERK: _EVERYBODY
    | {Permission.REDEEM_PAY_CODE, Permission.REVERSE_REDEMPTION, Permission.READ_REDEMPTIONS},
    Role.SYSTEM: frozenset(),  # sweeps and gateways run commands; they never knock
}
"""The grant table: the only place that says which role opens which door."""

View = TypeVar("View", bound=Callable[..., Any])
SessionCheck = Callable[[UUID], bool]

_session_is_live: SessionCheck | None = None


def set_session_check(check: SessionCheck) -> None:
    """Filled at start-up: identity knows which sign-ins have ended, this layer does not."""
    global _session_is_live
    _session_is_live = check


def requires(permission: Permission) -> Callable[[View], View]:
    """Only who holds ``permission`` comes in; the view finds them in ``g.principal``."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            g.principal = bearer()
            if permission not in GRANTS[g.principal.role]:
                raise Forbidden(permission=str(permission), role=str(g.principal.role))
            return view(*args, **kwargs)

        return _declare(cast(View, guarded), permission=permission)

    return decorate


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


def bearer() -> Principal:
    """The caller by the request's access token, or 401."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not token or scheme.lower() != "bearer":
        raise Refused(401, "bearer-token-required")
    try:
        principal = tokens.read_token(token.strip())
    except tokens.InvalidToken as error:
        raise Refused(401, "bearer-token-invalid") from error
    assert _session_is_live is not None, "wiring fills the session check"
    if principal.session_id is None or not _session_is_live(principal.session_id):
        raise Refused(401, "bearer-token-invalid")
    return principal
