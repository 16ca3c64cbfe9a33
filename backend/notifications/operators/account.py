"""What the county has with an operator: key, sign, templates. A folder of files, read once at the start."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from backend.notifications.templates import sms_templates


class Operator(StrEnum):
    """The names in SMS_URL."""

    ALIYUN = "aliyun"
    TENCENT = "tencent"


LANGUAGES: Final = ("zh-CN", "en")
KEY_ID_FILE: Final = "access_key_id.txt"
KEY_FILE: Final = "access_key_secret.txt"
ACCOUNT_FILE: Final = "sms.toml"
HOME: Final[Mapping[Operator, tuple[str, str]]] = {
    Operator.ALIYUN: ("https://dysmsapi.aliyuncs.com", "cn-hangzhou"),
    Operator.TENCENT: ("https://sms.tencentcloudapi.com", "ap-guangzhou"),
}
"""Endpoint and region of each, unless the file says otherwise."""


class AccountIncomplete(Exception):
    """Nothing could be sent with this. Says what is missing, in one line."""


@dataclass(frozen=True, slots=True)
class Account:
    """``templates`` and ``signs`` are the operator's names of what it has approved, by language."""

    operator: Operator
    endpoint: str
    region: str
    key_id: str
    key_secret: str = field(repr=False)
    app_id: str
    signs: Mapping[str, str]
    templates: Mapping[str, Mapping[str, str]]

    @property
    def scheme(self) -> str:
        return self.endpoint.partition("://")[0]

    @property
    def host(self) -> str:
        """With its port, as it is signed."""
        return self.endpoint.partition("://")[2]


def read_account(operator: Operator, folder: Path) -> Account:
    """The account that lies in a folder: ``access_key_id.txt``, ``access_key_secret.txt`` and ``sms.toml``.

    Raises AccountIncomplete, also for a template that the operator has not approved in each language: a message that
    cannot be sent is found at the start, and not by whoever waits for it.
    """
    said = _toml(folder / ACCOUNT_FILE)
    endpoint, region = HOME[operator]
    account = Account(
        operator=operator, endpoint=str(said.get("endpoint", endpoint)).rstrip("/"),
        region=str(said.get("region", region)), key_id=_line(folder / KEY_ID_FILE), key_secret=_line(folder / KEY_FILE),
        app_id=str(said.get("app_id", "")), signs=_texts(said, "sign", folder),
        templates={language: _texts(said.get("templates", {}), language, folder) for language in LANGUAGES},
    )  # fmt: skip
    _refuse_gaps(account, folder / ACCOUNT_FILE)
    return account


def _refuse_gaps(account: Account, file: Path) -> None:
    if not re.fullmatch(r"https://[a-z0-9.-]+|http://(127\.0\.0\.1|localhost)(:\d{1,5})?", account.endpoint, re.ASCII):
        raise AccountIncomplete(f"endpoint in {file} must be https://host without a path")
    if account.operator is Operator.TENCENT and not account.app_id:
        raise AccountIncomplete(f"app_id is missing in {file}")
    for language in LANGUAGES:
        if not account.signs.get(language):
            raise AccountIncomplete(f"[sign] in {file} lacks {language!r}")
        lacking = [code for code in sms_templates() if not account.templates[language].get(code)]
        if lacking:
            raise AccountIncomplete(f"[templates.{language}] in {file} lacks {', '.join(lacking)}")


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise AccountIncomplete(f"there is no file {file}; docs/sms.md says what belongs in it") from None
    except ValueError as error:
        raise AccountIncomplete(f"{file} is no TOML: {error}") from None


def _line(file: Path) -> str:
    try:
        said = file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        said = ""
    if not re.fullmatch(r"[!-~]{8,200}", said, re.ASCII):
        raise AccountIncomplete(f"{file} must hold the key and nothing else")
    return said


def _texts(said: Any, name: str, folder: Path) -> Mapping[str, str]:
    table = said.get(name, {}) if isinstance(said, dict) else None
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise AccountIncomplete(f"{name} in {folder / ACCOUNT_FILE} must be a table of texts")
    return table
