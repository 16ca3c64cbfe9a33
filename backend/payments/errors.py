from typing import ClassVar

from backend.kernel.errors import Conflict, InvalidInput, NotFound, RuleViolation, Unauthenticated, Unavailable


class PaymentNotFound(NotFound):
    code = "payment-not-found"


class PaymentNotPayable(Conflict):
    """It is paid, closed or being closed. Facts: ``state``."""

    code = "payment-not-payable"


class PaymentChannelUnsupported(RuleViolation):
    """Facts: ``channels``."""

    code = "payment-channel-unsupported"
    field: ClassVar[str] = "/channel"


class PaymentGatewayUnsupported(RuleViolation):
    """Facts: ``gateways``."""

    code = "payment-gateway-unsupported"
    field: ClassVar[str] = "/gateway"


class PaymentGatewayUnavailable(Unavailable):
    code = "payment-gateway-unavailable"


class PaymentGatewayRefused(Conflict):
    """The gateway will not open this order. Facts: ``gateway_code``."""

    code = "payment-gateway-refused"


class PaymentNotSettled(Conflict):
    """No receipt: it has not been paid, or its money is on the way back. Facts: ``state``."""

    code = "payment-not-settled"


class NotificationUnsigned(Unauthenticated):
    code = "notification-unsigned"
    field: ClassVar[str] = "/headers/Wechatpay-Signature"


class NotificationSignatureInvalid(Unauthenticated):
    code = "notification-signature-invalid"
    field: ClassVar[str] = "/headers/Wechatpay-Signature"


class NotificationStale(Unauthenticated):
    code = "notification-stale"
    field: ClassVar[str] = "/headers/Wechatpay-Timestamp"


class NotificationUnreadable(InvalidInput):
    code = "notification-unreadable"
    field: ClassVar[str] = "/resource"


class NotificationReplayed(Conflict):
    code = "notification-replayed"
    field: ClassVar[str] = "/headers/Wechatpay-Nonce"


class NotificationMismatch(RuleViolation):
    """It speaks of another amount, currency, merchant, app or order than ours. Facts: ``what``."""

    code = "notification-mismatch"
    field: ClassVar[str] = "/resource"
