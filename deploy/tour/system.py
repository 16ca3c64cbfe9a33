"""Where the system is that the tour walks through, and who its demo people are."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from deploy.tour.client import Client
from deploy.tour.refusal import TourStopped
from deploy.tour.speech import say

Found = TypeVar("Found")

ROOT: Final = Path(__file__).resolve().parents[2]
VAR: Final = ROOT / "var"
DEFAULT_PORT: Final = "8080"


@dataclass(frozen=True)
class System:
    """The running system as var/demo.json describes it; BASE_URL or PORT choose another address."""

    client: Client
    sms_file: Path
    payment_standin: Client
    clerks: tuple[dict[str, Any], ...]


def find_system() -> System:
    """Raises ``TourStopped`` when nothing says where to go."""
    demo = _demo()
    base_url = os.environ.get("BASE_URL") or _local_address() or demo.get("base_url") or _address(DEFAULT_PORT)
    standin = os.environ.get("WECHATPAY_BASE_URL") or demo.get("standins", {}).get("wechat")
    if not standin:
        raise TourStopped(
            say(
                "演示付款没有开。用 make run 启动，或者用 WECHATPAY_BASE_URL 指一个。",
                "The payment stand-in is not running. Start it by make run, or name WECHATPAY_BASE_URL.",
            )
        )
    clerks = tuple(person for person in demo.get("people", []) if str(person.get("role", "")).endswith("clerk"))
    if not clerks:
        raise TourStopped(say("var/demo.json 里没有商户店员。", "var/demo.json names no merchant's clerk."))
    return System(
        Client(str(base_url).rstrip("/")),
        Path(demo.get("sms_file") or VAR / "sms.jsonl"),
        Client(str(standin).rstrip("/")),
        clerks,
    )


def wait_for(look: Callable[[], Found | None], seconds: float, otherwise: Callable[[], str]) -> Found:
    """Look a few times a second until something is there. Raises ``TourStopped(otherwise())`` in the end."""
    ends = time.monotonic() + seconds
    while (found := look()) is None:
        if time.monotonic() > ends:
            raise TourStopped(otherwise())
        time.sleep(0.2)
    return found


def _demo() -> dict[str, Any]:
    path = VAR / "demo.json"
    try:
        demo: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TourStopped(
            say(
                "没有 var/demo.json：先启动 make run，等它写好。",
                "There is no var/demo.json: start make run first and let it finish.",
            )
        ) from error
    return demo


def _local_address() -> str | None:
    port = os.environ.get("PORT")
    return _address(port) if port else None


def _address(port: str) -> str:
    return f"http://127.0.0.1:{port}"
