"""Tencent Cloud 身份信息认证 (``IdCardVerification`` of ``faceid``, 2018-03-01): a name and a number, one question."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import structlog

from backend.identity.people.payloads import Outcome
from backend.identity.people.registers.protocol import Answer
from backend.identity.people.registers.signing import CONTENT_TYPE, authorization
from backend.kernel import clock

log = structlog.get_logger()

SERVICE: Final = "faceid"
ACTION: Final = "IdCardVerification"
VERSION: Final = "2018-03-01"
PATIENCE_S: Final = 3

OUTCOMES: Final = {
    "0": Outcome.MATCH,
    "-1": Outcome.NO_MATCH,  # 姓名和身份证号不一致
    "-2": Outcome.NO_MATCH,  # 非法身份证号
    "-3": Outcome.NO_MATCH,  # 非法姓名
    "-5": Outcome.NO_MATCH,  # 证件库中无此身份证记录
}
"""Everything else (-4 the register is out of order, -6 it is being renewed, -7 too often today) says nothing."""

NO_ANSWER: Final = Answer(Outcome.UNKNOWN, "")


@dataclass(frozen=True, slots=True)
class TencentRegister:
    base_url: str
    secret_id: str
    secret_key_file: Path

    def check(self, name: str, number: str) -> Answer:
        body = json.dumps({"IdCard": number, "Name": name}, ensure_ascii=False).encode()
        now = clock.unshifted(clock.wall_time())
        host = urlsplit(self.base_url).netloc
        headers = {
            "Content-Type": CONTENT_TYPE, "Host": host, "X-TC-Action": ACTION, "X-TC-Version": VERSION,
            "X-TC-Timestamp": str(int(now.timestamp())),
            "Authorization": authorization(
                secret_id=self.secret_id, secret_key=self.secret_key_file.read_text(encoding="ascii").strip(),
                service=SERVICE, host=host, body=body, at=now,
            ),
        }  # fmt: skip
        try:
            answer = requests.post(self.base_url, data=body, headers=headers, timeout=PATIENCE_S, allow_redirects=False)
            return _read(answer.json()["Response"]) if answer.ok else _silent(f"status {answer.status_code}")
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            return _silent(type(error).__name__)


def _read(response: Any) -> Answer:
    if "Error" in response:
        return _silent(str(response["Error"]["Code"]))
    outcome = OUTCOMES.get(str(response["Result"]), Outcome.UNKNOWN)
    return Answer(outcome, str(response["RequestId"])[:64])


def _silent(why: str) -> Answer:
    """Never with what was asked: a name and a number stay out of every log."""
    log.warning("real-name-register-silent", why=why)
    return NO_ANSWER
