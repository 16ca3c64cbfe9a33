"""Somebody else's things: for every operation of the document and everybody who may knock, nothing of hers comes out.

The document names the operations, the neighbourhood has the things. An operation that is new falls in by itself:
nobody but the owner may reach what stands in its path or body, until it is placed in ``MAY``. A pay code is no thing
of this kind: whoever is shown it may take it, and flows/test_redeeming.py tells to whom it is good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from backend.kernel.principal import Role
from tests.support.neighbourhood import Neighbourhood, a_neighbourhood
from tests.support.offices import POSITIONS
from tests.support.standin import StandIn
from tests.support.world import World, fresh_key

METHODS = ("get", "post", "put", "patch", "delete")
OTHERS = ("citizen", "own-clerk", "other-clerk", "anonymous", *map(str, POSITIONS))
ROLE_OF = {"citizen": Role.CITIZEN, "own-clerk": Role.MERCHANT_CLERK, "other-clerk": Role.MERCHANT_CLERK,
           **{str(role): role for role in POSITIONS}}  # fmt: skip

KEEP_THE_LIST = {"system-administrator", "security-officer", "auditor", "service-desk"}
SEE_THE_SETTINGS = {"system-administrator", "security-officer", "auditor"}
MAY: dict[str, set[str]] = {
    # The till that took the points may see what it took, and give it back.
    "getRedemption": {"own-clerk"},
    "reverseRedemption": {"own-clerk"},
    "listRedemptions": {"own-clerk"},
    # The list of organisations is the county's; whom they employ, the system administrator may choose.
    "getOrganisation": KEEP_THE_LIST,
    "listMembers": KEEP_THE_LIST,
    "inviteMember": {"system-administrator"},
    "revokeInvitation": {"system-administrator"},
    "endMembership": {"system-administrator"},
    "renameOrganisation": {"system-administrator"},
    "closeOrganisation": {"system-administrator"},
    "takeDownAnnouncement": {"system-administrator"},
    # A draft of the settings: read by who makes and checks them and who looks at all; decided when it is handed in.
    "getRelease": SEE_THE_SETTINGS,
    "exportReleaseRows": SEE_THE_SETTINGS,
    "approveRelease": {"security-officer"},
    "rejectRelease": {"security-officer"},
    # Whoever stands at the desk without a phone is found there; another officer decides.
    "openRecovery": {"service-desk"},
    "getRecovery": {"service-desk", "security-officer"},
    "approveRecovery": {"security-officer"},
    "refuseRecovery": {"security-officer"},
    "getNameCorrection": {"service-desk", "security-officer"},
    "approveNameCorrection": {"security-officer"},
    "refuseNameCorrection": {"security-officer"},
    # Whoever watches over machines stops one, whosever it is.
    "holdClient": {"system-administrator", "security-officer"},
    "releaseClient": {"system-administrator", "security-officer"},
    # Who answers complaints reads what was said, and whom to speak to.
    **{
        operation: {"service-desk"}
        for operation in (
            "listComplaintWork",
            "getComplaintWork",
            "assignComplaint",
            "askBack",
            "answerComplaint",
            "closeComplaint",
        )
    },
}
# An organisation's machines: its own manager's and, of all who are strangers here, the system administrator's.
KEPT_BY_THE_ADMINISTRATOR = {
    "listClients", "registerClient", "getClientOfOrganisation", "addClientKey", "retireClientKey", "suspendClient",
    "resumeClient", "revokeClient", "listWebhookEndpoints", "addWebhookEndpoint", "rotateWebhookKey",
    "enableWebhookEndpoint", "closeWebhookEndpoint", "listWebhookDeliveries", "replayWebhookDelivery",
    "replayWebhookPeriod", "tryWebhookEndpoint",
}  # fmt: skip
# Who is let in gets 200, but for the desk: it says something new, and may not close what can still be appealed.
# A lost phone's case, and a name's, was decided before; the example asks for somebody else's.
# Of two who watch over machines the second finds done what it came for.
LET_IN_WITH = {"askBack": {201}, "answerComplaint": {201}, "closeComplaint": {422}, "openRecovery": {201},
               "approveRecovery": {409}, "refuseRecovery": {409},
               "approveNameCorrection": {409}, "refuseNameCorrection": {409},
               "approveRelease": {409}, "rejectRelease": {409},
               "holdClient": {200, 409}, "releaseClient": {200, 409}}  # fmt: skip
# Nothing of anybody's is asked for: one's own session ends, and the other actors would have none.
ENDS_THE_ACTOR = {"signOut", "removeTotp", "endOtherDevices"}
# A certificate shows the name that its holder chose to show, to everybody.
SHOWS_THE_CHOSEN_NAME = {"getCertificate", "verifyCertificate"}


@dataclass(frozen=True)
class Door:
    operation: str
    method: str
    path: str
    is_public: bool
    body: Any
    names: frozenset[str]
    """Which of the owner's things its path or body asks for."""


@pytest.fixture(scope="module")
def neighbourhood(app: Flask, keys_folder: Any, standin: StandIn) -> Neighbourhood:
    return a_neighbourhood(World(app, keys_folder / "sms.jsonl"), standin)


@pytest.fixture(scope="module")
def doors(app: Flask, neighbourhood: Neighbourhood) -> list[Door]:
    document = app.test_client().get("/openapi.json").json
    return [
        Door(
            operation["operationId"],
            method.upper(),
            path,
            operation["security"] == [],
            *_asked(neighbourhood, document, path, operation),
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]  # fmt: skip


def _asked(hers: Neighbourhood, document: Any, path: str, operation: dict[str, Any]) -> tuple[Any, frozenset[str]]:
    """The body of the document's example, with the owner's ids wherever one is asked for, and their names."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None, frozenset(re.findall(r"\{(\w+)\}", path))
    owned = {
        **hers.places(), "quote_id": hers["quoteOffset"]["quote_id"], "replaces": hers.places()["footprint_id"],
        "party_id": hers.owner.party_id,
        "challenge_id": "019aa8b1-0001-7000-8000-000000000001", "offer_id": hers.shelf.offer_id,
    }  # fmt: skip
    schema = document["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[-1]]
    body, named = dict(content["example"]), set(re.findall(r"\{(\w+)\}", path))
    for name in schema.get("properties", {}):
        if name in owned and (name in body or name.endswith("_id") or name == "replaces") and name != "reward_id":
            body[name] = owned[name]
            named.add(name)
    return body, frozenset(named)


def private(hers: Neighbourhood) -> dict[str, str]:
    """What nobody else may ever read, by what it is."""
    places = hers.places()
    return {
        "person": hers.owner.person_id, "party": hers.owner.party_id, "phone": hers.owner.phone.removeprefix("+86"),
        "nickname": hers["getMe"]["nickname"], "footprint": places["footprint_id"], "digest":
        hers["recordFootprint"]["digest"], "order": places["order_id"], "order number":
        hers["placeOffsetOrder"]["number"], "waiting order": hers["placeAnotherOrder"]["order_id"], "payment":
        places["payment_id"], "out_trade_no": places["payment_id"].replace("-", ""), "code_url":
        hers["startPayment"]["code_url"], "retirement": places["retirement_id"], "entry": places["entry_id"],
        "activity": places["activity_id"], "note": "渔塘溪", "file":
        places["file_id"], "job": places["job_id"], "notice": places["notice_id"], "words": "那天关着门",
        "passkey": places["passkey_id"], "passkey's name": hers["addPasskey"]["name"],
        "redemption": places["redemption_id"], "till number":
        hers["redeemPayCode"]["out_trade_no"] + '"', "pay code": hers["issuePayCode"]["code"], "digits":
        hers["issuePayCode"]["digits"],
    }  # fmt: skip


def leaks(hers: Neighbourhood, door: Door, address: str, answer: Any) -> list[str]:
    """What of hers stands in an answer, beyond what the asker said themselves."""
    asked = f"{address} {door.body}"
    body = answer.data.decode("utf-8", "replace")
    return [
        what for what, secret in private(hers).items()
        if secret in body and secret.rstrip('"') not in asked
        and not (what == "nickname" and door.operation in SHOWS_THE_CHOSEN_NAME)
    ]  # fmt: skip


def knocks(hers: Neighbourhood, door: Door, token: str | None) -> Any:
    address = hers.at(door.path)
    query = {"q": "常口"} if door.operation == "searchRegistry" else None
    seen = {"If-Match": '"1"'}  # asked for where drafts change, nothing elsewhere
    return address, hers.world.request(door.method, address, token=token, body=door.body, query=query, headers=seen,
                                       key=fresh_key() if door.method != "GET" else None)  # fmt: skip


def others(doors: list[Door]) -> Iterator[tuple[Door, str]]:
    for door in doors:
        if door.operation not in ENDS_THE_ACTOR:
            yield from ((door, role) for role in OTHERS)


def test_the_owner_finds_every_one_of_her_things(neighbourhood: Neighbourhood, doors: list[Door]) -> None:
    """Otherwise "nobody else does" would say nothing."""
    lost = {}
    for door in doors:
        if door.method == "GET" and "own-clerk" not in MAY.get(door.operation, set()):
            _, answer = knocks(neighbourhood, door, neighbourhood.owner.token)
            if answer.status_code not in {200, 403}:
                lost[door.operation] = (answer.status_code, answer.data[:200])
    assert lost == {}, "tests/support/neighbourhood.py has her things: places() leads to them"


def test_every_role_that_there_is_knocks() -> None:
    assert set(ROLE_OF.values()) == set(Role) - {Role.CLIENT, Role.SYSTEM}


def test_nobody_else_reaches_them(neighbourhood: Neighbourhood, doors: list[Door]) -> None:
    hers, pairs, opened, leaked = neighbourhood, 0, [], []
    for door, role in others(doors):
        if role in MAY.get(door.operation, set()):
            continue
        if role == Role.SYSTEM_ADMINISTRATOR and door.operation in KEPT_BY_THE_ADMINISTRATOR:
            continue
        address, answer = knocks(hers, door, hers.token_of(role))
        pairs += 1
        is_asked_for = door.names - {
            "reward_id",
            "offer_id",
            "serial",
            "number",
            "gateway",
            "business_date",
            "consent_purpose",
            "challenge_id",  # of nobody: flows/test_passkeys.py tells how somebody else's is refused
        }
        if not door.is_public and is_asked_for and answer.status_code not in {401, 403, 404}:
            opened.append(f"{role} {door.operation}: {answer.status_code} {answer.data[:150]!r}")
        leaked += [f"{role} {door.operation}: {what}" for what in leaks(hers, door, address, answer)]
        assert answer.status_code < 500, f"{role} {door.operation}"
    assert opened == []
    assert leaked == []
    assert pairs >= len(OTHERS) * (len(doors) - len(ENDS_THE_ACTOR)) - sum(map(len, MAY.values())) - len(
        KEPT_BY_THE_ADMINISTRATOR
    )


def test_who_may_is_let_in_and_told_no_more_than_their_work_needs(
    neighbourhood: Neighbourhood, doors: list[Door]
) -> None:
    hers = neighbourhood
    needs = {"service-desk": {"nickname", "redemption", "words"}, "security-officer": {"nickname"}}
    for door in doors:
        for role in MAY.get(door.operation, set()):
            address, answer = knocks(hers, door, hers.token_of(role))
            expected = LET_IN_WITH.get(door.operation, range(200, 300))
            assert answer.status_code in expected, f"{role} {door.operation}: {answer.get_data(as_text=True)}"
            told = needs.get(role, {"redemption", "till number"})
            assert set(leaks(hers, door, address, answer)) <= told, f"{role} {door.operation}"


def test_a_permission_that_is_not_used_up_is_not_kept(doors: list[Door]) -> None:
    assert MAY.keys() - {door.operation for door in doors} == set()


def test_afterwards_everything_is_as_it_was(neighbourhood: Neighbourhood) -> None:
    """Refused, and nothing done on the way."""
    hers = neighbourhood
    assert hers.owner.get(hers.at("/me")).json == hers["getMe"]
    now = hers.owner.get(hers.at("/offset-orders/{order_id}")).json
    assert now == hers["getOffsetOrder"]
    waiting = hers.owner.get(f"/offset-orders/{hers['placeAnotherOrder']['order_id']}").json
    assert waiting["state"] == "placed"
    footprint = hers.owner.get(hers.at("/footprints/{footprint_id}")).json
    assert (footprint["state"], footprint["emissions_g"]) == ("recorded", hers["recordFootprint"]["emissions_g"])
    assert hers.owner.get(hers.at("/activities/{activity_id}")).json["state"] == hers["recordActivity"]["state"]
    assert hers.world.books_balance()
