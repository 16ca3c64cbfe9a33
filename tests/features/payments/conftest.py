"""Both ends of WeChat Pay for the tests: the stand-in as its own process, and a receiver of its notifications."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest

from backend.payments.gateways.protocol import Charge
from backend.payments.gateways.wechat import WeChatPayConfig, WeChatPayGateway
from deploy.standins.wechatpay.keys import DEMO_APP_ID, DEMO_MERCHANT_ID, KeyPaths
from tests.support.standin import StandIn


def config_for(keys: KeyPaths, base_url: str) -> WeChatPayConfig:
    return WeChatPayConfig(
        base_url=base_url,
        public_key=keys.gateway_public.read_text(),
        public_key_id=keys.public_key_id.read_text(),
        mchid=DEMO_MERCHANT_ID,
        appid=DEMO_APP_ID,
        merchant_serial=keys.merchant_serial.read_text(),
        merchant_private_key=keys.merchant_private.read_text(),
        apiv3_key=keys.apiv3_key.read_text(),
    )


@pytest.fixture(scope="session")
def gateway(standin: StandIn, wechat_keys: KeyPaths) -> WeChatPayGateway:
    return WeChatPayGateway(config_for(wechat_keys, standin.url))


@dataclass
class Arrived:
    """One notification as it came over the wire."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Mailbox:
    """A receiver of notifications. It answers with `answers` one after the other, then 204 for ever."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    arrived: "queue.Queue[Arrived]" = field(default_factory=queue.Queue)

    def next(self) -> Arrived:
        return self.arrived.get(timeout=5)

    def is_empty_for(self, seconds: float) -> bool:
        try:
            self.arrived.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


@contextmanager
def http_server(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on a free port for as long as the block; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()

    class Receive(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = box.answers.pop(0) if box.answers else 204
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
            box.arrived.put(Arrived(dict(self.headers), body))

        def log_message(self, *_: Any) -> None:
            pass

    with http_server(Receive) as url:
        box.url = f"{url}/notifications"
        yield box


def a_charge(**changes: Any) -> Charge:
    """230 kg of forest carbon ticket for 23 yuan, to be paid within a quarter of an hour."""
    facts: dict[str, Any] = {
        "out_trade_no": uuid4().hex,
        "amount_fen": 2300,
        "description": "林业碳票 230 公斤",
        "expires_at": datetime.now(UTC) + timedelta(minutes=15),
        "notify_url": "http://127.0.0.1:9/nobody-listens",
    }
    return Charge(**(facts | changes))
