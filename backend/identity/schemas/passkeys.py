"""What crosses the wire about passkeys: options as a browser takes them, bytes as base64url without padding."""

from __future__ import annotations

import base64
from typing import Any, Final

from marshmallow import Schema, post_load

from backend.http.fields import Identifier, Instant, Pattern, RequestSchema, Text, fields, refuse
from backend.identity.payloads import AddPasskey, Assertion

LONGEST: Final = 8192
"""Characters: a few times what devices send, attestations with certificates included."""


class Bytes(Pattern):
    """Base64url (RFC 4648, 5) without padding."""

    def __init__(self, **more: Any) -> None:
        super().__init__(f"[A-Za-z0-9_-]{{2,{LONGEST}}}", code="not-base64url", **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        if len(text) % 4 == 1:
            raise refuse(self.fault, example=self.sample)
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PasskeyAskedSchema(Schema):
    challenge_id = Identifier(required=True)
    expires_in_s = fields.Integer(required=True)
    options = fields.Dict(
        required=True,
        metadata={"description": "as PublicKeyCredential.parseCreationOptionsFromJSON and its sibling take them"},
    )


class AddPasskeySchema(RequestSchema):
    challenge_id = Identifier(required=True)
    name = Text(longest=60, required=True, metadata={"example": "办公室的电脑"})
    credential_id = Bytes(required=True, metadata={"example": "gq4Vm1yHq0m8Yk3d"})
    client_data = Bytes(required=True, metadata={"description": "clientDataJSON", "example": "eyJ0eXBlIjoid2ViYXV0aG4"})
    attestation_object = Bytes(required=True, metadata={"example": "o2NmbXRkbm9uZQ"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> AddPasskey:
        return AddPasskey(data["challenge_id"], data["name"], data["credential_id"], data["client_data"],
                          data["attestation_object"])  # fmt: skip


class RenamePasskeySchema(RequestSchema):
    name = Text(longest=60, required=True, metadata={"example": "家里的电脑"})


class AssertionSchema(RequestSchema):
    credential_id = Bytes(required=True, metadata={"example": "gq4Vm1yHq0m8Yk3d"})
    client_data = Bytes(required=True, metadata={"description": "clientDataJSON", "example": "eyJ0eXBlIjoid2ViYXV0aG4"})
    authenticator_data = Bytes(required=True, metadata={"example": "SZYN5YgOjGh0NBcPZHZgW4"})
    signature = Bytes(required=True, metadata={"example": "MEUCIQDTGVxhrrNGr1ZjJJf"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> Assertion:
        return Assertion(data["credential_id"], data["client_data"], data["authenticator_data"], data["signature"])


class PasskeySchema(Schema):
    passkey_id = Identifier(required=True)
    name = fields.String(required=True)
    recorded_at = Instant(required=True)
    used_at = Instant(required=True, allow_none=True)


class PasskeysSchema(Schema):
    items = fields.List(fields.Nested(PasskeySchema), required=True)
