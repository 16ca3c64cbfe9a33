"""Whose counter it is, and who fills the catalogue."""

from __future__ import annotations

from backend.kernel.errors import Forbidden
from backend.kernel.principal import Principal, Role


def may_work_at_the_counter(principal: Principal, role: Role | None) -> None:
    """``role`` is what the person is for the acting party *now*: a token outlives a membership by minutes."""
    if principal.role is Role.CLIENT:  # a till: its scopes opened the door, and it acts for its own organisation alone
        return
    if principal.role is not Role.MERCHANT_CLERK or role is not Role.MERCHANT_CLERK:
        raise Forbidden(role=str(principal.role))


def may_fill_the_catalogue(principal: Principal) -> None:
    if principal.role is not Role.SYSTEM:
        raise Forbidden(role=str(principal.role))
