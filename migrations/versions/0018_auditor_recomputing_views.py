"""What an auditor needs to recompute amounts and awards: acts, rules, prices, tickets, certificates, rewards."""

from __future__ import annotations

from alembic import op

from migrations.roles import application_role, auditor_role, quoted, restore_view, run_file

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

VIEWS = (
    "v_activities", "v_rule_versions", "v_batches", "v_transfers", "v_listings", "v_offers", "v_offer_prices",
    "v_certificates", "v_rewards",
)  # fmt: skip
LONGER = ("v_orders", "v_retirements", "v_awards")


def upgrade() -> None:
    run_file("auditor_recomputing_views.sql")
    _grant(VIEWS)  # the longer ones keep the rights that they have


def downgrade() -> None:
    op.execute(f"DROP VIEW {', '.join((*VIEWS, *LONGER))}")
    for view in LONGER:
        restore_view(view, "auditor_views.sql")
    _grant(LONGER)


def _grant(names: tuple[str, ...]) -> None:
    views = ", ".join(names)
    for role in filter(None, (application_role(), "PUBLIC")):  # why: see 0009
        op.execute(f"REVOKE ALL ON {views} FROM {role if role == 'PUBLIC' else quoted(role)}")
    if auditor := auditor_role():
        op.execute(f"GRANT SELECT ON {views} TO {quoted(auditor)}")
