"""What was read long ago goes; what nobody has read stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from backend.extensions import db
from backend.kernel import clock
from backend.notifications.models import Notice
from backend.releases import queries as releases


def forget_read_notices() -> int:
    """Returns how many went."""
    kept_for = timedelta(days=releases.whole("notices.read_kept_days", clock.today()))
    gone = db.session.execute(delete(Notice).where(Notice.read_at < clock.now() - kept_for))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it
