"""How often one makes us write to numbers that others have. What was answered, revoked or expired counts, too,
and what went with an account that was closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.extensions import db
from backend.identity.errors import TooManyMessagesSent, TooManyMessagesToNumber
from backend.identity.models import CountedText, Invitation
from backend.identity.people.models import Guardianship, HouseholdInvitation
from backend.kernel import clock, crypto
from backend.kernel.turns import take_turn
from backend.releases.queries import whole

WINDOW: Final = timedelta(days=1)
"""The last 24 hours: midnight doubles nothing."""


def refuse_floods(sender_id: UUID, phone: str, *, for_organisation: bool = False) -> None:
    """Asked first by whatever sends a text to a number that somebody typed in. Known and unknown numbers count alike.

    Raises TooManyMessagesSent, TooManyMessagesToNumber.
    """
    # Under every version of the key, as with codes (sms_codes.py).
    indexes = crypto.keys().blind_indexes(phone, purpose="phone")
    for scope in sorted([f"from:{sender_id}", *(f"to:{index}" for index in indexes)]):
        take_turn(f"writing:{scope}")
    today = clock.today()
    if for_organisation:
        limit = whole("invitations.most_a_day_by_member", today)
        sent = _within((Invitation.recorded_at, Invitation.invited_by == sender_id))
    else:
        limit = whole("invitations.most_a_day_by_person", today)
        sent = _within(
            (HouseholdInvitation.recorded_at, HouseholdInvitation.invited_by == sender_id),
            (Guardianship.recorded_at, Guardianship.minor_id == sender_id),
        )
    if len(sent) >= limit:
        raise TooManyMessagesSent(limit=limit, retry_after_s=_until_one_more(sent, limit))
    limit = whole("invitations.most_a_day_to_number", today)
    tables = (Invitation, HouseholdInvitation, Guardianship)
    forgotten = CountedText.phone_index.in_(indexes)
    sent = _within(*((table.recorded_at, table.phone_index.in_(indexes)) for table in tables),
                   (CountedText.sent_at, forgotten))  # fmt: skip
    if len(sent) >= limit:
        raise TooManyMessagesToNumber(limit=limit, retry_after_s=_until_one_more(sent, limit))


def _within(*written: tuple[InstrumentedAttribute[datetime], ColumnElement[bool]]) -> list[datetime]:
    """When, newest first. Each of these rows is a message that went out as it was written."""
    since = clock.now() - WINDOW
    found = (db.session.scalars(select(at).where(whose, at > since)) for at, whose in written)
    return sorted((at for rows in found for at in rows), reverse=True)


def _until_one_more(sent: list[datetime], limit: int) -> int:
    return max(1, int((sent[limit - 1] + WINDOW - clock.now()).total_seconds()) + 1)
