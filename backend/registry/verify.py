"""What must hold of every kilogram at every commit, as queries that find whoever breaks it."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final = (
    Check(
        "serials-tile-what-was-issued",
        """
        SELECT 'registry_batches ' || b.number AS row,
               format('issued [%s, %s], live blocks %s', b.first_serial, b.last_serial, live.serials) AS problem
        FROM registry_batches b
        LEFT JOIN LATERAL (
            SELECT range_agg(u.serials) AS serials FROM registry_unit_blocks u
            WHERE u.batch_id = b.id AND u.superseded_at IS NULL
        ) AS live ON true
        WHERE live.serials IS DISTINCT FROM int8multirange(int8range(b.first_serial, b.last_serial, '[]'))
        """,
    ),
    Check(
        "a-serial-lies-in-one-live-block",
        # The exclusion constraint sees to it; this finds what was written past it.
        """
        SELECT 'registry_unit_blocks ' || one.id AS row, format('%s overlaps %s', one.serials, other.id) AS problem
        FROM registry_unit_blocks one
        JOIN registry_unit_blocks other
          ON other.serials && one.serials AND other.superseded_at IS NULL AND other.id <> one.id
        WHERE one.superseded_at IS NULL
        """,
    ),
    Check(
        "blocks-are-what-the-ledger-holds",
        """
        SELECT coalesce(a.unit, b.unit) || ' ' || coalesce(a.path, b.path) AS row,
               format('account holds %s, blocks hold %s', coalesce(a.balance, 0), coalesce(b.quantity, 0)) AS problem
        FROM (
            SELECT unit, path, ledger_balance(id) AS balance FROM ledger_accounts
            WHERE unit LIKE 'KGCO2E@%' AND kind <> 'source'
        ) AS a
        FULL JOIN (
            SELECT 'KGCO2E@' || batch.number AS unit,
                   CASE block.state
                       WHEN 'listed' THEN concat_ws(':', 'units', 'shelf', block.slot_id, 'listed')
                       WHEN 'reserved' THEN concat_ws(':', 'units', 'order', block.order_id, 'reserved')
                       WHEN 'buffer' THEN 'units:buffer'
                       WHEN 'retired' THEN 'units:retired'
                       WHEN 'cancelled' THEN 'units:cancelled'
                       ELSE concat_ws(':', 'units', 'party', block.party_id, block.state)
                   END AS path,
                   sum(upper(block.serials) - lower(block.serials)) AS quantity
            FROM registry_unit_blocks block JOIN registry_batches batch ON batch.id = block.batch_id
            WHERE block.superseded_at IS NULL
            GROUP BY 1, 2
        ) AS b ON b.unit = a.unit AND b.path = a.path
        WHERE coalesce(a.balance, 0) <> coalesce(b.quantity, 0)
        """,
    ),
    Check(
        "issued-is-what-the-ledger-gave",
        """
        SELECT 'registry_batches ' || b.number AS row,
               format('issued %s, ledger gave %s', b.issued_kg, coalesce(-ledger_balance(a.id), 0)) AS problem
        FROM registry_batches b
        LEFT JOIN ledger_accounts a ON a.unit = 'KGCO2E@' || b.number AND a.path = 'units:issued'
        WHERE b.issued_kg <> coalesce(-ledger_balance(a.id), 0)
        """,
    ),
    Check(
        "a-monitoring-period-is-issued-once",
        """
        SELECT 'registry_batches ' || one.number AS row, format('its years are in %s too', other.number) AS problem
        FROM registry_batches one
        JOIN registry_batches other ON other.project_id = one.project_id AND other.number > one.number
         AND int8range(other.vintage_from, other.vintage_to, '[]') && int8range(one.vintage_from, one.vintage_to, '[]')
        """,
    ),
    Check(
        "a-retirement-has-its-kilograms",
        """
        SELECT 'registry_retirements ' || r.id AS row,
               format('quantity %s, blocks %s', r.quantity_kg, coalesce(sum(upper(u.serials) - lower(u.serials)), 0))
                   AS problem
        FROM registry_retirements r
        LEFT JOIN registry_unit_blocks u
          ON u.retirement_id = r.id AND u.superseded_at IS NULL AND u.state = 'retired' AND u.batch_id = r.batch_id
             AND u.party_id = r.party_id
        GROUP BY r.id HAVING r.quantity_kg <> coalesce(sum(upper(u.serials) - lower(u.serials)), 0)
        """,
    ),
    Check(
        "a-retirement-has-one-claim-and-one-certificate",
        """
        SELECT 'registry_retirements ' || r.id AS row,
               format('purpose %s, claimed for %s, certificate %s', r.purpose, c.purpose, f.number) AS problem
        FROM registry_retirements r
        LEFT JOIN registry_claims c ON c.retirement_id = r.id
        LEFT JOIN certificates_certificates f ON f.kind = 'retirement' AND f.subject_id = r.id
        WHERE c.purpose IS DISTINCT FROM r.purpose OR f.number IS NULL
        """,
    ),
    Check(
        "a-certificate-says-what-was-retired",
        """
        SELECT 'certificates_certificates ' || f.number AS row,
               format('certificate %s kg, retirement %s kg', f.canonical::jsonb ->> 'quantity_kg', r.quantity_kg)
                   AS problem
        FROM certificates_certificates f
        LEFT JOIN registry_retirements r ON r.id = f.subject_id
        WHERE f.kind = 'retirement' AND ((f.canonical::jsonb ->> 'quantity_kg')::bigint IS DISTINCT FROM r.quantity_kg
           OR f.canonical::jsonb ->> 'number' IS DISTINCT FROM f.number)
        """,
    ),
    Check(
        "a-block-changes-hands-through-another",
        # A live block that came from one is inside a stretch which was superseded when it was put.
        """
        SELECT 'registry_unit_blocks ' || child.id AS row, format('its parent %s still lives', parent.id) AS problem
        FROM registry_unit_blocks child JOIN registry_unit_blocks parent ON parent.id = child.parent_id
        WHERE parent.superseded_at IS NULL
        """,
    ),
)
