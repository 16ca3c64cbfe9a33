"""Which scope opens which door to a machine: the grant table's other page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from backend.http.grants import Permission
from backend.kernel.scopes import SIGNED, Scope

SCOPE_GRANTS: Final[dict[Scope, frozenset[Permission]]] = {
    Scope.REDEMPTIONS_READ: frozenset({Permission.READ_REDEMPTIONS}),
    Scope.REDEMPTIONS_WRITE: frozenset({Permission.REDEEM_PAY_CODE, Permission.REVERSE_REDEMPTION}),
}
"""Beyond what every client may (GRANTS of the role): by its scopes."""


def opening(permission: Permission) -> list[Scope]:
    """The scopes that open a door, in their order."""
    return [scope for scope, doors in SCOPE_GRANTS.items() if permission in doors]


def opens(scopes: Iterable[str], permission: Permission) -> bool:
    return bool(set(scopes) & set(opening(permission)))


def asks_for_a_signature(permission: Permission) -> bool:
    """Is each request through this door signed? A door is never opened by a signed and an unsigned scope at once."""
    return bool(SIGNED & set(opening(permission)))
