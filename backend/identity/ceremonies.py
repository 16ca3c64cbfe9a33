"""WebAuthn's own steps: what a device is asked, and what its answer comes to (docs/adr/0212).

Apart from the commands, as the library that knows the forms of devices is large, and few processes ever meet one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from backend.identity.payloads import AddPasskey, Assertion
from backend.kernel import i18n, settings


@dataclass(frozen=True, slots=True)
class Made:
    """What a device has made, as far as it is kept."""

    handle: bytes
    public_key: bytes
    sign_count: int


def asked_of_a_new_one(
    challenge: bytes, user_id: bytes, *, name: str, shown: str, known: Sequence[bytes], life: timedelta
) -> dict[str, Any]:
    """The options for ``navigator.credentials.create``: none of the ``known`` handles once more."""
    return options_to_json_dict(
        generate_registration_options(
            rp_id=settings.current().passkey_domain, rp_name=i18n.text("passkey.service"), user_id=user_id,
            user_name=name, user_display_name=shown, challenge=challenge, timeout=_milliseconds(life),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=_named(known),
        )
    )  # fmt: skip


def made(wish: AddPasskey, challenge: bytes) -> Made | None:
    """The new passkey; None where the answer is not one to this challenge, from here, with its owner present."""
    credential = RegistrationCredential(
        id=bytes_to_base64url(wish.handle), raw_id=wish.handle,
        response=AuthenticatorAttestationResponse(wish.client_data, wish.attestation_object),
    )  # fmt: skip
    try:
        verified = verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=settings.current().passkey_domain,
            expected_origin=settings.current().web_origin, require_user_verification=True,
        )  # fmt: skip
    except Exception:  # a stranger's bytes: the library says no in its own words and in those of its parsers
        return None
    return Made(verified.credential_id, verified.credential_public_key, verified.sign_count)


def asked_of_a_known_one(challenge: bytes, known: Sequence[bytes], life: timedelta) -> dict[str, Any]:
    """The options for ``navigator.credentials.get``, of one of the ``known`` handles."""
    return options_to_json_dict(
        generate_authentication_options(
            rp_id=settings.current().passkey_domain, challenge=challenge, timeout=_milliseconds(life),
            allow_credentials=_named(known), user_verification=UserVerificationRequirement.REQUIRED,
        )
    )  # fmt: skip


def signed_count(signed: Assertion, challenge: bytes, public_key: bytes) -> int | None:
    """How often the device says it has signed; None where it has not signed this challenge rightly.

    Whether the count has gone back is for the caller to see, who tells that from a wrong signature.
    """
    credential = AuthenticationCredential(
        id=bytes_to_base64url(signed.handle), raw_id=signed.handle,
        response=AuthenticatorAssertionResponse(signed.client_data, signed.authenticator_data, signed.signature),
    )  # fmt: skip
    try:
        verified = verify_authentication_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=settings.current().passkey_domain,
            expected_origin=settings.current().web_origin, credential_public_key=public_key,
            credential_current_sign_count=0, require_user_verification=True,
        )  # fmt: skip
    except Exception:  # a stranger's bytes, as above
        return None
    return verified.new_sign_count


def _named(handles: Sequence[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=handle) for handle in handles]


def _milliseconds(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
