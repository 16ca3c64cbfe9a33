"""What a machine may be let do: the words of an access token's ``scope`` claim."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Scope(StrEnum):
    """One power each. The table beside the grants (backend/http/scopes.py) says which doors it opens."""

    REDEMPTIONS_READ = "redemptions:read"
    REDEMPTIONS_WRITE = "redemptions:write"


SIGNED: Final = frozenset({Scope.REDEMPTIONS_WRITE})
"""What moves points, money or scores: a stolen token is not enough, each request is signed (RFC 9421)."""

SCOPES_OF: Final[dict[str, frozenset[Scope]]] = {
    "merchant": frozenset({Scope.REDEMPTIONS_READ, Scope.REDEMPTIONS_WRITE}),
}
"""Which scopes the clients of an organisation may have, by its kind; other kinds have none yet."""
