"""The commands about webhooks, a file a verb."""

from backend.notifications.webhooks.service.delivering import deliver_due
from backend.notifications.webhooks.service.keeping_endpoints import (
    add_endpoint,
    close_endpoint,
    close_endpoints_of,
    enable_endpoint,
    rotate_endpoint_key,
)
from backend.notifications.webhooks.service.replaying import replay_delivery, replay_period
from backend.notifications.webhooks.service.telling import TOPIC, EventRelay, tell
from backend.notifications.webhooks.service.trying import try_endpoint

__all__ = [
    "TOPIC", "EventRelay", "add_endpoint", "close_endpoint", "close_endpoints_of", "deliver_due", "enable_endpoint",
    "replay_delivery", "replay_period", "rotate_endpoint_key", "tell", "try_endpoint",
]  # fmt: skip
