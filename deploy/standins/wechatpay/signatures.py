"""Both ends' cryptography as WeChat Pay v3 does it, written apart from the application's, so that the two check
each other: RSA-SHA256 (PKCS#1 v1.5) over lines of text, AES-256-GCM for what a notification carries."""

import base64
import json
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from deploy.standins.wechatpay.keys import KeyPaths
from deploy.standins.wechatpay.refusals import sign_error

SCHEME = "WECHATPAY2-SHA256-RSA2048"
WINDOW_S = 300


@dataclass(frozen=True, slots=True)
class Merchant:
    """The one merchant this gateway serves."""

    mchid: str
    appid: str
    serial: str
    public_key: RSAPublicKey
    apiv3_key: str


class Signatures:
    """Verifies the merchant's requests; signs the gateway's answers and notifications."""

    def __init__(self, paths: KeyPaths, *, mchid: str, appid: str) -> None:
        private_key = load_pem_private_key(paths.gateway_private.read_bytes(), password=None)
        merchant_key = load_pem_public_key(paths.merchant_public.read_bytes())
        if not (isinstance(private_key, RSAPrivateKey) and isinstance(merchant_key, RSAPublicKey)):
            raise TypeError("the key files must hold RSA keys")
        self._private_key = private_key
        self.public_key_id = paths.public_key_id.read_text().strip()
        self.merchant = Merchant(
            mchid=mchid,
            appid=appid,
            serial=paths.merchant_serial.read_text().strip(),
            public_key=merchant_key,
            apiv3_key=paths.apiv3_key.read_text().strip(),
        )

    def check_request(self, method: str, target: str, body: bytes, authorization: str) -> None:
        """Raise SIGN_ERROR unless the merchant signed exactly this request within the window."""
        scheme, _, rest = authorization.partition(" ")
        said = dict(re.findall(r'([a-z_]+)="([^"]*)"', rest))
        if scheme != SCHEME or not {"mchid", "nonce_str", "signature", "timestamp", "serial_no"} <= said.keys():
            raise sign_error("Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》")
        if said["mchid"] != self.merchant.mchid or said["serial_no"] != self.merchant.serial:
            raise sign_error("商户号或证书序列号有误")
        timestamp = said["timestamp"]
        if not re.fullmatch(r"[0-9]{1,11}", timestamp, re.ASCII) or abs(time.time() - int(timestamp)) > WINDOW_S:
            raise sign_error("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟")
        message = f"{method}\n{target}\n{timestamp}\n{said['nonce_str']}\n".encode() + body + b"\n"
        try:
            signature = base64.b64decode(said["signature"], validate=True)
            self.merchant.public_key.verify(signature, message, PKCS1v15(), SHA256())
        except (ValueError, InvalidSignature) as wrong:
            raise sign_error("错误的签名，验签失败") from wrong

    def headers_for(self, body: bytes, *, seconds_ago: int = 0) -> dict[str, str]:
        """The headers that make `body` the gateway's own, with a nonce of this once. An old one is for tests."""
        timestamp, nonce = str(int(time.time()) - seconds_ago), secrets.token_hex(16)
        message = f"{timestamp}\n{nonce}\n".encode() + body + b"\n"
        signature = self._private_key.sign(message, PKCS1v15(), SHA256())
        return {
            "Wechatpay-Timestamp": timestamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": base64.b64encode(signature).decode("ascii"),
            "Wechatpay-Signature-Type": SCHEME,
            "Wechatpay-Serial": self.public_key_id,
        }

    def sealed(self, resource: dict[str, Any], kind: str) -> dict[str, str]:
        """`resource` as a notification carries it; `kind` ("transaction", "refund") is authenticated beside it."""
        nonce = secrets.token_hex(6)
        text = json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
        ciphertext = AESGCM(self.merchant.apiv3_key.encode()).encrypt(nonce.encode(), text, kind.encode())
        return {
            "original_type": kind,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(ciphertext).decode("ascii"),
            "associated_data": kind,
            "nonce": nonce,
        }
