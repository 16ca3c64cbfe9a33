"""What identity keeps only for so long, by dated settings: sent codes, ended sign-ins, answered offers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Delete, delete, func, select

from backend.extensions import db
from backend.identity.models import CountedText, Invitation, PasskeyChallenge, RefreshToken, SignIn, SmsChallenge
from backend.identity.people.models import HouseholdInvitation, PhoneChange, RealNameTry
from backend.kernel import clock
from backend.releases import queries as releases


def forget_what_is_old() -> int:
    """Returns how many rows went."""
    over = func.coalesce(SignIn.ended_at, SignIn.ends_at) < _before("sign_ins")
    pinned = select(PhoneChange.sign_in_id).where(PhoneChange.sign_in_id.is_not(None))
    ended = select(SignIn.id).where(over, SignIn.id.not_in(pinned))
    return sum(
        _gone(statement)
        for statement in (
            delete(SmsChallenge).where(SmsChallenge.requested_at < _before("sms_codes")),
            delete(CountedText).where(CountedText.sent_at < clock.now() - timedelta(days=1)),
            delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < clock.now()),
            delete(RefreshToken).where(RefreshToken.sign_in_id.in_(ended)),
            delete(SignIn).where(SignIn.id.in_(ended)),
            delete(Invitation).where(_over(Invitation)),
            delete(HouseholdInvitation).where(_over(HouseholdInvitation)),
            delete(RealNameTry).where(RealNameTry.requested_at < _before("real_name_tries")),
        )
    )


def _over(offer: Any) -> Any:
    """Answered, or past its last day without an answer, for long."""
    return func.coalesce(offer.answered_at, offer.expires_at) < _before("invitations")


def _before(what: str) -> Any:
    return clock.now() - timedelta(days=releases.whole(f"retention.{what}_days", clock.today()))


def _gone(statement: Delete) -> int:
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it
