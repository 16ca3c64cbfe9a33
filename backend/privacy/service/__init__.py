"""What one may do with one's own data, a file a verb."""

from backend.privacy.service.closing import close_my_account, close_what_is_due, keep_my_account
from backend.privacy.service.consenting import give_consent, publish_consent_text, withdraw_consent
from backend.privacy.service.exporting import copies_of, export_my_data, make_copy

__all__ = [
    "close_my_account",
    "close_what_is_due",
    "copies_of",
    "export_my_data",
    "give_consent",
    "keep_my_account",
    "make_copy",
    "publish_consent_text",
    "withdraw_consent",
]
