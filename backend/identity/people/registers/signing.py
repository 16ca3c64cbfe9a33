"""TC3-HMAC-SHA256: how a request to Tencent Cloud's API says whose it is (public document, "签名方法 v3")."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Final

ALGORITHM: Final = "TC3-HMAC-SHA256"
CONTENT_TYPE: Final = "application/json; charset=utf-8"
SIGNED_HEADERS: Final = "content-type;host"


def authorization(*, secret_id: str, secret_key: str, service: str, host: str, body: bytes, at: datetime) -> str:
    """The value of ``Authorization`` for a POST of ``body`` to ``/``; ``at`` goes into X-TC-Timestamp as seconds."""
    day = f"{at.astimezone(UTC):%Y-%m-%d}"
    scope = f"{day}/{service}/tc3_request"
    request = "\n".join(("POST", "/", "", f"content-type:{CONTENT_TYPE}\nhost:{host}\n", SIGNED_HEADERS, _digest(body)))
    signed = "\n".join((ALGORITHM, str(int(at.timestamp())), scope, _digest(request.encode())))
    key = f"TC3{secret_key}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={SIGNED_HEADERS}, Signature={signature}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
