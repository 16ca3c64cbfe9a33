"""Operators' other end for the tests: what the county has agreed with them, and a stand-in that holds it to that."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from backend.notifications.operators.account import LANGUAGES, Account, Operator, read_account
from backend.notifications.operators.wording import wording
from backend.notifications.templates import sms_templates
from tests.support.standin import REPOSITORY

SIGNS = {"zh-CN": "明溪碳惠", "en": "Tanhui"}
SECRETS = {operator: f"{operator}-secret-of-the-county" for operator in Operator}


def template_id(operator: Operator, template: str, language: str) -> str:
    number = 1000 + 100 * LANGUAGES.index(language) + sms_templates().index(template)
    return f"SMS_{number}" if operator is Operator.ALIYUN else str(number)


def write_account(operator: Operator, folder: Path, endpoint: str) -> Path:
    """What an operator of the service puts down, as docs/sms.md says."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "access_key_id.txt").write_text(f"{operator}-key-of-the-county\n")
    (folder / "access_key_secret.txt").write_text(SECRETS[operator] + "\n")
    lines = [f'endpoint = "{endpoint}"', 'app_id = "1400000001"', "[sign]"]
    lines += [f'"{language}" = "{sign}"' for language, sign in SIGNS.items()]
    for language in LANGUAGES:
        lines.append(f'[templates."{language}"]')
        lines += [f'{code} = "{template_id(operator, code, language)}"' for code in sms_templates()]
    (folder / "sms.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def approved() -> dict[str, Any]:
    """What each has approved: exactly the texts that we hand in."""
    return {
        str(operator): {
            "key_id": f"{operator}-key-of-the-county", "secret": SECRETS[operator], "signs": list(SIGNS.values()),
            "app_id": "1400000001",
            "templates": {template_id(operator, code, language): wording(operator, code, language)
                          for language in LANGUAGES for code in sms_templates()},
        }
        for operator in Operator
    }  # fmt: skip


@dataclass
class OperatorStandIn:
    """The running stand-in."""

    url: str
    folder: Path

    def account(self, operator: Operator) -> Account:
        return read_account(operator, write_account(operator, self.folder / operator, self.url))

    def will(self, operator: Operator, *moods: str) -> None:
        """What it does to the next requests."""
        requests.post(f"{self.url}/_control/{operator}/moods", json={"moods": moods}, timeout=5).raise_for_status()

    def _told(self, operator: Operator, what: str) -> Any:
        return requests.get(f"{self.url}/_control/{operator}", timeout=5).json()[what]

    def sent(self, operator: Operator, phone: str) -> list[dict[str, Any]]:
        return [message for message in self._told(operator, "sent") if message["phone"] == phone]

    def refused(self, operator: Operator) -> list[str]:
        codes: list[str] = self._told(operator, "refused")
        return codes


@contextmanager
def running_operators(folder: Path) -> Iterator[OperatorStandIn]:
    (folder / "approved.json").write_text(json.dumps(approved(), ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "-m", "deploy.standins.sms", "--port", "0"]
    command += ["--approved", str(folder / "approved.json")]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        try:
            yield OperatorStandIn(address[0], folder)
        finally:
            process.kill()
