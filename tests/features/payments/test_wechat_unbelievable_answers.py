"""When the answer cannot be trusted the outcome is unknown, never good and never bad; and no answer holds us long."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from backend.payments.gateways.protocol import GatewayRefused, GatewayUnavailable, TradeState
from backend.payments.gateways.wechat import WeChatPayGateway
from deploy.standins.wechatpay.keys import DEMO_APP_ID, DEMO_MERCHANT_ID, KeyPaths, ensure_keys
from deploy.standins.wechatpay.signatures import Signatures
from tests.features.payments.conftest import a_charge, config_for, http_server

NUMBER = "a" * 32
PAID: dict[str, Any] = {
    "out_trade_no": NUMBER,
    "trade_state": "SUCCESS",
    "transaction_id": "4200000001",
    "mchid": DEMO_MERCHANT_ID,
    "appid": DEMO_APP_ID,
    "amount": {"total": 2300, "currency": "CNY"},
    "success_time": "2026-11-22T09:41:26+08:00",
}
UNKNOWN_ORDER = {"code": "ORDER_NOT_EXIST", "message": "订单不存在"}
Sign = Callable[..., dict[str, str]]


@pytest.fixture(scope="module")
def sign(wechat_keys: KeyPaths) -> Sign:
    return Signatures(wechat_keys, mchid=DEMO_MERCHANT_ID, appid=DEMO_APP_ID).headers_for


@pytest.fixture(scope="module")
def template(wechat_keys: KeyPaths) -> WeChatPayGateway:
    return WeChatPayGateway(config_for(wechat_keys, "http://127.0.0.1:9"))


@contextmanager
def answering(keys: KeyPaths, status: int, body: bytes, headers: dict[str, str]) -> Iterator[WeChatPayGateway]:
    """A gateway whose other end answers everything with this."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - http.server's name

        def log_message(self, *_: Any) -> None:
            pass

    with http_server(Answer) as url:
        yield WeChatPayGateway(config_for(keys, url))


def text(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


class TestSignatures:
    def test_a_signed_answer_is_believed(self, wechat_keys: KeyPaths, sign: Sign) -> None:
        with answering(wechat_keys, 200, text(PAID), sign(text(PAID))) as gateway:
            assert gateway.query(NUMBER).state is TradeState.PAID

    def test_the_name_of_the_key_does_not_matter(self, wechat_keys: KeyPaths, sign: Sign) -> None:
        headers = sign(text(PAID)) | {"Wechatpay-Serial": "PUB_KEY_ID_ANOTHER"}
        with answering(wechat_keys, 200, text(PAID), headers) as gateway:
            assert gateway.query(NUMBER).state is TradeState.PAID

    def test_an_unsigned_answer(self, wechat_keys: KeyPaths) -> None:
        with answering(wechat_keys, 200, text(PAID), {}) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)

    def test_an_altered_answer(self, wechat_keys: KeyPaths, sign: Sign) -> None:
        unpaid = text(PAID | {"trade_state": "NOTPAY"})
        with answering(wechat_keys, 200, text(PAID), sign(unpaid)) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)

    def test_a_strangers_signature(self, wechat_keys: KeyPaths, tmp_path_factory: pytest.TempPathFactory) -> None:
        stranger = Signatures(ensure_keys(tmp_path_factory.mktemp("stranger")), mchid="1", appid="2")
        headers = stranger.headers_for(text(PAID))
        with answering(wechat_keys, 200, text(PAID), headers) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)

    def test_an_old_answer_played_again(self, wechat_keys: KeyPaths, sign: Sign) -> None:
        headers = sign(text(PAID), seconds_ago=400)
        with answering(wechat_keys, 200, text(PAID), headers) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)

    def test_a_signed_answer_about_another_order(self, wechat_keys: KeyPaths, sign: Sign) -> None:
        with answering(wechat_keys, 200, text(PAID), sign(text(PAID))) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query("b" * 32)

    def test_an_unsigned_204_closes_nothing(self, wechat_keys: KeyPaths) -> None:
        with answering(wechat_keys, 204, b"", {}) as gateway, pytest.raises(GatewayUnavailable):
            gateway.close(NUMBER)

    def test_a_refusal_with_a_wrong_signature(self, wechat_keys: KeyPaths, sign: Sign) -> None:
        headers = sign(b"another body")
        with answering(wechat_keys, 404, text(UNKNOWN_ORDER), headers) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)

    def test_an_unsigned_refusal_is_a_refusal_and_makes_nothing_paid(self, wechat_keys: KeyPaths) -> None:
        with answering(wechat_keys, 404, text(UNKNOWN_ORDER), {}) as gateway:
            assert gateway.query(NUMBER).state is TradeState.NOT_PAID
        body = text(PAID | {"code": "PARAM_ERROR"})
        with answering(wechat_keys, 400, body, {}) as gateway, pytest.raises(GatewayRefused):
            gateway.query(NUMBER)


class TestContents:
    @pytest.mark.parametrize("status", [429, 500, 502, 503])
    def test_trouble_at_the_other_end_even_when_signed(self, wechat_keys: KeyPaths, sign: Sign, status: int) -> None:
        body = text({"code": "SYSTEM_ERROR", "message": "系统异常"})
        with answering(wechat_keys, status, body, sign(body)) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)

    def test_a_404_that_is_not_the_gateways(self, wechat_keys: KeyPaths) -> None:
        with answering(wechat_keys, 404, b"<h1>nginx</h1>", {}) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)

    def test_a_redirect_is_not_followed(self, wechat_keys: KeyPaths, sign: Sign) -> None:
        headers = sign(b"") | {"Location": "http://127.0.0.1:9/"}
        with answering(wechat_keys, 302, b"", headers) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b'{"out_trade_no": "' + NUMBER.encode() + b'"}',
            text(PAID | {"amount": {"total": 23.0}}),
            text(PAID | {"amount": {"total": -2300}}),
            text(PAID | {"success_time": "yesterday"}),
            text(PAID | {"transaction_id": "a\x00b"}),
            text(PAID)[:-1] + b', "trade_state": "NOTPAY"}',
        ],
    )
    def test_signed_but_not_to_be_read(self, wechat_keys: KeyPaths, sign: Sign, body: bytes) -> None:
        with answering(wechat_keys, 200, body, sign(body)) as gateway, pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)

    def test_a_state_of_a_later_year_is_unknown(self, wechat_keys: KeyPaths, sign: Sign) -> None:
        body = text(PAID | {"trade_state": "SETTLING"})
        with answering(wechat_keys, 200, body, sign(body)) as gateway:
            assert gateway.query(NUMBER).state is TradeState.UNKNOWN

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "", None, "http://x/\nSet-Cookie: a"])
    def test_an_address_that_a_browser_must_not_open(self, wechat_keys: KeyPaths, sign: Sign, address: Any) -> None:
        body = text({"code_url": address})
        with answering(wechat_keys, 200, body, sign(body)) as gateway, pytest.raises(GatewayUnavailable):
            gateway.start(a_charge(), "native")


class TestSilence:
    def test_nobody_there(self, template: WeChatPayGateway) -> None:
        with socket.socket() as reserved:
            reserved.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
            gateway = at(template, reserved.getsockname()[1])
            with pytest.raises(GatewayUnavailable):
                gateway.query(NUMBER)

    def test_a_peer_that_never_answers(self, template: WeChatPayGateway) -> None:
        assert seconds_until_given_up(template, lambda peer: None) < 5

    def test_a_peer_that_answers_a_byte_at_a_time(self, template: WeChatPayGateway) -> None:
        def trickle(peer: socket.socket) -> None:
            for byte in b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 100:
                peer.sendall(bytes([byte]))
                time.sleep(0.3)

        assert seconds_until_given_up(template, trickle) < 5

    def test_a_peer_that_hangs_up(self, template: WeChatPayGateway) -> None:
        assert seconds_until_given_up(template, lambda peer: peer.close()) < 1


def at(template: WeChatPayGateway, port: int) -> WeChatPayGateway:
    return WeChatPayGateway(replace(template._config, base_url=f"http://127.0.0.1:{port}"))


def seconds_until_given_up(template: WeChatPayGateway, behave: Callable[[socket.socket], None]) -> float:
    """How long a query takes to end as unavailable when the peer behaves like this after accepting."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        accepted: list[socket.socket] = []

        def accept() -> None:
            peer, _ = listener.accept()
            accepted.append(peer)
            try:
                peer.recv(65536)
                behave(peer)
            except OSError:
                pass  # the other side has given up, as it should

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        gateway = at(template, listener.getsockname()[1])
        started = time.monotonic()
        with pytest.raises(GatewayUnavailable):
            gateway.query(NUMBER)
        took = time.monotonic() - started
        thread.join(timeout=5)
        for peer in accepted:
            peer.close()
        return took
