"""Whoever works for an office shows more than a text message, and shows it again before what matters."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pyotp
import pytest

from backend.identity import service as identity
from backend.kernel import clock
from backend.kernel.principal import Proof, Role
from backend.kernel.transaction import run
from tests.support.counter import later
from tests.support.county import an_organisation
from tests.support.world import Person, World


def signed_in(world: World, *, proof: Proof | None = Proof.SMS) -> Person:
    """A citizen who came in by a message a moment ago."""
    person = world.citizen()
    with world.app.app_context():
        session = run(lambda: identity.open_session(UUID(person.person_id), client="app", proof=proof))
    return Person(world, person.phone, session)


def asks(person: Person, path: str, body: Any = None) -> Any:
    return person.world.request("POST", path, token=person.token, body=body)


def code_of(secret: str, *, steps: int = 0) -> str:
    return pyotp.TOTP(secret).generate_otp(int(clock.wall_time().timestamp()) // 30 + steps)


def with_an_app(world: World) -> tuple[Person, str, list[str]]:
    person = signed_in(world)
    secret = asks(person, "/auth/totp").json["secret"]
    confirmed = asks(person, "/auth/totp/confirmation", {"code": code_of(secret, steps=-1)})
    assert confirmed.status_code == 201, confirmed.json
    return person, secret, confirmed.json["codes"]


def works_as(person: Person, role: Role, kind: str = "bureau") -> str:
    office = an_organisation(person.world, kind, "明溪县林业局").party_id
    person.world.does(lambda: identity.join(UUID(person.person_id), office, role))
    return str(office)


class TestAnAuthenticatorApp:
    def test_counts_once_a_code_of_it_has_come_back(self, world: World) -> None:
        person = signed_in(world)
        begun = asks(person, "/auth/totp").json
        assert begun["uri"].startswith("otpauth://totp/") and person.phone[-8:] not in begun["uri"]
        assert person.get("/me").json["second_factor"] is False

        assert asks(person, "/auth/totp/confirmation", {"code": code_of(begun["secret"])}).status_code == 201
        assert person.get("/me").json["second_factor"] is True

    def test_is_not_set_up_in_a_session_that_somebody_left_open(self, world: World) -> None:
        person = signed_in(world, proof=None)
        refused = asks(person, "/auth/totp")
        assert (refused.status_code, refused.json["code"]) == (403, "proof-too-old")

    def test_is_not_replaced_by_who_cannot_show_it(self, world: World) -> None:
        person, _, _ = with_an_app(world)
        thief = Person(world, person.phone, world.does(
            lambda: identity.open_session(UUID(person.person_id), client="app", proof=Proof.SMS)))  # fmt: skip
        assert asks(thief, "/auth/totp").json["code"] == "second-factor-required"
        assert thief.delete("/auth/totp").json["code"] == "second-factor-required"
        assert person.get("/me").json["second_factor"] is True

    def test_opens_with_each_code_once(self, world: World) -> None:
        person, secret, _ = with_an_app(world)
        proof = {"method": "totp", "code": code_of(secret)}
        assert asks(person, "/auth/proofs", proof).json["second_factor"] is True
        assert asks(person, "/auth/proofs", proof).json["code"] == "second-factor-wrong"

    def test_bears_five_wrong_codes_however_fast_they_come(self, world: World) -> None:
        person, secret, _ = with_an_app(world)
        wrong = {"method": "totp", "code": "000000" if code_of(secret) != "000000" else "111111"}
        answers = world.at_once(*[lambda: asks(person, "/auth/proofs", wrong)] * 8)
        assert {answer.status_code for answer in answers} == {422, 429}
        right = asks(person, "/auth/proofs", {"method": "totp", "code": code_of(secret)})
        assert (right.status_code, right.json["code"]) == (429, "second-factor-locked")
        with later(minutes=16):
            session = world.does(lambda: identity.open_session(UUID(person.person_id), client="app"))
            again = Person(world, person.phone, session)
            assert asks(again, "/auth/proofs", {"method": "totp", "code": code_of(secret)}).status_code == 200

    def test_that_is_lost_is_replaced_by_a_code_on_paper_once(self, world: World) -> None:
        person, _, papers = with_an_app(world)
        assert len(set(papers)) == 10
        proof = {"method": "recovery", "code": papers[3].lower()}
        assert asks(person, "/auth/proofs", proof).status_code == 200
        assert asks(person, "/auth/proofs", proof).json["code"] == "second-factor-wrong"
        assert person.delete("/auth/totp").status_code == 204
        assert asks(person, "/auth/totp").status_code == 403, "what is left is a message, and none came lately"

    def test_is_not_needed_where_there_is_none_and_a_message_to_ones_own_number_proves_enough(
        self, world: World
    ) -> None:
        person = signed_in(world, proof=None)
        challenge = asks(person, "/auth/proof-codes").json["challenge_id"]
        code = world.messages_to(person.phone)[-1]["code"]
        assert asks(person, "/auth/totp").status_code == 403
        proved = asks(person, "/auth/proofs", {"method": "sms", "code": code, "challenge_id": challenge})
        assert proved.json["second_factor"] is False
        assert asks(person, "/auth/totp").status_code == 201

    def test_is_not_stood_in_for_by_a_text_message(self, world: World) -> None:
        person, _, _ = with_an_app(world)
        challenge = world.request("POST", "/auth/sms-codes", body={"phone": person.phone}).json["challenge_id"]
        code = world.messages_to(person.phone)[-1]["code"]
        refused = asks(person, "/auth/proofs", {"method": "sms", "code": code, "challenge_id": challenge})
        assert refused.json["code"] == "second-factor-exists"


class TestAnOffice:
    def test_is_entered_with_a_second_factor_only(self, world: World) -> None:
        person = signed_in(world)
        office = works_as(person, Role.FORESTRY_MAKER)
        assert asks(person, "/auth/acting-party", {"party_id": office}).json["code"] == "second-factor-missing"

        officer, secret, _ = with_an_app(world)
        office = works_as(officer, Role.FORESTRY_MAKER)
        by_message = Person(world, officer.phone, world.does(
            lambda: identity.open_session(UUID(officer.person_id), client="app", proof=Proof.SMS)))  # fmt: skip
        assert asks(by_message, "/auth/acting-party", {"party_id": office}).json["code"] == "second-factor-required"
        asks(by_message, "/auth/proofs", {"method": "totp", "code": code_of(secret)})
        acting = asks(by_message, "/auth/acting-party", {"party_id": office}).json
        assert acting["roles"] == ["forestry-maker"]

    def test_has_positions_that_its_kind_has(self, world: World) -> None:
        from backend.identity.errors import RoleNotThere

        with pytest.raises(RoleNotThere):
            works_as(world.citizen(), Role.MERCHANT_CLERK)

    @pytest.mark.parametrize("other", [Role.SECURITY_OFFICER, Role.AUDITOR])
    def test_keeps_three_positions_in_three_people(self, world: World, other: Role) -> None:
        """Even in two different offices."""
        from backend.identity.errors import RolesApart

        person = world.citizen()
        works_as(person, Role.SYSTEM_ADMINISTRATOR)
        with pytest.raises(RolesApart):
            works_as(person, other)


class TestActingInOneOfSeveralPositions:
    def test_is_chosen_and_the_others_stay_off(self, world: World) -> None:
        person, _, _ = with_an_app(world)
        office = works_as(person, Role.RULE_EDITOR)
        world.does(lambda: identity.join(UUID(person.person_id), UUID(office), Role.SERVICE_DESK))
        first = asks(person, "/auth/acting-party", {"party_id": office}).json
        second = asks(person, "/auth/acting-party", {"party_id": office, "role": "service-desk"}).json
        assert (first["roles"], second["roles"]) == (["rule-editor"], ["service-desk"])
        wrong = asks(person, "/auth/acting-party", {"party_id": office, "role": "auditor"})
        assert wrong.json["code"] == "not-a-member"
