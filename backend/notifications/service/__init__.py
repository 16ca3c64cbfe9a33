"""What is done with notices, a file a verb."""

from backend.notifications.service.forgetting import forget_read_notices
from backend.notifications.service.notifying import in_both_languages, notify
from backend.notifications.service.reading import read_all_notices, read_notice, update_notice_settings

__all__ = [
    "forget_read_notices",
    "in_both_languages",
    "notify",
    "read_all_notices",
    "read_notice",
    "update_notice_settings",
]
