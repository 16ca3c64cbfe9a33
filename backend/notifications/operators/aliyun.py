"""Text messages by Aliyun (dysmsapi, SendSms of 2017-05-25) through its own SDK.

Codes: help.aliyun.com, "短信服务 API 错误码".
"""

from __future__ import annotations

import json
from typing import Any, Final

from backend.kernel.outbox import DeliveryFailed
from backend.notifications.operators.account import Account
from backend.notifications.operators.outcome import ANSWER_S, CONNECT_S, refuse, within
from backend.notifications.sms import Text
from backend.notifications.templates import sms_facts

FOR_GOOD: Final = frozenset({
    "isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT", "isv.BLACK_KEY_CONTROL_LIMIT",
    "isv.SMS_CONTENT_ILLEGAL",
    "isv.SMS_TEMPLATE_ILLEGAL", "isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_SIGN_ILLEGAL", "isv.TEMPLATE_MISSING_PARAMETERS",
    "isv.TEMPLATE_PARAMS_ILLEGAL", "isv.INVALID_PARAMETERS", "isv.INVALID_JSON_PARAM", "isv.PARAM_LENGTH_LIMIT",
    "isv.PARAM_NOT_SUPPORT_URL", "isv.SMS_SIGNATURE_SCENE_ILLEGAL", "isv.UNSUPPORTED_CONTENT",
})  # fmt: skip


class AliyunSms:
    """One client for the life of the process. Its SDK takes most of a second to import: only who chose it waits."""

    def __init__(self, account: Account) -> None:
        from alibabacloud_dysmsapi20170525.client import Client
        from alibabacloud_tea_openapi.utils_models import Config

        self.account = account
        self._client: Any = Client(
            Config(access_key_id=account.key_id, access_key_secret=account.key_secret, endpoint=account.host,
                   region_id=account.region, protocol=account.scheme.upper(), connect_timeout=CONNECT_S * 1000,
                   read_timeout=ANSWER_S * 1000)
        )  # fmt: skip

    def send(self, message: Text) -> None:
        from alibabacloud_dysmsapi20170525.models import SendSmsRequest
        from darabonba.exceptions import DaraException
        from darabonba.runtime import RuntimeOptions

        values = dict(zip(sms_facts(message.template), message.values, strict=True))
        request = SendSmsRequest(
            phone_numbers=message.phone.removeprefix("+86").removeprefix("+"), out_id=str(message.id),
            sign_name=self.account.signs[message.language],
            template_code=self.account.templates[message.language][message.template],
            template_param=json.dumps(values, ensure_ascii=False),
        )  # fmt: skip
        try:
            answer = within(ANSWER_S, lambda: self._client.send_sms_with_options(request, RuntimeOptions()))
        except DeliveryFailed:
            raise
        except DaraException as trouble:
            raise refuse(trouble.code, for_good=FOR_GOOD) from None
        except Exception as trouble:  # its transport's own, from several libraries; their texts name the number
            raise DeliveryFailed(type(trouble).__name__) from None
        code = answer.body.code if answer.body is not None else "nothing"
        if code != "OK":
            raise refuse(code, for_good=FOR_GOOD)
