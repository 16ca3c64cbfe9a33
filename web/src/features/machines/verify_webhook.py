"""Is this message from Tanhui? Standard Webhooks with Ed25519; needs `pip install cryptography`."""

import base64
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def is_genuine(headers: dict, body: bytes, public_keys: list, now: float | None = None) -> bool:
    """`headers` by lower-case names, `body` as it came, `public_keys` as they stand on the endpoint's page."""
    sent_at = headers["webhook-timestamp"]
    if abs((now or time.time()) - int(sent_at)) > 300:
        return False  # an old message, sent again by somebody else
    signed = f"{headers['webhook-id']}.{sent_at}.".encode() + body
    for signature in headers["webhook-signature"].split(" "):
        version, _, encoded = signature.partition(",")
        for text in public_keys if version == "v1a" else []:
            key = Ed25519PublicKey.from_public_bytes(base64.b64decode(text.removeprefix("whpk_")))
            try:
                key.verify(base64.b64decode(encoded), signed)
                return True
            except InvalidSignature:
                continue
    return False
