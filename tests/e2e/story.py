"""What has happened before the screens are looked at: months, orders in every state, a morning at a counter."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import update
from werkzeug.test import TestResponse

from backend.certificates.models import Certificate, State
from backend.extensions import db
from backend.identity import queries as identity_queries
from backend.identity import service as identity
from backend.kernel import clock, phones
from backend.kernel.clock import PROGRAMME_ZONE
from backend.kernel.principal import Proof, Role
from backend.kernel.transaction import run
from backend.notifications.webhooks import sending
from backend.notifications.webhooks import service as webhooks
from backend.notifications.webhooks.sending import Sender
from backend.payments import conversation
from backend.sweeps import to_rest
from tests.support.machines import Key
from tests.support.residents import a_number, is_confirmed
from tests.support.standin import StandIn
from tests.support.uploads import a_photo, brings
from tests.support.world import Person, World

MORNING = datetime(2026, 11, 18, 9, 30, tzinfo=PROGRAMME_ZONE)
"""When the screens are looked at, whatever the day is: a picture made again differs only where the screen does."""

CITIZEN, CLERK, OTHER_CLERK = "13800000001", "13800000011", "13800000012"
MANAGER, DESK, ADMINISTRATOR, SECURITY = "13800000013", "13800000027", "13800000028", "13800000029"
SNACK_POINTS, YEW_POINTS = 20, 560
PAYING = {"gateway": "wechat", "channel": "native"}

MONTHS = {
    "2026-08": {"electricity.grid": ("241", "kWh"), "fuel.natural-gas": ("11", "m3"), "water.tap": ("12", "t"),
                "fuel.petrol.volume": ("40", "L"), "food.person-day": ("31", "person-day")},
    "2026-09": {"electricity.grid": ("212", "kWh"), "fuel.natural-gas": ("12", "m3"), "water.tap": ("10", "t"),
                "fuel.petrol.volume": ("36", "L"), "food.person-day": ("30", "person-day")},
    "2026-10": {"electricity.grid": ("186", "kWh"), "fuel.natural-gas": ("14", "m3"), "water.tap": ("9", "t"),
                "fuel.petrol.volume": ("32", "L"), "travel.bus": ("60", "person-km"),
                "travel.hsr": ("500", "person-km"), "food.person-day": ("31", "person-day")},
}  # fmt: skip


@dataclass(frozen=True)
class Story:
    """What the paths and the hands of the screens need to know."""

    world: World
    address: str
    people: dict[str, Person]
    names: dict[str, str]
    """What stands in braces in a screen's path: ids and numbers that this county's story gave."""

    positions: dict[str, dict[str, str]] = field(default_factory=dict)
    """Who acts in a position when the app starts: the tab's memory of it."""

    days: Iterator[str] = field(default_factory=lambda: iter(("今天", "昨天", "前天")))
    """Days on which the walker has not reported a walk yet."""

    receipts: Iterator[str] = field(default_factory=lambda: map("LC-20261118-{:04}".format, itertools.count(1)))
    """Numbers that the shop gives to what it collects."""

    def fresh_code(self) -> str:
        """The digits of a pay code that the citizen shows now."""
        return str(told(self.people["citizen"].post("/pay-codes"))["digits"])

    def the_counter_collects(self) -> str:
        """Takes the points of a snack from the citizen; returns the redemption."""
        body = {"code": self.fresh_code(), "reward_id": self.names["snack"], "out_trade_no": next(self.receipts)}
        return str(told(self.people["clerk"].post("/redemptions", body))["redemption_id"])


def told(answer: TestResponse) -> Any:
    assert answer.status_code < 300, (answer.status_code, answer.text)
    return answer.json


def somebody(world: World, phone: str) -> Person:
    """A person of the demo county with a session for the API; a clerk acts for the shop."""

    def opened() -> Person:
        person_id = identity.person_by_phone(phones.normalised(phone))
        assert person_id is not None, phone
        shop = next((one.party_id for one in identity_queries.memberships(person_id)), None)
        session = identity.open_session(person_id, client="app", party_id=shop, proof=Proof.TOTP)
        return Person(world, f"+86{phone}", session)

    return world.does(opened)


def lived(world: World, standin: StandIn, address: str) -> Story:
    """Let it happen, through the API as people would, then wait until everything is at rest."""
    xiaomei, clerk, newcomer = somebody(world, CITIZEN), somebody(world, CLERK), world.citizen("小溪")
    walker = world.citizen("阿山")
    names: dict[str, str] = {"unknown": "00000000-0000-7000-8000-000000000000"}
    statements = {}
    for period, entered in MONTHS.items():
        lines = [{"activity": activity, "quantity": q, "unit": unit} for activity, (q, unit) in entered.items()]
        statement = told(xiaomei.post("/footprints", {"kind": "citizen", "period": period, "lines": lines}))
        statements[period] = statement["footprint_id"]
    names |= {"footprint": statements["2026-10"], "offset_footprint": statements["2026-09"]}

    walks = [("mobility.walk", {"steps": "7250"}), ("transit.bus", {"rides": "2"})]
    for days_ago in (2, 1, 0):
        for kind, measures in walks:
            moment = clock.wall_time().astimezone(PROGRAMME_ZONE) - timedelta(days=days_ago, hours=1)
            body = {"kind": kind, "measures": measures, "occurred_at": moment.isoformat(timespec="seconds")}
            told(xiaomei.post("/activities", {**body, "source_reference": f"{kind}-{days_ago}"}))

    retired, revoked = ordered(xiaomei, footprint_id=statements["2026-09"]), ordered(xiaomei, 10)
    for order in (retired, revoked):
        told(xiaomei.post(attempts_of(order), PAYING))
        standin.does("pay", out_trade_no=order["payment"]["payment_id"], notify=False)
    world.reads(to_rest)
    names["retired"] = retired["order_id"]
    names["certificate"] = told(xiaomei.get(f"/offset-orders/{retired['order_id']}"))["certificate"]["number"]
    names["revoked"] = told(xiaomei.get(f"/offset-orders/{revoked['order_id']}"))["certificate"]["number"]
    # No command revokes yet; the office would do it by hand, within what the table's guard lets happen.
    revocation = update(Certificate).where(Certificate.number == names["revoked"]).values(state=State.REVOKED)
    world.does(lambda: db.session.execute(revocation))
    facts = told(world.get(f"/certificates/{names['certificate']}"))["facts"]
    names |= {"serial": facts["serials"][0]["first_text"], "batch": facts["batch_number"]}

    pending, paying, failed, cancelled, late = (ordered(xiaomei, kg) for kg in (10, 12, 20, 5, 8))
    names |= {"pending": pending["order_id"], "paying": paying["order_id"], "failed": failed["order_id"]}
    names |= {"cancelled": cancelled["order_id"], "refunded": late["order_id"]}
    for started in (paying, failed, late):
        told(xiaomei.post(attempts_of(started), PAYING))
    standin.does("fail", out_trade_no=failed["payment"]["payment_id"])
    told(xiaomei.post(f"/offset-orders/{cancelled['order_id']}/cancellation"))
    told(xiaomei.post(f"/offset-orders/{late['order_id']}/cancellation"))
    standin.does("pay", out_trade_no=late["payment"]["payment_id"], notify=False, force=True)
    world.reads(lambda: conversation.settle(UUID(late["payment"]["payment_id"])))
    world.reads(to_rest)

    shelf = {one["points"]: one["reward_id"] for one in told(world.get("/rewards"))["items"]}
    names |= {"snack": shelf[SNACK_POINTS], "yew": shelf[YEW_POINTS]}
    people = {
        "citizen": xiaomei,
        "newcomer": newcomer,
        "walker": walker,
        "clerk": clerk,
        "buyer": world.citizen("小雨"),
    }
    people |= {"manager": somebody(world, MANAGER), "administrator": somebody(world, ADMINISTRATOR)}
    positions = {"manager": position_of(people["manager"], Role.ORGANISATION_MANAGER),
                 "administrator": position_of(people["administrator"], Role.SYSTEM_ADMINISTRATOR)}  # fmt: skip
    people["desk"] = somebody(world, DESK)
    positions["desk"] = position_of(people["desk"], Role.SERVICE_DESK)
    names |= brought_to_the_desk(xiaomei, people["desk"])
    names["recovery"] = has_lost_a_phone(world.citizen("老李"), people["desk"])
    names["name_correction"] = has_a_wrong_name(world.citizen("老温"), people["desk"])
    people["security"] = somebody(world, SECURITY)
    positions["security"] = position_of(people["security"], Role.SECURITY_OFFICER)
    names["release"] = handed_in(people["administrator"])
    names["organisation"] = positions["manager"]["party_id"]
    names |= machines_of(people["manager"], names["organisation"])
    offer = f"/organisations/{names['organisation']}/invitations"
    told(people["manager"].post(offer, {"phone": people["buyer"].phone, "role": "merchant-clerk"}))
    people["clerk-of-two"] = works_at_both(world, clerk, somebody(world, OTHER_CLERK))
    story = Story(world, address, people, names, positions)
    story.the_counter_collects()
    given_wrongly = story.the_counter_collects()
    told(clerk.post(f"/redemptions/{given_wrongly}/reversal", {"reason": "给错了"}))
    return story


def machines_of(manager: Person, organisation: str) -> dict[str, str]:
    """A till with the key it has and the next one, one in the sandbox, and an address that was told something."""
    at, scopes = f"/organisations/{organisation}", ["redemptions:read", "redemptions:write"]
    till = {"name": "收银台 1", "scopes": scopes, "key": Key(kid="till-2026-11").jwk}
    registered = told(manager.post(f"{at}/clients", till))
    told(manager.post(f"{at}/clients", {"name": "新收银台，在试", "scopes": [], "key": Key().jwk, "is_sandbox": True}))
    following = {"key": Key(kid="till-2027-11").jwk, "not_before": "2027-11-01T00:00:00+08:00"}
    told(manager.post(f"{at}/clients/{registered['client_id']}/keys", following))
    hook = {"url": "https://hooks.mingxi-leicha.cn/tanhui", "kinds": ["redemption.done", "redemption.reversed"]}
    endpoint = told(manager.post(f"{at}/webhook-endpoints", hook))["endpoint_id"]
    told(manager.post(f"{at}/webhook-endpoints/{endpoint}/trials"))
    sending.use(Sender(resolve=lambda host, port: []))  # whoever has that name is told nothing by a picture
    manager.world.reads(webhooks.deliver_due)
    return {"machine": registered["client_id"], "endpoint": endpoint}


def brought_to_the_desk(citizen: Person, officer: Person) -> dict[str, str]:
    """One complaint that is being asked about, one that is answered, one that nobody has taken yet."""
    filed = []
    for kind, words in (
        ("objection", "11 月 17 日坐了两趟公交，积分明细里只有一趟。车票还在，可以拍给你们看。"),
        ("complaint", "在擂茶铺换了一碗擂茶，店里说今天没有了，分没有退。"),
        ("question", "证书上的编号段是什么意思？"),
    ):
        filed.append(told(citizen.post("/complaints", {"kind": kind, "text": words}))["complaint"]["complaint_id"])
    for taken in filed[:2]:
        told(officer.post(f"/office/complaints/{taken}/assignment"))
    told(officer.post(f"/office/complaints/{filed[0]}/messages", {"text": "哪一趟没有？几点上的车？"}))
    told(citizen.post(f"/complaints/{filed[0]}/messages", {"text": "下午五点多，雪峰镇到县城。"}))
    answer = {"outcome": "upheld", "text": "查到了，店里收了分没有给东西。20 分已经退回。"}
    told(officer.post(f"/office/complaints/{filed[1]}/answer", answer))
    return {"complaint": filed[0], "answered_complaint": filed[1]}


def has_lost_a_phone(citizen: Person, officer: Person) -> str:
    """A case that waits for another officer."""
    wish = {"phone": citizen.phone, "new_phone": "13800000098", "reason": "手机掉进渔塘溪，本人持身份证到窗口。"}
    return str(told(officer.post("/office/recoveries", wish))["recovery_id"])


def has_a_wrong_name(citizen: Person, officer: Person) -> str:
    """A checked name that became another, with the card's picture; it waits for another officer."""
    is_confirmed(citizen, name="温德明")
    card = told(brings(officer, a_photo(), name="身份证.jpg"))["file_id"]
    wish = {"phone": citizen.phone, "name": "温得明", "resident_id": a_number(), "evidence_file_ids": [card],
            "reason": "当时看错了一个字，本人持身份证到窗口，照片和人对得上。"}  # fmt: skip
    return str(told(officer.post("/office/name-corrections", wish))["name_correction_id"])


def handed_in(administrator: Person) -> str:
    """A release that changes two settings and waits for another pair of eyes."""
    source = {"source": "县生态环境局 2026 年 12 号文", "grade": "A", "verified": True, "note": ""}
    rows = [{"key": "offset.daily_limit_kg", "value": "500"}, {"key": "complaints.answer_working_days", "value": "10"}]
    wish = {"kind": "settings", "in_force_from": f"{clock.business_date(clock.wall_time()) + timedelta(days=9)}",
            "note": "按县里新文件调整每日上限和答复期限", "rows": [row | source for row in rows]}  # fmt: skip
    release: str = told(administrator.post("/office/releases", wish))["release"]["release_id"]
    told(administrator.post(f"/office/releases/{release}/submission"))
    return release


def position_of(person: Person, role: Role) -> dict[str, str]:
    """The position that somebody's tab acts in."""
    return {"party_id": told(person.get("/me"))["acting"]["party_id"], "role": str(role)}


def works_at_both(world: World, *colleagues: Person) -> Person:
    """Somebody who helps out in the shops of these clerks."""
    helper = world.citizen("阿林")
    helper_id = UUID(helper.person_id)
    for shop_id in [UUID(one.party_id) for one in colleagues]:
        world.does(partial(identity.join, helper_id, shop_id, Role.MERCHANT_CLERK))
    return helper


def ordered(person: Person, kg: int | None = None, footprint_id: str | None = None) -> Any:
    wish: dict[str, Any] = {"quantity_kg": kg} if footprint_id is None else {"footprint_id": footprint_id}
    quote = told(person.post("/offset-quotes", wish))
    body = {"quote_id": quote["quote_id"], "purpose": "voluntary", "beneficiary": {"kind": "nickname"}}
    if footprint_id is not None:
        body |= {"purpose": "footprint", "footprint_id": footprint_id}
    return told(person.post("/offset-orders", body))


def attempts_of(order: Any) -> str:
    return f"/payments/{order['payment']['payment_id']}/attempts"


def signed_in(story: Story, who: str) -> dict[str, Any]:
    """The browser state of somebody who signed in on this device before: the cookie and the app's mark."""
    person = story.people[who]
    with story.world.app.app_context():
        session = run(lambda: identity.open_session(UUID(person.person_id), client="browser", proof=Proof.TOTP))
    host = urlsplit(story.address).hostname
    cookie = {"name": "tanhui", "value": session.refresh_token, "domain": host, "path": "/", "httpOnly": True,
              "secure": False, "sameSite": "Strict", "expires": -1}  # fmt: skip
    mark = {"name": "tanhui.signed-in", "value": "1"}
    return {"cookies": [cookie], "origins": [{"origin": story.address, "localStorage": [mark]}]}
