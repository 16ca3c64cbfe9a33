"""Whose endpoints they are."""

from __future__ import annotations

from uuid import UUID

from backend.kernel.principal import Principal, Role
from backend.notifications.webhooks.errors import WebhookEndpointNotFound


def may_look_after(principal: Principal, organisation_id: UUID) -> None:
    """A manager looks after their own organisation's, the system administrator after all; the rest do not exist."""
    if principal.role not in {Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM} and principal.party_id != organisation_id:
        raise WebhookEndpointNotFound()
