"""The environment of the system's processes: what the caller set, and our own servers for what was left open."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local import postgres, tls
from deploy.local.places import Places, write_private
from deploy.local.postgres import PostgresServer
from deploy.local.refusal import Refusal
from deploy.local.sockets import free_port
from deploy.local.valkey import ValkeyServer
from deploy.standins.residents.signatures import DEMO_SECRET_ID
from deploy.standins.wechatpay import keys as wechatpay

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8080


@dataclass(frozen=True)
class Settings:
    """What is started here, and with which environment. None: the caller named a server of its own."""

    host: str
    port: int
    base_url: str
    certificate: tls.Certificate | None
    postgres: PostgresServer | None
    valkey: ValkeyServer | None
    payment_standin_port: int | None
    register_standin_port: int | None
    audit_database_url: str | None
    environment: Mapping[str, str]


def settle(places: Places, given: Mapping[str, str]) -> Settings:
    """Decide what runs where. `given` wins over every default.

    Raises:
        Refusal: a value of `given` is unusable.
    """
    host = read_host(given)
    secure = wants_https(given)
    port = read_port(given.get("PORT") or str(DEFAULT_PORT))
    # The address to open: a server that listens everywhere is reached here by the loopback.
    # For a phone it is the address in the network.
    everywhere = {"0.0.0.0": tls.lan_address() if secure else "127.0.0.1", "::": "::1"}
    address = everywhere.get(host, host)
    certificate = tls.ensure_certificate(places.tls, address) if secure else None
    shown = f"[{address}]" if ":" in address else address
    base_url = f"{'https' if secure else 'http'}://{shown}:{port}"
    environment = {name: value for name, value in given.items() if value != ""}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{given.get('PATH', os.defpath)}"
    # Set by make for its own children; what we start is none of them.
    for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
        environment.pop(name, None)
    defaults = {
        "ENVIRONMENT": "development",
        "HOST": host,
        "PORT": str(port),
        "PUBLIC_URL": base_url,
        "KEYS_DIR": str(places.keys),
        "SMS_URL": f"file:{places.sms}",
        "PROMETHEUS_MULTIPROC_DIR": str(places.metrics),
        "PYTHONUNBUFFERED": "1",
    }

    server = broker = standin_port = None
    if "DATABASE_URL" in environment:
        defaults["DATABASE_OWNER_URL"] = environment["DATABASE_URL"]
        audit_url = environment.get("AUDIT_DATABASE_URL")
    else:
        server = PostgresServer(places.postgres, places.sockets)
        # The two go together: an owner of somewhere else must not migrate our database.
        environment["DATABASE_URL"] = server.url(postgres.APPLICATION_ROLE)
        environment["DATABASE_OWNER_URL"] = server.url(postgres.OWNER_ROLE)
        audit_url = server.conninfo(postgres.AUDIT_ROLE)
    if "BROKER_URL" not in environment:
        broker = ValkeyServer(places.valkey, places.sockets / "valkey.sock")
        defaults["BROKER_URL"] = broker.url
    defaults.update(_wechatpay(Path(environment.get("KEYS_DIR", places.keys))))
    if "WECHATPAY_BASE_URL" not in environment:
        # Where the phone pays must be found by the phone.
        standin_host = host if secure else DEFAULT_HOST
        standin_port = free_port(standin_host, port + 1)
        defaults["WECHATPAY_BASE_URL"] = f"http://{shown if secure else DEFAULT_HOST}:{standin_port}"
    register_port = None
    if "REAL_NAME_URL" not in environment:
        register_port = free_port(DEFAULT_HOST, port + 2)
        defaults.update(_register(Path(environment.get("KEYS_DIR", places.keys)), register_port))
    return Settings(
        host=host,
        port=port,
        base_url=base_url,
        certificate=certificate,
        postgres=server,
        valkey=broker,
        payment_standin_port=standin_port,
        register_standin_port=register_port,
        audit_database_url=audit_url,
        environment={**defaults, **environment},
    )


def wants_https(given: Mapping[str, str]) -> bool:
    """Tell whether HTTPS=1 was asked for."""
    wish = given.get("HTTPS") or "0"
    if wish not in {"0", "1"}:
        raise Refusal(f"HTTPS={wish} says nothing: take 1, or leave it out")
    return wish == "1"


def read_host(given: Mapping[str, str]) -> str:
    """Return the address to listen on: the loopback's, with HTTPS=1 the one in the network."""
    return given.get("HOST") or (tls.lan_address() if wants_https(given) else DEFAULT_HOST)


def read_port(text: str) -> int:
    """Return the port that `text` names."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535):
        raise Refusal(f"PORT={text} is no port: take a number from 1 to 65535")
    return int(text)


def keep(places: Places, settings: Settings) -> None:
    """Leave what the running system's processes know for commands that join it; nothing of the caller's own."""
    ours = {name: value for name, value in settings.environment.items() if name in _NAMES}
    write_private(places.environment, json.dumps(ours, indent=2, sort_keys=True) + "\n")


def joined(places: Places, given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for a command beside the system: the running one's, or what a start would take."""
    try:
        running: dict[str, str] = json.loads(places.environment.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        places.prepare()
        return dict(settle(places, given).environment)
    path = f"{Path(sys.executable).parent}{os.pathsep}{given.get('PATH', os.defpath)}"
    return {**running, **{name: value for name, value in given.items() if value != ""}, "PATH": path}


# PROMETHEUS_MULTIPROC_DIR is not among them: a command beside the system adds nothing to its counters.
_NAMES = frozenset({
    "ENVIRONMENT", "HOST", "PORT", "PUBLIC_URL", "DATABASE_URL", "DATABASE_OWNER_URL", "BROKER_URL", "KEYS_DIR",
    "SMS_URL", "CLOCK_OFFSET_S", "WECHATPAY_BASE_URL", "WECHATPAY_PUBLIC_KEY_FILE", "WECHATPAY_PUBLIC_KEY_ID",
    "WECHATPAY_MCHID", "WECHATPAY_APPID", "WECHATPAY_MERCHANT_SERIAL", "WECHATPAY_MERCHANT_KEY_FILE",
    "WECHATPAY_APIV3_KEY_FILE", "REAL_NAME_URL", "REAL_NAME_SECRET_ID", "REAL_NAME_SECRET_KEY_FILE",
})  # fmt: skip


def _register(keys_dir: Path, port: int) -> dict[str, str]:
    """Where names are confirmed, and as whom we ask: a secret that is made once and that both sides read."""
    secret = keys_dir / "real-name" / "secret_key.txt"
    if not secret.exists():
        secret.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(secret, secrets.token_hex(20))
    return {
        "REAL_NAME_URL": f"http://{DEFAULT_HOST}:{port}",
        "REAL_NAME_SECRET_ID": DEMO_SECRET_ID,
        "REAL_NAME_SECRET_KEY_FILE": str(secret),
    }


def _wechatpay(keys_dir: Path) -> dict[str, str]:
    paths = wechatpay.ensure_keys(keys_dir)
    return {
        "WECHATPAY_PUBLIC_KEY_FILE": str(paths.gateway_public),
        "WECHATPAY_PUBLIC_KEY_ID": paths.public_key_id.read_text(encoding="ascii").strip(),
        "WECHATPAY_MCHID": wechatpay.DEMO_MERCHANT_ID,
        "WECHATPAY_APPID": wechatpay.DEMO_APP_ID,
        "WECHATPAY_MERCHANT_SERIAL": paths.merchant_serial.read_text(encoding="ascii").strip(),
        "WECHATPAY_MERCHANT_KEY_FILE": str(paths.merchant_private),
        "WECHATPAY_APIV3_KEY_FILE": str(paths.apiv3_key),
    }
