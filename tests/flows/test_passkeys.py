"""通行密钥 / A device that has seen its owner's finger or face stands beside the text message, and cannot be copied."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.identity import service as identity
from backend.identity.service import forget_what_is_old
from backend.identity.service.forgetting import forget
from backend.kernel.principal import Proof, Role
from tests.flows.test_second_factor import asks, code_of, signed_in, with_an_app, works_as
from tests.support.authenticator import Device, base64url, from_base64url
from tests.support.counter import later
from tests.support.offices import takes_the_position
from tests.support.world import Person, World

_devices = itertools.count(1)


def a_device(world: World, **more: Any) -> Device:
    """With a browser that is where the app is."""
    origin = world.app.extensions["settings"].web_origin
    return Device(**{"origin": origin, "handle": f"device-number-{next(_devices):06}".encode(), **more})


def begins(person: Person) -> Any:
    begun = asks(person, "/auth/passkey-registrations")
    assert begun.status_code == 201, begun.json
    return begun.json


def adds(person: Person, device: Device, **more: Any) -> Any:
    return person.post("/auth/passkeys", device.makes(begins(person), **more))


def challenge(person: Person) -> Any:
    asked = asks(person, "/auth/passkey-challenges")
    assert asked.status_code == 201, asked.json
    return asked.json


def proves(person: Person, body: Any) -> Any:
    return asks(person, "/auth/proofs", body)


def with_a_passkey(world: World) -> tuple[Person, Device, str]:
    person, device = signed_in(world), a_device(world)
    added = adds(person, device)
    assert added.status_code == 201, added.json
    return person, device, added.json["passkey_id"]


def in_again(person: Person, proof: Proof | None = Proof.SMS) -> Person:
    """The same person, or whoever has got hold of their number, in a new sign-in."""
    session = person.world.does(lambda: identity.open_session(UUID(person.person_id), client="app", proof=proof))
    return Person(person.world, person.phone, session)


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def kept(world: World, sql: str, **facts: Any) -> Any:
    return world.reads(lambda: db.session.scalar(text(sql), facts))


class TestAPasskey:
    def test_counts_as_soon_as_a_device_has_made_it(self, world: World) -> None:
        person = signed_in(world)
        begun = begins(person)["options"]
        assert begun["rp"]["id"] == "localhost"
        assert begun["authenticatorSelection"]["userVerification"] == "required"
        assert person.phone[-8:] not in str(begun), "what the device shows names nobody"

        device = a_device(world)
        added = adds(person, device, name="林业局的电脑")
        assert (added.status_code, added.json["name"], added.json["used_at"]) == (201, "林业局的电脑", None)
        me = person.get("/me").json
        assert (me["second_factor"], me["second_factors"]) == (True, ["passkey"])
        assert [one["name"] for one in person.get("/auth/passkeys").json["items"]] == ["林业局的电脑"]

    def test_is_a_proof_like_the_apps_code_and_opens_an_office(self, world: World) -> None:
        officer, device, _ = with_a_passkey(world)
        office = works_as(officer, Role.FORESTRY_MAKER)
        by_message = in_again(officer)
        acting = {"party_id": office}
        assert refused(asks(by_message, "/auth/acting-party", acting)) == (403, "second-factor-required")
        asked = challenge(by_message)
        assert [one["id"] for one in asked["options"]["allowCredentials"]] == [base64url(device.handle)]
        assert proves(by_message, device.signs(asked)).json["second_factor"] is True
        assert asks(by_message, "/auth/acting-party", acting).json["roles"] == ["forestry-maker"]
        assert by_message.get("/auth/passkeys").json["items"][0]["used_at"] is not None

    def test_is_a_fresh_proof_before_what_matters(self, world: World) -> None:
        person, device, _ = with_a_passkey(world)
        with later(minutes=6):
            session = in_again(person, proof=None)
            assert refused(asks(session, "/auth/passkey-registrations")) == (403, "proof-too-old")
            proves(session, device.signs(challenge(session)))
            assert asks(session, "/auth/passkey-registrations").status_code == 201

    def test_has_a_name_that_its_owner_gives(self, world: World) -> None:
        person, _, passkey = with_a_passkey(world)
        assert person.patch(f"/auth/passkeys/{passkey}", {"name": "家里的电脑"}).json["name"] == "家里的电脑"
        stranger = world.citizen()
        assert refused(stranger.patch(f"/auth/passkeys/{passkey}", {"name": "别人的"})) == (404, "passkey-not-found")

    def test_is_told_of_when_it_comes_and_when_it_goes(self, world: World) -> None:
        person, _, passkey = with_a_passkey(world)
        assert takes_away(person, passkey).status_code == 200
        told = [notice["template"] for notice in person.get("/me/notices").json["items"]]
        assert told[:2] == ["passkey-removed", "passkey-added"]

    def test_whose_answer_was_lost_is_there_once(self, world: World) -> None:
        person, device = signed_in(world), a_device(world)
        body = device.makes(begins(person))
        first, again = (person.post("/auth/passkeys", body, key="a-key-that-is-sent-twice") for _ in range(2))
        assert first.json == again.json
        assert len(person.get("/auth/passkeys").json["items"]) == 1

    def test_is_one_of_ten_at_most(self, world: World) -> None:
        person = signed_in(world)
        for _ in range(10):
            assert adds(person, a_device(world)).status_code == 201
        assert refused(asks(person, "/auth/passkey-registrations")) == (422, "too-many-passkeys")


def takes_away(person: Person, passkey: str) -> Any:
    return person.world.request("DELETE", f"/auth/passkeys/{passkey}", token=person.token,
                                key=f"takes-away-{passkey}")  # fmt: skip


class TestADeviceIsNotBelieved:
    @pytest.mark.parametrize("liar", [
        {"origin": "https://tanhui.example.evil"}, {"domain": "evil.example"}, {"verifies": False},
    ], ids=["elsewhere", "for another name", "without its owner"])  # fmt: skip
    def test_that_signs_elsewhere_or_without_its_owner(self, world: World, liar: dict[str, Any]) -> None:
        assert refused(adds(signed_in(world), a_device(world, **liar))) == (422, "passkey-refused")
        person, device, _ = with_a_passkey(world)
        for claim, value in liar.items():
            setattr(device, claim, value)
        session = in_again(person)
        assert refused(proves(session, device.signs(challenge(session)))) == (422, "passkey-refused")
        assert session.get("/me/devices").json["items"][0]["has_second_factor"] is False

    def test_twice_with_the_same_answer(self, world: World) -> None:
        person, device, _ = with_a_passkey(world)
        body = device.signs(challenge(person))
        assert proves(person, body).status_code == 200
        assert refused(proves(person, body)) == (422, "passkey-challenge-dead")

    def test_of_two_presses_at_once_more_than_once(self, world: World) -> None:
        person, device, _ = with_a_passkey(world)
        body = device.signs(challenge(person))
        answers = world.at_once(*[lambda: proves(person, body)] * 6)
        assert sorted(answer.status_code for answer in answers) == [200, *[422] * 5]

    def test_a_second_time_after_a_wrong_answer(self, world: World) -> None:
        person, device, _ = with_a_passkey(world)
        asked = challenge(person)
        wrong = device.signs(asked)
        wrong["assertion"]["signature"] = base64url(b"not a signature")
        assert refused(proves(person, wrong)) == (422, "passkey-refused")
        assert refused(proves(person, device.signs(asked))) == (422, "passkey-challenge-dead")

    def test_that_answers_another_question(self, world: World) -> None:
        person, device, _ = with_a_passkey(world)
        one, other = challenge(person), challenge(person)
        assert refused(proves(person, {**device.signs(one), "challenge_id": other["challenge_id"]})) == (
            422, "passkey-refused",
        )  # fmt: skip
        making = begins(person)
        asked = {**challenge(person), "challenge_id": making["challenge_id"]}
        assert refused(proves(person, device.signs(asked))) == (422, "passkey-challenge-dead"), "made to make one"

    def test_too_late(self, world: World) -> None:
        person, device, _ = with_a_passkey(world)
        asked, begun = challenge(person), begins(person)
        with later(minutes=6):
            session = in_again(person, Proof.PASSKEY)
            assert refused(proves(session, device.signs(asked))) == (422, "passkey-challenge-dead")
            assert refused(session.post("/auth/passkeys", a_device(world).makes(begun))) == (
                422, "passkey-challenge-dead",
            )  # fmt: skip
            world.does(forget_what_is_old)
            mine = "SELECT count(*) FROM identity_passkey_challenges WHERE person_id = :person"
            assert kept(world, mine, person=person.person_id) == 0

    def test_that_is_somebody_elses_or_nobodys(self, world: World) -> None:
        """Both are told the same, so that nobody learns whose is whose."""
        person, _, _ = with_a_passkey(world)
        _, theirs, _ = with_a_passkey(world)
        for stranger in (theirs, a_device(world)):
            assert refused(proves(person, stranger.signs(challenge(person)))) == (422, "passkey-refused")
        another = signed_in(world)
        assert refused(adds(another, theirs)) == (422, "passkey-refused"), "it belongs to one account"
        asked = challenge(person)
        assert refused(proves(another, theirs.signs(asked))) == (422, "passkey-challenge-dead")

    def test_that_has_counted_back_and_its_owner_is_told(self, world: World) -> None:
        person, device, passkey = with_a_passkey(world)
        device.count = 7
        assert proves(person, device.signs(challenge(person))).status_code == 200
        device.count = 3
        session = in_again(person)
        assert refused(proves(session, device.signs(challenge(session)))) == (422, "passkey-counter-back")
        assert person.get("/me/notices").json["items"][0]["template"] == "passkey-counter-back"
        noted = ("SELECT count(*) FROM transparency_leaves WHERE kind = 'passkey-counter-back'"
                 " AND convert_from(content, 'UTF8') LIKE :about")  # fmt: skip
        assert kept(world, noted, about=f"%{passkey}%") == 1

    def test_that_never_counts_is_no_liar(self, world: World) -> None:
        person, device, _ = with_a_passkey(world)
        for _ in range(2):
            device.count = -1
            assert proves(person, device.signs(challenge(person))).status_code == 200

    @pytest.mark.parametrize("rubbish", ["AA", "_w", "oA", "o2NmbXRkbm9uZWdhdHRTdG10oA", "A" * 8192])
    def test_that_sends_rubbish(self, world: World, rubbish: str) -> None:
        person, device, _ = with_a_passkey(world)
        for part in ("credential_id", "client_data", "attestation_object"):
            made = {**a_device(world).makes(begins(person)), part: rubbish}
            assert refused(person.post("/auth/passkeys", made)) == (422, "passkey-refused")
        for part in ("credential_id", "client_data", "authenticator_data", "signature"):
            body = device.signs(challenge(person))
            body["assertion"][part] = rubbish
            assert refused(proves(person, body)) == (422, "passkey-refused")

    @pytest.mark.parametrize("body", [
        {"method": "passkey"}, {"method": "totp"}, {"method": "sms", "challenge_id": None},
    ], ids=["passkey", "totp", "sms"])  # fmt: skip
    def test_that_says_how_and_shows_nothing(self, world: World, body: Any) -> None:
        answer = proves(signed_in(world), body)
        assert answer.status_code == 400
        assert {error["code"] for error in answer.json["errors"]} == {"required"}


class TestWhoeverHasTheNumberOnly:
    """A text message goes to whoever has the number, and the number can be taken over."""

    def test_adds_nothing_beside_a_passkey(self, world: World) -> None:
        person, _, passkey = with_a_passkey(world)
        thief = in_again(person)
        for path in ("/auth/passkey-registrations", "/auth/totp"):
            assert refused(asks(thief, path)) == (403, "second-factor-required")
        assert refused(takes_away(thief, passkey)) == (403, "second-factor-required")

    def test_finishes_nothing_that_its_owner_began(self, world: World) -> None:
        person, _, _ = with_a_passkey(world)
        begun, secret = begins(person), asks(person, "/auth/totp").json["secret"]
        thief = in_again(person)
        made = thief.post("/auth/passkeys", a_device(world).makes(begun))
        assert refused(made) == (403, "second-factor-required")
        confirmed = asks(thief, "/auth/totp/confirmation", {"code": code_of(secret)})
        assert refused(confirmed) == (403, "second-factor-required")

    def test_is_not_somebody_with_a_passkey(self, world: World) -> None:
        person, _, _ = with_a_passkey(world)
        sent = asks(person, "/auth/proof-codes").json["challenge_id"]
        code = world.messages_to(person.phone)[-1]["code"]
        answer = proves(person, {"method": "sms", "code": code, "challenge_id": sent})
        assert refused(answer) == (422, "second-factor-exists")

    def test_closes_nothing_and_takes_nothing_along(self, world: World) -> None:
        """The message came a moment ago, but its owner has more to show."""
        person, device, _ = with_a_passkey(world)
        thief = in_again(person)
        assert refused(thief.post("/me/exports")) == (403, "second-factor-required")
        closing = {"confirmation": person.phone[-4:]}
        closed = world.request("DELETE", "/me", token=thief.token, body=closing, key="closes-with-a-message")
        assert refused(closed) == (403, "second-factor-required")
        assert proves(thief, device.signs(challenge(thief))).status_code == 200
        assert thief.post("/me/exports").status_code == 202, "its owner goes on"

    def test_invites_nobody_to_the_shop(self, world: World) -> None:
        person, secret, _ = with_an_app(world)
        boss = takes_the_position(world, person, Role.ORGANISATION_MANAGER)
        invited = boss.post(f"/organisations/{boss.party_id}/invitations",
                            {"phone": "13711110001", "role": "merchant-clerk"})  # fmt: skip
        assert refused(invited) == (403, "second-factor-required")
        assert proves(boss, {"method": "totp", "code": code_of(secret)}).status_code == 200
        assert boss.post(f"/organisations/{boss.party_id}/invitations",
                         {"phone": "13711110001", "role": "merchant-clerk"}).status_code == 201  # fmt: skip


class TestTheLastOne:
    def test_of_a_citizen_goes_and_with_it_what_it_had_shown(self, world: World) -> None:
        person, _, passkey = with_a_passkey(world)
        assert takes_away(person, passkey).status_code == 200
        assert person.get("/me").json["second_factors"] == []
        assert refused(asks(person, "/auth/totp")) == (403, "proof-too-old")

    def test_of_an_officer_stays_until_there_is_another(self, world: World) -> None:
        officer, device, passkey = with_a_passkey(world)
        works_as(officer, Role.FORESTRY_MAKER)
        assert refused(takes_away(officer, passkey)) == (422, "last-second-factor")
        assert proves(officer, device.signs(challenge(officer))).status_code == 200

        secret = asks(officer, "/auth/totp").json["secret"]
        assert asks(officer, "/auth/totp/confirmation", {"code": code_of(secret)}).status_code == 201
        other_window = in_again(officer, Proof.PASSKEY)
        assert takes_away(officer, passkey).status_code == 200
        assert officer.get("/me").json["second_factors"] == ["totp"]
        assert refused(asks(other_window, "/auth/totp")) == (403, "proof-too-old"), "shows again what is left"
        assert refused(officer.delete("/auth/totp")) == (422, "last-second-factor")

    def test_of_two_taken_away_at_once_one_stays(self, world: World) -> None:
        officer, _, passkey = with_a_passkey(world)
        works_as(officer, Role.AUDITOR)
        second = adds(officer, a_device(world)).json["passkey_id"]
        answers = world.at_once(*[lambda one=one: takes_away(officer, one) for one in (passkey, second)])
        assert {answer.status_code for answer in answers} in ({200, 422}, {200, 403})
        assert len(officer.get("/auth/passkeys").json["items"]) == 1

    def test_app_is_replaced_by_another_without_a_gap(self, world: World) -> None:
        officer, old, _ = with_an_app(world)
        works_as(officer, Role.SERVICE_DESK)
        new = asks(officer, "/auth/totp").json["secret"]
        with later(minutes=1):
            assert proves(officer, {"method": "totp", "code": code_of(old)}).status_code == 200, "still counts"
            assert asks(officer, "/auth/totp/confirmation", {"code": code_of(old, steps=1)}).status_code == 422
            assert asks(officer, "/auth/totp/confirmation", {"code": code_of(new, steps=1)}).status_code == 201
        with later(minutes=3):
            session = in_again(officer)
            assert proves(session, {"method": "totp", "code": code_of(old)}).status_code == 422
            assert proves(session, {"method": "totp", "code": code_of(new)}).status_code == 200


class TestWhatIsKept:
    def test_goes_with_the_account_and_along_with_its_owner(self, world: World) -> None:
        person, device, _ = with_a_passkey(world)
        challenge(person)
        stored = kept(world, "SELECT handle FROM identity_passkeys WHERE person_id = :person", person=person.person_id)
        assert bytes(stored) == device.handle == from_base64url(base64url(device.handle))
        world.does(lambda: forget(UUID(person.person_id)))
        for table in ("identity_passkeys", "identity_passkey_challenges"):
            left = f"SELECT count(*) FROM {table} WHERE person_id = :person"
            assert kept(world, left, person=person.person_id) == 0
