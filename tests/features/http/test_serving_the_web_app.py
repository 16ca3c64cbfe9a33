"""The built files: the right headers, as small as the browser takes them, and nothing that is not the app's."""

from __future__ import annotations

import gc
import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient

from backend import create_app
from backend.extensions import db
from tests.conftest import settings_for
from tests.support.postgres import Database

CODE = b"export const answer = 42\n" * 100


@pytest.fixture(scope="module")
def client(database: Database, keys_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    dist = tmp_path_factory.mktemp("dist")
    (dist / "assets").mkdir()
    (dist / ".vite").mkdir()
    (dist / ".vite" / "manifest.json").write_text("{}")
    (dist / ".built-from").write_text("abc")
    (dist / "index.html").write_text("<!doctype html><title>shell</title>")
    (dist / "sw.js").write_text("/* worker */")
    (dist / "manifest.webmanifest").write_text("{}")
    for name in ("assets/code-1a.js", "index.html"):
        content = CODE if name.endswith(".js") else (dist / name).read_bytes()
        (dist / name).write_bytes(content)
        (dist / f"{name}.gz").write_bytes(gzip.compress(content))
        (dist / f"{name}.br").write_bytes(brotli.compress(content))
    app = create_app(replace(settings_for(database, keys_folder), web_dist=dist))
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None)],
)
def test_code_comes_as_small_as_the_browser_takes_it(client: FlaskClient, accepted: str, sent: str | None) -> None:
    answer = client.get("/assets/code-1a.js", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    assert {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent](answer.data) == CODE
    assert answer.mimetype == "text/javascript"
    assert "Accept-Encoding" in answer.headers["Vary"], "a cache between us must not give one browser another's bytes"
    assert "immutable" in answer.headers["Cache-Control"]


def test_each_encoding_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = {
        client.get("/assets/code-1a.js", headers={"Accept-Encoding": one}).headers["ETag"] for one in ("br", "gzip", "")
    }
    assert len(tags) == 3


def test_the_shell_is_asked_for_anew_and_comes_small_for_every_page(client: FlaskClient) -> None:
    for path in ("/", "/orders/17"):
        answer = client.get(path, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
        assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/html", "no-cache")
        assert b"shell" in gzip.decompress(answer.data)


def test_the_service_worker_is_never_kept_and_may_fetch_from_us_alone(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"


def test_the_manifest_says_what_it_is(client: FlaskClient) -> None:
    assert client.get("/manifest.webmanifest").mimetype == "application/manifest+json"


@pytest.mark.parametrize("path", ["/assets/code-1a.js.br", "/assets/code-1a.js.gz", "/assets/gone-2b.js"])
def test_an_asset_that_is_not_there_is_not_the_shell(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "*/*"}).status_code == 404


@pytest.mark.parametrize("path", ["/.vite/manifest.json", "/.built-from", "/index.html.gz"])
def test_what_is_the_builds_own_is_not_served(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 404


@pytest.mark.parametrize("path", ["/index.html", "/assets/code-1a.js"])
def test_no_file_stays_open_for_who_goes_away_or_has_it_already(client: FlaskClient, path: str) -> None:
    # Answers that nobody reads: a file that is left to the collector is a warning, and warnings are errors.
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    part = client.get(path, headers={"Range": "bytes=2-5"})
    assert (part.status_code, len(part.data)) == (206, 4)
    gc.collect()
