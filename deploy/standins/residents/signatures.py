"""TC3-HMAC-SHA256 from the other side, written apart from the application's, so that the two check each other."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime

AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=(?P<id>[^/]+)/(?P<day>[0-9-]{10})/(?P<service>[a-z]+)/tc3_request,"
    r" SignedHeaders=(?P<headers>[a-z;-]+), Signature=(?P<signature>[0-9a-f]{64})"
)
WINDOW_S = 300
DEMO_SECRET_ID = "AKIDdemodemodemodemodemodemodemodemo"  # noqa: S105 - a name, and nobody's


class Refused(Exception):
    """With Tencent Cloud's own code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def check(headers: Mapping[str, str], body: bytes, *, secret_id: str, secret_key: str) -> None:
    """Raise Refused unless whoever has the secret signed exactly this body within five minutes."""
    said = AUTHORIZATION.fullmatch(headers.get("Authorization", ""))
    stamp = headers.get("X-Tc-Timestamp", headers.get("X-TC-Timestamp", ""))
    if said is None or not re.fullmatch("[0-9]{1,11}", stamp) or "host" not in said["headers"].split(";"):
        raise Refused("AuthFailure.InvalidAuthorization", "The Authorization header does not meet the specification.")
    if said["id"] != secret_id:
        raise Refused("AuthFailure.SecretIdNotFound", "The SecretId is not found.")
    if abs(time.time() - int(stamp)) > WINDOW_S or f"{datetime.fromtimestamp(int(stamp), UTC):%Y-%m-%d}" != said["day"]:
        raise Refused("AuthFailure.SignatureExpire", "The provided signature is expired.")
    lines = [f"{name}:{headers.get(name.title(), '').strip().lower()}" for name in said["headers"].split(";")]
    request = "\n".join(["POST", "/", "", *lines, "", said["headers"], hashlib.sha256(body).hexdigest()])
    scope = f"{said['day']}/{said['service']}/tc3_request"
    signed = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = ("TC3" + secret_key).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(hmac.new(key, signed.encode(), hashlib.sha256).hexdigest(), said["signature"]):
        raise Refused("AuthFailure.SignatureFailure", "The provided credentials could not be validated.")
