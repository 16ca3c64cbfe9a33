"""Who watches over every organisation's machines, what its managers are told, and keys that end by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.identity.clients import service as clients
from backend.kernel import clock
from backend.kernel.principal import Role
from tests.support.counter import Shop, later
from tests.support.machines import Key, Operator
from tests.support.offices import signed_in_with_a_proof, somebody_who_works
from tests.support.world import Person, World

REASON = "一小时里签名错了 400 次，先停下来查"


@pytest.fixture
def operator(world: World) -> Operator:
    return Operator(world, Shop(world).party_id)


@pytest.fixture
def officer(world: World) -> Person:
    return somebody_who_works(world, Role.SECURITY_OFFICER)


def notices(person: Person) -> list[tuple[str, str, str]]:
    """What stands in a manager's own inbox: title, text and where it leads."""
    items = signed_in_with_a_proof(person.world, person).get("/me/notices").json["items"]
    return [(each["title"], each["text"], each["link"]) for each in items]


def shown(officer: Person, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = officer.get("/office/clients", **query).json["items"]
    return items


def waiting(person: Person) -> int | None:
    """How many held machines the home of somebody's office counts."""
    return {each["kind"]: each["count"] for each in person.get("/office/home").json["waiting"]}.get("held-clients")


class TestTheOfficeSees:
    def test_every_organisations_machines(self, operator: Operator, officer: Person) -> None:
        machine = operator.registers().signs_in()
        machine.get("/client")

        [seen] = shown(officer, text=machine.client_id)

        assert seen["organisation_kind"] == "merchant"
        assert seen["client"]["scopes"] == ["redemptions:read", "redemptions:write"]
        assert seen["client"]["last_used_at"] is not None
        assert (seen["client"]["refusals"]["in_all"], seen["abilities"]) == (0, ["hold"])

    @pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR])
    def test_in_those_positions_alone(self, world: World, operator: Operator, role: Role) -> None:
        machine = operator.registers()
        somebody = somebody_who_works(world, role)

        assert shown(somebody, text=machine.client_id)[0]["abilities"] == ([] if role is Role.AUDITOR else ["hold"])
        for other in (operator.manager, somebody_who_works(world, Role.SERVICE_DESK)):
            assert other.get("/office/clients").status_code == 403

    def test_what_was_refused_and_why(self, world: World, operator: Operator, officer: Person) -> None:
        machine = operator.registers(calls_per_day=2)
        assert machine.asks(machine.assertion(key=Key(kid=machine.key.kid))).status_code == 401
        assert machine.asks(scope="footprints:write").status_code == 400
        machine.signs_in()
        unsigned = machine.world.request("POST", "/redemptions", token=machine.token, raw=b"{}", key="k" * 16)
        assert unsigned.status_code == 401
        machine.get("/client")
        assert machine.get("/client").status_code == 429

        refusals = shown(officer, text=machine.client_id)[0]["client"]["refusals"]

        assert (refusals["on_day"], refusals["in_all"], refusals["last_code"]) == (4, 4, "client-quota-reached")
        with later(days=1):
            following = somebody_who_works(world, Role.SECURITY_OFFICER)
            refusals = shown(following, text=machine.client_id)[0]["client"]["refusals"]
            assert (refusals["on_day"], refusals["in_all"]) == (0, 4)

    def test_nothing_of_machines_that_nobody_has(self, operator: Operator) -> None:
        machine = operator.registers()
        nobody = machine.assertion(iss="client-" + "0" * 20, sub="client-" + "0" * 20)

        assert machine.asks(nobody).status_code == 401
        assert operator.manager.get(f"{operator.clients}/{machine.client_id}").json["refusals"]["in_all"] == 0


class TestTheOfficeHoldsAMachineBack:
    def test_at_once_and_says_why(self, operator: Operator, officer: Person) -> None:
        machine = operator.registers().signs_in()

        before = waiting(officer)

        held = officer.post(f"/office/clients/{machine.client_id}/hold", {"reason": REASON})

        assert (waiting(officer), waiting(somebody_who_works(officer.world, Role.SERVICE_DESK))) == (before + 1, None)
        assert (held.status_code, held.json["abilities"]) == (200, ["release"])
        assert machine.get("/client").status_code == 401
        title, text, link = notices(operator.manager)[0]
        assert "收银台 1" in title
        assert REASON in text
        assert link == f"/organisation/clients/{machine.client_id}"

    def test_until_the_office_lets_it_in_again(self, operator: Operator, officer: Person) -> None:
        machine = operator.registers().signs_in()
        officer.post(f"/office/clients/{machine.client_id}/hold", {"reason": REASON})

        own = operator.manager.get(f"{operator.clients}/{machine.client_id}").json
        refused = operator.does(machine, "resumption")

        assert (own["is_held"], own["abilities"]) == (True, ["add-key", "suspend", "revoke"])
        assert (refused.status_code, refused.json["code"]) == (409, "client-held")
        officer.post(f"/office/clients/{machine.client_id}/release", {"reason": "时钟慢了，改好了"})
        assert machine.get("/client").status_code == 200
        assert "改好了" in notices(operator.manager)[0][1]

    @pytest.mark.parametrize("is_held_first", [False, True])
    def test_beside_its_organisations_own_suspension(
        self, operator: Operator, officer: Person, *, is_held_first: bool
    ) -> None:
        """A till that its shop had suspended, stolen perhaps, is not let in by an office that lets it go."""
        machine = operator.registers().signs_in()
        by_the_office = (officer, f"/office/clients/{machine.client_id}/hold")
        by_the_shop = (operator.manager, f"{operator.clients}/{machine.client_id}/suspension")
        for who, path in sorted((by_the_shop, by_the_office), key=lambda each: (each[0] is officer) != is_held_first):
            assert who.post(path, {"reason": REASON}).status_code == 200
        own = operator.manager.get(f"{operator.clients}/{machine.client_id}").json
        assert own["abilities"] == ["add-key", "revoke"], "suspended by both, there is nothing left to suspend"

        released = officer.post(f"/office/clients/{machine.client_id}/release", {"reason": "时钟慢了，改好了"})

        assert (released.json["client"]["state"], released.json["client"]["is_held"]) == ("suspended", False)
        assert machine.get("/client").status_code == 401
        assert operator.does(machine, "resumption").json["state"] == "active"
        assert machine.get("/client").status_code == 200

    def test_with_a_reason_and_only_one_that_there_is(self, operator: Operator, officer: Person) -> None:
        machine = operator.registers()
        path = f"/office/clients/{machine.client_id}"

        assert officer.post(f"{path}/hold").status_code == 400
        assert officer.post(f"{path}/release", {"reason": "x"}).json["code"] == "client-not-held"
        operator.does(machine, "revocation")
        assert officer.post(f"{path}/hold", {"reason": "x"}).json["code"] == "client-revoked"
        unknown = officer.post(f"/office/clients/client-{'0' * 20}/hold", {"reason": "x"})
        assert (unknown.status_code, unknown.json["code"]) == (404, "client-not-found")

    @pytest.mark.parametrize("is_held", [True, False])
    def test_and_its_key_comes_in_by_no_other_door(self, operator: Operator, officer: Person, *, is_held: bool) -> None:
        machine, another = operator.registers(), operator.registers()
        if is_held:
            officer.post(f"/office/clients/{machine.client_id}/hold", {"reason": REASON})
        else:
            operator.does(machine, "revocation")
        same = machine.key.jwk | {"kid": "under-another-name"}

        wish = {"name": "收银台 2", "scopes": ["redemptions:read"], "key": same}
        anew = operator.manager.post(operator.clients, wish)
        beside = operator.does(another, "keys", key=same)

        assert (anew.status_code, anew.json["code"]) == (400, "client-key-refused")
        assert (beside.status_code, beside.json["code"]) == (400, "client-key-refused")

    def test_and_nobody_else_does(self, world: World, operator: Operator) -> None:
        machine = operator.registers()
        path = f"/office/clients/{machine.client_id}/hold"

        for other in (operator.manager, somebody_who_works(world, Role.AUDITOR)):
            assert other.post(path, {"reason": "x"}).status_code == 403


class TestAKeyThatEnds:
    def test_proves_nothing_afterwards(self, operator: Operator) -> None:
        machine = operator.registers(key_ends_at=_in(days=90))

        assert machine.asks().status_code == 200
        with later(days=91):
            assert machine.asks().status_code == 401

    def test_is_told_of_once_two_weeks_before(self, world: World, operator: Operator) -> None:
        machine = operator.registers(key_ends_at=_in(days=30))

        assert world.does(clients.tell_of_ending_keys) == 0
        with later(days=17):
            assert world.does(clients.tell_of_ending_keys) == 1
            assert world.does(clients.tell_of_ending_keys) == 0
        _, text, link = notices(operator.manager)[0]
        assert machine.key.kid in text
        assert link == f"/organisation/clients/{machine.client_id}"

    def test_is_not_told_of_when_the_next_one_is_there(self, world: World, operator: Operator) -> None:
        machine = operator.registers(key_ends_at=_in(days=7))
        operator.does(machine, "keys", key=Key().jwk)

        assert world.does(clients.tell_of_ending_keys) == 0

    def test_lasts_an_hour_at_least(self, operator: Operator) -> None:
        refused = operator.does(operator.registers(), "keys", key=Key().jwk, ends_at=_in(minutes=5))

        assert (refused.status_code, refused.json["code"]) == (422, "client-key-ends-too-early")


def test_a_key_says_when_it_was_last_used(operator: Operator) -> None:
    machine = operator.registers()
    assert operator.manager.get(operator.clients).json["items"][0]["keys"][0]["used_at"] is None

    machine.signs_in()

    assert operator.manager.get(operator.clients).json["items"][0]["keys"][0]["used_at"] is not None


def test_the_list_says_what_machines_of_this_kind_may_be_let_do(world: World, operator: Operator) -> None:
    offered = operator.manager.get(operator.clients).json["scopes_offered"]

    assert offered == [{"scope": "redemptions:read", "is_signed": False},
                       {"scope": "redemptions:write", "is_signed": True}]  # fmt: skip
    bank = somebody_who_works(world, Role.BANK_OFFICER)
    assert UUID(bank.get("/me").json["acting"]["party_id"]) != operator.party_id


def _in(**spans: float) -> str:
    return (clock.wall_time() + timedelta(**spans)).isoformat(timespec="seconds")
