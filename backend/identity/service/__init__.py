"""Identity's commands, a file a verb."""

from backend.identity.service.acting import act_as
from backend.identity.service.registering import (
    accept_agreements,
    join,
    person_by_phone,
    publish_agreement,
    register_organisation,
    register_person,
    update_me,
)
from backend.identity.service.second_factor import begin_totp, confirm_totp, prove_again, remove_totp
from backend.identity.service.signing_in import open_session, sign_in_with_sms
from backend.identity.service.sms_codes import request_sms_code
from backend.identity.service.staying_signed_in import refresh_session, sign_out

__all__ = [
    "accept_agreements",
    "act_as",
    "begin_totp",
    "confirm_totp",
    "join",
    "open_session",
    "person_by_phone",
    "prove_again",
    "publish_agreement",
    "refresh_session",
    "register_organisation",
    "register_person",
    "remove_totp",
    "request_sms_code",
    "sign_in_with_sms",
    "sign_out",
    "update_me",
]
