"""`make run`: what it promises while it runs, and that nothing is left or lost however it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from deploy.local.sockets import free_port
from deploy.local.supervisor import VITAL_ATTEMPTS
from tests.deploy.small_application import SmallSystem
from tests.support.checkout import eventually


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSystem]:
    system = SmallSystem(tmp_path_factory.mktemp("checkout"), free_port("127.0.0.1"))
    yield system
    for process in system.processes():
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    if system.supervisor is not None:
        system.supervisor.wait(10)
    system.forget()


@pytest.fixture
def running(checkout: SmallSystem) -> SmallSystem:
    """The system, up; the tests share one as long as none of them ends it."""
    if checkout.supervisor is None or checkout.supervisor.poll() is not None:
        checkout.start()
    return checkout


def said(system: SmallSystem, *arguments: str, port: int | None = None) -> tuple[int, list[str]]:
    process = system.command(*arguments, port=port)
    output, _ = process.communicate(timeout=30)
    return process.returncode, output.splitlines()


class TestStarting:
    def test_a_taken_port_is_said_in_one_line(self, checkout: SmallSystem) -> None:
        with socket.create_server(("127.0.0.1", 0)) as somebody:
            port = somebody.getsockname()[1]
            status, lines = said(checkout, "run", port=port)
        assert status == 1
        assert len(lines) == 1
        assert f"port {port}" in lines[0] and "PORT=" in lines[0]

    def test_it_says_where_it_is_and_who_may_sign_in(self, checkout: SmallSystem) -> None:
        words = checkout.start()
        assert checkout.address in words
        assert "13800000001" in words
        assert "sms.jsonl" in words

    def test_a_second_copy_is_refused_in_one_line(self, running: SmallSystem) -> None:
        status, lines = said(running, "run", port=free_port("127.0.0.1"))
        assert status == 1
        assert len(lines) == 1
        assert "already running" in lines[0]

    def test_its_state_is_not_emptied_under_it(self, running: SmallSystem) -> None:
        status, lines = said(running, "reset")
        assert (status, len(lines)) == (1, 1)
        assert running.write("still there") == 201

    def test_demo_json_tells_other_programs_how_to_reach_it(self, running: SmallSystem) -> None:
        file = running.folder / "var" / "demo.json"
        demo = json.loads(file.read_text(encoding="utf-8"))
        assert demo["base_url"] == running.address
        assert demo["people"][0]["phone"] == "13800000001"
        assert demo["standins"]["wechat"].startswith("http://127.0.0.1:")
        with psycopg.connect(demo["audit_database_url"]) as auditor:
            auditor.execute("SELECT text FROM notes")
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                auditor.execute("CREATE TABLE mine (text text)")

    @pytest.mark.parametrize(
        "statement",
        ["CREATE TABLE mine (text text)", "CREATE TEMPORARY TABLE mine (text text)", "SELECT lo_create(0)",
         "SELECT lo_from_bytea(0, 'x')", "INSERT INTO notes VALUES ('x')"],
    )  # fmt: skip
    def test_the_auditor_writes_nothing_even_where_he_asks_to(self, running: SmallSystem, statement: str) -> None:
        demo = json.loads((running.folder / "var" / "demo.json").read_text(encoding="utf-8"))
        with psycopg.connect(demo["audit_database_url"], autocommit=True) as auditor:
            auditor.execute("SET default_transaction_read_only = off")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                auditor.execute(statement)

    def test_its_state_is_private(self, running: SmallSystem) -> None:
        var = running.folder / "var"
        assert stat.S_IMODE(var.stat().st_mode) == 0o700
        for file in (var / "demo.json", var / "run" / "environment.json"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_nothing_of_it_listens_beyond_the_loopback(self, running: SmallSystem) -> None:
        inodes = {name for process in running.processes() for name in _sockets(process)}
        listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        addresses = {fields[1] for fields in listening if fields[3] == "0A" and fields[9] in inodes}
        assert addresses, "the web server listens at least"
        assert all(address.startswith("0100007F:") for address in addresses)


class TestWhatDiesComesBack:
    def test_postgres_with_everything_that_was_acknowledged(self, running: SmallSystem) -> None:
        assert running.write("before the crash") == 201
        (postmaster,) = running.children(r"bin/postgres -D")
        os.kill(postmaster, signal.SIGKILL)
        assert eventually(lambda: running.write("after the crash") == 201, within_s=15)
        assert {"before the crash", "after the crash"} <= set(running.notes())

    def test_postgres_however_often_it_is_killed(self, running: SmallSystem) -> None:
        """Giving up is for what does not come up; what answered and was killed is started again."""
        for number in range(VITAL_ATTEMPTS + 1):
            (postmaster,) = running.children(r"bin/postgres -D")
            os.kill(postmaster, signal.SIGKILL)
            assert eventually(lambda number=number: running.write(f"after crash {number}") == 201, within_s=60)
        assert running.supervisor is not None and running.supervisor.poll() is None

    def test_the_web_server_and_its_processes(self, running: SmallSystem) -> None:
        before = running.children(r"granian")
        assert len(before) > 1, "a main process and its workers"
        os.kill(min(before), signal.SIGKILL)
        assert eventually(lambda: not set(before) & set(running.processes()) and _answers(running), within_s=15)


class TestEnding:
    def test_kill_9_leaves_nothing_running_and_loses_nothing(self, running: SmallSystem) -> None:
        assert running.write("acknowledged") == 201
        running.signal(signal.SIGKILL)
        assert eventually(lambda: not running.processes(), within_s=10), running.processes()

        running.start()
        assert "acknowledged" in running.notes()

    def test_killing_the_guardian_too_leaves_nothing_running(self, running: SmallSystem) -> None:
        (guardian,) = running.children(r"deploy\.local\.guardian")
        os.kill(guardian, signal.SIGKILL)
        running.signal(signal.SIGKILL)
        assert eventually(lambda: not running.processes(), within_s=10), running.processes()

    def test_ctrl_c_stops_everything_in_order(self, running: SmallSystem) -> None:
        assert running.signal(signal.SIGINT) == 0
        assert running.processes() == []
        log = (running.folder / "var" / "log" / "postgres.log").read_text(encoding="utf-8")
        assert log.rstrip().endswith("database system is shut down")

    def test_reset_empties_the_state(self, checkout: SmallSystem) -> None:
        assert checkout.processes() == []
        status, _ = said(checkout, "reset")
        assert status == 0
        assert list((checkout.folder / "var").iterdir()) == []


def _answers(system: SmallSystem) -> bool:
    try:
        return system.notes() is not None
    except OSError:
        return False


def _sockets(process: int) -> list[str]:
    """Return the inodes of a process's sockets."""
    found = []
    try:
        for link in Path(f"/proc/{process}/fd").iterdir():
            target = os.readlink(link)
            if target.startswith("socket:["):
                found.append(target[len("socket:[") : -1])
    except OSError:
        pass
    return found
