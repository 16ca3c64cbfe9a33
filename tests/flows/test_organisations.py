"""Firms, merchants and bureaus act through people; who may act is decided today, not when a token was made."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from backend.identity.unified_code import ALPHABET, is_unified_code
from backend.kernel import clock
from backend.kernel.principal import Role
from backend.releases import service as releases
from tests.support.counter import Shop, later, signs_in_again
from tests.support.county import an_organisation
from tests.support.offices import somebody_who_works, takes_the_position
from tests.support.residents import is_confirmed
from tests.support.world import Person, World

CODE = "91350421MA20000011"


@pytest.fixture
def administrator(world: World) -> Person:
    return somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def manager(world: World) -> Person:
    return somebody_who_works(world, Role.ORGANISATION_MANAGER, at=Shop(world).party_id)


def invites(by: Person, whom: Person, role: str = "merchant-clerk", *, organisation: str | None = None) -> str:
    sent = by.post(f"/organisations/{organisation or acted_for(by)}/invitations", {"phone": whom.phone, "role": role})
    assert sent.status_code == 201, sent.json
    return str(sent.json["invitation_id"])


def acted_for(person: Person) -> str:
    return str(person.get("/me").json["acting"]["party_id"])


def members(by: Person) -> list[dict[str, str]]:
    found: list[dict[str, str]] = by.get(f"/organisations/{acted_for(by)}/members").json["items"]
    return found


class TestAnInvitation:
    def test_reaches_the_number_and_opens_the_position(self, world: World, manager: Person) -> None:
        friend = world.citizen("小林")
        invitation = invites(manager, friend)
        assert "请你担任" in world.messages_to(friend.phone)[-1]["text"]
        assert [each["role"] for each in friend.get("/me/invitations").json["items"]] == ["merchant-clerk"]

        accepted = friend.post(f"/me/invitations/{invitation}/acceptance")
        assert accepted.json["role"] == "merchant-clerk"
        acting = world.request("POST", "/auth/acting-party", token=friend.token,
                               body={"party_id": accepted.json["party_id"]})  # fmt: skip
        assert acting.json["roles"] == ["merchant-clerk"]

    def test_counts_once(self, world: World, manager: Person) -> None:
        friend = world.citizen()
        invitation = invites(manager, friend)
        friend.post(f"/me/invitations/{invitation}/acceptance")
        again = friend.post(f"/me/invitations/{invitation}/acceptance")
        assert (again.status_code, again.json["code"]) == (409, "invitation-answered")

        end(manager, friend)
        again = friend.post(f"/me/invitations/{invitation}/acceptance")
        assert again.status_code == 409, "an old invitation does not bring a removed clerk back"

    def test_is_nobody_elses(self, world: World, manager: Person) -> None:
        invitation = invites(manager, world.citizen())
        stranger = world.citizen()
        assert stranger.post(f"/me/invitations/{invitation}/acceptance").status_code == 404
        assert stranger.get("/me/invitations").json["items"] == []

    def test_waits_a_week(self, world: World, manager: Person) -> None:
        friend = world.citizen()
        invitation = invites(manager, friend)
        with later(days=8):
            friend = signs_in_again(world, friend)
            late = friend.post(f"/me/invitations/{invitation}/acceptance")
            assert (late.status_code, late.json["reasons"][0]["facts"]["answer"]) == (409, "expired")

    def test_is_taken_back_before_it_is_answered(self, world: World, manager: Person) -> None:
        friend = world.citizen()
        invitation = invites(manager, friend)
        address = f"/organisations/{acted_for(manager)}/invitations/{invitation}"
        assert deletes(manager, address).json["answer"] == "revoked"
        assert friend.post(f"/me/invitations/{invitation}/acceptance").status_code == 409

    def test_says_the_same_of_known_and_unknown_numbers(self, manager: Person) -> None:
        known, unknown = manager.world.citizen().phone, "+8613988887777"
        said = [
            manager.post(f"/organisations/{acted_for(manager)}/invitations", {"phone": phone, "role": "merchant-clerk"})
            for phone in (known, unknown)
        ]
        assert said[0].json.keys() == said[1].json.keys()
        assert [answer.status_code for answer in said] == [201, 201]

    def test_is_for_positions_that_there_are(self, world: World, manager: Person) -> None:
        refused = manager.post(f"/organisations/{acted_for(manager)}/invitations",
                               {"phone": world.citizen().phone, "role": "rule-approver"})  # fmt: skip
        assert (refused.status_code, refused.json["code"]) == (422, "role-not-there")

    def test_asks_for_a_proof_of_the_last_minutes(self, world: World, manager: Person) -> None:
        with later(minutes=6):
            refused = manager.post(f"/organisations/{acted_for(manager)}/invitations",
                                   {"phone": world.citizen().phone, "role": "merchant-clerk"})  # fmt: skip
        assert (refused.status_code, refused.json["code"]) == (403, "proof-too-old")

    def test_to_another_shop_is_not_ours_to_send(self, world: World, manager: Person) -> None:
        other = Shop(world, "明溪供销社").party_id
        refused = manager.post(f"/organisations/{other}/invitations",
                               {"phone": world.citizen().phone, "role": "organisation-manager"})  # fmt: skip
        assert (refused.status_code, refused.json["code"]) == (404, "organisation-not-found")


class TestAnOfferOfSomebodyWhoHasGone:
    def test_ends_with_their_position(self, world: World, administrator: Person, manager: Person) -> None:
        shop, friend = acted_for(manager), world.citizen()
        other = takes_the_position(world, world.citizen("另一位"), Role.ORGANISATION_MANAGER, at=UUID(shop))
        invitation = invites(manager, friend, "organisation-manager")
        kept = invites(other, world.citizen())
        mine = manager.get("/me").json["acting"]["membership_id"]
        assert deletes(administrator, f"/organisations/{shop}/members/{mine}").status_code == 200
        assert friend.get("/me/invitations").json["items"] == []
        refused = friend.post(f"/me/invitations/{invitation}/acceptance")
        assert (refused.status_code, refused.json["reasons"][0]["facts"]["answer"]) == (409, "revoked")
        waiting = other.get(f"/organisations/{shop}/members").json["invitations"]
        assert [each["invitation_id"] for each in waiting] == [kept], "what others have offered stays"

    def test_ends_when_they_leave_or_hand_over(self, world: World, manager: Person) -> None:
        shop, friend = acted_for(manager), world.citizen()
        clerk = takes_the_position(world, world.citizen(), Role.MERCHANT_CLERK, at=UUID(shop))
        invites(manager, friend, "organisation-manager")
        theirs = clerk.get("/me").json["acting"]["membership_id"]
        assert manager.post(f"/organisations/{shop}/hand-over", {"membership_id": theirs}).status_code == 200
        assert friend.get("/me/invitations").json["items"] == []

        heir = takes_the_position(world, clerk, Role.ORGANISATION_MANAGER, at=UUID(shop))
        takes_the_position(world, world.citizen(), Role.ORGANISATION_MANAGER, at=UUID(shop))
        invites(heir, friend)
        assert deletes(heir, f"/me/memberships/{heir.get('/me').json['acting']['membership_id']}").status_code == 200
        assert friend.get("/me/invitations").json["items"] == []

    def test_is_asked_about_once_more_when_it_is_accepted(self, world: World, manager: Person) -> None:
        """Whatever has ended the position."""
        friend = world.citizen()
        invitation = invites(manager, friend, "organisation-manager")
        world.does(lambda: end_positions_of(manager))
        for _ in range(2):
            refused = friend.post(f"/me/invitations/{invitation}/acceptance")
            assert (refused.status_code, refused.json["reasons"][0]["facts"]["answer"]) == (409, "revoked")
        assert friend.get("/me").json["memberships"] == []

    def test_leaves_one_of_two_managers_who_go_at_once(self, world: World, manager: Person) -> None:
        other = takes_the_position(world, world.citizen(), Role.ORGANISATION_MANAGER, at=UUID(acted_for(manager)))
        ways = [(one, f"/me/memberships/{one.get('/me').json['acting']['membership_id']}") for one in (manager, other)]
        answers = world.at_once(*[lambda one=one, path=path: deletes(one, path) for one, path in ways])
        assert sorted(answer.status_code for answer in answers) == [200, 422], [answer.json for answer in answers]


def end_positions_of(person: Person) -> None:
    from sqlalchemy import update

    from backend.extensions import db
    from backend.identity.models import Membership

    live = update(Membership).where(Membership.person_id == UUID(person.person_id), Membership.ended_at.is_(None))
    db.session.execute(live.values(ended_at=clock.now()))


class TestAMember:
    def test_who_is_removed_is_out_with_the_next_request(self, world: World) -> None:
        shop = Shop(world)
        boss = somebody_who_works(world, Role.ORGANISATION_MANAGER, at=shop.party_id)
        assert shop.clerk.get("/redemptions").status_code == 200
        end(boss, shop.clerk)
        gone = shop.clerk.get("/redemptions")
        assert (gone.status_code, gone.json["code"]) == (401, "bearer-token-invalid")
        back = world.request("POST", "/auth/acting-party", token=signs_in_again(world, world.citizen()).token,
                             body={"party_id": str(shop.party_id)})  # fmt: skip
        assert back.json["code"] == "not-a-member"

    def test_may_leave(self, world: World, manager: Person) -> None:
        clerk = takes_the_position(world, world.citizen(), Role.MERCHANT_CLERK, at=UUID(acted_for(manager)))
        membership = clerk.get("/me").json["acting"]["membership_id"]
        assert deletes(clerk, f"/me/memberships/{membership}").status_code == 200
        assert clerk.get("/redemptions").status_code == 401

    def test_who_manages_alone_stays_until_somebody_else_does(self, world: World, manager: Person) -> None:
        mine = manager.get("/me").json["acting"]["membership_id"]
        assert deletes(manager, f"/me/memberships/{mine}").json["code"] == "last-manager"
        clerk = takes_the_position(world, world.citizen(), Role.MERCHANT_CLERK, at=UUID(acted_for(manager)))
        theirs = clerk.get("/me").json["acting"]["membership_id"]
        shop = acted_for(manager)
        assert manager.post(f"/organisations/{shop}/hand-over", {"membership_id": theirs}).status_code == 200
        assert manager.get(f"/organisations/{shop}/members").status_code == 401
        heir = takes_the_position(world, clerk, Role.ORGANISATION_MANAGER, at=UUID(shop))
        assert {each["role"] for each in members(heir)} == {"merchant-clerk", "organisation-manager"}

    def test_cannot_make_a_manager_of_themselves(self, world: World) -> None:
        shop = Shop(world)
        body = {"phone": shop.clerk.phone, "role": "organisation-manager"}
        assert shop.clerk.post(f"/organisations/{shop.party_id}/invitations", body).status_code == 403
        me = shop.clerk.patch("/me", {"nickname": "老板", "role": "organisation-manager"})
        assert (me.status_code, me.json["errors"][0]["code"]) == (400, "unknown-field")


class TestTheListOfOrganisations:
    def test_is_kept_by_the_system_administrator(self, administrator: Person) -> None:
        wish = {"kind": "firm", "name_zh": "清新茶业", "name_en": "Qingxin Tea", "place_zh": "雪峰镇",
                "place_en": "Xuefeng Town", "unified_code": CODE}  # fmt: skip
        made = administrator.post("/office/organisations", wish)
        assert made.status_code == 201, made.json
        found = administrator.get("/office/organisations", text="清新").json["items"]
        assert [each["organisation_id"] for each in found] == [made.json["organisation_id"]]
        twice = administrator.post("/office/organisations", wish)
        assert (twice.status_code, twice.json["code"]) == (409, "unified-code-taken")

    @pytest.mark.parametrize("wrong", [CODE[:-1] + "A", CODE.lower(), CODE[:-1], "O" + CODE[1:], CODE + "\n"])
    def test_takes_codes_that_are_right(self, administrator: Person, wrong: str) -> None:
        wish = {"kind": "firm", "name_zh": "甲", "name_en": "A", "place_zh": "乙", "place_en": "B",
                "unified_code": wrong}  # fmt: skip
        refused = administrator.post("/office/organisations", wish)
        assert [error["code"] for error in refused.json["errors"]] == ["not-a-unified-code"]

    def test_closes_with_everybody_in_it(self, world: World, administrator: Person) -> None:
        shop = Shop(world)
        friend = world.citizen()
        invitation = invites(administrator, friend, organisation=str(shop.party_id))
        assert administrator.post(f"/office/organisations/{shop.party_id}/closing").json["state"] == "closed"
        assert shop.clerk.get("/redemptions").status_code == 401
        assert friend.post(f"/me/invitations/{invitation}/acceptance").status_code in {409, 422}

    @pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.AUDITOR, Role.SERVICE_DESK, Role.FORESTRY_MAKER])
    def test_is_changed_by_nobody_else(self, world: World, role: Role) -> None:
        officer = somebody_who_works(world, role)
        shop = an_organisation(world, "merchant").party_id
        assert officer.post(f"/office/organisations/{shop}/closing").status_code == 403


class TestThreePeople:
    def test_hold_three_positions(self, world: World, administrator: Person) -> None:
        """By invitation as well: the one who accepts is refused."""
        audit = an_organisation(world, "bureau", "审计局").party_id
        invitation = invites(administrator, administrator, "auditor", organisation=str(audit))
        refused = administrator.post(f"/me/invitations/{invitation}/acceptance")
        assert (refused.status_code, refused.json["code"]) == (422, "roles-apart")


class TestWhoeverWorksInAnOffice:
    def test_needs_a_checked_name_where_the_county_says_so(self, world: World) -> None:
        bureau, shop = an_organisation(world, "bureau").party_id, Shop(world).party_id
        with later(days=4000):  # a version of the setting that no other test sees
            administrator = somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)
            world.does(lambda: releases.publish_next(key="staff.need_real_name", valid_from=clock.today(), value="true",
                                                     source="test", grade="D", verified=False))  # fmt: skip
            officer, clerk = world.citizen(), world.citizen()
            office = invites(administrator, officer, "service-desk", organisation=str(bureau))
            refused = officer.post(f"/me/invitations/{office}/acceptance")
            assert (refused.status_code, refused.json["code"]) == (422, "staff-real-name-needed")
            is_confirmed(officer)
            assert officer.post(f"/me/invitations/{office}/acceptance").status_code == 200
            counter = invites(administrator, clerk, organisation=str(shop))
            assert clerk.post(f"/me/invitations/{counter}/acceptance").status_code == 200, "a shop is no office"


class TestTheLineAboveEveryPage:
    def test_stands_from_its_beginning_to_its_end(self, world: World, administrator: Person) -> None:
        now = clock.wall_time()
        line = {"text_zh": "今晚维护", "text_en": "Maintenance tonight", "is_urgent": True,
                "starts_at": (now - timedelta(minutes=1)).isoformat(),
                "ends_at": (now + timedelta(hours=1)).isoformat()}  # fmt: skip
        assert administrator.post("/office/announcements", line).status_code == 201
        shown = world.get("/announcements").json["items"]
        assert [each["text"] for each in shown] == ["今晚维护"]
        with later(hours=2):
            assert world.get("/announcements").json["items"] == []
        assert deletes(administrator, f"/office/announcements/{shown[0]['announcement_id']}").status_code == 200
        assert world.get("/announcements").json["items"] == []

    def test_does_not_end_before_it_starts(self, administrator: Person) -> None:
        line = {"text_zh": "甲", "text_en": "A", "starts_at": "2026-12-02T00:00:00+08:00",
                "ends_at": "2026-12-01T00:00:00+08:00"}  # fmt: skip
        assert administrator.post("/office/announcements", line).json["errors"][0]["code"] == "ends-before-it-starts"


def test_the_table_of_grants_is_the_one_that_the_doors_read(world: World) -> None:
    table = somebody_who_works(world, Role.AUDITOR).get("/office/grants").json
    by_name = {each["permission"]: each for each in table["permissions"]}
    assert by_name["organisation:keep"]["roles"] == ["system-administrator"]
    assert by_name["pay-code:redeem"]["roles"] == ["merchant-clerk"]
    assert all(each["name"] for each in table["permissions"])


def test_one_wrong_character_of_a_unified_code_is_noticed() -> None:
    missed = [
        (place, other) for place in range(18) for other in ALPHABET
        if other != CODE[place] and is_unified_code(CODE[:place] + other + CODE[place + 1 :])
    ]  # fmt: skip
    assert is_unified_code(CODE)
    assert missed == []


def end(by: Person, whom: Person) -> None:
    shop = acted_for(by)
    nickname = whom.get("/me").json["nickname"]
    membership = next(each for each in members(by) if each["nickname"] == nickname)["membership_id"]
    assert deletes(by, f"/organisations/{shop}/members/{membership}").status_code == 200


def deletes(by: Person, path: str):  # type: ignore[no-untyped-def]
    from tests.support.world import fresh_key

    return by.world.request("DELETE", path, token=by.token, key=fresh_key())
