"""The ledger's side of the register: which account holds what, per batch (docs/ledger.md)."""

from __future__ import annotations

from uuid import UUID

from backend.ledger.service import Place, guarded, sink, source


def unit_of(batch_number: str) -> str:
    return f"KGCO2E@{batch_number}"


def issued(batch_number: str) -> Place:
    return source("units:issued", unit_of(batch_number))


def available(party_id: UUID, batch_number: str) -> Place:
    return guarded(f"units:party:{party_id}:available", unit_of(batch_number))


def listed(slot_id: UUID, batch_number: str) -> Place:
    return guarded(f"units:shelf:{slot_id}:listed", unit_of(batch_number))


def reserved(order_id: UUID, batch_number: str) -> Place:
    return guarded(f"units:order:{order_id}:reserved", unit_of(batch_number))


def buffer(batch_number: str) -> Place:
    return guarded("units:buffer", unit_of(batch_number))


def retired(batch_number: str) -> Place:
    return sink("units:retired", unit_of(batch_number))
