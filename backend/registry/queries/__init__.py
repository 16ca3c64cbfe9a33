"""Reads of the register. What is public names organisations and nobody else."""

from backend.registry.queries.batches import BatchView, ProjectView, batch, batch_row, batches, project_view
from backend.registry.queries.histories import (
    BatchPage,
    RetirementBackground,
    SerialPage,
    Strip,
    batch_page,
    serial_page,
)
from backend.registry.queries.holdings import Reservation, listed_kg, reservation, reserved_slots
from backend.registry.queries.retirements import (
    RetirementView,
    claimed_kg,
    own_retirement,
    retirement,
    retirement_of_order,
    retirements_of_orders,
)
from backend.registry.queries.searching import Hit, search
from backend.registry.queries.statistics import Statistics, statistics

__all__ = [
    "BatchPage",
    "BatchView",
    "Hit",
    "ProjectView",
    "Reservation",
    "RetirementBackground",
    "RetirementView",
    "SerialPage",
    "Statistics",
    "Strip",
    "batch",
    "batch_page",
    "batch_row",
    "batches",
    "claimed_kg",
    "listed_kg",
    "own_retirement",
    "project_view",
    "reservation",
    "reserved_slots",
    "retirement",
    "retirement_of_order",
    "retirements_of_orders",
    "search",
    "serial_page",
    "statistics",
]
