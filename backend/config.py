"""The only reader of the environment. Everything else gets a ``Settings``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from backend.notifications.operators.account import Account, AccountIncomplete, Operator, read_account

ROOT: Final = Path(__file__).parent.parent
RUNNING: Final = ROOT / "var" / "run" / "environment.json"
"""Written by the local supervisor, so that ``flask ...`` typed beside it speaks to the running system."""

ENVIRONMENTS: Final = ("development", "test", "production")


class ConfigurationError(Exception):
    """The service must not start like this. Says what to change, in one line."""


@dataclass(frozen=True, slots=True)
class WeChatPay:
    """Where and as whom we take money by WeChat Pay (APIv3, public-key mode)."""

    base_url: str
    public_key_file: Path
    public_key_id: str
    mchid: str
    appid: str
    merchant_serial: str
    merchant_key_file: Path
    apiv3_key_file: Path


@dataclass(frozen=True, slots=True)
class Bucket:
    """An S3-compatible bucket for the files of people; without one they lie in ``files_dir``."""

    name: str
    endpoint: str | None
    region: str
    access_key_id: str
    secret_access_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RealNameRegister:
    """Where names and resident numbers are confirmed (Tencent Cloud, faceid), and as whom we ask."""

    base_url: str
    secret_id: str
    secret_key_file: Path


@dataclass(frozen=True, slots=True)
class Settings:
    environment: str
    database_url: str
    database_owner_url: str
    broker_url: str | None
    public_url: str
    keys_dir: Path
    sms_url: str
    sms_account: Account | None = None
    clock_offset_s: int = 0
    wechat_pay: WeChatPay | None = None
    trusted_proxies: int = 0
    sms_per_ip_and_hour: int = 60
    sms_per_hour_in_all: int = 2000
    web_dist: Path = field(default=ROOT / "web" / "dist")
    database_connections: int = 8
    files_dir: Path = field(default=ROOT / "var" / "files")
    bucket: Bucket | None = None
    largest_upload_bytes: int = 5 * 1024 * 1024
    webhook_ports: tuple[int, ...] = (443,)
    webhook_loopback: bool = False
    webhook_authority_file: Path | None = None
    real_name: RealNameRegister | None = None
    passkey_rp_id: str | None = None

    @property
    def web_origin(self) -> str:
        """Where a browser says that it is. Passkeys belong to a name, so this machine goes by the name it has."""
        address = urlsplit(self.public_url)
        port = f":{address.port}" if address.port else ""
        return f"{address.scheme}://{_name_of(address.hostname)}{port}"

    @property
    def passkey_domain(self) -> str:
        """The name that passkeys belong to (WebAuthn's relying party id): all below it may use them."""
        return self.passkey_rp_id or _name_of(urlsplit(self.public_url).hostname)

    @property
    def is_production(self) -> bool:
        return self.environment == "production"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; beside a running local system, from what it wrote down."""
    given = dict(os.environ if environ is None else environ)
    if "DATABASE_URL" not in given and RUNNING.exists():
        given = {**json.loads(RUNNING.read_text(encoding="utf-8")), **given}
    settings = _settings(given)
    _refuse_unsafe(settings)
    return settings


def _settings(given: Mapping[str, str]) -> Settings:
    try:
        database_url = given["DATABASE_URL"]
    except KeyError:
        raise ConfigurationError("DATABASE_URL is not set; start the local system (make run) or set it") from None
    keys = Path(given.get("KEYS_DIR") or ROOT / "var" / "keys")
    return Settings(
        environment=given.get("ENVIRONMENT", "development"),
        database_url=_with_driver(database_url),
        database_owner_url=_with_driver(given.get("DATABASE_OWNER_URL") or database_url),
        broker_url=given.get("BROKER_URL") or None,
        public_url=(given.get("PUBLIC_URL") or f"http://127.0.0.1:{given.get('PORT', '8080')}").rstrip("/"),
        keys_dir=keys,
        sms_url=given.get("SMS_URL") or f"file:{ROOT / 'var' / 'sms.jsonl'}",
        sms_account=_sms_account(given.get("SMS_URL") or "", keys),
        clock_offset_s=_whole(given, "CLOCK_OFFSET_S", 0),
        wechat_pay=_wechat_pay(given, keys),
        trusted_proxies=_whole(given, "TRUSTED_PROXIES", 0),
        sms_per_ip_and_hour=_whole(given, "SMS_PER_IP_AND_HOUR", 60),
        sms_per_hour_in_all=_whole(given, "SMS_PER_HOUR_IN_ALL", 2000),
        web_dist=Path(given.get("WEB_DIST") or ROOT / "web" / "dist"),
        database_connections=_whole(given, "DATABASE_CONNECTIONS", 8),
        files_dir=Path(given.get("FILES_DIR") or ROOT / "var" / "files"),
        bucket=_bucket(given, keys),
        largest_upload_bytes=_whole(given, "LARGEST_UPLOAD_BYTES", 5 * 1024 * 1024),
        webhook_ports=_ports(given),
        webhook_loopback=given.get("WEBHOOK_LOOPBACK") == "1",
        webhook_authority_file=Path(given["WEBHOOK_AUTHORITY_FILE"]) if given.get("WEBHOOK_AUTHORITY_FILE") else None,
        real_name=_real_name(given, keys),
        passkey_rp_id=given.get("PASSKEY_RP_ID") or None,
    )


def _name_of(host: str | None) -> str:
    return "localhost" if host in {None, "127.0.0.1", "::1"} else str(host)


def _real_name(given: Mapping[str, str], keys: Path) -> RealNameRegister | None:
    url = given.get("REAL_NAME_URL")
    if not url:
        return None
    secret = Path(given.get("REAL_NAME_SECRET_KEY_FILE") or keys / "real-name" / "secret_key.txt")
    if not given.get("REAL_NAME_SECRET_ID") or not secret.exists():
        raise ConfigurationError(f"REAL_NAME_URL needs REAL_NAME_SECRET_ID, and its secret in the file {secret}")
    return RealNameRegister(url.rstrip("/"), given["REAL_NAME_SECRET_ID"], secret)


def _bucket(given: Mapping[str, str], keys: Path) -> Bucket | None:
    name = given.get("S3_BUCKET")
    if not name:
        return None
    secret = Path(given.get("S3_SECRET_ACCESS_KEY_FILE") or keys / "s3_secret_access_key.txt")
    if not given.get("S3_ACCESS_KEY_ID") or not secret.exists():
        raise ConfigurationError(f"S3_BUCKET needs S3_ACCESS_KEY_ID, and its secret in the file {secret}")
    return Bucket(
        name=name, endpoint=given.get("S3_ENDPOINT") or None, region=given.get("S3_REGION") or "us-east-1",
        access_key_id=given["S3_ACCESS_KEY_ID"], secret_access_key=secret.read_text(encoding="ascii").strip(),
    )  # fmt: skip


def _sms_account(url: str, keys: Path) -> Account | None:
    """``aliyun:`` and ``tencent:`` are read from a folder beside the keys, or from the one named behind the colon."""
    name, _, folder = url.partition(":")
    if name not in tuple(Operator):
        return None
    try:
        return read_account(Operator(name), Path(folder) if folder else keys / name)
    except AccountIncomplete as gap:
        raise ConfigurationError(f"SMS_URL={name}: cannot be used: {gap}") from None


def _wechat_pay(given: Mapping[str, str], keys: Path) -> WeChatPay | None:
    base_url = given.get("WECHATPAY_BASE_URL")
    if not base_url:
        return None
    folder = keys / "wechatpay"

    def line(name: str, file: str, default: str) -> str:
        """A short public fact: from the environment, else from the file beside the keys."""
        if given.get(name):
            return given[name]
        path = folder / file
        return path.read_text(encoding="utf-8").strip() if path.exists() else default

    return WeChatPay(
        base_url=base_url.rstrip("/"),
        public_key_file=Path(given.get("WECHATPAY_PUBLIC_KEY_FILE") or folder / "gateway_public.pem"),
        public_key_id=line("WECHATPAY_PUBLIC_KEY_ID", "public_key_id.txt", "PUB_KEY_ID_0000000000000000000000000001"),
        mchid=given.get("WECHATPAY_MCHID", "1900000109"),
        appid=given.get("WECHATPAY_APPID", "wxd678efh567hg6787"),
        merchant_serial=line("WECHATPAY_MERCHANT_SERIAL", "merchant_serial.txt", ""),
        merchant_key_file=Path(given.get("WECHATPAY_MERCHANT_KEY_FILE") or folder / "merchant_private.pem"),
        apiv3_key_file=Path(given.get("WECHATPAY_APIV3_KEY_FILE") or folder / "apiv3_key.txt"),
    )


def _refuse_unsafe(settings: Settings) -> None:
    if settings.environment not in ENVIRONMENTS:
        raise ConfigurationError(f"ENVIRONMENT must be one of {', '.join(ENVIRONMENTS)}")
    if not f".{_name_of(urlsplit(settings.public_url).hostname)}".endswith(f".{settings.passkey_domain}"):
        raise ConfigurationError("PASSKEY_RP_ID must be the host of PUBLIC_URL or a name that it lies below")
    if settings.is_production:
        if settings.clock_offset_s:
            raise ConfigurationError("CLOCK_OFFSET_S moves the time and is refused in production")
        if not settings.public_url.startswith("https://"):
            raise ConfigurationError("PUBLIC_URL must be https in production")
        if settings.webhook_loopback:
            raise ConfigurationError("WEBHOOK_LOOPBACK lets strangers reach this machine and is refused in production")
        if settings.sms_url.startswith("file:"):
            raise ConfigurationError("SMS_URL must name a real sender in production")


def _with_driver(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _whole(given: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(given.get(name) or default)
    except ValueError:
        raise ConfigurationError(f"{name} must be a whole number") from None


def _ports(given: Mapping[str, str]) -> tuple[int, ...]:
    """Ports beside which no webhook is sent: ``443`` or a list with commas."""
    try:
        return tuple(int(port) for port in (given.get("WEBHOOK_PORTS") or "443").split(","))
    except ValueError:
        raise ConfigurationError("WEBHOOK_PORTS must be whole numbers with commas between") from None
