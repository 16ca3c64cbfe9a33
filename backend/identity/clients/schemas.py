"""What crosses the wire about machine clients."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import EXCLUDE, Schema, post_load

from backend.http.fields import Choice, Identifier, Instant, Pattern, RequestSchema, Text, Whole, YesNo, fields, refuse
from backend.http.paging import WindowSchema, page_schema
from backend.kernel.scopes import Scope

LONGEST_JWK_MEMBER: Final = 1400
CLIENT_ID: Final = r"(client|sandbox)-[0-9a-z]{20}"


class JsonWebKey(fields.Dict):
    """A public JWK; what is wrong with the key itself the command says."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise refuse("not-an-object")
        if len(value) > 12 or any(len(str(member)) > LONGEST_JWK_MEMBER for member in value.values()):
            raise refuse("wrong-length", shortest=1, longest=LONGEST_JWK_MEMBER)
        return value


_A_KEY: Final = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


_ENDS: Final = {"example": "2027-12-01T00:00:00+08:00", "description": "the key ends then; without it when retired"}


class RegisterClientSchema(RequestSchema):
    name = Text(longest=60, required=True, metadata={"example": "收银台 1"})
    scopes = fields.List(Choice(*Scope), required=True, metadata={"example": ["redemptions:read"]})
    key = JsonWebKey(required=True, metadata={"example": _A_KEY, "description": "public JWK: Ed25519, P-256 or RSA"})
    is_sandbox = YesNo(load_default=False)
    calls_per_minute = Whole(least=1, most=6000, load_default=600, metadata={"example": 600})
    calls_per_day = Whole(least=1, most=5_000_000, load_default=100_000, metadata={"example": 100_000})
    key_ends_at = Instant(load_default=None, allow_none=True, metadata=_ENDS)


class AddClientKeySchema(RequestSchema):
    key = JsonWebKey(required=True, metadata={"example": _A_KEY})
    not_before = Instant(load_default=None, allow_none=True, metadata={"example": "2026-12-01T00:00:00+08:00"})
    ends_at = Instant(load_default=None, allow_none=True, metadata=_ENDS)


class KeyRetirementSchema(RequestSchema):
    """Nothing to say beyond the address."""


class EndClientSchema(RequestSchema):
    reason = Text(longest=200, load_default=None, allow_none=True, metadata={"example": "收银机换新"})


class HoldClientSchema(RequestSchema):
    reason = Text(longest=200, required=True, metadata={"example": "一小时里签名错了 400 次，先停下来查"})


class ClientKeySchema(Schema):
    kid = fields.String(required=True)
    algorithm = fields.String(required=True, metadata={"enum": ["EdDSA", "ES256", "RS256"]})
    state = fields.String(required=True, metadata={"enum": ["waiting", "active", "retired"]})
    recorded_at = Instant(required=True)
    not_before = Instant(required=True)
    retired_at = Instant(required=True, allow_none=True, metadata={"description": "ahead: it ends by itself then"})
    used_at = Instant(required=True, allow_none=True, metadata={"description": "a token was last had with it"})


class ClientQuotaSchema(Schema):
    span = fields.String(required=True, metadata={"enum": ["minute", "day"]})
    limit = fields.Integer(required=True)
    left = fields.Integer(required=True)
    resets_at = Instant(required=True)


class ClientRefusalsSchema(Schema):
    on_day = fields.Integer(required=True, metadata={"description": "on this Shanghai day"})
    in_all = fields.Integer(required=True)
    last_at = Instant(required=True, allow_none=True)
    last_code = fields.String(required=True, allow_none=True)


class ClientSchema(Schema):
    client_id = fields.String(required=True)
    organisation_id = Identifier(required=True)
    party_id = Identifier(required=True, metadata={"description": "whom it acts for; a sandbox: its stand-in"})
    name = fields.String(required=True)
    scopes = fields.List(fields.String(metadata={"enum": list(Scope)}), required=True)
    is_sandbox = fields.Boolean(required=True)
    state = fields.String(required=True, metadata={"enum": ["active", "suspended", "revoked"]})
    state_reason = fields.String(required=True, allow_none=True)
    state_changed_at = Instant(required=True)
    recorded_at = Instant(required=True)
    is_held = fields.Boolean(required=True, metadata={"description": "suspended by the office, and only it resumes"})
    refusals = fields.Nested(ClientRefusalsSchema, required=True)
    last_used_at = Instant(required=True, allow_none=True)
    quota = fields.List(fields.Nested(ClientQuotaSchema), required=True)
    keys = fields.List(fields.Nested(ClientKeySchema), required=True)
    abilities = fields.List(fields.String(), required=True)


class ScopeOfferedSchema(Schema):
    scope = fields.String(required=True, metadata={"enum": list(Scope)})
    is_signed = fields.Boolean(required=True, metadata={"description": "each request is signed (RFC 9421)"})


class ClientsSchema(Schema):
    items = fields.List(fields.Nested(ClientSchema), required=True)
    scopes_offered = fields.List(fields.Nested(ScopeOfferedSchema), required=True)


class OfficeClientSchema(Schema):
    client = fields.Nested(ClientSchema, required=True)
    organisation = fields.String(required=True)
    organisation_kind = fields.String(required=True)
    abilities = fields.List(fields.String(metadata={"enum": ["hold", "release"]}), required=True)


OfficeClientsSchema = page_schema(OfficeClientSchema, "OfficeClients")


class OfficeClientsWindowSchema(WindowSchema):
    state = Choice("active", "suspended", "revoked", load_default=None)
    text = Text(longest=40, load_default=None, metadata={"example": "茶"})


class AskForTokenSchema(Schema):
    """RFC 6749 section 4.4.2 and RFC 7523 section 2.2, as a form. What else is in it is nobody's business (3.2)."""

    class Meta:
        unknown = EXCLUDE

    grant_type = Choice("client_credentials", required=True)
    client_assertion_type = Choice("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", required=True)
    client_assertion = Pattern(r"[A-Za-z0-9_.-]{1,4096}", required=True)
    client_id = Pattern(CLIENT_ID, load_default=None)
    scope = Pattern(r"[\x21\x23-\x5b\x5d-\x7e ]{1,400}", load_default=None)

    @post_load
    def _scopes(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        scope = data.pop("scope")
        return {"assertion": data["client_assertion"], "client_id": data["client_id"],
                "scopes": None if scope is None else tuple(scope.split())}  # fmt: skip


class TokenIssuedSchema(Schema):
    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True, metadata={"description": "seconds"})
    scope = fields.String(required=True)
