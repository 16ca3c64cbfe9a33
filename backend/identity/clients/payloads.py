"""What the commands about machine clients take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RegisterClient:
    """``scopes`` by their words; ``key`` a public JWK, that ends at ``key_ends_at`` or when somebody retires it."""

    organisation_id: UUID
    name: str
    scopes: Sequence[str]
    key: Mapping[str, Any]
    is_sandbox: bool = False
    calls_per_minute: int = 600
    calls_per_day: int = 100_000
    key_ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AddClientKey:
    organisation_id: UUID
    client_id: str
    key: Mapping[str, Any]
    not_before: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RetireClientKey:
    organisation_id: UUID
    client_id: str
    kid: str


@dataclass(frozen=True, slots=True)
class EndClient:
    """Suspend, resume or revoke; the reason is for those who look at it later."""

    organisation_id: UUID
    client_id: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class HoldClient:
    """The office suspends any client, or lets it in again."""

    client_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class AskForToken:
    """A token request (RFC 6749 section 4.4, RFC 7523); ``audiences`` is what this server calls itself."""

    assertion: str
    scopes: Sequence[str] | None
    client_id: str | None
    audiences: Sequence[str]


@dataclass(frozen=True, slots=True)
class TokenIssued:
    access_token: str
    expires_in: int  # seconds: the name is RFC 6749's
    scope: str
    token_type: str = "Bearer"  # noqa: S105 - a scheme's name, not a secret
