"""What is done about complaints: by their owner, by the office, by the clock."""

from backend.complaints.service.citizen import (
    appeal_complaint,
    file_complaint,
    message_complaint,
    withdraw_complaint,
)
from backend.complaints.service.lapsing import close_lapsed
from backend.complaints.service.office import (
    answer_complaint,
    ask_back,
    assign_complaint,
    close_complaint,
    look_at_complaint,
)

__all__ = [
    "answer_complaint",
    "appeal_complaint",
    "ask_back",
    "assign_complaint",
    "close_complaint",
    "close_lapsed",
    "file_complaint",
    "look_at_complaint",
    "message_complaint",
    "withdraw_complaint",
]
