"""What must hold of persons' keys at every commit, as queries that find whoever breaks it."""

from __future__ import annotations

from typing import Final

from backend.kernel.crypto import PERSONAL
from backend.ledger.checks import Check

_SEALED: Final = """
    SELECT 'identity_persons' AS place, id AS person_id, phone_sealed AS sealed FROM identity_persons
    UNION ALL
    SELECT 'identity_totp_factors', person_id, secret_sealed FROM identity_totp_factors
    UNION ALL
    SELECT 'identity_totp_factors', person_id, next_secret_sealed FROM identity_totp_factors
    WHERE next_secret_sealed IS NOT NULL
    UNION ALL
    SELECT 'identity_real_names', person_id, name_sealed FROM identity_real_names
    UNION ALL
    SELECT 'identity_real_names', person_id, born_sealed FROM identity_real_names
"""

CHECKS: Final = (
    Check(
        "identity-persons-have-their-key",
        f"""
        SELECT place || ' ' || s.person_id AS row, 'sealed under a key of its own that is not there' AS problem
        FROM ({_SEALED}) AS s
        WHERE get_byte(sealed, 0) = {PERSONAL}
          AND NOT EXISTS (SELECT 1 FROM identity_person_keys k WHERE k.person_id = s.person_id)
        """,  # noqa: S608 - our own text
    ),
    Check(
        "identity-destroyed-is-unreadable",
        f"""
        SELECT place || ' ' || s.person_id AS row,
               'the key was destroyed, and this is sealed under another' AS problem
        FROM ({_SEALED}) AS s JOIN identity_person_keys k ON k.person_id = s.person_id
        WHERE k.destroyed_at IS NOT NULL AND get_byte(sealed, 0) <> {PERSONAL}
        UNION ALL
        SELECT 'identity_person_keys ' || k.person_id, 'destroyed, and the number can still be looked for'
        FROM identity_person_keys k JOIN identity_persons p ON p.id = k.person_id
        WHERE k.destroyed_at IS NOT NULL AND p.phone_index NOT LIKE 'gone:%'
        UNION ALL
        SELECT 'identity_real_names ' || k.person_id, 'destroyed, and the resident number can still be looked for'
        FROM identity_person_keys k JOIN identity_real_names r ON r.person_id = k.person_id
        WHERE k.destroyed_at IS NOT NULL AND r.number_index NOT LIKE 'gone:%'
        """,  # noqa: S608 - our own text
    ),
)
