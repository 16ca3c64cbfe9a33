"""拍一张票据 → 收下，不留地点 → 只有自己打得开 / Somebody brings evidence, and only they and who handles it see it."""

from __future__ import annotations

import hashlib
import io
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage

from backend.extensions import db
from backend.files import ports
from backend.files import service as files
from backend.files.inspection import pictures
from backend.files.models import File
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal, Role
from backend.sweeps import SWEEPS
from tests.support.counter import Shop
from tests.support.offices import somebody_who_works
from tests.support.uploads import a_photo, a_picture, brings
from tests.support.world import Person, World, fresh_key


def principal_of(person: Person) -> Principal:
    return Principal(UUID(person.person_id), Role.CITIZEN, UUID(person.party_id))


def opens(person: Person, file_id: str):
    return person.get(f"/files/{file_id}/content")


def row(world: World, file_id: str) -> dict[str, Any]:
    wanted = select(File.__table__).where(File.id == UUID(file_id))
    return world.reads(lambda: dict(db.session.execute(wanted).mappings().one()))


def objects(world: World) -> list[Path]:
    folder: Path = world.app.extensions["settings"].files_dir
    return [path for path in folder.glob("??/*") if path.is_file()]


def hangs_on_something(world: World, person: Person, file_id: str) -> None:
    """As reporting an activity does."""
    world.does(lambda: files.attach(principal_of(person), UUID(file_id), thing_kind="activity", thing_id=new_id()))


def days_pass(world: World, file_id: str, days: int) -> None:
    back = update(File).where(File.id == UUID(file_id)).values(recorded_at=File.recorded_at - timedelta(days=days))
    world.does(lambda: db.session.execute(back))
    world.reads(SWEEPS["files"].run)


class TestAPhoto:
    def test_is_kept_upright_and_without_the_place_where_it_was_taken(self, world):
        lin = world.citizen()

        kept = brings(lin, a_photo(), name="车票.jpeg")

        assert kept.status_code == 201, kept.json
        assert (kept.json["name"], kept.json["media_type"], kept.json["state"]) == ("车票.jpg", "image/jpeg", "kept")
        answer = opens(lin, kept.json["file_id"])
        with Image.open(io.BytesIO(answer.data)) as picture:
            assert picture.size == (48, 64)
            assert len(picture.getexif()) == 0
        assert b"PhoneMaker" not in answer.data
        assert hashlib.sha256(answer.data).hexdigest() == kept.json["sha256"]
        assert len(answer.data) == kept.json["size_bytes"]

    def test_is_given_to_be_saved_and_to_be_kept_by_nobody_on_the_way(self, world):
        lin = world.citizen()
        answer = opens(lin, brings(lin, a_photo(), name="车票.jpeg").json["file_id"])
        assert answer.headers["Content-Disposition"] == (
            "attachment; filename=\"file.jpg\"; filename*=UTF-8''%E8%BD%A6%E7%A5%A8.jpg"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert "sandbox" in answer.headers["Content-Security-Policy"]

    def test_the_same_request_twice_is_kept_once_and_answered_twice(self, world):
        lin, key, before = world.citizen(), fresh_key(), len(objects(world))
        first, again = brings(lin, a_photo(), key=key), brings(lin, a_photo(), key=key)
        assert again.json == first.json
        assert again.headers["Idempotency-Replayed"] == "true"
        assert len(objects(world)) == before + 1

    def test_another_file_under_the_same_key_is_refused(self, world):
        lin, key = world.citizen(), fresh_key()
        brings(lin, a_photo(), key=key)
        other = brings(lin, a_picture((20, 20)), key=key)
        assert (other.status_code, other.json["code"]) == (409, "idempotency-key-reused")

    def test_lies_in_storage_under_a_random_name_and_unreadable(self, world):
        lin, before = world.citizen(), set(objects(world))
        brings(lin, a_photo(), name="车票.jpg")
        [stored] = set(objects(world)) - before
        assert re.fullmatch(r"[A-Za-z0-9]{43}", stored.name)
        assert not stored.read_bytes().startswith(b"\xff\xd8")
        assert stored.stat().st_mode & 0o777 == 0o600

    def test_that_was_changed_in_storage_is_not_handed_out(self, world):
        lin, before = world.citizen(), set(objects(world))
        kept = brings(lin, a_photo()).json
        [stored] = set(objects(world)) - before
        body = bytearray(stored.read_bytes())
        body[100] ^= 1
        stored.write_bytes(bytes(body))
        assert opens(lin, kept["file_id"]).status_code == 500


class TestAName:
    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ("../../x", "x.jpg"), ("..\\..\\windows\\x.exe", "x.jpg"), ("/etc/passwd", "passwd.jpg"), ("", "file.jpg"),
            ("..", "file.jpg"), ("a\u202egpj.exe", "agpj.jpg"), ("票.html", "票.jpg"), ('a"b\r\nX: y.png', "abX y.jpg"),
            ("长" * 300 + ".jpg", "长" * 80 + ".jpg"),
        ],
    )  # fmt: skip
    def test_is_for_people_alone(self, world, given, shown):
        from backend.files.names import safe_name

        assert safe_name(given, "image/jpeg") == shown

    def test_that_leads_elsewhere_leads_nowhere(self, world):
        lin, before = world.citizen(), set(objects(world))
        kept = brings(lin, a_photo(), name="../../x")
        assert kept.json["name"] == "x.jpg"
        [stored] = set(objects(world)) - before
        assert stored.parent.parent == world.app.extensions["settings"].files_dir


class TestSomebodyElse:
    def test_finds_nothing_in_any_way(self, world):
        lin, other = world.citizen(), world.citizen()
        file_id = brings(lin, a_photo()).json["file_id"]
        for path in (f"/files/{file_id}", f"/files/{file_id}/content"):
            answer = other.get(path)
            assert (answer.status_code, answer.json["code"]) == (404, "file-not-found")
            assert world.get(path).status_code == 401

    def test_of_the_same_organisation_finds_what_a_colleague_has_brought_neither(self, world):
        shop = Shop(world)
        colleague = somebody_who_works(world, Role.ORGANISATION_MANAGER, at=shop.party_id)
        file_id = brings(shop.clerk, a_photo()).json["file_id"]

        assert opens(shop.clerk, file_id).status_code == 200
        assert opens(colleague, file_id).status_code == 404
        with_it = {"kind": "complaint", "text": "扫码以后积分没有扣，小票也没有出来", "file_ids": [file_id]}
        assert colleague.post("/complaints", with_it).json["code"] == "file-not-found"
        assert shop.clerk.post("/complaints", with_it).status_code == 201
        assert opens(shop.clerk, file_id).status_code == 200, "who may read the complaint"

    def test_who_handles_the_thing_that_it_hangs_on_reads_it(self, world):
        lin, officer, stranger = world.citizen(), world.citizen(), world.citizen()
        file_id = brings(lin, a_photo()).json["file_id"]

        class HandledBy:
            def may_read(self, principal: Principal, thing_id: UUID) -> bool:
                return str(principal.party_id) == officer.party_id

        ports.readers["complaint-of-a-test"] = HandledBy()
        try:
            assert opens(officer, file_id).status_code == 404, "it hangs on nothing yet"
            world.does(lambda: files.attach(principal_of(lin), UUID(file_id), thing_kind="complaint-of-a-test",
                                            thing_id=new_id()))  # fmt: skip
            assert opens(officer, file_id).status_code == 200
            assert opens(stranger, file_id).status_code == 404
        finally:
            del ports.readers["complaint-of-a-test"]


class TestTheEndOfAFile:
    def test_comes_when_its_class_has_run_out_and_leaves_its_hash(self, world):
        lin, before = world.citizen(), len(objects(world))
        kept = brings(lin, a_photo(), name="车票.jpg").json
        hangs_on_something(world, lin, kept["file_id"])

        days_pass(world, kept["file_id"], 1095)
        assert opens(lin, kept["file_id"]).status_code == 200
        days_pass(world, kept["file_id"], 1)

        gone = lin.get(f"/files/{kept['file_id']}").json
        assert (gone["state"], gone["sha256"], gone["name"], gone["abilities"]) == ("removed", kept["sha256"], None, [])
        answer = opens(lin, kept["file_id"])
        assert (answer.status_code, answer.json["code"]) == (404, "file-removed")
        assert len(objects(world)) == before
        tombstone = row(world, kept["file_id"])
        assert [tombstone[name] for name in ("sealed_key", "sealed_name", "storage_key")] == [None, None, None]

    def test_comes_soon_for_what_hangs_on_nothing(self, world):
        lin = world.citizen()
        loose, used = (brings(lin, a_photo()).json["file_id"] for _ in range(2))
        hangs_on_something(world, lin, used)
        days_pass(world, loose, 3)
        days_pass(world, used, 3)
        assert (opens(lin, loose).status_code, opens(lin, used).status_code) == (404, 200)

    def test_comes_when_its_owner_is_erased_and_is_the_end_before_storage_knows(self, world):
        lin, before = world.citizen(), len(objects(world))
        file_id = brings(lin, a_photo()).json["file_id"]
        assert world.does(lambda: files.erase_of(UUID(lin.party_id))) == 1
        assert opens(lin, file_id).json["code"] == "file-removed"
        assert len(objects(world)) == before + 1, "storage is told after the commit"
        world.reads(SWEEPS["files"].run)
        assert len(objects(world)) == before

    def test_is_none_for_what_an_erasing_that_failed_had_marked(self, world):
        lin = world.citizen()
        file_id = brings(lin, a_photo()).json["file_id"]

        def fails() -> None:
            files.erase_of(UUID(lin.party_id))
            raise LookupError

        with pytest.raises(LookupError):
            world.does(fails)
        world.reads(SWEEPS["files"].run)
        assert opens(lin, file_id).status_code == 200

    def test_comes_to_what_nobody_wrote_down(self, world):
        """A crash between storage and the row."""
        from backend.files.payloads import Content, Purpose

        lin = world.citizen()
        kept = brings(lin, a_photo()).json["file_id"]
        stray = world.reads(lambda: files.store(Purpose.EVIDENCE, Content("x.csv", "text/csv", b"a"))).storage_key
        world.reads(SWEEPS["stray-files"].run)
        assert stray in {path.name for path in objects(world)}, "it may be on its way"
        for path in objects(world):
            a_day_ago = (clock.wall_time() - timedelta(hours=25)).timestamp()
            os.utime(path, (a_day_ago, a_day_ago))
        world.reads(SWEEPS["stray-files"].run)
        assert stray not in {path.name for path in objects(world)}
        assert opens(lin, kept).status_code == 200


class TestTooMuch:
    def test_is_not_what_is_just_within_the_bound(self, world):
        """Werkzeug's own bound of a form's memory counts a piece of a file as well: it must leave room for one."""
        body = b"a,b\r\n" * (5 * 1024 * 1024 // 5)
        kept = brings(world.citizen(), body, name="x.csv")
        assert (kept.status_code, kept.json["size_bytes"]) == (201, len(body))

    def test_of_one_file_is_refused_before_it_is_read(self, world):
        answer = brings(world.citizen(), bytes(5 * 1024 * 1024 + 1))
        assert (answer.status_code, answer.json["code"]) == (413, "upload-too-large")
        answer = brings(world.citizen(), bytes(6 * 1024 * 1024))
        assert (answer.status_code, answer.json["code"]) == (413, "upload-too-large")
        assert "5 MB" in answer.json["detail"]

    def test_elsewhere_is_still_little(self, world):
        lin = world.citizen()
        raw = b'{"nickname": "' + b"a" * 70_000 + b'"}'
        assert world.request("PATCH", "/me", token=lin.token, raw=raw, key=fresh_key()).status_code == 413

    def test_that_is_not_taken_counts_as_well_and_leaves_nothing(self, world):
        lin, limit = world.citizen(), world.reads(ports.retention().most_a_day)
        brings(lin, a_photo())
        one = row(world, brings(lin, a_photo()).json["file_id"])
        copies = [one | {"id": new_id(), "storage_key": None} for _ in range(limit - 4)]
        world.does(lambda: db.session.execute(File.__table__.insert(), copies))
        before = len(objects(world))
        for _ in range(2):
            unreadable = brings(lin, b"\xff\xd8\xff\xe0" + bytes(100))
            assert (unreadable.status_code, unreadable.json["code"]) == (422, "file-unreadable")
        answer = brings(lin, a_photo())
        assert (answer.status_code, answer.json["code"]) == (429, "too-many-files")
        assert len(objects(world)) == before

    def test_on_one_day_is_refused_until_tomorrow_and_leaves_nothing(self, world):
        lin = world.citizen()
        brings(lin, a_photo())
        many = update(File).where(File.party_id == UUID(lin.party_id))
        limit = world.reads(ports.retention().most_a_day)
        one = row(world, brings(lin, a_photo()).json["file_id"])
        copies = [one | {"id": new_id(), "storage_key": None} for _ in range(limit - 2)]
        world.does(lambda: db.session.execute(File.__table__.insert(), copies))
        before = len(objects(world))
        answer = brings(lin, a_photo())
        assert (answer.status_code, answer.json["code"]) == (429, "too-many-files")
        assert len(objects(world)) == before
        unreadable = brings(lin, b"\xff\xd8\xff\xe0" + bytes(100))
        assert unreadable.json["code"] == "too-many-files", "before anybody looks into it"
        world.does(lambda: db.session.execute(many.values(recorded_at=File.recorded_at - timedelta(days=1))))
        assert brings(lin, a_photo()).status_code == 201

    def test_at_once_is_refused_until_somebody_has_time(self, world, monkeypatch):
        lin = world.citizen()
        monkeypatch.setattr(pictures, "LONGEST_WAIT_S", 0)
        with pictures.one_at_a_time:
            answer = brings(lin, a_photo())
        assert (answer.status_code, answer.json["code"]) == (503, "pictures-busy")
        assert int(answer.headers["Retry-After"]) > 0
        assert brings(lin, a_photo()).status_code == 201


class TestAForm:
    def test_that_is_none_is_refused(self, world):
        lin = world.citizen()
        answer = lin.post("/files", {"purpose": "evidence"})
        assert (answer.status_code, answer.json["code"]) == (415, "not-a-form")

    def test_has_its_file_its_purpose_and_nothing_else(self, world):
        lin = world.citizen()
        assert brings(lin, a_photo(), purpose="export").json["errors"][0]["field"] == "/purpose"
        assert brings(lin, a_photo(), party_id=lin.party_id).json["errors"][0]["code"] == "unknown-field"
        nothing = brings(lin, b"")
        assert (nothing.status_code, nothing.json["code"]) == (400, "file-missing")
        two = brings(lin, a_photo(), another=FileStorage(io.BytesIO(b"x"), "x.jpg"))
        assert two.json["errors"][0]["field"] == "/another"
