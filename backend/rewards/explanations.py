"""What lies behind points that were taken at a counter, for whoever asks where they went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.identity import queries as identity
from backend.kernel import i18n
from backend.points.ports import Described, RedemptionBehind, Step
from backend.rewards.models import Redemption
from backend.rewards.queries import titles_of


class RedemptionCause:
    """Fills ``points.ports.Cause`` for entries whose reference begins with "redemption:"."""

    def titles(self, cause_ids: Sequence[UUID]) -> Mapping[UUID, str]:
        rows = db.session.scalars(select(Redemption).where(Redemption.id.in_(list(cause_ids)))).all()
        merchants, given = identity.organisations({row.merchant_party_id for row in rows}), titles_of(rows)
        return {
            row.id: i18n.text("redemption.cause.title", title=given[row.id],
                              merchant=merchants[row.merchant_party_id].name)
            for row in rows
        }  # fmt: skip

    def describe(self, cause_id: UUID) -> Described | None:
        row = db.session.get(Redemption, cause_id)
        merchant = identity.organisation(row.merchant_party_id) if row else None
        if row is None or merchant is None:
            return None
        given = titles_of([row])[row.id]
        title = i18n.text("redemption.cause.title", title=given, merchant=merchant.name)
        told = i18n.text(f"redemption.cause.{row.state}", points=f"{row.points:,}")
        return Described(
            title=title, text=told, steps=(Step("shop", merchant.name, f"{merchant.place} · {given}"),),
            redemption=RedemptionBehind(row.id, merchant.name, given, row.points, row.redeemed_at, row.state),
        )  # fmt: skip
