"""Text messages by Tencent Cloud (sms, SendSms of 2021-01-11) through its own SDK.

Codes: cloud.tencent.com/document/api/382/55981.
"""

from __future__ import annotations

from typing import Any, Final

from backend.kernel.outbox import DeliveryFailed
from backend.notifications.operators.account import Account
from backend.notifications.operators.outcome import ANSWER_S, refuse, within
from backend.notifications.sms import Text

FOR_GOOD: Final = frozenset({
    "InvalidParameterValue.IncorrectPhoneNumber", "FailedOperation.PhoneNumberInBlacklist",
    "FailedOperation.ContainSensitiveWord", "FailedOperation.ForbidAddMarketingTemplates",
    "FailedOperation.SignatureIncorrectOrUnapproved", "FailedOperation.TemplateIncorrectOrUnapproved",
    "FailedOperation.TemplateIdNotExist", "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
    "FailedOperation.TemplateUnapprovedOrNotExist", "FailedOperation.ProhibitUrlInTemplateParameter",
    "FailedOperation.ParametersOtherError", "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
    "InvalidParameterValue.TemplateParameterFormatError", "InvalidParameterValue.TemplateParameterLengthLimit",
    "InvalidParameterValue.ContentLengthLimit", "UnsupportedOperation",
})  # fmt: skip


class TencentSms:
    """One client for the life of the process; its SDK is imported only where it is chosen."""

    def __init__(self, account: Account) -> None:
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.sms.v20210111.sms_client import SmsClient

        self.account = account
        way = HttpProfile(protocol=account.scheme, endpoint=account.host, reqTimeout=ANSWER_S)
        profile = ClientProfile(signMethod="TC3-HMAC-SHA256", httpProfile=way)
        self._client: Any = SmsClient(Credential(account.key_id, account.key_secret), account.region, profile)

    def send(self, message: Text) -> None:
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
        from tencentcloud.sms.v20210111.models import SendSmsRequest

        request = SendSmsRequest()
        request.PhoneNumberSet = [message.phone]
        request.SmsSdkAppId = self.account.app_id
        request.SignName = self.account.signs[message.language]
        request.TemplateId = self.account.templates[message.language][message.template]
        request.TemplateParamSet = message.values
        request.SessionContext = str(message.id)
        try:
            answer = within(ANSWER_S, lambda: self._client.SendSms(request))
        except TencentCloudSDKException as trouble:
            raise refuse(trouble.get_code(), for_good=FOR_GOOD) from None
        except DeliveryFailed:
            raise
        except Exception as trouble:  # its transport's own; their texts may name the number
            raise DeliveryFailed(type(trouble).__name__) from None
        told = [status.Code for status in answer.SendStatusSet or []]
        if told != ["Ok"]:
            raise refuse(told[0] if told else "nothing", for_good=FOR_GOOD)
