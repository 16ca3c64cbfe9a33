"""A citizen who has done everything once, and the neighbours who may know nothing of it.

Xiaoxi (小溪) has a footprint, an order that was paid and retired, one that waits, an activity, points, a redemption
and a live pay code. Beside her live another citizen, the clerk who served her, a clerk of another shop and a stranger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kernel import clock, jobs
from backend.kernel.principal import Principal, Role
from backend.sweeps import to_rest
from tests.support.authenticator import Device
from tests.support.counter import Shop
from tests.support.county import Shelf, a_shelf, an_organisation
from tests.support.machines import Key, Operator
from tests.support.offices import signed_in_with_a_proof, somebody_who_works, takes_the_position
from tests.support.residents import THE_STANDARDS_OWN, a_number, is_confirmed, somebody_aged
from tests.support.standin import StandIn
from tests.support.uploads import a_photo, brings
from tests.support.world import Person, World, fresh_key

MONTH = [
    {"activity": "electricity.grid", "quantity": "186", "unit": "kWh"},
    {"activity": "water.tap", "quantity": "9", "unit": "t"},
    {"activity": "travel.bus", "quantity": "60", "unit": "person-km"},
]


@dataclass
class Neighbourhood:
    world: World
    shelf: Shelf
    shop: Shop
    other_shop: Shop
    owner: Person
    neighbour: Person
    told: dict[str, Any] = field(default_factory=dict)
    """What the owner was told, by the operation that told it."""
    _officers: dict[Role, Person] = field(default_factory=dict)

    def token_of(self, role: str) -> str | None:
        """Of ``owner``, ``citizen``, ``own-clerk``, ``other-clerk``, ``anonymous`` or a position.

        ``citizen-who-proved`` is the citizen after a message's code.
        """
        people = {"owner": self.owner, "citizen": self.neighbour, "own-clerk": self.shop.clerk,
                  "other-clerk": self.other_shop.clerk}  # fmt: skip
        if role == "anonymous":
            return None
        if role == "citizen-who-proved":
            return signed_in_with_a_proof(self.world, self.neighbour).token
        return (people.get(role) or self.officer(Role(role))).token

    def officer(self, role: Role) -> Person:
        """A stranger in a position, by the position's name."""
        if role not in self._officers:
            self._officers[role] = somebody_who_works(self.world, role)
        return self._officers[role]

    def __getitem__(self, operation: str) -> Any:
        return self.told[operation]

    def at(self, path: str) -> str:
        """A path of the document, leading to what is the owner's (or, where it is public, to what exists).

        Raises:
            KeyError: it has a parameter that nobody has placed here.
        """
        places = self.places()
        if path.startswith("/api/v1/registry/batches/"):
            places["number"] = self.shelf.batch_number
        if path == "/api/v1/releases/{release_id}":
            places["release_id"] = self["listPublishedReleases"]["items"][0]["release_id"]
        return re.sub(r"\{(\w+)\}", lambda named: places[named[1]], path.removeprefix("/api/v1"))

    def places(self) -> dict[str, str]:
        """By the names that the document gives them."""
        return {
            "footprint_id": self["recordFootprint"]["footprint_id"],
            "order_id": self["placeOffsetOrder"]["order_id"],
            "payment_id": self["placeOffsetOrder"]["payment"]["payment_id"],
            "retirement_id": self["getOffsetOrder"]["retirement"]["retirement_id"],
            "entry_id": self["getOffsetOrder"]["points"]["entry_id"],
            "activity_id": self["recordActivity"]["activity_id"],
            "redemption_id": self["redeemPayCode"]["redemption_id"],
            "reward_id": self["getReward"]["reward_id"],
            "notice_id": self["listNotices"]["items"][0]["notice_id"],
            "complaint_id": self["fileComplaint"]["complaint"]["complaint_id"],
            "number": self["getOffsetOrder"]["certificate"]["number"],
            "file_id": self["uploadFile"]["file_id"],
            "consent_purpose": "statistics",
            "job_id": self["someWork"]["job_id"],
            "serial": self["getOffsetOrder"]["retirement"]["serials"][0]["first_text"],
            "business_date": clock.business_date(clock.wall_time()).isoformat(),
            "gateway": "wechat",
            "client_id": self["registerClient"]["client_id"],
            "kid": self["registerClient"]["keys"][0]["kid"],
            "endpoint_id": self["addWebhookEndpoint"]["endpoint_id"],
            "delivery_id": self["listWebhookDeliveries"]["items"][0]["delivery_id"],
            "device_id": self["device"],
            "passkey_id": self["addPasskey"]["passkey_id"],
            "organisation_id": self["organisation"],
            "membership_id": self["membership"],
            "invitation_id": self["invitation"],
            "announcement_id": self["announcement"],
            "release_id": self["draftRelease"]["release"]["release_id"],
            "guardianship_id": self["guardianship"],
            "household_member_id": self["createHousehold"]["household"]["members"][0]["household_member_id"],
            "household_invitation_id": self["inviteToHousehold"]["household"]["invitations"][0][
                "household_invitation_id"
            ],
            "phone_change_id": self["listPhoneChanges"]["items"][0]["phone_change_id"],
            "recovery_id": self["recovery"],
            "name_correction_id": self["nameCorrection"],
        }


def a_neighbourhood(world: World, standin: StandIn, *, nickname: str = "住在溪边的小溪") -> Neighbourhood:
    shelf, shop, other_shop = a_shelf(world), Shop(world), Shop(world, "明溪供销社")
    owner = world.citizen(nickname)
    everything = Neighbourhood(world, shelf, shop, other_shop, owner, world.citizen("阿福"))
    told = everything.told

    month = (clock.business_date(clock.wall_time()).replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    entered = {"kind": "citizen", "period": month, "lines": MONTH}
    told["estimateFootprint"] = _ok(owner.post("/footprint-estimates", entered))
    told["recordFootprint"] = footprint = _ok(owner.post("/footprints", entered))

    told["quoteOffset"] = quote = _ok(
        owner.post("/offset-quotes", {"footprint_id": footprint["footprint_id"], "offer_id": shelf.offer_id})
    )
    wish = {"quote_id": quote["quote_id"], "purpose": "footprint", "beneficiary": {"kind": "nickname"},
            "footprint_id": footprint["footprint_id"]}  # fmt: skip
    told["placeOffsetOrder"] = order = _ok(owner.post("/offset-orders", wish))
    payment = order["payment"]["payment_id"]
    told["startPayment"] = _ok(owner.post(f"/payments/{payment}/attempts", {"gateway": "wechat", "channel": "native"}))
    standin.does("pay", out_trade_no=payment, notify=False)
    world.reads(to_rest)
    told["getOffsetOrder"] = order = _ok(owner.get(f"/offset-orders/{order['order_id']}"))
    assert order["state"] == "retired"
    waiting = _ok(owner.post("/offset-quotes", {"quantity_kg": 10, "offer_id": shelf.offer_id}))
    told["placeAnotherOrder"] = _ok(
        owner.post("/offset-orders", {"quote_id": waiting["quote_id"], "purpose": "voluntary",
                                      "beneficiary": {"kind": "none"}})
    )  # fmt: skip

    told["uploadFile"] = _ok(brings(owner, a_photo(), name="渔塘溪.jpg"))
    walked = {"kind": "mobility.walk", "measures": {"steps": "7250"}, "occurred_at": footprint["recorded_at"],
              "evidence": {"note": "沿着渔塘溪走到了雪峰镇", "file_id": told["uploadFile"]["file_id"]}}  # fmt: skip
    told["recordActivity"] = _ok(owner.post("/activities", walked))

    told["getReward"] = _ok(owner.get(f"/rewards/{shop.puts_up(costs=60, worth_fen=180)}"))
    code = _ok(owner.post("/pay-codes"))
    told["inspectPayCode"] = _ok(shop.looks_at(code["code"]))
    told["redeemPayCode"] = _ok(shop.takes(code["code"], reward_id=told["getReward"]["reward_id"]))
    told["issuePayCode"] = _ok(owner.post("/pay-codes"))
    told["someWork"] = {"job_id": str(world.does(lambda: _work_of(owner)))}
    told["addPasskey"] = _a_passkey(owner)
    told["device"] = _ok(owner.get("/me/devices"))["items"][0]["device_id"]
    _lives_with_people(everything)
    told["getMe"] = _ok(owner.get("/me"))
    _works_for_somebody(everything)
    _its_machines(everything)
    about = {"kind": "redemption", "id": told["redeemPayCode"]["redemption_id"]}
    complaint = {"kind": "objection", "text": "擂茶铺那天关着门，分怎么少了", "about": about}
    told["fileComplaint"] = _ok(owner.post("/complaints", complaint))
    told["listNotices"] = _ok(owner.get("/me/notices"))
    return everything


def _a_passkey(owner: Person) -> Any:
    session = signed_in_with_a_proof(owner.world, owner)
    begun = _ok(owner.world.request("POST", "/auth/passkey-registrations", token=session.token))
    device = Device(origin=owner.world.app.extensions["settings"].web_origin, handle=fresh_key().encode())
    return _ok(session.post("/auth/passkeys", device.makes(begun, name="溪边小屋的旧平板")))


def _work_of(person: Person) -> UUID:
    jobs.kind("counting", lambda work: {})
    principal = Principal(UUID(person.person_id), Role.CITIZEN, UUID(person.party_id))
    return jobs.start(principal, "counting", {})


def _lives_with_people(hers: Neighbourhood) -> None:
    """Her name is checked, a child has asked her to be its guardian, she heads a household, and has lost a phone."""
    told, owner = hers.told, hers.owner
    told["verifyRealName"] = is_confirmed(owner, name="林溪边的小溪")
    is_confirmed(hers.world.citizen("老寿星"), number=THE_STANDARDS_OWN)
    told["child"] = child = somebody_aged(hers.world, 12)
    asked = _ok(child.post("/me/guardianships", {"phone": owner.phone}))
    told["guardianship"] = asked["guardian"]["guardianship_id"]
    told["createHousehold"] = _ok(owner.post("/me/household", {"name": "溪边老林家"}))
    told["inviteToHousehold"] = _ok(owner.post("/me/household/invitations", {"phone": "+8613800000031"}))
    wish = {"phone": owner.phone, "new_phone": "+8613800000032", "reason": "手机掉进了河里"}
    desk, security = hers.officer(Role.SERVICE_DESK), hers.officer(Role.SECURITY_OFFICER)
    opened = _ok(desk.post("/office/recoveries", wish))
    _ok(security.post(f"/office/recoveries/{opened['recovery_id']}/approval"))
    told["recovery"] = opened["recovery_id"]
    card = _ok(brings(desk, a_photo(), name="身份证.jpg"))["file_id"]
    told["nameCorrection"] = _ok(desk.post("/office/name-corrections", {
        "phone": owner.phone, "name": "林小溪", "resident_id": a_number(), "reason": "派出所改了名",
        "evidence_file_ids": [card],
    }))["name_correction_id"]  # fmt: skip
    refusal = {"reason": "照片与本人不符"}
    _ok(security.post(f"/office/name-corrections/{told['nameCorrection']}/refusal", refusal))
    told["listPhoneChanges"] = _ok(owner.get("/me/phone-changes"))


def _works_for_somebody(hers: Neighbourhood) -> None:
    """An office announces; a shop has a member and has invited her."""
    administrator, shop = hers.officer(Role.SYSTEM_ADMINISTRATOR), an_organisation(hers.world, "merchant").party_id
    takes_the_position(hers.world, hers.world.citizen(), Role.MERCHANT_CLERK, at=shop)
    invited = {"phone": hers.owner.phone, "role": "merchant-clerk"}
    hers.told["invitation"] = _ok(administrator.post(f"/organisations/{shop}/invitations", invited))["invitation_id"]
    hers.told["organisation"] = str(shop)
    members = _ok(administrator.get(f"/organisations/{shop}/members"))
    hers.told["membership"] = members["items"][0]["membership_id"]
    now = clock.wall_time()
    line = {"text_zh": "系统维护", "text_en": "Maintenance", "starts_at": now.isoformat(),
            "ends_at": (now + timedelta(days=1)).isoformat()}  # fmt: skip
    _ok(administrator.post("/office/announcements", line))
    hers.told["listPublishedReleases"] = _ok(hers.world.get("/releases"))
    hers.told["draftRelease"] = _a_draft_of_the_settings(hers.world)
    hers.told["announcement"] = _ok(administrator.get("/office/announcements"))["items"][-1]["announcement_id"]


def _a_draft_of_the_settings(world: World) -> Any:
    """Of an administrator who is a colleague of the one that knocks."""
    row = {"key": "offset.daily_limit_kg", "value": "750", "source": "12 号文", "grade": "A", "verified": True}
    begins = clock.business_date(clock.wall_time()) + timedelta(days=9)
    maker = somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)
    wish = {"kind": "settings", "in_force_from": begins.isoformat(), "rows": [row]}
    return _ok(maker.post("/office/releases", wish))


def _its_machines(hers: Neighbourhood) -> None:
    """What the shop's manager keeps: a till with a key, and where the shop's own system is told of what was taken."""
    told, operator = hers.told, Operator(hers.world, UUID(hers.told["organisation"]))
    told["registerClient"] = _ok(operator.manager.post(operator.clients, {
        "name": "收银台 1", "scopes": ["redemptions:read"], "key": Key().jwk}))  # fmt: skip
    endpoints = f"/organisations/{told['organisation']}/webhook-endpoints"
    asked = {"url": "https://hooks.mingxi-leicha.cn/tanhui", "kinds": ["client.suspended"]}
    told["addWebhookEndpoint"] = endpoint = _ok(operator.manager.post(endpoints, asked))
    _ok(operator.manager.post(f"{operator.clients}/{told['registerClient']['client_id']}/suspension"))
    hers.world.relay()
    # Closed: what waits there is sent to nobody while the tests run.
    _ok(operator.manager.post(f"{endpoints}/{endpoint['endpoint_id']}/closing"))
    told["listWebhookDeliveries"] = _ok(operator.manager.get(f"{endpoints}/{endpoint['endpoint_id']}/deliveries"))


def _ok(answer: Any) -> Any:
    assert 200 <= answer.status_code < 300, answer.get_data(as_text=True)
    return answer.json
