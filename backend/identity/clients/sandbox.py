"""The stand-in that an organisation's sandbox clients act for: a party of its own, with nothing in the books."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.identity.models import Organisation
from backend.identity.payloads import RegisterOrganisation
from backend.identity.service import register_organisation
from backend.kernel.principal import SYSTEM
from backend.kernel.transaction import LOST_RACES

LOST_RACES.add("uq_identity_organisations_code")  # two first sandbox clients of one organisation


def sandbox_of(organisation_id: UUID) -> UUID:
    """The organisation's stand-in, made when first asked for."""
    code = f"sandbox-{organisation_id.hex}"
    known = db.session.scalar(select(Organisation.party_id).where(Organisation.code == code))
    if known is not None:
        return known
    own = db.session.get_one(Organisation, organisation_id)
    made = register_organisation(
        SYSTEM, RegisterOrganisation(code, own.kind, f"{own.name_zh[:75]}（沙箱）", f"{own.name_en[:109]} (sandbox)",
                                     own.place_zh, own.place_en)
    )  # fmt: skip
    return made.party_id
