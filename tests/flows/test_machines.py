"""A till, a bank's system, a partner's feed: they act for an organisation and sign in with a key, not with a phone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from backend.kernel import clock
from backend.kernel.principal import Role
from backend.releases import service as releases
from tests.support.counter import Shop, later
from tests.support.county import an_organisation
from tests.support.machines import BEARER_OF_A_JWT, Key, Machine, Operator, ec_key, rsa_key
from tests.support.offices import somebody_who_works
from tests.support.world import Person, World


@pytest.fixture
def shop(world: World) -> Shop:
    return Shop(world)


@pytest.fixture
def operator(world: World, shop: Shop) -> Operator:
    return Operator(world, shop.party_id)


class TestAMachineSignsInWithItsKey:
    @pytest.mark.parametrize("key", [Key, ec_key, rsa_key])
    def test_and_learns_who_it_is(self, operator: Operator, key: Callable[[], Key]) -> None:
        machine = operator.registers(key=key())

        issued = machine.asks()

        assert issued.status_code == 200
        assert issued.headers["Cache-Control"] == "no-store"
        assert issued.json["token_type"] == "Bearer"
        assert (issued.json["expires_in"], issued.json["scope"]) == (600, "redemptions:read redemptions:write")

        machine.token = issued.json["access_token"]
        me = machine.get("/client").json
        assert (me["client_id"], me["organisation_id"]) == (machine.client_id, str(operator.party_id))
        assert me["keys"][0]["algorithm"] == machine.key.algorithm
        assert me["quota"][0] | {"resets_at": ""} == {"span": "minute", "limit": 600, "left": 599, "resets_at": ""}
        assert me["last_used_at"] is not None

    def test_at_the_address_that_the_metadata_names(self, world: World, operator: Operator) -> None:
        told = world.get("/.well-known/oauth-authorization-server").json
        machine = operator.registers()

        assert told["token_endpoint"] == machine.endpoint
        assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]
        assert machine.asks(machine.assertion(aud=told["issuer"])).status_code == 200

    def test_and_gets_no_more_than_it_asks_for(self, operator: Operator) -> None:
        machine = operator.registers().signs_in(scope="redemptions:read")

        assert machine.get("/redemptions").json["items"] == []
        refused = machine.post("/redemptions", {"code": "4821 7706 3954", "points": 20, "out_trade_no": "LC-1"})
        assert (refused.status_code, refused.json["code"]) == (403, "forbidden")

    def test_and_nothing_that_it_has_not(self, operator: Operator) -> None:
        refused = operator.registers(scopes=["redemptions:read"]).asks(scope="redemptions:read redemptions:write")

        assert (refused.status_code, refused.json["error"]) == (400, "invalid_scope")
        assert refused.json["code"] == "client-scope-refused"

    @pytest.mark.parametrize(
        ("form", "error"),
        [
            ({"grant_type": "password"}, "unsupported_grant_type"),
            ({"grant_type": ""}, "invalid_request"),
            ({"client_assertion_type": "urn:something-else"}, "invalid_request"),
        ],
    )
    def test_in_the_one_way_that_there_is(self, operator: Operator, form: dict[str, str], error: str) -> None:
        refused = operator.registers().asks(**form)

        assert (refused.status_code, refused.json["error"]) == (400, error)

    def test_through_no_door_of_a_persons(self, operator: Operator) -> None:
        machine = operator.registers().signs_in()

        assert {machine.get(path).status_code for path in ("/me", "/points", "/footprints")} == {403}

    def test_and_a_person_through_none_of_a_machines(self, operator: Operator) -> None:
        assert operator.manager.get("/client").status_code == 403


def _unsigned(machine: Machine) -> str:
    return _encoded({"alg": "none", "kid": machine.key.kid}, machine.claims(), b"")


def _hmac_with_the_public_key(machine: Machine) -> str:
    """The oldest confusion: what everybody knows, used as a shared secret."""
    public = machine.key.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return _encoded({"alg": "HS256", "kid": machine.key.kid}, machine.claims(), public)


def _encoded(header: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    first = ".".join(_segment(json.dumps(part).encode()) for part in (header, claims))
    return f"{first}.{_segment(hmac.digest(secret, first.encode(), 'sha256') if secret else b'')}"


def _segment(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _twice(machine: Machine) -> str:
    """A claim that stands twice: one reader takes the first, another the last."""
    claims = json.dumps(machine.claims())[:-1] + f', "sub": "{machine.client_id}"}}'
    signing = f"{_segment(json.dumps({'alg': 'EdDSA', 'kid': machine.key.kid}).encode())}.{_segment(claims.encode())}"
    return f"{signing}.{_segment(machine.key.private.sign(signing.encode()))}"  # type: ignore[union-attr, call-arg]


def _now(machine: Machine) -> int:
    return int(machine.claims()["iat"])


HOSTILE: dict[str, Callable[[Machine], str]] = {
    "unsigned": _unsigned,
    "hmac with the public key": _hmac_with_the_public_key,
    "another's key under our kid": lambda m: m.assertion(key=Key(kid=m.key.kid)),
    "a key that it does not have": lambda m: m.assertion(key=Key()),
    "an algorithm that is not the key's": lambda m: m.assertion(key=Key(ec_key().private, m.key.kid)),
    "no kid": lambda m: jwt.encode(m.claims(), m.key.private, algorithm="EdDSA"),
    "a kid that is a path": lambda m: m.assertion(header={"kid": "../../dev/null"}),
    "its own key in the header": lambda m: m.assertion(header={"jwk": m.key.jwk}),
    "keys from an address": lambda m: m.assertion(header={"jku": "https://evil.example/keys"}),
    "something critical": lambda m: m.assertion(header={"crit": ["exp"]}),
    "of another type": lambda m: m.assertion(header={"typ": "at+jwt"}),
    "another audience": lambda m: m.assertion(aud="https://bank.example/token"),
    "several audiences": lambda m: m.assertion(aud=[m.endpoint, "https://bank.example/token"]),
    "no audience": lambda m: m.assertion(aud=None),
    "another subject": lambda m: m.assertion(sub="client-somebodyelse00000000"),
    "another issuer": lambda m: m.assertion(iss="client-somebodyelse00000000"),
    "expired": lambda m: m.assertion(iat=_now(m) - 200, exp=_now(m) - 60),
    "good for an hour": lambda m: m.assertion(exp=_now(m) + 3600),
    "issued tomorrow": lambda m: m.assertion(iat=_now(m) + 86_400, exp=_now(m) + 86_500),
    "no end": lambda m: m.assertion(exp=None),
    "an end that is text": lambda m: m.assertion(exp=str(_now(m) + 60)),
    "no jti": lambda m: m.assertion(jti=None),
    "not yet good": lambda m: m.assertion(nbf=_now(m) + 100),
    "a claim twice": _twice,
    "an access token": lambda m: m.signs_in().token,
    "a signature cut off": lambda m: m.assertion()[:-20],
    "a megabyte": lambda m: m.assertion(more="x" * 1_000_000),
    "not a token": lambda m: "not.a.token",
}


class TestNobodySignsInAsTheMachine:
    def test_with_any_of_these(self, operator: Operator) -> None:
        """None is accepted, each is answered as OAuth answers, and none says more than why it is wrong."""
        machine = operator.registers()
        answers = {name: machine.asks(made(machine)) for name, made in HOSTILE.items()}

        accepted = [name for name, answer in answers.items() if answer.status_code == 200]
        assert accepted == []
        assert {answer.status_code for answer in answers.values()} <= {400, 401, 413}
        assert {answer.json["error"] for answer in answers.values() if answer.status_code == 401} == {"invalid_client"}

    def test_with_an_assertion_that_was_used(self, operator: Operator) -> None:
        machine = operator.registers()
        assertion = machine.assertion()

        assert machine.asks(assertion).status_code == 200
        again = machine.asks(assertion)

        assert (again.status_code, again.json["code"]) == (401, "client-assertion-seen")

    def test_with_an_assertion_that_sixteen_send_at_once(self, world: World, operator: Operator) -> None:
        machine = operator.registers()
        assertion = machine.assertion()

        answers = world.at_once(*[lambda: machine.asks(assertion).status_code] * 16)

        assert sorted(answers)[:2] == [200, 401]

    def test_with_another_clients_key(self, operator: Operator) -> None:
        one, other = operator.registers(), operator.registers()

        assert one.asks(one.assertion(key=other.key)).status_code == 401
        assert one.asks(client_id=other.client_id).status_code == 401

    def test_with_a_token_that_was_altered(self, operator: Operator) -> None:
        machine = operator.registers(scopes=["redemptions:read"]).signs_in()
        header, claims, signature = machine.token.split(".")
        said = json.loads(base64.urlsafe_b64decode(claims + "=="))
        machine.token = f"{header}.{_segment(json.dumps(said | {'scope': 'redemptions:write'}).encode())}.{signature}"

        assert machine.get("/client").status_code == 401


class TestItIsOutAtOnce:
    @pytest.mark.parametrize("end", ["suspension", "revocation"])
    def test_when_it_is_ended(self, operator: Operator, end: str) -> None:
        machine = operator.registers().signs_in()
        assert machine.get("/client").status_code == 200
        ended = time.monotonic()

        assert operator.does(machine, end, reason="收银机丢了").status_code == 200

        assert machine.get("/client").status_code == 401
        assert machine.asks().status_code == 401
        assert time.monotonic() - ended < 5

    def test_and_in_again_when_it_was_only_suspended(self, operator: Operator) -> None:
        machine = operator.registers().signs_in()
        operator.does(machine, "suspension")
        operator.does(machine, "resumption")

        assert machine.get("/client").status_code == 200

    def test_for_good_when_it_was_revoked(self, operator: Operator) -> None:
        machine = operator.registers()
        operator.does(machine, "revocation")

        refused = operator.does(machine, "resumption")
        assert (refused.status_code, refused.json["code"]) == (409, "client-revoked")

    def test_with_a_key_that_was_retired(self, operator: Operator) -> None:
        machine, following = operator.registers(), Key()
        operator.does(machine, "keys", key=following.jwk)
        operator.does(machine, f"keys/{machine.key.kid}/retirement")

        assert machine.asks().status_code == 401
        assert machine.asks(machine.assertion(key=following)).status_code == 200

    @pytest.mark.parametrize("is_sandbox", [False, True])
    def test_when_its_organisation_is_closed(self, world: World, operator: Operator, is_sandbox: bool) -> None:
        machine = operator.registers(is_sandbox=is_sandbox).signs_in()

        closes(world, operator)

        assert machine.get("/client").status_code == 401
        assert machine.asks().status_code == 401
        signed = machine.post("/redemptions", {"code": "4821 7706 3954", "points": 20, "out_trade_no": "LC-1"})
        assert signed.status_code == 401

    def test_and_a_closed_organisation_has_no_new_ones(self, world: World, operator: Operator) -> None:
        administrator = closes(world, operator)

        wish = {"name": "收银台 2", "scopes": ["redemptions:read"], "key": Key().jwk}
        refused = administrator.post(operator.clients, wish)

        assert (refused.status_code, refused.json["code"]) == (422, "organisation-closed")

    def test_after_ten_minutes(self, operator: Operator) -> None:
        machine = operator.registers().signs_in()

        with later(minutes=11):
            assert machine.get("/client").status_code == 401


def closes(world: World, operator: Operator) -> Person:
    """The organisation, for good; who did it."""
    administrator = somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)
    closed = administrator.post(f"/office/organisations/{operator.party_id}/closing")
    assert closed.status_code == 200, closed.get_data(as_text=True)
    return administrator


class TestAKeyIsChangedWithoutAFailedCall:
    def test_while_the_machine_goes_on_calling(self, world: World, operator: Operator) -> None:
        machine, following = operator.registers().signs_in(), Key()

        def calls() -> set[int]:
            return {machine.asks().status_code for _ in range(8)} | {machine.get("/client").status_code}

        def changes() -> set[int]:
            added = operator.does(machine, "keys", key=following.jwk).status_code
            before, machine.key = machine.key, following
            time.sleep(0.3)  # what was signed with the old key a moment ago arrives
            return {added, operator.does(machine, f"keys/{before.kid}/retirement").status_code}

        *called, changed = world.at_once(*[calls] * 3, changes)

        assert changed == {200, 201}
        assert set().union(*called) == {200}

    def test_two_at_a_time(self, operator: Operator) -> None:
        machine = operator.registers()
        operator.does(machine, "keys", key=Key().jwk)

        refused = operator.does(machine, "keys", key=Key().jwk)
        assert (refused.status_code, refused.json["code"]) == (422, "client-key-limit")

    def test_never_without_any(self, operator: Operator) -> None:
        machine = operator.registers()

        refused = operator.does(machine, f"keys/{machine.key.kid}/retirement")
        assert (refused.status_code, refused.json["code"]) == (422, "client-key-last")

    def test_to_none_that_is_weak_or_private(self, operator: Operator) -> None:
        machine = operator.registers()
        secret = {"kty": "oct", "k": "c2VjcmV0", "kid": "secret"}
        private = Key().jwk | {"d": "c2VjcmV0"}
        point = ec_key().jwk | {"y": "A" * 43}

        for jwk in (rsa_key(1024).jwk, secret, private, point, Key().jwk | {"crv": "Ed448"}, Key().jwk | {"x": "AA"}):
            refused = operator.does(machine, "keys", key=jwk)
            assert (refused.status_code, refused.json["code"]) == (400, "client-key-refused"), jwk


class TestAQuota:
    def test_is_exact_also_when_all_call_at_once(self, world: World, operator: Operator) -> None:
        machine = operator.registers(calls_per_minute=10, calls_per_day=1000).signs_in()
        while int(machine.world.does(_second)) > 50:  # one minute must hold them all
            time.sleep(1)

        answers = world.at_once(*[lambda: machine.get("/client")] * 24)

        assert sorted(answer.status_code for answer in answers) == [200] * 10 + [429] * 14
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert refused.json["code"] == "client-quota-reached"
        assert 1 <= int(refused.headers["Retry-After"]) <= 60

    def test_says_what_is_left(self, operator: Operator) -> None:
        answer = operator.registers(calls_per_minute=100, calls_per_day=5000).signs_in().get("/client")

        assert answer.headers["RateLimit-Policy"] == '"minute";q=100;w=60, "day";q=5000;w=86400'
        assert answer.headers["RateLimit"].startswith('"minute";r=99;t=')

    def test_begins_anew(self, operator: Operator) -> None:
        machine = operator.registers(calls_per_minute=1).signs_in()
        machine.get("/client")

        with later(minutes=1):
            assert machine.get("/client").status_code == 200

    def test_of_a_day_ends_with_the_shanghai_day(self, operator: Operator) -> None:
        machine = operator.registers(calls_per_day=1).signs_in()
        machine.get("/client")

        assert machine.get("/client").json["reasons"][0]["facts"]["span"] == "day"
        with later(days=1):
            assert machine.signs_in().get("/client").status_code == 200


def _second() -> int:
    from backend.kernel import clock

    return clock.now().second


class TestWhoLooksAfterMachines:
    def test_is_the_organisations_own_manager(self, world: World, operator: Operator) -> None:
        machine, stranger = operator.registers(), Operator(world, an_organisation(world, "merchant", "别家").party_id)
        path = f"{operator.clients}/{machine.client_id}"

        assert operator.manager.get(path).json["abilities"] == ["add-key", "suspend", "revoke"]
        answers = [
            stranger.manager.get(operator.clients), stranger.manager.get(path),
            stranger.does(machine, "suspension"), stranger.manager.post(f"{path}/revocation"),
            stranger.manager.post(operator.clients, {"name": "x", "scopes": [], "key": Key().jwk}),
        ]  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}
        assert machine.asks().status_code == 200

    def test_or_the_system_administrator(self, world: World, operator: Operator) -> None:
        machine = operator.registers()
        administrator = somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)

        assert len(administrator.get(operator.clients).json["items"]) == 1
        assert administrator.post(f"{operator.clients}/{machine.client_id}/suspension").status_code == 200

    def test_but_no_clerk(self, operator: Operator, shop: Shop) -> None:
        assert shop.clerk.get(operator.clients).status_code == 403

    def test_who_gives_it_only_what_its_kind_of_organisation_has(self, world: World) -> None:
        firm = Operator(world, an_organisation(world, "firm", "通海镍业").party_id)

        wish = {"name": "x", "scopes": ["redemptions:write"], "key": Key().jwk}
        refused = firm.manager.post(firm.clients, wish)
        assert (refused.status_code, refused.json["code"]) == (422, "scope-not-for-organisation")


class TestSoManyAndSoMuch:
    def test_clients_at_most_and_a_revoked_one_makes_room(self, world: World, operator: Operator) -> None:
        with later(days=4000):  # a version of the setting that no other test sees
            sets(world, "clients.most_by_organisation", "3")
            operator = Operator(world, operator.party_id)
            wish = {"name": "收银台", "scopes": ["redemptions:read"]}
            answers = world.at_once(*[lambda: operator.manager.post(operator.clients, {**wish, "key": Key().jwk})] * 6)
            assert sorted(answer.status_code for answer in answers) == [201] * 3 + [422] * 3
            refused = next(answer for answer in answers if answer.status_code == 422)
            assert refused.json["code"] == "client-limit"
            assert "3" in refused.json["detail"]
            path = f"{operator.clients}/{next(a.json['client_id'] for a in answers if a.status_code == 201)}"
            assert operator.manager.post(f"{path}/suspension").status_code == 200
            sandbox = {**wish, "key": Key().jwk, "is_sandbox": True}
            assert operator.manager.post(operator.clients, sandbox).json["code"] == "client-limit"
            assert operator.manager.post(f"{path}/revocation").status_code == 200
            assert operator.manager.post(operator.clients, sandbox).status_code == 201

    def test_calls_as_the_county_gives(self, world: World, operator: Operator) -> None:
        with later(days=4000):
            sets(world, "clients.most_calls_a_minute", "100")
            sets(world, "clients.most_calls_a_day", "1000")
            operator = Operator(world, operator.party_id)
            wish = {"name": "收银台", "scopes": ["redemptions:read"], "key": Key().jwk}
            for minute, day, field in ((101, 1000, "/calls_per_minute"), (100, 1001, "/calls_per_day")):
                asked = {**wish, "calls_per_minute": minute, "calls_per_day": day}
                refused = operator.manager.post(operator.clients, asked)
                assert (refused.status_code, refused.json["code"]) == (422, "client-quota-too-high")
                assert refused.json["errors"][0]["field"] == field
            exact = {**wish, "calls_per_minute": 100, "calls_per_day": 1000}
            assert operator.manager.post(operator.clients, exact).status_code == 201


def sets(world: World, key: str, value: str) -> None:
    world.does(lambda: releases.publish_next(key=key, valid_from=clock.today(), value=value, source="test", grade="D",
                                             verified=False))  # fmt: skip


class TestASandbox:
    def test_acts_for_a_stand_in_that_has_nothing(self, operator: Operator) -> None:
        machine = operator.registers(is_sandbox=True).signs_in()

        me = machine.get("/client").json
        assert me["is_sandbox"]
        assert UUID(me["party_id"]) != operator.party_id
        assert machine.get("/redemptions").json["items"] == []

    def test_takes_nobodys_points(self, world: World, operator: Operator) -> None:
        from tests.support.counter import a_code, a_neighbour, balance

        neighbour = a_neighbour(world, points=200)
        machine = operator.registers(is_sandbox=True).signs_in()

        taken = machine.post("/redemptions", {"code": a_code(neighbour), "points": 20, "out_trade_no": "SB-1"})

        assert (taken.status_code, taken.json["code"]) == (422, "pay-code-invalid")
        assert balance(neighbour) == 200


def test_a_form_that_says_something_twice_is_no_request(operator: Operator) -> None:
    machine = operator.registers()
    body = f"grant_type=client_credentials&grant_type=client_credentials&client_assertion_type={BEARER_OF_A_JWT}"
    answer = machine.world.app.test_client().post(
        "/api/v1/oauth/token", data=f"{body}&client_assertion={machine.assertion()}",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_a_thumbprint_names_a_key_that_has_no_name(operator: Operator) -> None:
    key = Key()
    jwk = {name: value for name, value in key.jwk.items() if name != "kid"}
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":")).encode()
    key.kid = _segment(hashlib.sha256(canonical).digest())
    registered = operator.manager.post(operator.clients, {"name": "x", "scopes": [], "key": jwk}).json

    assert registered["keys"][0]["kid"] == key.kid
    assert Machine(operator.world, registered, key).asks().status_code == 200


def test_one_that_the_command_line_makes_signs_in_with_the_key_in_its_file(world: World, shop: Shop) -> None:
    told = world.app.test_cli_runner().invoke(args=["seed", "client", "--role", "till", "--organisation",
                                                    str(shop.party_id), "--json"])  # fmt: skip
    made = json.loads(told.stdout.splitlines()[-1])
    file = Path(made["private_key_file"])
    private: Any = serialization.load_pem_private_key(file.read_bytes(), password=None)

    assert file.stat().st_mode & 0o777 == 0o600
    machine = Machine(world, made | {"party_id": str(shop.party_id)}, Key(private, made["kid"])).signs_in()
    assert machine.get("/client").json["organisation_id"] == str(shop.party_id)
