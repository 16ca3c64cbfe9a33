"""How quantities, prices and holders of the register read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from backend.identity.queries import OrganisationView
from backend.kernel import i18n
from backend.kernel.quantities import KG_PER_TONNE


def quantity_text(quantity_kg: int) -> str:
    """``230 公斤``; a tonne and more in tonnes, exactly: ``9,984.63 吨``."""
    if quantity_kg < KG_PER_TONNE:
        return i18n.text("quantity.kg", quantity=quantity_kg)
    tonnes = f"{Decimal(quantity_kg) / KG_PER_TONNE:,f}"
    return i18n.text("quantity.tonnes", quantity=tonnes.rstrip("0").rstrip(".") if "." in tonnes else tonnes)


def yuan_text(amount_fen: int) -> str:
    """Two places, thousands apart: ``40,845.00``."""
    return f"{Decimal(amount_fen) / 100:,.2f}"


def holder_text(party_id: UUID, organisations: Mapping[UUID, OrganisationView]) -> str:
    """An organisation by its name; a person never."""
    known = organisations.get(party_id)
    return known.name if known else i18n.text("registry.holder.private")


def state_text(state: str) -> str:
    return i18n.text(f"registry.state.{state}")
