"""How WeChat Pay says no: a status, a code of its own list, and a sentence."""


class Refusal(Exception):
    """Becomes `{"code": ..., "message": ...}` with `status`, signed like every answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.message = message


def parameter_error(message: str) -> Refusal:
    return Refusal(400, "PARAM_ERROR", message)


def sign_error(message: str) -> Refusal:
    return Refusal(401, "SIGN_ERROR", message)


def order_not_exist() -> Refusal:
    return Refusal(404, "ORDER_NOT_EXIST", "订单不存在")


def order_paid() -> Refusal:
    return Refusal(400, "ORDERPAID", "该订单已支付")


def order_closed() -> Refusal:
    return Refusal(400, "ORDER_CLOSED", "该订单已关闭")
