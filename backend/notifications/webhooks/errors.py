from typing import ClassVar

from backend.kernel.errors import Conflict, InvalidInput, NotFound, RuleViolation


class WebhookEndpointNotFound(NotFound):
    code = "webhook-endpoint-not-found"


class WebhookDeliveryNotFound(NotFound):
    code = "webhook-delivery-not-found"


class WebhookDestinationRefused(InvalidInput):
    """Facts: ``why`` (a code of destinations)."""

    code = "webhook-destination-refused"
    field: ClassVar[str] = "/url"


class WebhookEndpointLimit(RuleViolation):
    """Facts: ``limit``."""

    code = "webhook-endpoint-limit"


class WebhookEndpointClosed(Conflict):
    """Closed, or disabled where an active one is needed. Facts: ``state``."""

    code = "webhook-endpoint-closed"
