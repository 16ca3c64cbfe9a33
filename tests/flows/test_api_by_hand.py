"""docs/api.md, run as it stands by a shell, against the service with its stand-in, its sweeps and the demo county."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from backend import create_app
from backend.demo_machines import write_client
from backend.identity import queries as identity
from deploy.local.sockets import free_port
from deploy.standins.wechatpay.keys import KeyPaths
from tests.conftest import settings_for
from tests.e2e.conftest import demo_county
from tests.support.postgres import Database
from tests.support.standin import StandIn, pays_at

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPERATION = re.compile(r"`(GET|POST|PATCH|DELETE) (/[^`?]*)`")


@pytest.fixture(scope="module")
def app(database: Database, keys_folder: Path, standin: StandIn, wechat_keys: KeyPaths) -> Iterator[Flask]:
    address = f"http://127.0.0.1:{free_port('127.0.0.1', 22_000)}"
    settings = settings_for(database, keys_folder, wechat_pay=pays_at(standin, wechat_keys))
    with demo_county(create_app(replace(settings, public_url=address))) as app:
        yield app


@pytest.mark.skipif(shutil.which("curl") is None, reason="the page speaks of curl, and this machine has none")
def test_every_block_of_the_page_works_in_turn(app: Flask, keys_folder: Path, standin: StandIn, tmp_path: Path) -> None:
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) >= 9
    (keys_folder / "sms.jsonl").touch()
    script = "\n".join([*blocks, 'echo "$CODE was taken, then $(echo "$REFUSED" | field code)"'])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env={"PATH": os.environ["PATH"], "BASE": app.extensions["settings"].public_url, "STANDIN": standin.url,
             "SMS_FILE": str(keys_folder / "sms.jsonl"), "NO_PROXY": "*", "no_proxy": "*"},
        cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stdout.rstrip().endswith("was taken, then pay-code-used")
    assert {"valid", "retired"} <= set(done.stdout.split())
    assert done.stdout.split().count("True") == 2, "the number is genuine, and so is the PDF"


def test_every_operation_that_the_page_names_is_there(app: Flask) -> None:
    document = app.test_client().get("/openapi.json").json
    served_here = {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}
    named = {f"{method} /api/v1{path}" for method, path in OPERATION.findall(PAGE.read_text(encoding="utf-8"))}
    assert named
    assert named - served_here == set()


def test_the_machine_of_the_page_signs_in_and_signs(app: Flask, tmp_path: Path) -> None:
    [script] = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    with app.app_context():
        shop = identity.organisation_by_code("leicha-shop")
        assert shop is not None
        till = write_client(tmp_path, shop.party_id, role="till", is_sandbox=False)
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"BASE": app.extensions["settings"].public_url, "CLIENT_ID": till["client_id"], "KID": till["kid"],
             "PRIVATE_KEY_FILE": till["private_key_file"], "NO_PROXY": "*", "no_proxy": "*"},
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == "422 pay-code-invalid"  # through the door; of no customer is the code
