"""A code was put before a counter: find it, and say what speaks against it. Guessing is counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select

from backend.extensions import db
from backend.identity import queries as identity
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.turns import take_turn
from backend.rewards import codes
from backend.rewards.errors import (
    PayCodeExpired,
    PayCodeInvalid,
    PayCodeOwn,
    PayCodeShownElsewhere,
    PayCodeUsed,
    WrongCodesLimit,
)
from backend.rewards.models import PayCode, WrongCode

WRONG_CODES: Final = 20
WITHIN: Final = timedelta(seconds=60)


def find(principal: Principal, text: str) -> PayCode | DomainError:
    """The code's row, locked; or a refusal to be *returned*, so that the wrong try stays counted."""
    limit = _limit_reached(principal)
    if limit is not None:
        return limit
    if principal.is_sandbox:
        return PayCodeInvalid()  # people's codes are nothing to a till that is being tried out
    by = PayCode.digits_hash if codes.is_digits(text) else PayCode.code_hash
    code = db.session.scalar(
        select(PayCode)
        .where(by.in_(codes.hashes(text)))
        .order_by(PayCode.issued_at.desc())
        .limit(1)
        .with_for_update(key_share=True)
    )
    return code or _wrong(principal)


def refusal(principal: Principal, code: PayCode) -> DomainError | None:
    """What speaks against taking this code here and now. The row is locked, so it stays said."""
    now = clock.now()
    if code.used_at is not None:
        used_at = code.used_at.astimezone(clock.PROGRAMME_ZONE)
        return PayCodeUsed(at=used_at.isoformat(), time=f"{used_at:%H:%M}")
    if code.replaced_at is not None or code.expires_at <= now:
        ended_at = (code.replaced_at or code.expires_at).astimezone(clock.PROGRAMME_ZONE)
        return PayCodeExpired(expired_at=ended_at.isoformat())
    if code.shown_to not in {None, principal.party_id}:
        return PayCodeShownElsewhere()
    owner = identity.person_of(code.party_id)
    if owner is not None and owner.person_id == principal.person_id:
        return PayCodeOwn()
    return None


def _wrong(principal: Principal) -> DomainError:
    """Write the wrong try down, one after another for one clerk: 32 hands at once are counted as 32."""
    take_turn(f"wrong-codes:{principal.person_id}")
    limit = _limit_reached(principal)
    if limit is not None:
        return limit
    now = clock.now()
    mine = WrongCode.clerk_person_id == principal.person_id
    db.session.execute(delete(WrongCode).where(mine, WrongCode.tried_at <= now - WITHIN))
    db.session.add(WrongCode(id=new_id(), clerk_person_id=principal.person_id, tried_at=now))
    db.session.flush()
    return PayCodeInvalid()


def _limit_reached(principal: Principal) -> WrongCodesLimit | None:
    now = clock.now()
    count, oldest = db.session.execute(
        select(func.count(), func.min(WrongCode.tried_at)).where(
            WrongCode.clerk_person_id == principal.person_id, WrongCode.tried_at > now - WITHIN
        )
    ).one()
    return WrongCodesLimit(limit=WRONG_CODES, retry_after_s=_wait(oldest, now)) if count >= WRONG_CODES else None


def _wait(oldest: datetime, now: datetime) -> int:
    return max(1, -int((now - oldest - WITHIN).total_seconds() // 1))
