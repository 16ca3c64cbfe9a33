"""The register's commands. Blocks carry serials, the ledger carries sums: each command writes both.

None of them asks who may buy or sell: the features that call them have. Issuing, transferring and listing
are the register's own acts and open to the programme alone (policy.py).
"""

from backend.registry.service.issuing import create_project, issue_batch
from backend.registry.service.listing import list_units, unlist_units
from backend.registry.service.reserving import release_reservation, reserve_from_slots
from backend.registry.service.retiring import retire_reserved
from backend.registry.service.transferring import transfer_units

__all__ = [
    "create_project",
    "issue_batch",
    "list_units",
    "release_reservation",
    "reserve_from_slots",
    "retire_reserved",
    "transfer_units",
    "unlist_units",
]
