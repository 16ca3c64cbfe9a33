"""What must hold of footprints whenever anybody looks."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final = (
    Check(
        "footprints-are-what-their-digest-says",
        """
        SELECT 'footprints_statements ' || id AS row, 'the digest is not that of its text' AS problem
        FROM footprints_statements WHERE encode(sha256(convert_to(canonical, 'UTF8')), 'hex') <> digest
        """,
    ),
    Check(
        "footprint-lines-add-up",
        """
        SELECT 'footprints_statements ' || s.id AS row,
               format('%s g, its lines %s g, its text %s g', s.emissions_g, l.grams,
                      s.canonical::jsonb ->> 'emissions_g') AS problem
        FROM footprints_statements s
        CROSS JOIN LATERAL (
            SELECT coalesce(sum((line ->> 'emissions_g')::bigint), 0) AS grams
            FROM jsonb_array_elements(s.result -> 'lines') AS line
        ) AS l
        WHERE s.emissions_g <> l.grams OR s.emissions_g <> (s.canonical::jsonb ->> 'emissions_g')::bigint
        """,
    ),
)
