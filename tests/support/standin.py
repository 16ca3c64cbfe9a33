"""WeChat Pay's other end for the flows: the stand-in as a process of its own, and an application that pays there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from backend.config import WeChatPay
from deploy.standins.wechatpay.keys import DEMO_APP_ID, DEMO_MERCHANT_ID, KeyPaths

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass
class StandIn:
    """The running stand-in, and the hands that only a stand-in has."""

    url: str
    process: subprocess.Popen[str]

    def does(self, what: str, **body: Any) -> dict[str, Any]:
        answer = requests.post(f"{self.url}/_control/{what}", json=body, timeout=5)
        return {"status": answer.status_code} | answer.json()

    def log(self) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = requests.get(f"{self.url}/_control/log", timeout=5).json()["entries"]
        return entries


@contextmanager
def running_standin(state: Path, keys: Path, *arguments: str) -> Iterator[StandIn]:
    """The stand-in under its own process; killed at the end, as a power cut would."""
    command = [sys.executable, "-m", "deploy.standins.wechatpay", "--port", "0", "--state", str(state)]
    command += ["--keys", str(keys), "--retry-scale", "0.02", "--refund-settle-s", "0.2", *arguments]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address is not None
        try:
            yield StandIn(address[0], process)
        finally:
            process.kill()


def pays_at(standin: StandIn, keys: KeyPaths) -> WeChatPay:
    """Settings of an application that takes its money there."""
    return WeChatPay(
        base_url=standin.url, public_key_file=keys.gateway_public, public_key_id=keys.public_key_id.read_text().strip(),
        mchid=DEMO_MERCHANT_ID, appid=DEMO_APP_ID, merchant_serial=keys.merchant_serial.read_text().strip(),
        merchant_key_file=keys.merchant_private, apiv3_key_file=keys.apiv3_key,
    )  # fmt: skip
