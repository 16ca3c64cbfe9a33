"""Whose order it is. What is another's does not exist for you."""

from __future__ import annotations

from backend.kernel.principal import Principal
from backend.offsets.errors import OffsetOrderNotFound
from backend.offsets.models import Order


def theirs(principal: Principal, order: Order | None) -> Order:
    if order is None or order.party_id != principal.party_id:
        raise OffsetOrderNotFound()
    return order
