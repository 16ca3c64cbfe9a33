"""Take a citizen's word for what they did, once, and let the rules say what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert

from backend.activities import policy
from backend.activities.errors import ActivityAlreadyRecorded, ActivityNotRecordable, MeasureImplausible, MeasureWrong
from backend.activities.models import OF_ACTIVITY, OWN_REFERENCE, Activity, ActivityState
from backend.activities.payloads import ActivityRecorded, RecordActivity
from backend.activities.policy import SELF_REPORT
from backend.extensions import db
from backend.files import service as files
from backend.identity import service as identity
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.points import queries as points_queries
from backend.points import service as points
from backend.releases import queries as releases
from points_engine import EarnRule, Fact

OWN_WORD: Final = "self"
DAY_TOTALS: Final = ("step", "day")
"""Units that add up over a day: what is reported is the day itself."""

LARGEST: Final = 10**9


def record_activity(principal: Principal, wish: RecordActivity) -> ActivityRecorded:
    """Accept a self-report: at the rule's value for one's own word, and its receipt is used up for everybody."""
    policy.may_record_for_oneself(principal)
    identity.may_record(principal)
    now, today = clock.now(), clock.today()
    on = min(clock.business_date(wish.occurred_at), today)
    policy.is_recent(wish.occurred_at, on, now=now, today=today, days=releases.whole("self_report.days", today))
    rules = points_queries.self_reportable_rules(wish.kind, on)
    if not rules:
        raise ActivityNotRecordable(kind=wish.kind)
    _refuse_unfit(rules, wish.measures, on)

    fact = Fact(kind=wish.kind, on=on, measures=wish.measures, tier=SELF_REPORT)
    activity_id = _use_up_reference(principal, wish, on, rules[0])
    if wish.file_id is not None:
        files.attach(principal, wish.file_id, thing_kind=OF_ACTIVITY, thing_id=activity_id)
    awarded = points.award(
        party_id=principal.party_id, cause_kind="activity", cause_id=activity_id, fact=fact,
        occurred_at=wish.occurred_at, reference=f"activity:{activity_id}:award",
    )  # fmt: skip
    db.session.execute(update(Activity).where(Activity.id == activity_id).values(reduction_g=awarded.reduction_g))
    return ActivityRecorded(
        activity_id, ActivityState.ACCEPTED, SELF_REPORT, awarded.reduction_g, awarded.points, awarded.lines,
        awarded.balance, awarded.entry_id,
    )  # fmt: skip


def _use_up_reference(principal: Principal, wish: RecordActivity, on: date, rule: EarnRule) -> UUID:
    """Write the record, or refuse because its reference was claimed: by whom is nobody's business."""
    reference = wish.source_reference or natural_reference(rule, principal.party_id, wish.occurred_at, on)
    activity_id: UUID | None = db.session.scalar(
        insert(Activity)
        .values(
            id=new_id(), party_id=principal.party_id, kind=wish.kind,
            measures={name: f"{value:f}" for name, value in wish.measures.items()}, tier=SELF_REPORT, source=OWN_WORD,
            source_reference=reference, note=wish.note, occurred_at=wish.occurred_at, recorded_at=clock.now(),
            state=ActivityState.ACCEPTED,
        )
        .on_conflict_do_nothing(index_elements=["kind", "source_reference"])
        .returning(Activity.id)
    )  # fmt: skip
    if activity_id is None:
        raise ActivityAlreadyRecorded(source_reference=wish.source_reference or on.isoformat())
    return activity_id


def natural_reference(rule: EarnRule, party_id: UUID, occurred_at: datetime, on: date) -> str:
    """What makes an act without a receipt one act: a person's day for what a day adds up, else the minute."""
    if rule.measure_unit in DAY_TOTALS:
        return f"{OWN_REFERENCE}{party_id}/{on}"
    return f"{OWN_REFERENCE}{party_id}/{occurred_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _refuse_unfit(rules: list[EarnRule], measures: Mapping[str, Decimal], on: date) -> None:
    """Exactly what the rules measure, and a number that one person can reach."""
    expected = {rule.measure: rule for rule in rules}
    if set(measures) != set(expected):
        raise MeasureWrong(expected=", ".join(expected))
    for name, value in measures.items():
        rule = expected[name]
        most = releases.whole_if_set(f"self_report.most.{name}", on) or LARGEST
        countable = rule.counts_each_unit or rule.measure_unit in DAY_TOTALS
        if not 1 <= value <= most or (countable and value != int(value)):
            raise MeasureImplausible(field=f"/measures/{name}", least=1, most=most)
