"""Identity's commands, a file a verb."""

from backend.identity.people.disclosures import note_disclosure
from backend.identity.people.service.guardians import may_buy, may_record
from backend.identity.people.service.real_names import seed_real_name
from backend.identity.service.acting import act_as
from backend.identity.service.devices import end_device, end_other_devices
from backend.identity.service.inviting import (
    accept_invitation,
    decline_invitation,
    invite_member,
    my_invitations,
    revoke_invitation,
)
from backend.identity.service.membership import end_membership, hand_over, leave
from backend.identity.service.organisations import (
    active_organisation,
    add_organisation,
    announce,
    close_organisation,
    rename_organisation,
    take_down_announcement,
)
from backend.identity.service.outliving import forget_what_is_old
from backend.identity.service.passkeys import (
    add_passkey,
    begin_passkey,
    begin_passkey_proof,
    remove_passkey,
    rename_passkey,
)
from backend.identity.service.registering import (
    accept_agreement,
    accept_agreements,
    join,
    person_by_phone,
    phone_of,
    publish_agreement,
    register_organisation,
    register_person,
    update_me,
)
from backend.identity.service.second_factor import (
    begin_totp,
    confirm_totp,
    prove_again,
    remove_totp,
    request_proof_code,
    seed_totp,
)
from backend.identity.service.signing_in import open_session, sign_in_with_sms
from backend.identity.service.sms_codes import request_sms_code
from backend.identity.service.staying_signed_in import refresh_session, sign_out

__all__ = [
    "accept_agreement",
    "accept_agreements",
    "accept_invitation",
    "act_as",
    "active_organisation",
    "add_organisation",
    "add_passkey",
    "announce",
    "begin_passkey",
    "begin_passkey_proof",
    "begin_totp",
    "close_organisation",
    "confirm_totp",
    "decline_invitation",
    "end_device",
    "end_membership",
    "end_other_devices",
    "forget_what_is_old",
    "hand_over",
    "invite_member",
    "join",
    "leave",
    "may_buy",
    "may_record",
    "my_invitations",
    "note_disclosure",
    "open_session",
    "person_by_phone",
    "phone_of",
    "prove_again",
    "publish_agreement",
    "refresh_session",
    "register_organisation",
    "register_person",
    "remove_passkey",
    "remove_totp",
    "rename_organisation",
    "rename_passkey",
    "request_proof_code",
    "request_sms_code",
    "revoke_invitation",
    "seed_real_name",
    "seed_totp",
    "sign_in_with_sms",
    "sign_out",
    "take_down_announcement",
    "update_me",
]
