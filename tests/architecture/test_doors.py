"""Every endpoint says who may come in and whether it may be repeated; the contract's operations are all there."""

from __future__ import annotations

import ast
import re
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from backend.http.grants import GRANTS, Permission
from backend.kernel import i18n
from backend.kernel.principal import Role
from tests.architecture.source import modules
from tests.support.world import World

# Nothing is kept, or the key would be of no use: sign-in repeats without harm, a gateway has its own signature.
KEYLESS = {
    "/api/v1/auth/sms-codes", "/api/v1/auth/sessions", "/api/v1/auth/refresh", "/api/v1/auth/session",
    "/api/v1/auth/acting-party", "/api/v1/auth/proofs", "/api/v1/auth/proof-codes", "/api/v1/auth/totp",
    "/api/v1/auth/totp/confirmation", "/api/v1/auth/passkey-registrations", "/api/v1/auth/passkey-challenges",
    "/api/v1/payment-notifications/<string:gateway>",
    "/api/v1/footprint-estimates", "/api/v1/offset-quotes", "/api/v1/points/simulations",
    "/api/v1/certificate-verifications", "/api/v1/consent-receipt-verifications", "/api/v1/pay-code-inspections",
    "/api/v1/payments/<uuid:payment_id>/looks",
    "/api/v1/oauth/token",
}  # fmt: skip
NOT_OURS = {"api-docs.openapi_json"}  # flask-smorest's document, open to everybody

CONTRACT = """
listAgreements GET /agreements
requestSmsCode POST /auth/sms-codes
signInWithSms POST /auth/sessions
refreshSession POST /auth/refresh
signOut DELETE /auth/session
actAs POST /auth/acting-party
requestProofCode POST /auth/proof-codes
proveAgain POST /auth/proofs
beginTotp POST /auth/totp
confirmTotp POST /auth/totp/confirmation
removeTotp DELETE /auth/totp
listPasskeys GET /auth/passkeys
beginPasskey POST /auth/passkey-registrations
addPasskey POST /auth/passkeys
renamePasskey PATCH /auth/passkeys/{passkey_id}
removePasskey DELETE /auth/passkeys/{passkey_id}
beginPasskeyProof POST /auth/passkey-challenges
getMe GET /me
updateMe PATCH /me
acceptAgreement POST /me/agreement
listDevices GET /me/devices
endDevice DELETE /me/devices/{device_id}
endOtherDevices DELETE /me/devices
getOrganisation GET /organisations/{organisation_id}
listMembers GET /organisations/{organisation_id}/members
inviteMember POST /organisations/{organisation_id}/invitations
revokeInvitation DELETE /organisations/{organisation_id}/invitations/{invitation_id}
endMembership DELETE /organisations/{organisation_id}/members/{membership_id}
handOver POST /organisations/{organisation_id}/hand-over
getRealName GET /me/real-name
verifyRealName POST /me/real-name
getGuardians GET /me/guardianships
nameGuardian POST /me/guardianships
acceptGuardianship POST /me/guardianships/{guardianship_id}/acceptance
declineGuardianship POST /me/guardianships/{guardianship_id}/refusal
endGuardianship DELETE /me/guardianships/{guardianship_id}
getHousehold GET /me/household
createHousehold POST /me/household
leaveHousehold DELETE /me/household
inviteToHousehold POST /me/household/invitations
revokeHouseholdInvitation DELETE /me/household/invitations/{household_invitation_id}
acceptHouseholdInvitation POST /me/household-invitations/{household_invitation_id}/acceptance
declineHouseholdInvitation POST /me/household-invitations/{household_invitation_id}/refusal
removeFromHousehold DELETE /me/household/members/{household_member_id}
handHouseholdOver POST /me/household/hand-over
listPhoneChanges GET /me/phone-changes
requestPhoneChange POST /me/phone-changes
cancelPhoneChange POST /me/phone-changes/{phone_change_id}/cancellation
objectToRecovery POST /me/recovery/refusal
listDisclosures GET /me/disclosures
listRecoveries GET /office/recoveries
openRecovery POST /office/recoveries
getRecovery GET /office/recoveries/{recovery_id}
approveRecovery POST /office/recoveries/{recovery_id}/approval
refuseRecovery POST /office/recoveries/{recovery_id}/refusal
listNameCorrections GET /office/name-corrections
openNameCorrection POST /office/name-corrections
getNameCorrection GET /office/name-corrections/{name_correction_id}
approveNameCorrection POST /office/name-corrections/{name_correction_id}/approval
refuseNameCorrection POST /office/name-corrections/{name_correction_id}/refusal
lookUpPerson POST /office/person-lookups
listMyInvitations GET /me/invitations
acceptInvitation POST /me/invitations/{invitation_id}/acceptance
declineInvitation POST /me/invitations/{invitation_id}/refusal
leave DELETE /me/memberships/{membership_id}
listAnnouncements GET /announcements
getOfficeHome GET /office/home
getGrants GET /office/grants
listOrganisations GET /office/organisations
registerOrganisation POST /office/organisations
renameOrganisation PATCH /office/organisations/{organisation_id}
closeOrganisation POST /office/organisations/{organisation_id}/closing
listOfficeAnnouncements GET /office/announcements
announce POST /office/announcements
takeDownAnnouncement DELETE /office/announcements/{announcement_id}
listEmissionFactors GET /emission-factors
listFootprintActivities GET /footprint-activities
estimateFootprint POST /footprint-estimates
recordFootprint POST /footprints
listFootprints GET /footprints
getFootprint GET /footprints/{footprint_id}
getFootprintReceipt GET /footprints/{footprint_id}/receipt
withdrawFootprint POST /footprints/{footprint_id}/withdrawal
listOffers GET /offers
quoteOffset POST /offset-quotes
placeOffsetOrder POST /offset-orders
listOffsetOrders GET /offset-orders
getOffsetOrder GET /offset-orders/{order_id}
cancelOffsetOrder POST /offset-orders/{order_id}/cancellation
startPayment POST /payments/{payment_id}/attempts
getPayment GET /payments/{payment_id}
getPaymentReceiptFacts GET /payments/{payment_id}/receipt
receivePaymentNotification POST /payment-notifications/{gateway}
getRetirement GET /retirements/{retirement_id}
getCertificate GET /certificates/{number}
getCertificatePdf GET /certificates/{number}.pdf
getCertificatePoster GET /certificates/{number}.png
getPaymentReceipt GET /payments/{payment_id}/receipt.pdf
verifyCertificate POST /certificate-verifications
searchRegistry GET /registry/search
getSerialHistory GET /registry/serials/{serial}
getBatch GET /registry/batches/{number}
getRegistryStatistics GET /registry/statistics
listRules GET /rules
recordActivity POST /activities
listActivities GET /activities
getPoints GET /points
listPointEntries GET /points/entries
explainPointEntry GET /points/entries/{entry_id}/explanation
simulateAward POST /points/simulations
listRewards GET /rewards
getReward GET /rewards/{reward_id}
issuePayCode POST /pay-codes
inspectPayCode POST /pay-code-inspections
redeemPayCode POST /redemptions
reverseRedemption POST /redemptions/{redemption_id}/reversal
listRedemptions GET /redemptions
getRedemptionSummary GET /redemption-summaries/{business_date}
listMyRedemptions GET /my-redemptions
issueClientToken POST /oauth/token
getClient GET /client
listClients GET /organisations/{organisation_id}/clients
registerClient POST /organisations/{organisation_id}/clients
getClientOfOrganisation GET /organisations/{organisation_id}/clients/{client_id}
addClientKey POST /organisations/{organisation_id}/clients/{client_id}/keys
retireClientKey POST /organisations/{organisation_id}/clients/{client_id}/keys/{kid}/retirement
suspendClient POST /organisations/{organisation_id}/clients/{client_id}/suspension
resumeClient POST /organisations/{organisation_id}/clients/{client_id}/resumption
revokeClient POST /organisations/{organisation_id}/clients/{client_id}/revocation
listOfficeClients GET /office/clients
holdClient POST /office/clients/{client_id}/hold
releaseClient POST /office/clients/{client_id}/release
listWebhookEndpoints GET /organisations/{organisation_id}/webhook-endpoints
addWebhookEndpoint POST /organisations/{organisation_id}/webhook-endpoints
rotateWebhookKey POST /organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/key-rotation
tryWebhookEndpoint POST /organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/trials
enableWebhookEndpoint POST /organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/enabling
closeWebhookEndpoint POST /organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/closing
listWebhookDeliveries GET /organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/deliveries
replayWebhookPeriod POST /organisations/{organisation_id}/webhook-endpoints/{endpoint_id}/replays
listConsents GET /me/consents
giveConsent POST /me/consents
withdrawConsent DELETE /me/consents/{consent_purpose}
exportMyData POST /me/exports
listMyExports GET /me/exports
previewClosing GET /me/closing
keepMyAccount DELETE /me/closing
closeMyAccount DELETE /me
verifyConsentReceipt POST /consent-receipt-verifications
getJob GET /jobs/{job_id}
uploadFile POST /files
getFile GET /files/{file_id}
downloadFile GET /files/{file_id}/content
listNotices GET /me/notices
readNotice POST /me/notices/{notice_id}/reading
readAllNotices POST /me/notices/reading
getNoticeSettings GET /me/notice-settings
updateNoticeSettings PATCH /me/notice-settings
fileComplaint POST /complaints
listComplaints GET /complaints
getComplaint GET /complaints/{complaint_id}
messageComplaint POST /complaints/{complaint_id}/messages
appealComplaint POST /complaints/{complaint_id}/appeal
withdrawComplaint POST /complaints/{complaint_id}/withdrawal
listComplaintWork GET /office/complaints
getComplaintWork GET /office/complaints/{complaint_id}
assignComplaint POST /office/complaints/{complaint_id}/assignment
askBack POST /office/complaints/{complaint_id}/messages
answerComplaint POST /office/complaints/{complaint_id}/answer
closeComplaint POST /office/complaints/{complaint_id}/closing
listPublishedReleases GET /releases
getPublishedRelease GET /releases/{release_id}
listReleaseKinds GET /office/release-kinds
getReleaseTable GET /office/release-table
exportReleaseRows POST /office/release-exports
importReleaseRows POST /office/release-imports
listReleases GET /office/releases
draftRelease POST /office/releases
getRelease GET /office/releases/{release_id}
changeRelease PATCH /office/releases/{release_id}
submitRelease POST /office/releases/{release_id}/submission
withdrawRelease POST /office/releases/{release_id}/withdrawal
approveRelease POST /office/releases/{release_id}/approval
rejectRelease POST /office/releases/{release_id}/rejection
"""


def doors(app: Flask) -> list[tuple[Rule, str, Any]]:
    """(rule, method, view) of every endpoint."""
    return [
        (rule, method, app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in NOT_OURS
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def permission_of(view: Any) -> Permission | None:
    found: Permission | None = view._apidoc["access"]["permission"]
    return found


def address(rule: Rule) -> str:
    """A path that nothing is behind."""
    filled = re.sub(r"<uuid:\w+>", str(UUID(int=7)), rule.rule)
    return re.sub(r"<[^>]+>", "0", filled).removeprefix("/api/v1")


def test_every_endpoint_says_who_may_come_in(app: Flask) -> None:
    silent = [f"{method} {rule.rule}" for rule, method, view in doors(app) if not vars(view).get("access_declared")]
    assert silent == []


def test_a_guarded_door_stays_shut_without_a_token(app: Flask, world: World) -> None:
    opened = []
    for rule, method, view in doors(app):
        if permission_of(view) is None:
            continue
        answer = world.request(method, address(rule), body={} if method != "GET" else None)
        if (answer.status_code, answer.json["code"]) != (401, "bearer-token-required"):
            opened.append(f"{method} {rule.rule}: {answer.status_code}")
    assert opened == []


def test_a_role_opens_its_own_doors_and_no_other(app: Flask, world: World) -> None:
    citizen, wrong = world.citizen(), []
    for rule, method, view in doors(app):
        permission = permission_of(view)
        if permission is None or permission is Permission.SIGN_OUT:
            continue
        answer = world.request(method, address(rule), token=citizen.token, body={} if method != "GET" else None)
        refused = answer.status_code == 403 and answer.json["code"] == "forbidden"
        if refused != (permission not in GRANTS[Role.CITIZEN]):
            wrong.append(f"{method} {rule.rule}: {answer.status_code}")
    assert wrong == []


def test_every_permission_guards_a_door_and_somebody_has_its_key(app: Flask) -> None:
    guarding = {permission_of(view) for _, _, view in doors(app)} - {None}
    assert guarding == set(Permission)
    assert set().union(*GRANTS.values()) == set(Permission)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_permission_has_a_name_that_an_office_reads(language: str) -> None:
    words = i18n.catalogue(language)
    assert [str(one) for one in Permission if f"permission.{one}" not in words] == []


def test_what_changes_something_takes_a_key(app: Flask) -> None:
    """A device whose answer was lost on the way must be able to ask again."""
    changing = {
        rule.rule: bool(vars(view).get("_apidoc", {}).get("keyed"))
        for rule, method, view in doors(app)
        if method != "GET" and rule.rule.startswith("/api/v1/")
    }
    assert {rule for rule, keyed in changing.items() if not keyed} == KEYLESS


def test_what_says_that_it_takes_a_key_does_take_one() -> None:
    """``@keyed`` only documents; ``execute`` does the work."""
    different = []
    for module in modules("backend"):
        for node in module.nodes:
            if not isinstance(node, ast.FunctionDef) or "routes" not in module.name.split("."):
                continue
            says = any(isinstance(d, ast.Name) and d.id == "keyed" for d in node.decorator_list)
            does = any(isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "execute"
                       for n in ast.walk(node))  # fmt: skip
            if says != does:
                different.append(f"{module}:{node.lineno} {node.name}")
    assert different == []


@pytest.fixture(scope="module")
def document(app: Flask) -> Any:
    return app.test_client().get("/openapi.json").json


def operations(document: Any) -> dict[str, Any]:
    """ "operationId METHOD /path" -> operation."""
    return {
        f"{operation['operationId']} {method.upper()} {path.removeprefix('/api/v1')}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }


def test_every_operation_of_the_contract_is_served(document: Any) -> None:
    assert set(CONTRACT.strip().splitlines()) - operations(document).keys() == set()


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(document: Any) -> None:
    named = operations(document)
    ids = [name.split()[0] for name in named]
    assert len(ids) == len(set(ids))
    assert [name for name, operation in named.items() if not operation.get("summary")] == []


def test_what_comes_in_is_described_with_an_example(document: Any) -> None:
    """Programs that test us start from these."""
    schemas = document["components"]["schemas"]
    bare = []
    for name, operation in operations(document).items():
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        reference = content.get("schema", {}).get("$ref", "")
        for field, form in schemas.get(reference.rsplit("/", 1)[-1], {}).get("properties", {}).items():
            known = {"example", "examples", "enum", "$ref", "format", "items", "default", "allOf", "anyOf"}
            if not known & form.keys() and "boolean" not in form.get("type", []):
                bare.append(f"{name}: {field}")
    assert bare == []
