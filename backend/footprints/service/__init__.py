"""What can be done with a footprint: estimate, record (or replace), withdraw."""

from backend.footprints.service.estimating import estimate_footprint
from backend.footprints.service.recording import record_footprint
from backend.footprints.service.withdrawing import withdraw_footprint

__all__ = ["estimate_footprint", "record_footprint", "withdraw_footprint"]
