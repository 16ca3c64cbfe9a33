"""What must hold of everybody who has closed their account, whatever feature keeps it."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

_LEFT: Final = (
    (
        "identity_persons",
        "t.id = c.person_id",
        "t.nickname <> '' OR t.phone_masked <> '' OR t.phone_index NOT LIKE 'gone:%'",
    ),
    ("identity_person_keys", "t.person_id = c.person_id", "t.destroyed_at IS NULL"),
    ("identity_sign_ins", "t.person_id = c.person_id", "t.ended_at IS NULL OR t.device IS NOT NULL"),
    ("identity_memberships", "t.person_id = c.person_id", "t.ended_at IS NULL"),
    ("identity_real_names", "t.person_id = c.person_id", "true"),
    ("identity_name_corrections", "t.person_id = c.person_id", "true"),
    ("identity_phone_changes", "t.person_id = c.person_id", "true"),
    ("identity_recoveries", "t.person_id = c.person_id", "true"),
    ("identity_guardianships", "c.person_id IN (t.minor_id, t.guardian_id)", "true"),
    ("identity_household_members", "t.person_id = c.person_id", "t.ended_at IS NULL"),
    ("identity_totp_factors", "t.person_id = c.person_id", "true"),
    ("identity_passkeys", "t.person_id = c.person_id", "true"),
    ("notifications_choices", "t.party_id = c.party_id", "true"),
    ("files_files", "t.party_id = c.party_id", "t.state <> 'removed'"),
    ("footprints_statements", "t.party_id = c.party_id", "true"),
    ("activities_records", "t.party_id = c.party_id", "t.note IS NOT NULL"),
    ("points_lots", "t.party_id = c.party_id", "t.available > 0"),
    ("privacy_consents", "t.person_id = c.person_id", "t.withdrawn_at IS NULL"),
)
"""Table, whose row it is, and what of it could still be read or used."""

CHECKS: Final = (
    Check(
        "privacy-nothing-readable-of-the-closed",
        "\nUNION ALL\n".join(
            f"SELECT '{table} ' || c.person_id AS row, 'its owner has closed their account' AS problem"  # noqa: S608 - our own text
            f" FROM privacy_closings c JOIN {table} t ON {whose} WHERE c.state = 'closed' AND ({left})"
            for table, whose, left in _LEFT
        ),
    ),
)
