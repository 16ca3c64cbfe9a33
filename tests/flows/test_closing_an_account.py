"""注销账户 · 先说清楚，再一次办完 / An account closes: what happens is said before, and nothing is left to read."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.extensions import db
from backend.files import ports
from backend.files.ports import Storage
from backend.identity import service as identity
from backend.kernel.errors import DomainError
from backend.kernel.principal import Principal, Role
from backend.kernel.transaction import run
from backend.ledger.verify import verify
from backend.privacy import service as privacy
from backend.releases import service as releases
from backend.sweeps import to_rest
from backend.wiring import ledger_checks
from deploy.local.postgres import binary_folder
from tests.support.counter import Shop, earns, later
from tests.support.county import an_organisation
from tests.support.neighbourhood import Neighbourhood, a_neighbourhood
from tests.support.offices import takes_the_position
from tests.support.postgres import Database
from tests.support.privacy import closes, previews, proves_again, takes_along, works
from tests.support.residents import somebody_aged
from tests.support.standin import StandIn
from tests.support.world import Person, World, fresh_key


def effects(person: Person) -> dict[str, int]:
    return {one["kind"]: one["count"] for one in previews(person)["effects"]}


def scalar(world: World, sql: str, **values: Any) -> Any:
    return world.reads(lambda: db.session.scalar(text(sql), values))


def signs_in(world: World, phone: str) -> Any:
    """By a code that was sent, as everybody does."""
    asked = world.request("POST", "/auth/sms-codes", body={"phone": phone})
    assert asked.status_code < 300, asked.get_data(as_text=True)
    ends = time.monotonic() + 20
    while not (messages := world.messages_to(phone)):  # somebody else may be sending it right now
        assert time.monotonic() < ends, "a code was sent"
        time.sleep(0.05)
    code = messages[-1]["code"]
    return world.request("POST", "/auth/sessions", body={
        "challenge_id": asked.json["challenge_id"], "code": code, "client": "app", "agreement_version": "1.1"
    })  # fmt: skip


@pytest.fixture
def xiaoxi(world: World) -> Person:
    return world.citizen("小溪")


def test_what_will_happen_is_said_before(world: World, xiaoxi: Person) -> None:
    earns(world, xiaoxi, 120)
    told = previews(xiaoxi)
    assert told["may_close"] and told["must_end_first"] == [] and told["wait_days"] == 0
    assert effects(xiaoxi)["points-lapse"] == 120
    assert "120 积分作废" in {one["kind"]: one["text"] for one in told["effects"]}["points-lapse"]


def test_it_asks_for_a_fresh_proof_and_the_end_of_ones_number(world: World, xiaoxi: Person) -> None:
    body = {"confirmation": xiaoxi.phone[-4:]}
    old = world.request("DELETE", "/me", token=xiaoxi.token, body=body, key=fresh_key())
    assert (old.status_code, old.json["code"]) == (403, "proof-too-old")
    wrong = closes(xiaoxi, confirmation="0000")
    assert (wrong.status_code, wrong.json["code"]) == (422, "closing-not-confirmed")
    assert xiaoxi.get("/me").status_code == 200


def test_it_ends_at_once_and_the_points_lapse_in_the_books(world: World, xiaoxi: Person) -> None:
    earns(world, xiaoxi, 120)
    shown = xiaoxi.post("/pay-codes").json
    closed = closes(xiaoxi)
    assert (closed.status_code, closed.json["state"]) == (200, "closed")
    assert xiaoxi.get("/me").status_code == 401, "every sign-in, at once"
    entry = scalar(world, "SELECT kind FROM ledger_entries WHERE reference = :name",
                   name=f"closing:{xiaoxi.party_id}:lapsed")  # fmt: skip
    assert entry == "points.lapsed"
    assert scalar(world, "SELECT balance FROM ledger_accounts WHERE path = :path",
                  path=f"points:member:{xiaoxi.party_id}:available") == 0  # fmt: skip
    assert Shop(world).takes(shown["code"], points=10).status_code in {404, 422}


def test_points_that_come_back_afterwards_lapse_as_well(app: Flask, world: World, xiaoxi: Person) -> None:
    earns(world, xiaoxi, 120)
    shop, code = Shop(world), xiaoxi.post("/pay-codes").json["code"]
    redeemed = shop.takes(code, points=100).json["redemption_id"]
    assert closes(xiaoxi).status_code == 200
    assert shop.reverses(redeemed, reason="给错了").status_code == 200
    assert shop.clerk.get("/redemptions").json["items"][0]["customer"] == {"name_masked": "**", "phone_tail": ""}
    assert scalar(world, "SELECT sum(available) FROM points_lots WHERE party_id = :party", party=xiaoxi.party_id) == 0
    assert scalar(world, "SELECT balance FROM ledger_accounts WHERE path = :path",
                  path=f"points:member:{xiaoxi.party_id}:available") == 0  # fmt: skip
    with app.app_context():
        report = run(lambda: verify(ledger_checks()))
    assert [finding.name for finding in report.findings if not finding.ok] == []


def test_the_number_may_open_another_account_that_knows_nothing_of_the_first(world: World, xiaoxi: Person) -> None:
    earns(world, xiaoxi, 50)
    closes(xiaoxi)
    again = signs_in(world, xiaoxi.phone)
    assert again.status_code in {200, 201}
    assert again.json["person_id"] != xiaoxi.person_id
    points = world.request("GET", "/points", token=again.json["access_token"]).json
    assert points["available"] == 0


def test_what_is_open_ends_first_and_is_listed(app: Flask, keys_folder, standin: StandIn) -> None:
    hers: Neighbourhood = a_neighbourhood(World(app, keys_folder / "sms.jsonl"), standin, nickname="有单在手的人")
    told = previews(hers.owner)
    waiting = hers["placeAnotherOrder"]["order_id"]
    assert not told["may_close"]
    assert waiting in {one["id"] for one in told["must_end_first"] if one["kind"] == "offset-order"}
    refused = closes(hers.owner)
    assert (refused.status_code, refused.json["code"]) == (422, "closing-blocked")
    assert hers.owner.post(f"/offset-orders/{waiting}/cancellation").status_code == 200
    changes = hers.owner.get("/me/phone-changes").json["items"]
    assert hers.owner.post(f"/me/phone-changes/{changes[0]['phone_change_id']}/cancellation").status_code == 200
    hers.world.reads(to_rest)
    assert previews(hers.owner)["must_end_first"] == []
    assert closes(hers.owner).status_code == 200
    _nothing_readable_is_left(hers)
    certificate = hers.world.get(f"/certificates/{hers.places()['number']}")
    assert certificate.json["state"] == "valid", "what is signed stays"
    with app.app_context():
        report = run(lambda: verify(ledger_checks()))
    assert [finding.name for finding in report.findings if not finding.ok] == []


def _nothing_readable_is_left(hers: Neighbourhood) -> None:
    world, party = hers.world, hers.owner.party_id
    assert scalar(world, "SELECT count(*) FROM footprints_statements WHERE party_id = :party", party=party) == 0
    assert scalar(world, "SELECT count(note) FROM activities_records WHERE party_id = :party", party=party) == 0
    assert scalar(world, "SELECT count(*) FROM notifications_notices WHERE party_id = :party", party=party) == 0
    assert scalar(world, "SELECT count(sealed_key) FROM files_files WHERE party_id = :party", party=party) == 0
    assert scalar(world, "SELECT nickname FROM identity_persons WHERE party_id = :party", party=party) == ""
    desk = hers.officer(Role.SERVICE_DESK)
    case = desk.get(f"/office/complaints/{hers.places()['complaint_id']}").json
    assert "那天关着门" not in str(case) and case["case"]["complaint"]["state"] == "withdrawn"


def test_the_last_manager_hands_over_first(world: World, xiaoxi: Person) -> None:
    shop = an_organisation(world, "merchant").party_id
    takes_the_position(world, xiaoxi, Role.ORGANISATION_MANAGER, at=shop)
    assert [one["kind"] for one in previews(xiaoxi)["must_end_first"]] == ["last-manager"]
    takes_the_position(world, world.citizen(), Role.ORGANISATION_MANAGER, at=shop)
    assert closes(xiaoxi).status_code == 200
    assert scalar(world, "SELECT count(*) FROM identity_memberships WHERE person_id = :person AND ended_at IS NULL",
                  person=xiaoxi.person_id) == 0  # fmt: skip


def test_one_of_two_managers_who_close_at_once_stays(world: World) -> None:
    """Each is alone as soon as the other has gone; several pairs, so that two of them meet."""
    pairs = []
    for _ in range(4):
        shop = an_organisation(world, "merchant").party_id
        pairs.append([takes_the_position(world, world.citizen(), Role.ORGANISATION_MANAGER, at=shop) for _ in "12"])
    proved = [(one, proves_again(one)) for pair in pairs for one in pair]
    answers = world.at_once(*[lambda one=one, again=again: _asks_to_close(one, again) for one, again in proved])
    for first, second in zip(answers[::2], answers[1::2], strict=True):
        assert sorted((first.status_code, second.status_code)) == [200, 422], (first.json, second.json)
        assert {first.json.get("code"), second.json.get("code")} == {None, "closing-blocked"}
    for pair in pairs:
        [staying] = [one for one in pair if one.get("/me").status_code == 200]
        assert [one["kind"] for one in previews(staying)["must_end_first"]] == ["last-manager"]


def _asks_to_close(person: Person, proved: Person) -> Any:
    return person.world.request("DELETE", "/me", token=proved.token, body={"confirmation": person.phone[-4:]},
                                key=fresh_key())  # fmt: skip


def test_nobody_is_invited_by_or_as_somebody_who_has_gone(world: World, xiaoxi: Person) -> None:
    shop, friend = an_organisation(world, "merchant").party_id, world.citizen()
    manager = takes_the_position(world, xiaoxi, Role.ORGANISATION_MANAGER, at=shop)
    staying = takes_the_position(world, world.citizen(), Role.ORGANISATION_MANAGER, at=shop)
    neighbour, child = world.citizen(), somebody_aged(world, 12)

    def is_asked(of: Person, path: str, body: dict[str, str]) -> None:
        answer = of.post(path, body)
        assert answer.status_code == 201, answer.json

    members = f"/organisations/{shop}/invitations"
    is_asked(manager, members, {"phone": friend.phone, "role": "merchant-clerk"})
    assert xiaoxi.post("/me/household", {"name": "溪边"}).status_code == 201
    is_asked(xiaoxi, "/me/household/invitations", {"phone": friend.phone})
    is_asked(staying, members, {"phone": xiaoxi.phone, "role": "merchant-clerk"})
    assert neighbour.post("/me/household", {"name": "桥头"}).status_code == 201
    is_asked(neighbour, "/me/household/invitations", {"phone": xiaoxi.phone})
    is_asked(child, "/me/guardianships", {"phone": xiaoxi.phone})
    assert closes(xiaoxi).status_code == 200

    assert friend.get("/me/invitations").json["items"] == []
    assert friend.get("/me/household").json["invitations"] == []
    again = signs_in(world, xiaoxi.phone).json["access_token"]
    for path, name in (("/me/invitations", "items"), ("/me/household", "invitations"), ("/me/guardianships", "asked")):
        assert world.request("GET", path, token=again).json[name] == [], path
    for offers in ("identity_invitations", "identity_household_invitations"):
        assert scalar(world, f"SELECT count(*) FROM {offers} WHERE invited_by = :person AND answered_at IS NULL",
                      person=xiaoxi.person_id) == 0  # fmt: skip


def test_the_texts_to_a_number_are_counted_on(world: World) -> None:
    """Whoever drowns a number in texts gains nothing by its owner's closing, nor by a child's."""
    target = world.citizen()
    phone = target.phone
    for _ in range(2):
        child = somebody_aged(world, 12)
        assert child.post("/me/guardianships", {"phone": phone}).status_code == 201
        assert closes(child).status_code == 200
    host = world.citizen()
    assert host.post("/me/household", {"name": "溪边"}).status_code == 201
    assert host.post("/me/household/invitations", {"phone": phone}).status_code == 201
    assert closes(target).status_code == 200
    refused = somebody_aged(world, 12).post("/me/guardianships", {"phone": phone})
    assert (refused.status_code, refused.json["code"]) == (429, "too-many-messages-to-number")
    with later(days=2):
        world.does(identity.forget_what_is_old)
        assert scalar(world, "SELECT count(*) FROM identity_counted_texts") == 0


class SlowStorage:
    """The folder, whose way takes long enough for something else to happen meanwhile."""

    def __init__(self, storage: Storage, meanwhile: Callable[[], None]) -> None:
        self._storage, self._meanwhile = storage, meanwhile
        self.put_keys: list[str] = []

    def put(self, key: str, content: bytes) -> None:
        self._storage.put(key, content)
        self.put_keys.append(key)
        self._meanwhile()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)


def test_a_copy_that_is_on_its_way_is_not_kept(world: World, xiaoxi: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed after the archive was made and before it was written down."""
    assert proves_again(xiaoxi).post("/me/exports").status_code == 202
    closed: list[int] = []
    slow = SlowStorage(ports.storage(), lambda: closed.append(closes(xiaoxi).status_code))
    monkeypatch.setattr(ports, "_storage", [slow])
    works(world)
    assert closed == [200]
    assert scalar(world, "SELECT count(*) FROM files_files WHERE party_id = :party", party=xiaoxi.party_id) == 0
    assert [slow.get(key) for key in slow.put_keys] == [None]


def test_copies_and_closings_of_the_same_people_at_once(world: World) -> None:
    people = [world.citizen() for _ in range(6)]
    for person in people:
        assert proves_again(person).post("/me/exports").status_code == 202
    closing = [lambda person=person: closes(person).status_code for person in people]
    answers = world.at_once(*[lambda: works(world)] * 3, *closing)
    assert answers[3:] == [200] * 6
    for person in people:
        assert scalar(world, "SELECT count(*) FROM files_files WHERE party_id = :party AND state = 'kept'",
                      party=person.party_id) == 0  # fmt: skip
        late = world.reads(lambda person=person: begins_a_copy(person))
        assert late == "session-ended", "who was let in a moment before gets no copy any more"


def begins_a_copy(person: Person) -> str | None:
    principal = Principal(UUID(person.person_id), Role.CITIZEN, UUID(person.party_id))
    try:
        run(lambda: privacy.export_my_data(principal))
    except DomainError as refusal:
        return refusal.code
    return None


def test_only_as_oneself(world: World, xiaoxi: Person) -> None:
    shop = an_organisation(world, "merchant").party_id
    clerk = takes_the_position(world, xiaoxi, Role.MERCHANT_CLERK, at=shop)
    body = {"confirmation": xiaoxi.phone[-4:]}
    for method, path in (("DELETE", "/me"), ("POST", "/me/exports")):
        refused = world.request(method, path, token=clerk.token, body=body, key=fresh_key())
        assert (refused.status_code, refused.json["code"]) == (403, "forbidden")


def test_the_county_may_want_a_wait_and_one_may_think_better_of_it(world: World, xiaoxi: Person) -> None:
    with later(days=4000):  # a version of the setting that no other test sees
        today = scalar(world, "SELECT CAST(now() + interval '4000 days' AS date)")
        world.does(lambda: releases.publish_next(key="closing.wait_days", valid_from=today, value="15",
                                                 source="test", grade="D", verified=False))  # fmt: skip
        asked = closes(xiaoxi)
        assert (asked.status_code, asked.json["state"]) == (200, "waiting")
        again = proves_again(xiaoxi)
        assert again.get("/me").status_code == 200, "the account works while it waits"
        assert closes(xiaoxi).json["code"] == "closing-asked-already"
        kept = world.request("DELETE", "/me/closing", token=again.token, key=fresh_key())
        assert kept.json["may_close"] and kept.json["closes_at"] is None
        assert world.request("DELETE", "/me/closing", token=again.token, key=fresh_key()).status_code == 404
        closes(xiaoxi)
    for days, closed in ((4014, 0), (4016, 1)):
        with later(days=days):
            assert world.reads(privacy.close_what_is_due) == closed
    with later(days=4016):
        assert proves_again_fails(xiaoxi)


def proves_again_fails(person: Person) -> bool:
    return bool(scalar(person.world, "SELECT destroyed_at FROM identity_person_keys WHERE person_id = :person",
                       person=person.person_id))  # fmt: skip


def test_pressed_twice_at_once_it_closes_once(world: World, xiaoxi: Person) -> None:
    earns(world, xiaoxi, 30)
    proved, body = proves_again(xiaoxi), {"confirmation": xiaoxi.phone[-4:]}
    answers = world.at_once(
        *[lambda: world.request("DELETE", "/me", token=proved.token, body=body, key=fresh_key())] * 6
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] + [401] * 5, "the others were let in, waited, and are nobody by now"
    assert scalar(world, "SELECT count(*) FROM privacy_closings WHERE person_id = :person AND state = 'closed'",
                  person=xiaoxi.person_id) == 1  # fmt: skip


def test_nothing_of_somebody_who_stays_can_be_emptied(world: World, xiaoxi: Person) -> None:
    """Only the row of a closing opens the way, for its own party."""
    walked = {"kind": "mobility.walk", "measures": {"steps": "7250"}, "evidence": {"note": "自己的话"},
              "occurred_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}  # fmt: skip
    assert xiaoxi.post("/activities", walked).status_code == 201
    closes(world.citizen())
    for statement in ("UPDATE activities_records SET note = NULL WHERE note = '自己的话'",
                      "UPDATE privacy_closings SET state = 'kept'", "DELETE FROM privacy_closings"):  # fmt: skip
        with pytest.raises(DBAPIError):
            world.does(lambda sql=statement: db.session.execute(text(sql)))


def test_copies_closings_and_sign_ins_at_once(world: World) -> None:
    """Nobody's sign-in fails because somebody else goes."""
    leaving = [world.citizen() for _ in range(6)]
    for person in leaving:
        earns(world, person, 20)
    taking = [world.citizen() for _ in range(3)]
    coming = [f"+861371234{number:04}" for number in range(12)]
    answers = world.at_once(
        *[lambda person=person: closes(person).status_code for person in leaving],
        *[lambda person=person: bool(takes_along(person)["account"]) for person in taking],
        *[lambda phone=phone: signs_in(world, phone).status_code for phone in coming],
    )
    assert answers[:6] == [200] * 6
    assert all(answers[6:9])
    assert set(answers[9:]) <= {200, 201}


def test_a_dump_does_not_say_who_it_was(world: World, database: Database) -> None:
    person = world.citizen("走了的人")
    identity_name = person.phone.removeprefix("+86")
    assert person.post("/complaints", {"kind": "complaint", "text": "只有我自己才会写的一句话"}).status_code < 300
    closes(person)
    dump = subprocess.run(
        [str(binary_folder() / "pg_dump"), "--inserts", database.superuser_url.replace("+psycopg", "")],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    assert person.person_id.encode() in dump, "the pseudonym stays"
    for secret in ("走了的人", identity_name, person.phone, "只有我自己才会写的一句话"):
        assert secret.encode() not in dump and secret.encode().hex().encode() not in dump
    assert scalar(world, "SELECT phone_index FROM identity_persons WHERE id = :id", id=person.person_id).startswith(
        "gone:"
    )
    with pytest.raises(Exception, match=person.person_id):
        world.reads(lambda: identity.phone_of(UUID(person.person_id)))
