"""An order at WeChat Pay, from opening to refund, over real HTTP with real signatures on both sides."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import requests
from wechatpayv3 import WeChatPay
from wechatpayv3.core import Core

from backend.payments.gateways.protocol import Gateway, GatewayRefused, RefundState, TradeState
from backend.payments.gateways.wechat import WeChatPayGateway
from backend.payments.gateways.wechat_wire import signed_client
from deploy.standins.wechatpay.keys import DEMO_APP_ID, DEMO_MERCHANT_ID, KeyPaths, ensure_keys
from tests.features.payments.conftest import a_charge, config_for
from tests.support.standin import StandIn


class TestStarting:
    def test_native_gives_an_address_to_draw_as_a_code(self, gateway: WeChatPayGateway) -> None:
        started = gateway.start(a_charge(), "native")

        assert started.code_url is not None
        assert "演示用支付" in requests.get(started.code_url, timeout=5).text

    def test_h5_gives_an_address_that_knows_the_way_back(self, gateway: WeChatPayGateway) -> None:
        started = gateway.start(a_charge(return_url="http://127.0.0.1:8000/orders/1?a=b"), "h5")

        assert started.pay_url is not None
        assert started.pay_url.endswith("?redirect_url=http%3A%2F%2F127.0.0.1%3A8000%2Forders%2F1%3Fa%3Db")

    def test_the_same_charge_again_is_the_same_order(self, gateway: WeChatPayGateway) -> None:
        charge = a_charge()

        assert gateway.start(charge, "native") == gateway.start(charge, "native")

    def test_another_amount_under_the_same_number_is_refused(self, gateway: WeChatPayGateway) -> None:
        charge = a_charge()
        gateway.start(charge, "native")

        with pytest.raises(GatewayRefused) as refusal:
            gateway.start(a_charge(out_trade_no=charge.out_trade_no, amount_fen=1), "native")
        assert refusal.value.code == "OUT_TRADE_NO_USED"

    def test_a_charge_that_has_expired_is_refused(self, gateway: WeChatPayGateway) -> None:
        with pytest.raises(GatewayRefused) as refusal:
            gateway.start(a_charge(expires_at=datetime.now(UTC) - timedelta(minutes=1)), "native")
        assert refusal.value.code == "PARAM_ERROR"

    @pytest.mark.parametrize("number", ["short", "x" * 65, "../../v3/certificates", "has space", "１２３４５６７"])
    def test_a_number_that_could_change_the_path_is_never_sent(self, gateway: WeChatPayGateway, number: str) -> None:
        with pytest.raises(ValueError, match="number"):
            gateway.query(number)

    def test_a_merchant_key_that_the_gateway_does_not_know_is_refused(
        self, standin: StandIn, wechat_keys: KeyPaths, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        ours, strangers = config_for(wechat_keys, standin.url), ensure_keys(tmp_path_factory.mktemp("stranger"))
        impostor = WeChatPayGateway(
            type(ours)(
                base_url=ours.base_url,
                public_key=ours.public_key,
                public_key_id=ours.public_key_id,
                mchid=ours.mchid,
                appid=ours.appid,
                merchant_serial=ours.merchant_serial,
                merchant_private_key=strangers.merchant_private.read_text(),
                apiv3_key=ours.apiv3_key,
            )
        )

        with pytest.raises(GatewayRefused) as refusal:
            impostor.start(a_charge(), "native")
        assert refusal.value.code == "SIGN_ERROR"


class TestAsking:
    def test_an_order_nobody_opened_is_not_paid(self, gateway: WeChatPayGateway) -> None:
        trade = gateway.query(uuid4().hex)

        assert trade.state is TradeState.NOT_PAID
        assert trade.amount_fen is None

    def test_an_open_order_is_not_paid(self, gateway: WeChatPayGateway) -> None:
        charge = a_charge()
        gateway.start(charge, "native")

        assert gateway.query(charge.out_trade_no).state is TradeState.NOT_PAID

    def test_a_paid_order_says_everything_there_is_to_check(self, gateway: WeChatPayGateway, standin: StandIn) -> None:
        charge = a_charge()
        gateway.start(charge, "native")
        paid = standin.does("pay", out_trade_no=charge.out_trade_no, notify=False)

        trade = gateway.query(charge.out_trade_no)

        assert trade.state is TradeState.PAID
        assert (trade.amount_fen, trade.currency) == (2300, "CNY")
        assert (trade.merchant_id, trade.app_id) == (DEMO_MERCHANT_ID, DEMO_APP_ID)
        assert trade.transaction_id == paid["transaction_id"]
        assert trade.paid_at is not None
        assert abs(datetime.now(UTC) - trade.paid_at) < timedelta(seconds=10)

    def test_a_wrong_amount_is_told_as_it_was_paid(self, gateway: WeChatPayGateway, standin: StandIn) -> None:
        charge = a_charge()
        gateway.start(charge, "native")
        standin.does("pay", out_trade_no=charge.out_trade_no, amount_fen=1, currency="USD", notify=False)

        trade = gateway.query(charge.out_trade_no)

        assert (trade.amount_fen, trade.currency) == (1, "USD")

    def test_a_failed_try_is_not_the_end(self, gateway: WeChatPayGateway, standin: StandIn) -> None:
        charge = a_charge()
        gateway.start(charge, "native")

        standin.does("fail", out_trade_no=charge.out_trade_no)
        assert gateway.query(charge.out_trade_no).state is TradeState.FAILED

        standin.does("pay", out_trade_no=charge.out_trade_no, notify=False)
        assert gateway.query(charge.out_trade_no).state is TradeState.PAID


class TestClosing:
    def test_a_closed_order_takes_no_money(self, gateway: WeChatPayGateway, standin: StandIn) -> None:
        charge = a_charge()
        gateway.start(charge, "native")

        gateway.close(charge.out_trade_no)

        assert gateway.query(charge.out_trade_no).state is TradeState.CLOSED
        assert standin.does("pay", out_trade_no=charge.out_trade_no)["code"] == "ORDER_CLOSED"

    def test_closing_twice_or_nothing_at_all_is_fine(self, gateway: WeChatPayGateway) -> None:
        charge = a_charge()
        gateway.start(charge, "native")

        gateway.close(charge.out_trade_no)
        gateway.close(charge.out_trade_no)
        gateway.close(uuid4().hex)

    def test_a_paid_order_cannot_be_closed(self, gateway: WeChatPayGateway, standin: StandIn) -> None:
        charge = a_charge()
        gateway.start(charge, "native")
        standin.does("pay", out_trade_no=charge.out_trade_no, notify=False)

        with pytest.raises(GatewayRefused) as refusal:
            gateway.close(charge.out_trade_no)
        assert refusal.value.code == "ORDERPAID"
        assert gateway.query(charge.out_trade_no).state is TradeState.PAID


class TestRefunding:
    def refund(self, gateway: WeChatPayGateway, number: str, refund_no: str, fen: int) -> RefundState:
        return gateway.refund(
            out_trade_no=number,
            transaction_id=None,
            refund_no=refund_no,
            refund_fen=fen,
            total_fen=2300,
            reason="没有货了",
            notify_url="http://127.0.0.1:9/nobody-listens",
        ).state

    def test_a_refund_is_one_refund_however_often_it_is_asked_for(
        self, gateway: WeChatPayGateway, standin: StandIn
    ) -> None:
        charge = a_charge()
        gateway.start(charge, "native")
        standin.does("pay", out_trade_no=charge.out_trade_no, notify=False)
        number = charge.out_trade_no

        assert self.refund(gateway, number, f"{number}-1", 2300) is RefundState.PROCESSING
        self.refund(gateway, number, f"{number}-1", 2300)

        assert gateway.query_refund(f"{number}-1").amount_fen == 2300
        assert gateway.query(number).state is TradeState.REFUNDED

    def test_more_than_was_paid_is_refused(self, gateway: WeChatPayGateway, standin: StandIn) -> None:
        charge = a_charge()
        gateway.start(charge, "native")
        standin.does("pay", out_trade_no=charge.out_trade_no, notify=False)
        self.refund(gateway, charge.out_trade_no, f"{charge.out_trade_no}-1", 2000)

        with pytest.raises(GatewayRefused) as refusal:
            self.refund(gateway, charge.out_trade_no, f"{charge.out_trade_no}-2", 301)
        assert refusal.value.code == "NOT_ENOUGH"

    def test_a_refund_nobody_asked_for_is_not_there(self, gateway: WeChatPayGateway) -> None:
        with pytest.raises(GatewayRefused) as refusal:
            gateway.query_refund(uuid4().hex)
        assert refusal.value.code == "RESOURCE_NOT_EXISTS"


def test_the_private_names_of_the_sdk_are_still_there(wechat_keys: KeyPaths) -> None:
    """The SDK has no setting for its address: these names are all that we take from its inside."""
    client = signed_client(config_for(wechat_keys, "http://127.0.0.1:9/"))

    assert isinstance(client, WeChatPay)
    assert isinstance(client._core, Core)
    assert client._core._gate_way == "http://127.0.0.1:9"
    for name in ("_mchid", "_cert_serial_no", "_private_key", "_public_key", "_public_key_id"):
        assert getattr(client._core, name) is not None


def test_it_is_a_gateway_and_keeps_its_secrets(gateway: WeChatPayGateway, wechat_keys: KeyPaths) -> None:
    as_seen_by_payments: Gateway = gateway

    assert as_seen_by_payments.name == "wechat"
    assert as_seen_by_payments.channels == {"native", "h5"}
    assert wechat_keys.apiv3_key.read_text() not in repr(config_for(wechat_keys, "http://127.0.0.1:9"))
