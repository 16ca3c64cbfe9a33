"""What a lower feature asks of a higher one is filled at start-up, or there is no start."""

from __future__ import annotations

import ast

import pytest
from flask import Flask

from backend.certificates import ports as certificates
from backend.payments import ports as payments
from backend.points import ports as points
from tests.architecture.source import modules

PORTS = [module for module in modules("backend") if module.path.name == "ports.py"]


@pytest.mark.parametrize("module", PORTS, ids=str)
def test_a_port_is_a_protocol_and_knows_nobody(module) -> None:
    protocols = [
        node.name for node in module.nodes
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Protocol" for base in node.bases)
    ]  # fmt: skip
    assert protocols
    allowed = ("backend.kernel.", "backend.ledger.service.", f"backend.{module.package}.")
    assert [name for name in module.imports if name.startswith("backend.") and not name.startswith(allowed)] == []
    assert [
        name for name in module.imports if ".models" in name or ".service." in name.replace("ledger.service", "")
    ] == []


def test_the_wiring_has_filled_them_all(app: Flask) -> None:
    points.refuse_gaps()
    payments.refuse_gaps()
    certificates.refuse_gaps()


def test_a_gap_stops_the_start(app: Flask) -> None:
    filled = dict(points.causes)
    points.causes.clear()
    try:
        with pytest.raises(AssertionError, match="nobody describes"):
            points.refuse_gaps()
    finally:
        points.causes.update(filled)
