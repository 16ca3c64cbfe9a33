"""换钥匙 / Every key is replaced while people sign in, stay signed in and redeem; nobody notices, nothing is left."""

from __future__ import annotations

import itertools
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import requests
from flask import Flask
from sqlalchemy import text

from backend import create_app, key_rotation
from backend.certificates import signing
from backend.config import Settings
from backend.extensions import db
from backend.identity import personal_keys
from backend.identity import service as identity
from backend.identity.models import Person as PersonRow
from backend.identity.payloads import RegisterPerson
from backend.kernel import crypto, holdings, idempotency, key_files
from backend.kernel.crypto import Keyring
from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM
from backend.kernel.transaction import run
from tests.conftest import settings_for
from tests.support.counter import Shop, earns, later
from tests.support.failures import Failures, ProcessDied
from tests.support.postgres import Database
from tests.support.privacy import Copy, works
from tests.support.served import served
from tests.support.world import Person, World, fresh_key

ROTATED = tuple(name for name in key_files.NAMES if name != "certificate-signing")
_numbers = itertools.count(13_700_000_001)


@pytest.fixture(scope="module")
def settings(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """With keys of its own: these are replaced, and others go on using theirs."""
    return settings_for(database, tmp_path_factory.mktemp("rotated"), sms_per_ip_and_hour=100_000)


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def world(app: Flask, settings: Settings) -> World:
    return World(app, Path(settings.sms_url.removeprefix("file:")))


@pytest.fixture
def keys(app: Flask) -> Keyring:
    return crypto.keys()


def types(app: Flask, *command: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["keys", *command])
    return done.exit_code, done.output.strip()


def ages(keys: Keyring, name: str, seconds: int) -> None:
    """The newest version was made so long ago, and whoever looks knows it."""
    newest = key_files.listed(keys.folder)[name][-1].path
    os.utime(newest, (then := time.time() - seconds, then))
    keys._looked_at = 0


def rotated(app: Flask, keys: Keyring, name: str) -> int:
    """There is a next version, and it makes; its number."""
    code, said = types(app, "rotate", name)
    assert code == 0, said
    ages(keys, name, 2000)
    assert keys.making(name) == keys.versions(name)[-1]
    return keys.making(name)


def rows_of(app: Flask, name: str, *, before: int) -> dict[str, int]:
    code, said = types(app, "status", "--json")
    assert code == 0, said
    versions = json.loads(said.splitlines()[-1])[name]
    return dict(sum((Counter(one["rows"]) for one in versions if one["version"] < before), Counter[str]()))


def sweeps(world: World) -> int:
    return world.reads(key_rotation.sweep)


def as_before_personal_keys(world: World, *persons: Person) -> None:
    """Their numbers are sealed as they were when nobody had a key of their own."""

    def seal() -> None:
        for person in persons:
            row = db.session.get_one(PersonRow, UUID(person.person_id))
            row.phone_sealed = crypto.keys().encrypt(person.phone, context=f"person|phone|{person.person_id}")

    world.does(seal)


def everybody_signs_out(world: World) -> None:
    ended = text("UPDATE identity_sign_ins SET ended_at = started_at, end_reason = 'signed-out' WHERE ended_at IS NULL")
    world.does(lambda: db.session.execute(ended))


def number_of(world: World, person: Person) -> str:
    def look() -> str:
        row = db.session.get_one(PersonRow, UUID(person.person_id))
        return personal_keys.unseal(row.id, personal_keys.PHONE, row.phone_sealed)

    return world.reads(look)


class Town:
    """People at several processes of the service: what they did, and every answer that they should not have got."""

    def __init__(self, world: World, addresses: list[str]) -> None:
        self.world, self.addresses = world, itertools.cycle(addresses)
        self.done, self.wrong, self.codes = Counter[str](), list[str](), dict[str, str]()
        self.accounts: dict[str, str] = {}
        self.over = threading.Event()

    def asks(self, what: str, method: str, path: str, expected: int, **sent: Any) -> Any:
        answer = requests.request(method, f"{next(self.addresses)}/api/v1{path}", timeout=30, **sent)
        if answer.status_code != expected:
            self.wrong.append(f"{what}: {answer.status_code} {answer.text[:300]}")
            return None
        self.done[what] += 1
        return answer.json()

    def signs_in(self, phone: str) -> Any:
        asked = self.asks("code", "POST", "/auth/sms-codes", 202, json={"phone": phone})
        if asked is None:
            return None
        deadline = time.monotonic() + 30
        while (code := self.codes.get(asked["challenge_id"])) is None:
            if time.monotonic() > deadline:
                self.wrong.append("no message came")
                return None
            time.sleep(0.02)
        body = {"challenge_id": asked["challenge_id"], "code": code, "client": "app", "agreement_version": "1.1"}
        session = self.asks("sign-in", "POST", "/auth/sessions", 201, json=body)
        if session is not None and self.accounts.setdefault(phone, session["person_id"]) != session["person_id"]:
            self.wrong.append("a second account for one number")
        return session

    def strangers_sign_in(self) -> None:
        self.signs_in(f"+86{next(_numbers)}")

    def acquaintances_sign_in(self, known: Iterator[Person]) -> Callable[[], None]:
        def one() -> None:
            person = next(known, None)
            if person is None:
                self.over.wait(0.1)
                return
            self.accounts[person.phone] = person.person_id
            self.signs_in(person.phone)

        return one

    def stays_signed_in(self) -> Callable[[], None]:
        held = self.signs_in(f"+86{next(_numbers)}")

        def once() -> None:
            nonlocal held
            fresh = self.asks("refresh", "POST", "/auth/refresh", 200, json={"refresh_token": held["refresh_token"]})
            held = fresh or held
            self.asks("look", "GET", "/me", 200, headers={"Authorization": f"Bearer {held['access_token']}"})

        return once

    def redeems(self, member: Person, shop: Shop) -> Callable[[], None]:
        serial = itertools.count(1)

        def once() -> None:
            number = next(serial)
            mine = {"Authorization": f"Bearer {member.token}", "Idempotency-Key": f"rotation-code-{number:06}"}
            shown = self.asks("pay code", "POST", "/pay-codes", 200, json={}, headers=mine)
            theirs = {"Authorization": f"Bearer {shop.clerk.token}", "Idempotency-Key": f"rotation-sale-{number:06}"}
            body = {"code": shown["code"], "out_trade_no": f"R-{number}", "points": 1}
            first = self.asks("redemption", "POST", "/redemptions", 201, json=body, headers=theirs)
            again = self.asks("redemption again", "POST", "/redemptions", 201, json=body, headers=theirs)
            if first != again:
                self.wrong.append("another answer to the same request")

        return once

    def takes_everything_along_and_leaves(self) -> None:
        """And comes back as somebody new: the number is nobody's any more."""
        phone, nickname = f"+86{next(_numbers)}", f"走的人{next(_numbers) % 10_000}"
        session = self.signs_in(phone)
        bearer = {"Authorization": f"Bearer {session['access_token']}"}

        def keyed() -> dict[str, str]:
            return {**bearer, "Idempotency-Key": fresh_key()}

        self.asks("nickname", "PATCH", "/me", 200, json={"nickname": nickname}, headers=keyed())
        job = self.asks("export", "POST", "/me/exports", 202, json={}, headers=keyed())
        deadline = time.monotonic() + 30
        while (seen := self.asks("job", "GET", f"/jobs/{job['job_id']}", 200, headers=bearer))["state"] != "done":
            assert time.monotonic() < deadline, seen
            time.sleep(0.05)
        content = f"{next(self.addresses)}/api/v1/files/{seen['result']['file_id']}/content"
        if nickname not in Copy(requests.get(content, headers=bearer, timeout=30).content).text:
            self.wrong.append("a copy without its owner")
        self.asks("closing", "DELETE", "/me", 200, json={"confirmation": phone[-4:]}, headers=keyed())
        self.asks("closed", "GET", "/me", 401, headers=bearer)
        left = self.accounts.pop(phone)
        again = self.signs_in(phone)
        if again is not None and again["person_id"] == left:
            self.wrong.append("who left is there again")

    def carries_messages(self) -> None:
        self.world.relay()
        works(self.world)
        if self.world.sms_file.exists():
            for line in self.world.sms_file.read_text(encoding="utf-8").splitlines():
                message = json.loads(line)
                self.codes[message["challenge_id"]] = message["code"]
        time.sleep(0.05)

    @contextmanager
    def goes_on(self, *habits: Callable[[], None]) -> Iterator[None]:
        def live(habit: Callable[[], None]) -> None:
            while not self.over.is_set():
                try:
                    habit()
                except Exception as error:  # whatever goes wrong is told at the end
                    self.wrong.append(repr(error))

        threads = [threading.Thread(target=live, args=(habit,)) for habit in habits]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join(60)

    def goes_on_for(self, what: str, times: int) -> None:
        wanted, deadline = self.done[what] + times, time.monotonic() + 60
        while self.done[what] < wanted:
            assert time.monotonic() < deadline, (self.done, self.wrong[:3])
            time.sleep(0.05)


def test_every_key_is_replaced_while_everybody_goes_on(
    app: Flask, world: World, keys: Keyring, settings: Settings, tmp_path: Path
) -> None:
    shop, member = Shop(world), world.citizen()
    earns(world, member, 1000)
    known = [world.citizen() for _ in range(60)]
    as_before_personal_keys(world, *known[::2])
    certificate = signing.sign({"n": "MX-1"})
    environment = {
        "DATABASE_URL": settings.database_url, "KEYS_DIR": str(settings.keys_dir), "SMS_URL": settings.sms_url,
        "FILES_DIR": str(settings.files_dir),
        "SMS_PER_IP_AND_HOUR": "100000", "ENVIRONMENT": "test", "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    with served(2, tmp_path / "served.log", **environment) as addresses:
        town = Town(world, addresses)
        messages = threading.Event()

        def carry() -> None:
            while not messages.is_set():
                with app.app_context():
                    town.carries_messages()

        carrier = threading.Thread(target=carry)
        carrier.start()
        try:
            kept = town.signs_in(f"+86{next(_numbers)}")
            with town.goes_on(
                town.strangers_sign_in, town.acquaintances_sign_in(iter(known)), town.stays_signed_in(),
                town.redeems(member, shop), town.takes_everything_along_and_leaves,
            ):  # fmt: skip
                town.goes_on_for("sign-in", 6)
                for name in key_files.NAMES:
                    assert types(app, "rotate", name)[0] == 0
                time.sleep(crypto.LOOK_EVERY_S + 0.5)  # everybody knows the new ones, nobody uses them yet
                town.goes_on_for("sign-in", 4)
                for name in key_files.NAMES:
                    ages(keys, name, key_files.GRACE_S + 1)
                time.sleep(crypto.LOOK_EVERY_S + 0.5)  # each process comes to use them at its own moment
                town.goes_on_for("sign-in", 6)
                while sweeps(world):
                    pass
                assert rows_of(app, "field-encryption", before=2) == {}
                ages(keys, "field-encryption", 2000)
                assert types(app, "finish", "field-encryption")[0] == 0
                time.sleep(crypto.LOOK_EVERY_S + 0.5)  # nobody has the old one any more
                town.goes_on_for("sign-in", 6)
                town.goes_on_for("redemption again", 3)
            # What only time can end: addresses that asked within the hour, tokens, sign-ins.
            for name in ("blind-index", "code-pepper", "token-signing", "metrics-token"):
                ages(keys, name, 2000)
            code, said = types(app, "finish", "blind-index")
            assert (code, "identity_sms_challenges.ip_index" in said) == (1, True)
            code, said = types(app, "finish", "code-pepper")
            assert (code, "identity_refresh_tokens.token_hash" in said) == (1, True)
            with later(hours=2):
                while sweeps(world):
                    pass
                assert rows_of(app, "blind-index", before=2) == {}
                assert types(app, "finish", "blind-index")[0] == 0
            for name in ("token-signing", "metrics-token"):
                assert types(app, "finish", name)[0] == 0
            time.sleep(crypto.LOOK_EVERY_S + 0.5)
            bearer = {"Authorization": f"Bearer {kept['access_token']}"}
            town.asks("an old token", "GET", "/me", 401, headers=bearer)
            fresh = town.asks("refresh", "POST", "/auth/refresh", 200, json={"refresh_token": kept["refresh_token"]})
            assert fresh is not None and town.signs_in(f"+86{next(_numbers)}") is not None
            everybody_signs_out(world)
            with later(hours=2):
                assert rows_of(app, "code-pepper", before=2) == {}
                assert types(app, "finish", "code-pepper")[0] == 0
        finally:
            messages.set()
            carrier.join(30)

    assert town.wrong == []
    assert min(town.done[what] for what in ("sign-in", "refresh", "redemption", "redemption again")) >= 10
    assert town.done["closing"] >= 5, town.done
    keys._looked_at = 0
    for name in ROTATED:
        assert (name, keys.versions(name)) == (name, (2,))
    assert {number_of(world, person) for person in known} == {person.phone for person in known}
    assert signing.read(certificate) == {"n": "MX-1"}
    assert "for ever" in types(app, "finish", "certificate-signing")[1]
    assert world.books_balance()


class TestAKey:
    def test_makes_nothing_before_everybody_can_know_it(self, app: Flask, keys: Keyring) -> None:
        before = keys.making("token-signing")
        assert types(app, "rotate", "token-signing")[0] == 0
        keys._looked_at = 0
        assert keys.making("token-signing") == before
        assert len(keys.verifying("token-signing")) == len(keys.versions("token-signing"))
        published = app.test_client().get("/.well-known/jwks.json").json["keys"]
        assert {key["kid"] for key in published} >= set(keys.verifying("token-signing")), "the coming one too"

    def test_is_not_replaced_twice_at_once(self, app: Flask) -> None:
        code, said = types(app, "rotate", "token-signing")
        assert (code, "does not count yet" in said) == (1, True)

    def test_stays_while_what_it_made_may_still_come(self, app: Flask, keys: Keyring) -> None:
        ages(keys, "token-signing", 300)
        code, said = types(app, "finish", "token-signing")
        assert (code, "wait" in said) == (1, True)


def test_a_sweep_that_dies_is_gone_on_with(
    app: Flask, world: World, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "BATCH", 5)
    principals = [new_id() for _ in range(17)]

    def answer(principal: UUID) -> None:
        assert idempotency.claim(principal, "k", "mark") is None
        idempotency.keep(principal, "k", "mark", idempotency.Answer(201, {"of": str(principal)}))

    for principal in principals:
        world.does(lambda principal=principal: answer(principal))  # type: ignore[misc]
    version = rotated(app, keys, "field-encryption")
    there = sum(rows_of(app, "field-encryption", before=version).values())
    with app.app_context(), Failures(db.engine) as failures:
        for number in (2, 3):
            failures.arm("commit", number)
            with pytest.raises(ProcessDied):
                key_rotation.sweep()
    left = sum(rows_of(app, "field-encryption", before=version).values())
    assert 0 < left < there, "something was done, and not all"
    while sweeps(world):
        pass
    assert rows_of(app, "field-encryption", before=version) == {}
    assert types(app, "finish", "field-encryption")[0] == 0
    for principal in principals:
        kept = world.reads(lambda principal=principal: idempotency.answered(principal, "k", "mark"))  # type: ignore[misc]
        assert kept is not None and kept.body == {"of": str(principal)}


class TestSomebodyWhoIsForgotten:
    def test_cannot_be_read_by_anybody_any_more(self, world: World) -> None:
        person, other = world.citizen(), world.citizen()
        as_before_personal_keys(world, person)
        world.does(lambda: personal_keys.destroy(UUID(person.person_id)))
        world.does(lambda: personal_keys.destroy(UUID(person.person_id)))
        with pytest.raises(personal_keys.KeyDestroyed):
            number_of(world, person)
        assert number_of(world, other) == other.phone
        assert world.reads(lambda: identity.person_by_phone(person.phone)) is None
        with pytest.raises(personal_keys.KeyDestroyed):
            world.does(lambda: personal_keys.seal(UUID(person.person_id), personal_keys.PHONE, person.phone))

    def test_stays_forgotten(self, world: World) -> None:
        person = world.citizen()
        world.does(lambda: personal_keys.destroy(UUID(person.person_id)))
        for statement in (
            "UPDATE identity_person_keys SET wrapped = 'x', destroyed_at = NULL WHERE person_id = :id",
            "DELETE FROM identity_person_keys WHERE person_id = :id",
        ):
            with pytest.raises(Exception, match=r"stays destroyed|permission denied|never deleted"):
                world.does(lambda sql=statement: db.session.execute(text(sql), {"id": person.person_id}))  # type: ignore[misc]

    def test_leaves_their_number_to_somebody_new(self, world: World) -> None:
        person = world.citizen()
        world.does(lambda: personal_keys.destroy(UUID(person.person_id)))
        again = world.does(lambda: identity.register_person(SYSTEM, RegisterPerson(phone=person.phone)))
        assert str(again.person_id) != person.person_id


def test_a_value_opens_for_its_person_and_column_alone(world: World) -> None:
    one, other = UUID(world.citizen().person_id), UUID(world.citizen().person_id)
    sealed = world.does(lambda: personal_keys.seal(one, personal_keys.PHONE, "+8613900000000"))
    for person, column in ((other, personal_keys.PHONE), (one, personal_keys.TOTP)):
        with pytest.raises(crypto.Undecipherable):
            world.reads(lambda person=person, column=column: personal_keys.unseal(person, column, sealed))  # type: ignore[misc]


def test_two_processes_with_different_keys_open_one_account_for_a_number(
    app: Flask, world: World, keys: Keyring, tmp_path: Path
) -> None:
    """One indexes with the old version still, the other with the new one already, and both ask at the same moment."""
    (tmp_path / "keys").mkdir(mode=0o700)
    for file in keys.folder.glob("*.*"):
        (tmp_path / "keys" / file.name).write_bytes(file.read_bytes())
    behind = Keyring(tmp_path / "keys", may_create=False)
    rotated(app, keys, "blind-index")
    phone, found = f"+86{next(_numbers)}", list[Any]()

    def asks() -> None:
        found.append(world.does(lambda: identity.register_person(SYSTEM, RegisterPerson(phone=phone)).person_id))

    with app.app_context():
        crypto.use(behind)
        late = threading.Thread(target=asks)

        def first() -> None:
            found.append(identity.register_person(SYSTEM, RegisterPerson(phone=phone)).person_id)
            crypto.use(keys)
            late.start()
            late.join(0.5)
            assert late.is_alive(), "the second waits for the first"

        run(first)
        late.join(30)
    assert len(found) == 2 and found[0] == found[1]
    sweeps(world)
    assert world.reads(lambda: identity.person_by_phone(phone)) == found[0]


def test_what_names_a_key_that_is_not_there_is_found(app: Flask, world: World) -> None:
    person = world.citizen()

    def spoil(first: int) -> None:
        db.session.execute(
            text("UPDATE identity_person_keys SET wrapped = set_byte(wrapped, 0, :first) WHERE person_id = :id"),
            {"first": first, "id": person.person_id},
        )

    was = world.reads(
        lambda: db.session.execute(
            text("SELECT get_byte(wrapped, 0) FROM identity_person_keys WHERE person_id = :id"),
            {"id": person.person_id},
        ).scalar_one()
    )
    world.does(lambda: spoil(99))
    with pytest.raises(AssertionError, match=f"keys-are-there.*identity_person_keys {person.person_id}"):
        world.books_balance()
    world.does(lambda: spoil(was))
