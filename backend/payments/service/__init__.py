"""Payments' commands, a file a verb. None calls a gateway: backend/payments/conversation.py does, between them."""

from backend.payments.service.applying import apply_trade, record_failure, schedule_look
from backend.payments.service.closing import begin_closing, close_untouched
from backend.payments.service.hastening import take_a_look
from backend.payments.service.hearing import hear_notification
from backend.payments.service.opening import begin_attempt, keep_attempt, open_payment
from backend.payments.service.refunding import apply_refund, schedule_refund_look

__all__ = [
    "apply_refund",
    "apply_trade",
    "begin_attempt",
    "begin_closing",
    "close_untouched",
    "hear_notification",
    "keep_attempt",
    "open_payment",
    "record_failure",
    "schedule_look",
    "schedule_refund_look",
    "take_a_look",
]
