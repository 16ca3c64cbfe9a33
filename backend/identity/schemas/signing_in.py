"""What crosses the wire about persons and sign-ins."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, post_load, validates_schema

from backend.http.fields import Choice, Fault, Identifier, Instant, Pattern, RequestSchema, Text, YesNo, fields, refuse
from backend.identity.payloads import ActAs, ConfirmTotp, ProveAgain, SignInWithSms, UpdateMe
from backend.identity.schemas.passkeys import AssertionSchema
from backend.kernel import phones
from backend.kernel.principal import Proof, Role


class Phone(fields.String):
    """A mobile number of mainland China, normalised to E.164."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> str:
        try:
            return phones.normalised(value)
        except (phones.NotAPhoneNumber, TypeError) as error:
            raise refuse("not-a-phone") from error


class RoleField(Choice):
    """One that a person may take."""

    def __init__(self, **more: Any) -> None:
        super().__init__(*(str(role) for role in Role if role not in {Role.CLIENT, Role.SYSTEM}), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Role:
        return Role(super()._deserialize(value, attr, data, **more))


class RequestSmsCodeSchema(RequestSchema):
    phone = Phone(required=True, metadata={"example": "13800000001"})


class SmsCodeRequestedSchema(Schema):
    challenge_id = Identifier(required=True)
    expires_in_s = fields.Integer(required=True)
    resend_in_s = fields.Integer(required=True)
    agreement_version = fields.String(required=True, metadata={"description": "to be accepted at sign-in"})


class SignInSchema(RequestSchema):
    challenge_id = Identifier(required=True)
    code = Pattern(r"[0-9]{6}", code="not-six-digits", required=True, metadata={"example": "490712"})
    client = Choice("browser", "app", required=True)
    agreement_version = Pattern(r"[0-9A-Za-z.-]{1,20}", required=True, metadata={"example": "1.0"})
    device = Text(longest=60, load_default=None, allow_none=True)

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> SignInWithSms:
        return SignInWithSms(**data)


class RefreshSchema(RequestSchema):
    refresh_token = Pattern(r"[0-9A-Za-z]{20,100}", load_default=None, allow_none=True,
                            metadata={"description": "apps; browsers send their cookie instead"})  # fmt: skip
    party_id = Identifier(load_default=None, allow_none=True, metadata={"description": "keep acting for this party"})
    role = RoleField(load_default=None, allow_none=True, metadata={"description": "in this role, of several"})


class ActAsSchema(RequestSchema):
    party_id = Identifier(required=True)
    role = RoleField(load_default=None, allow_none=True, metadata={"description": "of several in one organisation"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> ActAs:
        return ActAs(**data)


class TotpBegunSchema(Schema):
    secret = fields.String(required=True, metadata={"description": "to be typed where the QR code cannot be read"})
    uri = fields.String(required=True, metadata={"description": "otpauth: what the QR code says"})


class ConfirmTotpSchema(RequestSchema):
    code = Pattern(r"[0-9]{6}", code="not-six-digits", required=True, metadata={"example": "287082"})

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> ConfirmTotp:
        return ConfirmTotp(**data)


class RecoveryCodesSchema(Schema):
    codes = fields.List(fields.String(), required=True)


class ProveAgainSchema(RequestSchema):
    """By a code, or by what a passkey has signed."""

    method = Choice("totp", "recovery", "sms", "passkey", required=True)
    code = Pattern(r"[0-9]{6}|[A-Za-z2-7]{5}-?[A-Za-z2-7]{5}", load_default=None, allow_none=True,
                   metadata={"example": "287082", "description": "for all but passkey"})  # fmt: skip
    challenge_id = Identifier(load_default=None, allow_none=True,
                              metadata={"description": "of a code by message, or a passkey's"})  # fmt: skip
    assertion = fields.Nested(AssertionSchema, load_default=None, allow_none=True,
                              metadata={"description": "for passkey"})  # fmt: skip

    @validates_schema
    def _has_what_its_method_shows(self, data: dict[str, Any], **_: Any) -> None:
        needed = ("challenge_id", "assertion") if data["method"] == Proof.PASSKEY else ("code",)
        missing = {name: [Fault("required")] for name in needed if data.get(name) is None}
        if missing:
            raise ValidationError(missing)

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> ProveAgain:
        return ProveAgain(Proof(data["method"]), data["code"] or "", data["challenge_id"], data["assertion"])


class ProvedAgainSchema(Schema):
    proved_until = Instant(required=True)
    second_factor = fields.Boolean(required=True, metadata={"description": "this sign-in may act for an office"})


class UpdateMeSchema(RequestSchema):
    nickname = Text(longest=20, metadata={"example": "小林"})
    elder_mode = YesNo()

    @post_load
    def _payload(self, data: dict[str, Any], **_: Any) -> UpdateMe:
        return UpdateMe(**data)


class MemberSchema(Schema):
    membership_id = Identifier(required=True)
    party_id = Identifier(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    role = fields.String(required=True)
    place = fields.String(required=True)


class SessionSchema(Schema):
    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    refresh_token = fields.String(metadata={"description": "only for apps; browsers get an HttpOnly cookie"})
    expires_in_s = fields.Integer(required=True)
    person_id = Identifier(required=True)
    party_id = Identifier(required=True)
    roles = fields.List(fields.String(), required=True)
    memberships = fields.List(fields.Nested(MemberSchema), required=True)


class AcceptAgreementSchema(RequestSchema):
    agreement_version = Pattern(r"[0-9A-Za-z.-]{1,20}", required=True, metadata={"example": "1.1"})


class AcceptedSchema(Schema):
    version = fields.String(required=True)
    accepted_at = Instant(required=True)


class MeSchema(Schema):
    person_id = Identifier(required=True)
    party_id = Identifier(required=True)
    phone_masked = fields.String(required=True)
    nickname = fields.String(required=True)
    elder_mode = fields.Boolean(required=True)
    roles = fields.List(fields.String(), required=True)
    memberships = fields.List(fields.Nested(MemberSchema), required=True)
    acting = fields.Nested(MemberSchema, required=True, allow_none=True)
    second_factor = fields.Boolean(required=True, metadata={"description": "has one beyond text messages"})
    second_factors = fields.List(fields.String(), required=True, metadata={"description": "passkey, totp: which"})
    agreement = fields.Nested(AcceptedSchema, required=True, allow_none=True)
    agreement_to_accept = fields.String(
        required=True, allow_none=True, metadata={"description": "newer words came into force; null: nothing to do"}
    )
    abilities = fields.List(fields.String(), required=True)


class AgreementSchema(Schema):
    kind = fields.String(required=True)
    version = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    published_on = fields.Date(required=True)
    in_force_on = fields.Date(required=True)


class AgreementsSchema(Schema):
    items = fields.List(fields.Nested(AgreementSchema), required=True)
