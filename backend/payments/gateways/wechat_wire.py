"""WeChat Pay v3 on the wire: signed requests, verified answers, sealed notifications.

The signing, verifying and decrypting is the SDK's (wechatpayv3). Three things are ours, because the SDK has no setting
for them: where requests go, how long they may take, and that *every* signed answer is verified over its raw bytes (the
SDK looks only at 2xx answers, and fetches certificates over the network when it does not know a serial number).
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.core import Core
from wechatpayv3.type import RequestType
from wechatpayv3.utils import aes_decrypt, build_authorization, rsa_verify

from backend.payments.gateways.exchange import Answer, NoAnswer, exchange
from backend.payments.gateways.protocol import GatewayUnavailable, NotificationRejected
from backend.payments.gateways.strict_json import NotStrict, read_object

# How far the clocks of the two ends, and the road between them, may be apart.
WINDOW = timedelta(seconds=300)
SCHEME = "WECHATPAY2-SHA256-RSA2048"
MAX_NOTIFICATION_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class WeChatPayConfig:
    """Everything the adapter needs. Keys are PEM text; `apiv3_key` is 32 characters. Secrets stay out of repr and logs.

    `base_url` is the scheme and host of the API (https://api.mch.weixin.qq.com, or a stand-in's address).
    `merchant_serial` is the serial number of our certificate in hex, `public_key_id` WeChat's name of its own key.
    """

    base_url: str
    public_key: str
    public_key_id: str
    mchid: str
    appid: str
    merchant_serial: str
    merchant_private_key: str = field(repr=False)
    apiv3_key: str = field(repr=False)

    def __post_init__(self) -> None:
        if urlsplit(self.base_url).scheme not in ("http", "https") or not urlsplit(self.base_url).hostname:
            raise ValueError("base_url: an http or https address is needed")
        if len(self.apiv3_key.encode()) != 32:
            raise ValueError("apiv3_key: exactly 32 characters are needed")


def signed_client(config: WeChatPayConfig) -> WeChatPay:
    """The SDK's client, whose requests go through SignedCore. Keeps no state between calls: threads may share it."""
    keys = {
        "private_key": _pkcs8(config.merchant_private_key),
        "public_key": _spki(config.public_key),
        "public_key_id": config.public_key_id,
        "apiv3_key": config.apiv3_key,
        "cert_serial_no": config.merchant_serial,
        "mchid": config.mchid,
    }
    client = WeChatPay(wechatpay_type=WeChatPayType.NATIVE, appid=config.appid, **keys)
    client._core = SignedCore(**keys)
    client._core._gate_way = config.base_url.rstrip("/")
    return client


class SignedCore(Core):  # type: ignore[misc]  # the SDK has no types
    """The SDK's core with our own transport and our own rule of what to believe."""

    def request(self, path: str, method: Any = RequestType.GET, data: Any = None, **_: Any) -> tuple[int, bytes]:
        """Status and raw body of an answer below 500. Raises GatewayUnavailable for anything not to be believed."""
        body = json.dumps(data) if data else ""
        authorization = build_authorization(
            path, method.value, self._mchid, self._cert_serial_no, self._private_key, data=body
        )
        headers = {
            "Authorization": authorization,
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "tanhui",
            "Wechatpay-Serial": self._public_key_id,
        }
        try:
            answer = exchange(method.value, self._gate_way + path, headers, body.encode())
        except NoAnswer as trouble:
            raise GatewayUnavailable(str(trouble)) from trouble
        if answer.status >= 500 or answer.status == 429:
            raise GatewayUnavailable(f"{method.value} {path}: HTTP {answer.status}")
        self._believe(answer, authorization)
        return answer.status, answer.body

    def _believe(self, answer: Answer, authorization: str) -> None:
        """Raise unless the answer is WeChat's and of now.

        A refusal (4xx) may come unsigned, as gateways in front of the API write some: it is then believed as a refusal,
        which never makes anything paid. A signature that is there is verified, whatever the status.
        """
        signed = "wechatpay-signature" in answer.headers
        if not signed and 400 <= answer.status < 500:
            return
        timestamp = answer.headers.get("wechatpay-timestamp", "")
        nonce = answer.headers.get("wechatpay-nonce", "")
        signature = answer.headers.get("wechatpay-signature", "")
        if not (signed and verified(timestamp, nonce, answer.body, signature, self._public_key)):
            raise GatewayUnavailable("the answer's signature is missing or wrong")
        # An old answer, kept and played again, is signed too. The time of our own request is the measure.
        asked = re.search(r'timestamp="([0-9]+)"', authorization)
        answered = re.fullmatch(r"[0-9]{1,11}", timestamp, re.ASCII)
        if not (asked and answered and abs(_instant(timestamp) - _instant(asked[1])) <= WINDOW):
            raise GatewayUnavailable("the answer is not of now")


@dataclass(frozen=True, slots=True)
class Opened:
    """A notification whose signature, age and seal are good: its envelope, what was sealed in it, and header facts."""

    envelope: Mapping[str, Any]
    resource: Mapping[str, Any]
    nonce: str
    issued_at: datetime


def open_notification(
    client: WeChatPay, headers: Mapping[str, str], body: bytes, now: datetime, apiv3_key: str
) -> Opened:
    """Check the four headers, the window and the signature over the raw bytes; only then read and decrypt.

    The serial number must be there but need not be ours: during a change of keys WeChat names others, and it is the
    signature that decides. Raises NotificationRejected.
    """
    by_name = {name.lower(): value for name, value in headers.items()}
    timestamp, nonce, signature, serial = (
        by_name.get(f"wechatpay-{part}", "") for part in ("timestamp", "nonce", "signature", "serial")
    )
    if not (timestamp and nonce and signature and serial):
        raise NotificationRejected("notification-unsigned")
    if len(body) > MAX_NOTIFICATION_BYTES:
        raise NotificationRejected("notification-unreadable", "too long")
    if not re.fullmatch(r"[0-9]{1,11}", timestamp, re.ASCII) or not re.fullmatch(r"[!-~]{1,128}", nonce, re.ASCII):
        raise NotificationRejected("notification-signature-invalid", "timestamp or nonce")
    issued_at = _instant(timestamp)
    if abs(now - issued_at) > WINDOW:
        raise NotificationRejected("notification-stale")
    known_scheme = by_name.get("wechatpay-signature-type", SCHEME) == SCHEME
    if not (known_scheme and verified(timestamp, nonce, body, signature, client._core._public_key)):
        raise NotificationRejected("notification-signature-invalid")
    try:
        envelope = read_object(body)
        return Opened(envelope, _unsealed(envelope.get("resource"), apiv3_key), nonce, issued_at)
    except NotStrict as trouble:
        raise NotificationRejected("notification-unreadable", str(trouble)) from trouble


def verified(timestamp: str, nonce: str, body: bytes, signature: str, public_key: RSAPublicKey) -> bool:
    """Whether `signature` (base64) is WeChat's over timestamp, nonce and exactly these bytes."""
    try:
        base64.b64decode(signature, validate=True)
        return bool(rsa_verify(timestamp, nonce, body.decode("utf-8"), signature, public_key))
    except (ValueError, binascii.Error):
        return False


def _unsealed(sealed: Any, apiv3_key: str) -> dict[str, Any]:
    """The object inside an AES-256-GCM `resource`. Raises NotStrict."""
    if not isinstance(sealed, dict) or sealed.get("algorithm") != "AEAD_AES_256_GCM":
        raise NotStrict("resource")
    nonce, ciphertext, associated = sealed.get("nonce"), sealed.get("ciphertext"), sealed.get("associated_data") or ""
    if not (isinstance(nonce, str) and isinstance(ciphertext, str) and isinstance(associated, str)):
        raise NotStrict("resource")
    try:
        text = aes_decrypt(nonce=nonce, ciphertext=ciphertext, associated_data=associated, apiv3_key=apiv3_key)
    except ValueError as trouble:  # not base64, a nonce of a wrong length, not UTF-8
        raise NotStrict("resource") from trouble
    if text is None:
        raise NotStrict("resource does not open with our key")
    return read_object(text.encode())


def _instant(timestamp: str) -> datetime:
    return datetime.fromtimestamp(int(timestamp), UTC)


def _pkcs8(pem: str) -> str:
    """The SDK reads PKCS#8 alone; consoles and openssl also write PKCS#1."""
    # The SDK checks the key when it loads it again, and the check is slow.
    key = load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("merchant_private_key: an RSA key is needed")
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


def _spki(pem: str) -> str:
    key = load_pem_public_key(pem.encode())
    if not isinstance(key, RSAPublicKey):
        raise TypeError("public_key: an RSA key is needed")
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")
