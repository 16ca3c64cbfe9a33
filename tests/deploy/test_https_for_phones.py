"""`HTTPS=1 make run`: what a phone on the same network gets, and what it must trust for that."""

from __future__ import annotations

import json
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from deploy.local import environment, tls
from deploy.local.refusal import Refusal
from deploy.local.sockets import free_port
from deploy.standins.wechatpay import app as standin
from tests.deploy.small_application import SmallSystem
from tests.support.checkout import eventually

LAN = tls.lan_address()


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SmallSystem, str]]:
    """The system under its supervisor, and what it said."""
    system = SmallSystem(tmp_path_factory.mktemp("checkout"), free_port(LAN), HTTPS="1")
    said = system.start()
    yield system, said
    system.signal(signal.SIGINT)
    assert eventually(lambda: not system.processes(), within_s=10)
    for process in system.processes():
        os.kill(process, signal.SIGKILL)
    system.forget()


class TestTheRunningSystem:
    def test_answers_over_tls_to_who_trusts_its_authority_and_to_nobody_else(
        self, started: tuple[SmallSystem, str]
    ) -> None:
        system, _ = started
        address = f"https://{LAN}:{system.port}"
        seen = requests.get(f"{address}/seen-as", verify=authority_of(system), timeout=5).json()
        assert seen == {"secure": True, "host": f"{LAN}:{system.port}", "public_url": address}
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(f"{address}/healthz", timeout=5)

    def test_says_the_address_as_a_code_and_how_to_trust_it(self, started: tuple[SmallSystem, str]) -> None:
        system, said = started
        assert f"https://{LAN}:{system.port}/" in said
        assert "█" in said or "▀" in said
        assert "iPhone" in said and "安卓" in said
        authority = x509.load_pem_x509_certificate(Path(authority_of(system)).read_bytes())
        assert authority.fingerprint(tls.hashes.SHA256()).hex(":").upper() in said

    def test_gives_its_authority_to_a_phone_and_never_a_key(self, started: tuple[SmallSystem, str]) -> None:
        system, said = started
        standin = json.loads((system.folder / "var" / "demo.json").read_text())["standins"]["wechat"]
        assert f"{standin}/ca.pem" in said
        answer = requests.get(f"{standin}/ca.pem", timeout=5)
        assert answer.headers["Content-Type"].startswith("application/x-x509-ca-cert")
        assert answer.text == Path(authority_of(system)).read_text()
        for key in (system.folder / "var" / "tls").glob("*.key"):
            assert stat.S_IMODE(key.stat().st_mode) == 0o600

    def test_the_payment_page_is_where_a_phone_finds_it(self, started: tuple[SmallSystem, str]) -> None:
        system, _ = started
        standin = json.loads((system.folder / "var" / "demo.json").read_text())["standins"]["wechat"]
        assert standin.startswith(f"http://{LAN}:")
        assert requests.get(f"{standin}/pay/unknown", timeout=5).status_code == 404  # it answers there, of its own
        assert requests.get(f"{standin}/_control/log", timeout=5).status_code == 200  # from this machine

    def test_nothing_else_listens_beyond_the_loopback(self, started: tuple[SmallSystem, str]) -> None:
        system, _ = started
        demo = json.loads((system.folder / "var" / "demo.json").read_text())
        expected = {system.port, int(demo["standins"]["wechat"].rsplit(":", 1)[1])}
        assert listening_beyond_the_loopback(system) == expected


class TestTheCertificate:
    def test_is_for_the_address_and_for_serving(self, tmp_path: Path) -> None:
        files = tls.ensure_certificate(tmp_path, "192.168.3.7")
        leaf = x509.load_pem_x509_certificate(files.shown.read_bytes())
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert ip_address("192.168.3.7") in names.get_values_for_type(x509.IPAddress)
        usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
        assert leaf.not_valid_after_utc - leaf.not_valid_before_utc < timedelta(days=825), "phones refuse a longer one"
        authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
        leaf.verify_directly_issued_by(authority)

    def test_a_phone_trusts_once_also_when_the_address_changes(self, tmp_path: Path) -> None:
        first = tls.ensure_certificate(tmp_path, "192.168.3.7")
        before = (first.authority.read_bytes(), first.shown.read_bytes())
        tls.ensure_certificate(tmp_path, "192.168.3.7")
        assert (first.authority.read_bytes(), first.shown.read_bytes()) == before
        tls.ensure_certificate(tmp_path, "10.0.0.9")
        assert first.authority.read_bytes() == before[0]
        assert first.shown.read_bytes() != before[1]

    def test_is_made_again_before_it_is_over(self, tmp_path: Path) -> None:
        first = tls.ensure_certificate(tmp_path, "192.168.3.7")
        before = first.shown.read_bytes()
        tls.ensure_certificate(tmp_path, "192.168.3.7", today=datetime.now(UTC) + timedelta(days=80))
        assert first.shown.read_bytes() != before

    def test_whoever_steals_the_authority_cannot_pretend_to_be_another_site(self, tmp_path: Path) -> None:
        authority = x509.load_pem_x509_certificate(
            tls.ensure_certificate(tmp_path, "192.168.3.7").authority.read_bytes()
        )
        limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
        assert limits.critical
        names = [one.value for one in limits.value.permitted_subtrees or [] if isinstance(one, x509.DNSName)]
        assert all("." not in name or name.endswith(".local") for name in names)
        assert names and authority.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_another_wish_than_1_is_refused_in_words() -> None:
    with pytest.raises(Refusal, match="HTTPS=yes"):
        environment.wants_https({"HTTPS": "yes"})


def test_without_the_flag_it_stays_on_the_loopback() -> None:
    assert environment.read_host({}) == "127.0.0.1"
    assert environment.read_host({"HTTPS": "0"}) == "127.0.0.1"


def authority_of(system: SmallSystem) -> str:
    return str(system.folder / "var" / "tls" / "ca.pem")


def listening_beyond_the_loopback(system: SmallSystem) -> set[int]:
    inodes = set()
    for process in system.processes():
        for link in Path(f"/proc/{process}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed in the same moment
                target = os.readlink(link)
                if target.startswith("socket:["):
                    inodes.add(target[len("socket:[") : -1])
    ports = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and fields[9] in inodes and not fields[1].startswith("0100007F:"):
            ports.add(int(fields[1].split(":")[1], 16))
    return ports


def test_a_phone_of_the_network_may_pay_and_not_turn_what_only_a_stand_in_has(tmp_path: Path) -> None:
    app = standin.create_app(standin.Settings(tmp_path / "state", tmp_path / "keys"))
    try:
        phone = {"REMOTE_ADDR": "192.168.3.50", "SERVER_NAME": "192.168.3.7"}
        here = {"REMOTE_ADDR": "192.168.3.7", "SERVER_NAME": "192.168.3.7"}
        assert app.test_client().get("/healthz", environ_overrides=phone).status_code == 200
        assert app.test_client().get("/_control/log", environ_overrides=phone).status_code == 404
        assert app.test_client().get("/_control/log", environ_overrides=here).status_code == 200
    finally:
        app.extensions["wechatpay_standin"].courier.stop()
        app.extensions["wechatpay_standin"].store.close()
