"""Verifies ACS3-HMAC-SHA256 and TC3-HMAC-SHA256 as their publishers describe them, over what came on the wire."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, unquote_plus

WINDOW_S = 300


class SignatureRefused(Exception):
    """Carries the code that the operator would give."""


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _canonical_headers(headers: Mapping[str, str], names: list[str]) -> str:
    return "".join(f"{name}:{headers.get(name, '').strip()}\n" for name in names)


def verify_acs3(
    headers: Mapping[str, str], query: str, body: bytes, *, key_id: str, secret: str, nonces: set[str]
) -> None:
    """Aliyun's: signed headers include host, action, version, date, nonce and the hash of the body; a nonce once."""
    said = re.fullmatch(
        r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})",
        headers.get("authorization", ""),
    )
    if said is None:
        raise SignatureRefused("MissingAuthorization")
    if said[1] != key_id:
        raise SignatureRefused("InvalidAccessKeyId.NotFound")
    names = said[2].split(";")
    if not {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"} <= set(names):
        raise SignatureRefused("IncompleteSignature")
    if headers.get("x-acs-content-sha256") != _sha256(body):
        raise SignatureRefused("SignatureDoesNotMatch")
    pairs = sorted(tuple(unquote_plus(part) for part in pair.partition("=")[::2]) for pair in query.split("&") if pair)
    canonical_query = "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in pairs)
    canonical = "\n".join(["POST", "/", canonical_query, _canonical_headers(headers, names), said[2], _sha256(body)])
    expected = _mac(secret.encode(), f"ACS3-HMAC-SHA256\n{_sha256(canonical.encode())}").hex()
    if not hmac.compare_digest(expected, said[3]):
        raise SignatureRefused("SignatureDoesNotMatch")
    signed_at = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if abs((datetime.now(UTC) - signed_at).total_seconds()) > WINDOW_S:
        raise SignatureRefused("InvalidTimeStamp.Expired")
    if headers["x-acs-signature-nonce"] in nonces:
        raise SignatureRefused("SignatureNonceUsed")
    nonces.add(headers["x-acs-signature-nonce"])


def verify_tc3(headers: Mapping[str, str], body: bytes, *, key_id: str, secret: str) -> None:
    """Tencent's: content type and host are signed, with a key made from the day and the service."""
    said = re.fullmatch(
        r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d{2}-\d{2})/sms/tc3_request, "
        r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})",
        headers.get("authorization", ""),
    )
    if said is None:
        raise SignatureRefused("AuthFailure.InvalidAuthorization")
    if said[1] != key_id:
        raise SignatureRefused("AuthFailure.SecretIdNotFound")
    names = said[3].split(";")
    if not {"content-type", "host"} <= set(names):
        raise SignatureRefused("AuthFailure.SignatureFailure")
    canonical = "\n".join(["POST", "/", "", _canonical_headers(headers, names), said[3], _sha256(body)])
    timestamp = headers.get("x-tc-timestamp", "0")
    scope = f"{said[2]}/sms/tc3_request"
    key = _mac(_mac(_mac(f"TC3{secret}".encode(), said[2]), "sms"), "tc3_request")
    expected = _mac(key, f"TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{_sha256(canonical.encode())}").hex()
    if not hmac.compare_digest(expected, said[4]):
        raise SignatureRefused("AuthFailure.SignatureFailure")
    if abs(datetime.now(UTC).timestamp() - int(timestamp)) > WINDOW_S:
        raise SignatureRefused("AuthFailure.SignatureExpire")
