"""No table that holds somebody's id is forgotten when they take their data along or close their account."""

from __future__ import annotations

from flask import Flask

from backend.extensions import db
from backend.privacy import ports

OF_A_PERSON = {"person_id", "party_id", "payer_party_id", "customer_party_id", "principal_id", "minor_id"}
NOBODYS = {
    "identity_organisations": "an organisation",
    "identity_clients": "an organisation's machine",
    "notifications_webhook_endpoints": "an organisation's",
    "registry_listings": "who sells at retail, an account of the county",
    "registry_unit_blocks": "who holds a ticket; a citizen's kilograms are retired at once",
}


def test_every_table_with_somebodys_id_is_answered_for(app: Flask) -> None:
    held = {
        table.name
        for table in db.metadata.tables.values()
        if OF_A_PERSON & {column.name for column in table.columns}
    }  # fmt: skip
    assert held - ports.tables() - NOBODYS.keys() == set()
    assert ports.tables() - db.metadata.tables.keys() == set(), "what is answered for is there"


def test_a_gap_stops_the_start(app: Flask) -> None:
    kept = dict(ports._keepers)
    ports.fill({name: keeper for name, keeper in kept.items() if name != "complaints"})
    try:
        raised = False
        try:
            ports.refuse_gaps()
        except AssertionError as error:
            raised = "complaints" in str(error)
        assert raised
    finally:
        ports.fill(kept)
