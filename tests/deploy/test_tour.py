"""What the tour prints, and what it says when something refuses."""

from __future__ import annotations

import http.server
import json
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.tour import sign_in
from deploy.tour.client import Client, Problem
from deploy.tour.numbers import kg_of, yuan
from deploy.tour.refusal import TourStopped
from deploy.tour.system import System
from deploy.tour.terminal import padded, width

PROBLEM = {
    "title": "货架上只剩 140 公斤",
    "detail": "先抵这些，或者换一张碳票。",
    "mend": "改成 140 公斤。",
    "code": "shelf-exhausted",
    "request_id": "7f2a9c0d",
    "errors": [{"field": "/quantity_kg", "detail": "太多了。"}],
}


class Refusing(http.server.BaseHTTPRequestHandler):
    """Says no to every request, and remembers what it was asked."""

    asked: list[dict[str, str]]

    def do_POST(self) -> None:
        self.asked.append({name.lower(): value for name, value in self.headers.items()})
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps(PROBLEM).encode()
        self.send_response(422)
        self.send_header("Content-Type", "application/problem+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def service() -> Iterator[http.server.HTTPServer]:
    Refusing.asked = []
    with http.server.HTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_columns_hold_with_chinese_in_them() -> None:
    assert [width(text) for text in ("用电", "m³", "CO₂", "，")] == [4, 2, 3, 2]
    assert [width(padded(text, 10)) for text in ("坐高铁", "rail", "")] == [10, 10, 10]
    assert padded("9", 3, right=True) == "  9"


@pytest.mark.parametrize(
    ("grams", "shown"),
    [(229_819, "229.8"), (229_850, "229.9"), (49, "0.0"), (-40_920, "-40.9"), (1_234_567, "1,234.6")],
)
def test_grams_are_shown_as_kilograms_half_up(grams: int, shown: str) -> None:
    assert kg_of(grams).split(" ")[0] == shown


def test_fen_are_shown_as_yuan() -> None:
    assert [yuan(fen) for fen in (2300, 5, 100_000_000)] == ["¥23.00", "¥0.05", "¥1,000,000.00"]


def test_a_refusal_is_told_in_the_services_words_with_field_and_request(service: http.server.HTTPServer) -> None:
    client = Client(f"http://127.0.0.1:{service.server_port}").signed_in("a-token")

    with pytest.raises(Problem) as refused:
        client.post("/offset-orders", {})

    told = str(refused.value)
    for part in ("货架上只剩 140 公斤", "改成 140 公斤。", "/quantity_kg: 太多了。", "422 shelf-exhausted", "7f2a9c0d"):
        assert part in told


def test_what_keeps_something_has_a_key_of_its_own_each_time(service: http.server.HTTPServer) -> None:
    client = Client(f"http://127.0.0.1:{service.server_port}").signed_in("a-token")
    for keyed in (True, True, False):
        with pytest.raises(Problem):
            client.post("/offset-orders", {}, keyed=keyed)

    first, second, none = (asked.get("idempotency-key") for asked in Refusing.asked)
    assert first and second and first != second and none is None
    assert {asked["authorization"] for asked in Refusing.asked} == {"Bearer a-token"}


def test_an_address_where_nobody_listens_says_how_to_start() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        with pytest.raises(TourStopped, match=r"make run"):
            Client(f"http://127.0.0.1:{taken.getsockname()[1]}").get("/offers")


def test_a_kept_session_is_private_and_names_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "REMEMBERED", tmp_path / "tour-sessions.json")
    clerk = {"person_id": "01a2027c-b4c3-7e55-afad-9fa27940611a", "phone": "13800000011"}
    system = System(Client("http://127.0.0.1:9"), tmp_path / "sms.jsonl", Client("http://127.0.0.1:9"), (clerk,))

    sign_in.remember(system, clerk, {"refresh_token": "x" * 43})

    assert clerk["phone"] not in sign_in.REMEMBERED.read_text(encoding="utf-8")
    assert stat.S_IMODE(sign_in.REMEMBERED.stat().st_mode) == 0o600
