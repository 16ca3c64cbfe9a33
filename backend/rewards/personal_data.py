"""Fills ``PersonalData``: what somebody took for points. It stays in the books, under a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select

from backend.extensions import db
from backend.kernel.personal_data import Document, Owner, PersonalData, Table, table
from backend.rewards.models import PayCode, Redemption


class RewardsData(PersonalData):
    tables = frozenset({"rewards_pay_codes", "rewards_redemptions"})

    def export(self, owner: Owner) -> Iterable[Table | Document]:
        yield table(
            "redemptions",
            select(Redemption.id, Redemption.merchant_party_id, Redemption.reward_id, Redemption.points,
                   Redemption.state, Redemption.redeemed_at, Redemption.reversed_at)
            .where(Redemption.customer_party_id == owner.party_id).order_by(Redemption.redeemed_at),
        )  # fmt: skip

    def erase(self, owner: Owner) -> None:
        """A code that is still shown buys nothing any more."""
        used = select(Redemption.pay_code_id).where(Redemption.customer_party_id == owner.party_id)
        unused = delete(PayCode).where(PayCode.party_id == owner.party_id, PayCode.id.not_in(used))
        db.session.execute(unused.execution_options(synchronize_session=False))
