"""What an office begins from: the tables that it works on, and what applies in each on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from backend.extensions import db
from backend.kernel import clock, i18n
from backend.kernel.principal import Principal
from backend.releases import policy, wording
from backend.releases.columns import Column, Hint, heading, unit_words
from backend.releases.models import Release, ReleaseState
from backend.releases.payloads import ColumnView, HintView, KindView, TableRowView, TableView
from backend.releases.ports import KINDS, tables


def kinds(principal: Principal) -> list[KindView]:
    """Of each table that this position sees, how it stands and what this person could begin."""
    seen = policy.kinds_seen_by(principal.role)
    return [_kind(principal, kind) for kind in KINDS if kind in seen]


def table(principal: Principal, kind: str, on: date | None) -> TableView:
    """What applies on a day as far as it was approved until now; by default today. Raises ReleaseNotFound."""
    policy.may_see(principal, kind)
    found, day = tables[kind], on or clock.today()
    hints = found.hints(day)
    return TableView(
        kind=kind, kind_name=i18n.text(f"release.kind.{kind}"), on=day,
        columns=[_column(each) for each in found.columns()],
        rows=[
            TableRowView(key, found.title(row), unit_words(found.unit(row, "value")), row, wording.of_row(found, row),
                         _hint(key, hints.get(key)))
            for key, row in sorted(found.in_force(day).items())
        ],
    )  # fmt: skip


def _kind(principal: Principal, kind: str) -> KindView:
    today, eyes = clock.today(), policy.FOUR_EYES[kind]
    of_kind, approved = Release.kind == kind, Release.state == ReleaseState.APPROVED
    submitted, others = Release.state == ReleaseState.SUBMITTED, Release.maker_id != principal.person_id
    counts = db.session.execute(
        select(
            func.count().filter(approved, Release.in_force_from > today), func.count().filter(submitted),
            func.count().filter(submitted, others), func.count().filter(Release.state == ReleaseState.DRAFT),
        ).where(of_kind)
    ).one()  # fmt: skip
    now = db.session.execute(
        select(Release.label, Release.in_force_from)
        .where(of_kind, approved, Release.in_force_from <= today)
        .order_by(Release.in_force_from.desc(), Release.number.desc())
        .limit(1)
    ).one_or_none()
    abilities = [
        name for name, roles in (("draft", eyes.makers), ("approve", eyes.checkers)) if principal.role in roles
    ]
    return KindView(
        kind=kind, kind_name=i18n.text(f"release.kind.{kind}"), label=now[0] if now else None,
        in_force_from=now[1] if now else None, coming=counts[0], submitted=counts[1],
        waiting_for_me=counts[2] if "approve" in abilities else 0, drafts=counts[3],
        maker_roles=sorted(eyes.makers), checker_roles=sorted(eyes.checkers), abilities=abilities,
    )  # fmt: skip


def _column(column: Column) -> ColumnView:
    return ColumnView(column.name, heading(column.name), column.form, column.longest, column.may_be_empty,
                      tuple(column.choices), wording.of_column(column.name))  # fmt: skip


def _hint(key: str, hint: Hint | None) -> HintView | None:
    if hint is None:
        return None
    choices = tuple(hint.choices)
    return HintView(hint.form, hint.least, hint.most, choices, wording.of_choices(key, choices))
