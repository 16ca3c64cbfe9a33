"""Give a member a code to show: one at a time, for a minute."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, exists, update

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.turns import take_turn
from backend.rewards import codes
from backend.rewards.models import PayCode, Redemption
from backend.rewards.payloads import IssuePayCode, PayCodeIssued

KEPT_FOR: Final = timedelta(days=1)
"""So long a code that came to nothing can still be told from one that never was."""


def issue_pay_code(principal: Principal, _: IssuePayCode) -> PayCodeIssued:
    """A fresh code; the one before it, if it still lived, dies."""
    take_turn(f"pay-code:{principal.party_id}")
    now = clock.now()
    db.session.execute(
        update(PayCode)
        .where(PayCode.party_id == principal.party_id, PayCode.used_at.is_(None), PayCode.replaced_at.is_(None))
        .values(replaced_at=now)
    )
    code, digits = codes.fresh()
    db.session.add(
        PayCode(id=new_id(), party_id=principal.party_id, code_hash=codes.hashed(code),
                digits_hash=codes.hashed(digits), issued_at=now, expires_at=now + codes.LIFE)
    )  # fmt: skip
    db.session.flush()
    return PayCodeIssued(code, digits, now + codes.LIFE, codes.LIFE.seconds)


def forget_old_codes() -> int:
    """Sweep what nobody redeemed. Returns how many went."""
    stale = delete(PayCode).where(
        PayCode.expires_at < clock.now() - KEPT_FOR, ~exists().where(Redemption.pay_code_id == PayCode.id)
    )
    return int(db.session.execute(stale).rowcount)  # type: ignore[attr-defined]
