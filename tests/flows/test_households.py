"""家庭 / People who live together, one household a person, known to each other by nickname."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from backend.extensions import db
from tests.support.counter import later, signs_in_again
from tests.support.residents import a_number_of_nobody
from tests.support.world import Person, World, fresh_key


@pytest.fixture
def lin(world: World) -> Person:
    """The head of a household."""
    lin = world.citizen("小林")
    assert lin.post("/me/household", {"name": "溪边老林家"}).status_code == 201
    return lin


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def deletes(person: Person, path: str) -> Any:
    return person.world.request("DELETE", path, token=person.token, key=fresh_key())


def invites(head: Person, guest: Person) -> str:
    answer = head.post("/me/household/invitations", {"phone": guest.phone})
    assert answer.status_code == 201, answer.json
    return str(guest.get("/me/household").json["invitations"][-1]["household_invitation_id"])


def sent_to(head: Person, phone: str) -> str:
    answer = head.post("/me/household/invitations", {"phone": phone})
    assert answer.status_code == 201, answer.json
    return str(answer.json["household"]["invitations"][-1]["household_invitation_id"])


def accepts(guest: Person, invitation: str) -> Any:
    return guest.post(f"/me/household-invitations/{invitation}/acceptance")


def moves_in(head: Person, guest: Person) -> None:
    assert accepts(guest, invites(head, guest)).status_code == 200


def home(person: Person) -> Any:
    return person.get("/me/household").json["household"]


def member(person: Person, nickname: str) -> str:
    return next(str(each["household_member_id"]) for each in home(person)["members"] if each["nickname"] == nickname)


class TestAHousehold:
    def test_shows_nicknames_and_nothing_else_of_each_other(self, world: World, lin: Person) -> None:
        fu = world.citizen("阿福")
        moves_in(lin, fu)
        shown = [(each["nickname"], each["is_head"]) for each in home(fu)["members"]]
        assert shown == [("小林", True), ("阿福", False)]
        said = fu.get("/me/household").get_data(as_text=True)
        assert not any(secret in said for secret in (lin.person_id, lin.party_id, lin.phone[-4:]))
        assert home(fu)["abilities"] == ["leave"]
        assert lin.get("/me/notices").json["items"][0]["template"] == "household-joined"

    def test_is_one_a_person(self, world: World, lin: Person) -> None:
        assert refused(lin.post("/me/household", {"name": "第二个家"})) == (409, "household-there")
        other = world.citizen("阿福")
        other.post("/me/household", {"name": "阿福家"})
        assert refused(accepts(other, invites(lin, other))) == (409, "household-there")

    def test_is_one_even_for_who_presses_twice_at_once(self, world: World) -> None:
        guest = world.citizen()
        tries = world.at_once(*[lambda: guest.post("/me/household", {"name": "一家"})] * 8)
        assert sorted(answer.status_code for answer in tries) == [201, *[409] * 7]

    def test_holds_ten(self, world: World, lin: Person) -> None:
        for _ in range(9):
            assert lin.post("/me/household/invitations", {"phone": world.citizen().phone}).status_code == 201
        full = lin.post("/me/household/invitations", {"phone": world.citizen().phone})
        assert refused(full) == (422, "household-full")


class TestAnInvitation:
    def test_is_the_heads_to_send_and_to_take_back(self, world: World, lin: Person) -> None:
        fu, guest = world.citizen("阿福"), world.citizen()
        moves_in(lin, fu)
        assert refused(fu.post("/me/household/invitations", {"phone": guest.phone})) == (403, "not-the-head")
        invitation = invites(lin, guest)
        assert refused(deletes(fu, f"/me/household/invitations/{invitation}")) == (403, "not-the-head")
        assert deletes(lin, f"/me/household/invitations/{invitation}").status_code == 200
        assert refused(accepts(guest, invitation)) == (409, "invitation-answered")

    def test_counts_once_and_not_after_one_was_removed(self, world: World, lin: Person) -> None:
        fu = world.citizen("阿福")
        invitation = invites(lin, fu)
        assert accepts(fu, invitation).status_code == 200
        assert deletes(lin, f"/me/household/members/{member(lin, '阿福')}").status_code == 200
        assert fu.get("/me/notices").json["items"][0]["template"] == "household-removed"
        assert refused(accepts(fu, invitation)) == (409, "invitation-answered")
        assert home(fu) is None

    def test_is_for_the_number_and_nobody_else(self, world: World, lin: Person) -> None:
        invitation, stranger = invites(lin, world.citizen()), world.citizen()
        assert refused(accepts(stranger, invitation)) == (404, "household-invitation-not-found")
        answer = stranger.post(f"/me/household-invitations/{invitation}/refusal")
        assert refused(answer) == (404, "household-invitation-not-found")

    def test_says_the_same_of_known_and_unknown_numbers(self, world: World, lin: Person) -> None:
        for phone in (world.citizen().phone, "+8613677770002"):
            answer = lin.post("/me/household/invitations", {"phone": phone})
            assert answer.status_code == 201
            sent = answer.json["household"]["invitations"]
            assert sent[-1].keys() == sent[0].keys()
            assert "请你加入家庭" in world.messages_to(phone)[-1]["text"]
        assert refused(lin.post("/me/household/invitations", {"phone": lin.phone})) == (422, "oneself-not")

    def test_sends_a_number_three_messages_a_day_whoever_asks_and_whatever_was_taken_back(
        self, world: World, lin: Person
    ) -> None:
        other = world.citizen("阿福")
        other.post("/me/household", {"name": "阿福家"})
        for phone in (world.citizen().phone, "+8613677770003"):
            for _ in range(2):
                invitation = sent_to(lin, phone)
                assert deletes(lin, f"/me/household/invitations/{invitation}").status_code == 200
            sent_to(other, phone)
            full = lin.post("/me/household/invitations", {"phone": phone})
            assert refused(full) == (429, "too-many-messages-to-number"), "known or not"
            assert 86_000 < int(full.headers["Retry-After"]) <= 86_400
            assert len([each for each in world.messages_to(phone) if each["template"] == "household-invitation"]) == 3
        with later(days=1):
            sent_to(signs_in_again(world, lin), phone)

    def test_is_one_of_ten_messages_a_day_that_somebody_may_have_sent(self, world: World, lin: Person) -> None:
        for number in range(7):
            invitation = sent_to(lin, f"+86136777710{number:02}")
            assert deletes(lin, f"/me/household/invitations/{invitation}").status_code == 200
        answers = world.at_once(
            *[lambda n=n: lin.post("/me/household/invitations", {"phone": f"+86136777720{n:02}"}) for n in range(6)]
        )
        assert sorted(answer.status_code for answer in answers) == [201] * 3 + [429] * 3
        assert {answer.json["code"] for answer in answers if answer.status_code == 429} == {"too-many-messages-sent"}

    def test_writes_as_much_for_known_and_unknown_numbers_and_then_tells_who_has_an_account(
        self, world: World, lin: Person
    ) -> None:
        def written() -> dict[str, int]:
            tables = "identity_household_invitations", "kernel_outbox_messages", "notifications_notices"
            return world.reads(lambda: {
                table: db.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in tables
            })  # fmt: skip

        fu, grown = world.citizen("阿福"), []
        for phone in (fu.phone, a_number_of_nobody()):
            before = written()
            assert lin.post("/me/household/invitations", {"phone": phone}).status_code == 201
            grown.append({table: count - before[table] for table, count in written().items()})
        assert grown[0] == grown[1]
        world.relay()
        told = fu.get("/me/notices").json["items"][0]
        assert (told["template"], told["link"]) == ("household-invited", "/account/household")
        assert "小林" in told["text"]

    def test_waits_a_week(self, world: World, lin: Person) -> None:
        guest = world.citizen()
        invitation = invites(lin, guest)
        with later(days=8):
            late = signs_in_again(world, guest)
            assert late.get("/me/household").json["invitations"] == []
            assert refused(accepts(late, invitation)) == (409, "invitation-answered")

    def test_may_be_declined(self, world: World, lin: Person) -> None:
        guest = world.citizen()
        invitation = invites(lin, guest)
        assert guest.post(f"/me/household-invitations/{invitation}/refusal").status_code == 200
        assert refused(accepts(guest, invitation)) == (409, "invitation-answered")


class TestLeaving:
    def test_is_free_for_who_is_not_the_head(self, world: World, lin: Person) -> None:
        fu = world.citizen("阿福")
        moves_in(lin, fu)
        assert refused(deletes(lin, "/me/household")) == (422, "head-stays")
        assert deletes(fu, "/me/household").status_code == 200
        assert [each["nickname"] for each in home(lin)["members"]] == ["小林"]
        assert deletes(lin, "/me/household").status_code == 200
        assert home(lin) is None
        assert refused(deletes(lin, "/me/household")) == (404, "household-not-found")

    def test_of_the_last_ends_it_with_what_it_had_sent(self, world: World, lin: Person) -> None:
        guest = world.citizen()
        invitation = invites(lin, guest)
        assert deletes(lin, "/me/household").status_code == 200
        assert accepts(guest, invitation).status_code in {404, 409}

    def test_follows_handing_over(self, world: World, lin: Person) -> None:
        fu = world.citizen("阿福")
        moves_in(lin, fu)
        wish = {"household_member_id": member(lin, "阿福")}
        assert refused(fu.post("/me/household/hand-over", wish)) == (403, "not-the-head")
        assert lin.post("/me/household/hand-over", wish).status_code == 200
        assert home(fu)["abilities"] == ["invite", "remove", "hand-over"]
        assert deletes(lin, "/me/household").status_code == 200

    def test_goes_to_members_of_ones_own_household_only(self, world: World, lin: Person) -> None:
        other = world.citizen("阿福")
        other.post("/me/household", {"name": "阿福家"})
        theirs = member(other, "阿福")
        answer = lin.post("/me/household/hand-over", {"household_member_id": theirs})
        assert refused(answer) == (404, "household-member-not-found")
        assert refused(deletes(lin, f"/me/household/members/{theirs}")) == (404, "household-member-not-found")
