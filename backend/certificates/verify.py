"""What must hold of certificates and their prints at every commit, as queries that find whoever breaks it."""

from __future__ import annotations

from typing import Final

from backend.ledger.checks import Check

CHECKS: Final = (
    Check(
        "a-certificate-says-since-when-it-is-out-of-force",
        """
        SELECT 'certificates_certificates ' || number AS row,
               format('%s, issued %s, changed %s', state, issued_at, state_changed_at) AS problem
        FROM certificates_certificates
        WHERE (state = 'valid') <> (state_changed_at IS NULL) OR state_changed_at < issued_at
        """,
    ),
    Check(
        "a-print-is-of-a-certificate-that-was-there",
        """
        SELECT 'certificates_prints ' || p.sha256 AS row,
               format('recorded %s, certificate %s issued %s', p.recorded_at, p.number, c.issued_at) AS problem
        FROM certificates_prints p LEFT JOIN certificates_certificates c ON c.number = p.number
        WHERE c.number IS NULL OR p.recorded_at < c.issued_at
        """,
    ),
    Check(
        # A certificate goes out of force once and for good: a print that shows it remembers.
        "a-certificate-that-was-printed-out-of-force-stays-so",
        """
        SELECT 'certificates_prints ' || p.sha256 AS row,
               format('shows %s %s, the register says %s', p.number, p.state_shown, c.state) AS problem
        FROM certificates_prints p JOIN certificates_certificates c ON c.number = p.number
        WHERE p.state_shown <> 'valid' AND p.state_shown <> c.state
        """,
    ),
)
