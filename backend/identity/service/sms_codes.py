"""Send a code to a number. The answer never tells whether the number is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select, update

from backend.extensions import db
from backend.identity.errors import SmsCodeTooSoon, SmsLimitReached, SmsUnavailable
from backend.identity.models import SmsChallenge
from backend.identity.payloads import RequestSmsCode, SmsCodeRequested
from backend.identity.queries import current_agreement_version
from backend.kernel import chance, clock, crypto, outbox, settings
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.kernel.turns import take_turn

SMS_TOPIC: Final = "sms"
CODE_DIGITS: Final = 6
LIFE: Final = timedelta(minutes=5)
TRIES: Final = 5
RESEND_AFTER: Final = timedelta(seconds=60)
PER_HOUR: Final = 5
PER_DAY: Final = 10


def request_sms_code(_: Principal | None, wish: RequestSmsCode) -> SmsCodeRequested:
    keys, now = crypto.keys(), clock.now()
    # Under every version of the key: what was counted before a rotation counts after it, and whoever writes another
    # version has one in common with us, where we take turns.
    phones, addresses = keys.blind_indexes(wish.phone, purpose="phone"), keys.blind_indexes(wish.ip, purpose="ip")
    _take_turns(*(f"phone:{index}" for index in phones), *(f"ip:{index}" for index in addresses))
    _refuse_too_many(phones, addresses, now)

    _end_codes_before(phones, now)
    code, challenge_id = chance.digits(CODE_DIGITS), new_id()
    db.session.add(
        SmsChallenge(
            id=challenge_id, phone_sealed=keys.encrypt(wish.phone, context=f"sms|{challenge_id}"),
            phone_index=keys.blind_index(wish.phone, purpose="phone"),
            ip_index=keys.blind_index(wish.ip, purpose="ip"),
            code_hash=keys.hash_code(code, purpose=f"sms|{challenge_id}"),
            requested_at=now, expires_at=now + LIFE, tries_left=TRIES,
        )
    )  # fmt: skip
    outbox.send(
        SMS_TOPIC,
        {"phone": wish.phone, "template": "sign-in-code", "code": code, "challenge_id": str(challenge_id),
         "minutes": LIFE.seconds // 60},
        expires_at=now + LIFE,
    )  # fmt: skip
    return SmsCodeRequested(challenge_id, LIFE.seconds, RESEND_AFTER.seconds, current_agreement_version())


def _end_codes_before(phones: Sequence[str], now: datetime) -> None:
    """A new code ends those before it: five tries a number, not five for each message that somebody had sent."""
    live = (SmsChallenge.phone_index.in_(phones), SmsChallenge.used_at.is_(None), SmsChallenge.expires_at > now)
    db.session.execute(update(SmsChallenge).where(*live).values(expires_at=now))


def _take_turns(*scopes: str) -> None:
    """Requests for one number, or from one address, are counted one after another."""
    for scope in sorted(scopes):
        take_turn(f"sms:{scope}")


def _refuse_too_many(phones: Sequence[str], addresses: Sequence[str], now: datetime) -> None:
    mine = SmsChallenge.phone_index.in_(phones)
    last = db.session.scalar(select(func.max(SmsChallenge.requested_at)).where(mine))
    if last is not None and now - last < RESEND_AFTER:
        raise SmsCodeTooSoon(retry_after_s=max(1, int((RESEND_AFTER - (now - last)).total_seconds())))
    hour_ago, midnight = now - timedelta(hours=1), clock.start_of(clock.business_date(now))
    if _sent(mine, since=hour_ago) >= PER_HOUR:
        raise SmsLimitReached(retry_after_s=3600)
    if _sent(mine, since=midnight) >= PER_DAY:
        raise SmsLimitReached(retry_after_s=int((midnight + timedelta(days=1) - now).total_seconds()))
    limits = settings.current()
    if _sent(SmsChallenge.ip_index.in_(addresses), since=hour_ago) >= limits.sms_per_ip_and_hour:
        raise SmsLimitReached(retry_after_s=3600)
    if _sent(since=hour_ago) >= limits.sms_per_hour_in_all:
        raise SmsUnavailable(retry_after_s=600)


def _sent(*about: ColumnElement[bool], since: datetime) -> int:
    counted = select(func.count()).select_from(SmsChallenge).where(SmsChallenge.requested_at > since, *about)
    return db.session.scalar(counted) or 0
