"""The stand-in keeps the promises of the gateway it stands for, and those of its own hands."""

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from backend.payments.gateways.protocol import GatewayRefused, TradeState
from backend.payments.gateways.wechat import WeChatPayGateway
from deploy.standins.wechatpay.keys import KeyPaths, ensure_keys
from tests.features.payments.conftest import Mailbox, a_charge, config_for
from tests.support.standin import StandIn, running_standin


def page_of(gateway: WeChatPayGateway, **changes: str) -> tuple[str, str]:
    """An open order's number and the address of its page."""
    charge = a_charge(**changes)
    started = gateway.start(charge, "h5")
    assert started.pay_url is not None
    return charge.out_trade_no, started.pay_url


def press(address: str, decision: str) -> requests.Response:
    """What the button on the page does."""
    page = requests.get(address, timeout=5).text
    back = re.search(r'name="redirect_url" value="([^"]*)"', page)
    form = {"decision": decision} | ({"redirect_url": back[1]} if back else {})
    return requests.post(address.partition("?")[0], data=form, timeout=5, allow_redirects=False)


class TestThePage:
    def test_says_what_for_how_much_and_that_no_money_moves(self, gateway: WeChatPayGateway) -> None:
        _, address = page_of(gateway)

        page = requests.get(address, timeout=5).text

        for words in ("演示用支付，不会扣钱", "Demo payment", "23.00", "碳惠", "林业碳票 230 公斤", "付款", "失败"):
            assert words in page

    def test_paying_notifies_and_goes_back(self, gateway: WeChatPayGateway, mailbox: Mailbox) -> None:
        number, address = page_of(gateway, notify_url=mailbox.url, return_url="http://127.0.0.1:8000/orders/1")

        answer = press(address, "pay")

        assert (answer.status_code, answer.headers["Location"]) == (303, "http://127.0.0.1:8000/orders/1")
        arrived = mailbox.next()
        assert gateway.read_notification(arrived.headers, arrived.body, datetime.now(UTC)).out_trade_no == number
        assert gateway.query(number).state is TradeState.PAID

    def test_failing_leaves_another_try(self, gateway: WeChatPayGateway) -> None:
        number, address = page_of(gateway)

        press(address, "fail")

        assert gateway.query(number).state is TradeState.FAILED
        assert "可以再付一次" in requests.get(address, timeout=5).text
        press(address, "pay")
        assert gateway.query(number).state is TradeState.PAID

    def test_a_closed_order_has_no_button(self, gateway: WeChatPayGateway) -> None:
        number, address = page_of(gateway)
        gateway.close(number)

        assert "<button" not in requests.get(address, timeout=5).text
        press(address, "pay")
        assert gateway.query(number).state is TradeState.CLOSED

    def test_goes_back_to_no_script(self, gateway: WeChatPayGateway) -> None:
        _, address = page_of(gateway)

        page = requests.get(f"{address}?redirect_url=javascript:alert(1)", timeout=5).text

        assert "javascript" not in page


class TestTheHands:
    def test_a_number_may_be_written_with_the_dashes_of_a_uuid(
        self, gateway: WeChatPayGateway, standin: StandIn
    ) -> None:
        charge = a_charge()
        gateway.start(charge, "native")
        n = charge.out_trade_no

        paid = standin.does("pay", out_trade_no=f"{n[:8]}-{n[8:12]}-{n[12:16]}-{n[16:20]}-{n[20:]}", notify=False)

        assert paid["out_trade_no"] == n

    def test_paying_twice_takes_force_and_is_another_transaction(
        self, gateway: WeChatPayGateway, standin: StandIn
    ) -> None:
        charge = a_charge()
        gateway.start(charge, "native")
        first = standin.does("pay", out_trade_no=charge.out_trade_no, notify=False)

        assert standin.does("pay", out_trade_no=charge.out_trade_no)["code"] == "ORDERPAID"
        second = standin.does("pay", out_trade_no=charge.out_trade_no, notify=False, force=True)

        assert first["transaction_id"] != second["transaction_id"]

    def test_money_after_closing_takes_force(self, gateway: WeChatPayGateway, standin: StandIn) -> None:
        charge = a_charge()
        gateway.start(charge, "native")
        gateway.close(charge.out_trade_no)

        standin.does("pay", out_trade_no=charge.out_trade_no, notify=False, force=True)

        assert gateway.query(charge.out_trade_no).state is TradeState.PAID

    def test_no_order_no_payment(self, standin: StandIn) -> None:
        assert standin.does("pay", out_trade_no="nobody-opened-this")["status"] == 404

    @pytest.mark.parametrize("field", [{"times": -1}, {"times": 1.5}, {"amount_fen": True}, {"unknown": 1}])
    def test_odd_orders_are_refused(self, standin: StandIn, field: dict[str, object]) -> None:
        assert standin.does("pay", **({"out_trade_no": "a" * 32} | field))["code"] in ("PARAM_ERROR", "ORDER_NOT_EXIST")

    def test_everything_is_written_down(self, gateway: WeChatPayGateway, standin: StandIn) -> None:
        number = a_charge().out_trade_no
        gateway.query(number)

        (entry,) = [e for e in standin.log() if number in e.get("path", "")]

        assert (entry["kind"], entry["method"], entry["status"]) == ("request", "GET", 404)
        assert entry["code"] == "ORDER_NOT_EXIST"


class TestNotifying:
    def test_repeats_until_it_is_taken(self, gateway: WeChatPayGateway, standin: StandIn, mailbox: Mailbox) -> None:
        mailbox.answers = [500, 302, 200]
        charge = a_charge(notify_url=mailbox.url)
        gateway.start(charge, "native")
        standin.does("pay", out_trade_no=charge.out_trade_no)

        tries = [mailbox.next() for _ in range(3)]

        nonces = {gateway.read_notification(t.headers, t.body, datetime.now(UTC)).nonce for t in tries}
        assert len(nonces) == 3
        assert mailbox.is_empty_for(0.8)

    def test_not_at_all_when_told_so(self, gateway: WeChatPayGateway, standin: StandIn, mailbox: Mailbox) -> None:
        charge = a_charge(notify_url=mailbox.url)
        gateway.start(charge, "native")
        standin.does("pay", out_trade_no=charge.out_trade_no, notify=False)

        assert mailbox.is_empty_for(0.5)


class TestExpiring:
    def test_money_after_the_time_is_refused(self, gateway: WeChatPayGateway, standin: StandIn) -> None:
        charge = a_charge(expires_at=datetime.now(UTC) + timedelta(seconds=2))
        gateway.start(charge, "native")
        # The wire carries whole seconds, so the order ends within two.
        deadline = charge.expires_at
        while datetime.now(UTC) < deadline:
            time.sleep(0.1)

        assert standin.does("pay", out_trade_no=charge.out_trade_no)["code"] == "ORDER_CLOSED"
        assert gateway.query(charge.out_trade_no).state is TradeState.NOT_PAID


class TestPowerCut:
    def test_orders_and_undelivered_news_outlive_it(
        self, wechat_keys: KeyPaths, wechat_keys_dir: Path, tmp_path: Path, mailbox: Mailbox
    ) -> None:
        charge = a_charge(notify_url=mailbox.url)
        with running_standin(tmp_path, wechat_keys_dir) as standin:
            WeChatPayGateway(config_for(wechat_keys, standin.url)).start(charge, "native")
            standin.does("pay", out_trade_no=charge.out_trade_no, delay_s=1)

        assert mailbox.arrived.empty()
        with running_standin(tmp_path, wechat_keys_dir) as standin:
            gateway = WeChatPayGateway(config_for(wechat_keys, standin.url))

            assert gateway.query(charge.out_trade_no).state is TradeState.PAID
            assert mailbox.next().body

    def test_keys_are_made_once(self, tmp_path: Path) -> None:
        paths = ensure_keys(tmp_path)
        before = paths.gateway_private.read_bytes(), paths.apiv3_key.read_text()

        assert ensure_keys(tmp_path) == paths
        assert (paths.gateway_private.read_bytes(), paths.apiv3_key.read_text()) == before
        assert {p.stat().st_mode & 0o777 for p in (tmp_path / "wechatpay").glob("*.[pt]*")} == {0o600}


class TestTheMerchantsSignature:
    def test_is_checked(self, standin: StandIn) -> None:
        answer = requests.get(f"{standin.url}/v3/pay/transactions/out-trade-no/{'a' * 32}?mchid=1", timeout=5)

        assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_ERROR")
        assert answer.headers["Wechatpay-Signature"]

    def test_of_another_merchant_is_refused(self, standin: StandIn, tmp_path: Path) -> None:
        stranger = WeChatPayGateway(config_for(ensure_keys(tmp_path), standin.url))

        # The stranger knows another gateway key too, so it cannot even believe the refusal.
        with pytest.raises(Exception, match="signature") as trouble:
            stranger.query("a" * 32)
        assert not isinstance(trouble.value, GatewayRefused)
