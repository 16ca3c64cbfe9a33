"""What machines were refused is counted: who watches over them sees a wrong key, or somebody trying, at a glance."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import case, select
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.identity.clients.models import Client, ClientRefusals
from backend.kernel import clock


def count_refusal(client_row: UUID, code: str) -> None:
    """One more, on this Shanghai day and in all; ``code`` is that of the problem which the caller was given."""
    now = clock.now()
    today = clock.business_date(now)
    first = insert(ClientRefusals).values(
        client_id=client_row, business_date=today, on_day=1, in_all=1, last_at=now, last_code=code
    )
    db.session.execute(
        first.on_conflict_do_update(
            index_elements=[ClientRefusals.client_id],
            set_={
                "on_day": case((ClientRefusals.business_date == today, ClientRefusals.on_day + 1), else_=1),
                "business_date": today, "in_all": ClientRefusals.in_all + 1, "last_at": now, "last_code": code,
            },
        )
    )  # fmt: skip


def count_refusal_of(client_id: str | None, code: str) -> None:
    """The same for who only says that it is this client; nothing if there is none of the name."""
    if client_id is None:
        return
    row = db.session.scalar(select(Client.id).where(Client.client_id == client_id))
    if row is not None:
        count_refusal(row, code)
