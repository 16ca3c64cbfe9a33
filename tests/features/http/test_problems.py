"""Every failure has one shape, says what did not happen in the reader's language, and gives nothing away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from structlog.testing import capture_logs

from backend import create_app
from backend.extensions import db
from backend.http.auth import public
from tests.conftest import settings_for
from tests.support.postgres import Database
from tests.support.world import World

SECRET = "password=hunter2"


@pytest.fixture(scope="module")
def app(database: Database, keys_folder: Path) -> Iterator[Flask]:
    """The service, and one endpoint with a mistake in it."""
    app = create_app(settings_for(database, keys_folder))

    @public
    def broken() -> str:
        raise RuntimeError(SECRET)

    @public
    def cut_off() -> str:
        """It reads, and then its session is ended by somebody else."""
        mine = db.session.execute(text("SELECT pg_backend_pid()")).scalar()
        with db.engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:mine, 5000)"), {"mine": mine})
        return "read"

    @public
    def cut_off_in_between() -> str:
        cut_off()
        db.session.execute(text("SELECT 1"))
        raise AssertionError

    app.add_url_rule("/api/v1/broken", view_func=broken)
    app.add_url_rule("/api/v1/cut-off", view_func=cut_off)
    app.add_url_rule("/api/v1/cut-off-in-between", view_func=cut_off_in_between)
    yield app
    with app.app_context():
        db.engine.dispose()


SHAPE = {"type", "title", "status", "detail", "code", "mend", "reasons", "request_id"}


class TestAProblem:
    def test_is_rfc_9457_with_a_stable_code(self, world: World) -> None:
        refused = world.request("POST", "/auth/sessions", body={})
        assert refused.mimetype == "application/problem+json"
        assert refused.json.keys() == SHAPE | {"errors"}
        assert refused.json["type"] == f"/problems/{refused.json['code']}"
        assert refused.json["status"] == refused.status_code == 400
        assert refused.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("asked", "spoken"),
        [("zh-CN", "zh-CN"), ("en", "en"), ("en-GB,en;q=0.9", "en"), ("zh-TW,zh;q=0.8", "zh-CN"), ("fr", "zh-CN"),
         ("", "zh-CN"), ("en;q=0.2,zh;q=0.9", "zh-CN"), ("*", "zh-CN"), (";;q=x", "zh-CN")],
    )  # fmt: skip
    def test_speaks_the_readers_language(self, world: World, asked: str, spoken: str) -> None:
        refused = world.request("GET", "/me", language=asked)
        assert refused.headers["Content-Language"] == spoken
        assert any("\u4e00" <= character <= "\u9fff" for character in refused.json["detail"]) == (spoken == "zh-CN")

    def test_carries_the_id_of_its_request(self, world: World) -> None:
        refused = world.request("GET", "/me", headers={"X-Request-Id": "trace-0123456789"})
        assert refused.json["request_id"] == refused.headers["X-Request-Id"] == "trace-0123456789"

    @pytest.mark.parametrize("given", ["short", "x" * 65, "with space in", "injected\tvalue", "é" * 10])
    def test_takes_no_odd_id_from_outside(self, world: World, given: str) -> None:
        refused = world.request("GET", "/me", headers={"X-Request-Id": given})
        assert refused.json["request_id"] != given
        assert len(refused.json["request_id"]) == 16


class TestTheFrameworksOwnRefusals:
    def test_nothing_is_there(self, world: World) -> None:
        refused = world.request("GET", "/no-such-thing")
        assert (refused.status_code, refused.json["code"]) == (404, "http-404")

    def test_not_in_this_way(self, world: World) -> None:
        refused = world.request("DELETE", "/agreements")
        assert (refused.status_code, refused.json["code"]) == (405, "http-405")
        assert "GET" in refused.headers["Allow"]

    @pytest.mark.parametrize(
        "path", ["/footprints/7", "/footprints/557266228976810658281553920", "/footprints/%00", "/%ff"]
    )
    def test_no_such_address(self, world: World, path: str) -> None:
        refused = world.citizen().get(path)
        assert (refused.status_code, refused.mimetype) == (404, "application/problem+json")

    @pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
    def test_no_such_method(self, world: World, method: str) -> None:
        assert world.request(method, "/me").status_code == 405


class TestAMistakeOfOurs:
    def test_says_nothing_and_is_logged(self, world: World) -> None:
        with capture_logs() as logs:
            answer = world.request("GET", "/broken", headers={"X-Request-Id": "trace-of-a-mistake"})
        assert (answer.status_code, answer.json["code"]) == (500, "internal-error")
        assert SECRET not in answer.text and "RuntimeError" not in answer.text
        assert answer.json["request_id"] == "trace-of-a-mistake"
        assert [line["error"] for line in logs if line["event"] == "unexpected"] == ["RuntimeError"]


class TestEveryAnswer:
    def test_has_safe_headers(self, world: World) -> None:
        for answer in (world.request("GET", "/agreements"), world.request("GET", "/me"), world.get("/healthz")):
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "default-src" in answer.headers["Content-Security-Policy"]
            assert "Access-Control-Allow-Origin" not in answer.headers

    def test_leaves_no_personal_data_in_the_log(self, world: World) -> None:
        phone = "13577772222"
        with capture_logs() as logs:
            world.request("POST", "/auth/sms-codes", body={"phone": phone})
            world.request("POST", "/auth/sms-codes", body={"phone": phone + "x"})
            world.request("GET", "/points/entries", query={"phone": phone})
        assert logs
        assert phone not in str(logs)


class TestPagesForMachines:
    def test_alive_and_ready(self, world: World) -> None:
        assert world.get("/healthz").json == {"status": "ok"}
        ready = world.get("/readyz").json
        assert (ready["status"], ready["schema"][:2]) == ("ok", "00")

    def test_metrics_are_for_who_holds_the_token(self, world: World, app: Flask) -> None:
        from backend.kernel import crypto

        assert world.get("/metrics").status_code == 404
        assert world.request("GET", "/metrics", token="x").status_code == 404
        shown = world.request("GET", "/metrics", token=crypto.keys().metrics_token)
        assert shown.status_code == 200
        assert "tanhui_requests_total" in shown.text


def test_a_doubled_slash_is_an_unknown_address_and_no_redirect(world: World) -> None:
    answer = world.request("GET", "//me")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


class TestASessionThatIsCut:
    """A restart of the database, or an operator's hand: between two requests, within one, after one."""

    def test_after_everything_was_read_spoils_no_answer(self, world: World) -> None:
        for _ in range(3):
            assert world.get("/cut-off").status_code == 200

    def test_in_the_middle_is_answered_with_later(self, world: World) -> None:
        refused = world.get("/cut-off-in-between")
        assert (refused.status_code, refused.json["code"]) == (503, "database-unavailable")
        assert world.get("/cut-off").status_code == 200, "and the next one finds a session"
