"""What can be done with a green behaviour: report it, and take one's own report back."""

from backend.activities.service.recording import record_activity
from backend.activities.service.withdrawing import withdraw_activity

__all__ = ["record_activity", "withdraw_activity"]
