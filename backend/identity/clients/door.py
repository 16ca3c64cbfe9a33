"""What the edge asks about machines (backend/http/machines.py), answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from backend.identity.clients import queries, service
from backend.identity.clients.json_web_keys import PublicKey
from backend.identity.clients.queries import QuotaView
from backend.kernel.errors import DomainError
from backend.kernel.principal import Principal


class ClientsAtTheDoor:
    def admit(self, principal: Principal, /) -> Sequence[QuotaView] | DomainError | None:
        return service.admit(principal)

    def key_good_now(self, client_id: str, kid: str, /) -> PublicKey | None:
        return queries.key_good_now(client_id, kid)

    def count_refusal(self, client_row: UUID, code: str, /) -> None:
        service.count_refusal(client_row, code)

    def spend_nonce(self, client_row: UUID, nonce: str, expires_at: datetime, /) -> bool:
        return service.spend_nonce(client_row, nonce, expires_at)
