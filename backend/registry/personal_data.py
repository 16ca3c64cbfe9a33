"""Fills ``PersonalData``: kilograms that somebody had retired. The register is public and keeps them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from backend.kernel.personal_data import Document, Owner, PersonalData, Table, table
from backend.registry.models import Retirement


class RegistryData(PersonalData):
    tables = frozenset({"registry_retirements"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        yield table(
            "retirements",
            select(Retirement.id, Retirement.order_id, Retirement.quantity_kg, Retirement.purpose, Retirement.period,
                   Retirement.beneficiary_kind, Retirement.beneficiary_name, Retirement.retired_at)
            .where(Retirement.party_id == owner.party_id).order_by(Retirement.retired_at),
        )  # fmt: skip

    def erase(self, owner: Owner) -> None:
        """Nothing: a name that stands here was chosen to be shown on a certificate, and is signed."""
