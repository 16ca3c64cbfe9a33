"""A notification counts only when it is WeChat's, of now, and says one thing."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.payments.gateways.protocol import (
    Notification,
    NotificationRejected,
    RefundState,
    TradeState,
)
from backend.payments.gateways.wechat import WeChatPayGateway
from deploy.standins.wechatpay.keys import DEMO_APP_ID, DEMO_MERCHANT_ID, KeyPaths, ensure_keys
from deploy.standins.wechatpay.signatures import Signatures
from tests.features.payments.conftest import Arrived, Mailbox, a_charge
from tests.support.standin import StandIn


@pytest.fixture
def arrived(gateway: WeChatPayGateway, standin: StandIn, mailbox: Mailbox) -> Arrived:
    """The notification of a payment that has just been made."""
    charge = a_charge(notify_url=mailbox.url)
    gateway.start(charge, "native")
    standin.does("pay", out_trade_no=charge.out_trade_no)
    return mailbox.next()


@pytest.fixture(scope="session")
def wechat(wechat_keys: KeyPaths) -> Signatures:
    """WeChat's own hand, to write what the stand-in never would."""
    return Signatures(wechat_keys, mchid=DEMO_MERCHANT_ID, appid=DEMO_APP_ID)


def rejection(gateway: WeChatPayGateway, headers: dict[str, str], body: bytes, now: datetime | None = None) -> str:
    with pytest.raises(NotificationRejected) as rejected:
        gateway.read_notification(headers, body, now or datetime.now(UTC))
    return rejected.value.code


def read(gateway: WeChatPayGateway, arrived: Arrived) -> Notification:
    return gateway.read_notification(arrived.headers, arrived.body, datetime.now(UTC))


class TestWhatIsBelieved:
    def test_a_payment_with_everything_there_is_to_check(
        self, gateway: WeChatPayGateway, standin: StandIn, mailbox: Mailbox
    ) -> None:
        charge = a_charge(notify_url=mailbox.url)
        gateway.start(charge, "native")
        paid = standin.does("pay", out_trade_no=charge.out_trade_no)

        notification = read(gateway, mailbox.next())

        assert notification.kind == "payment"
        assert notification.event_id == paid["event_id"]
        assert notification.out_trade_no == charge.out_trade_no
        assert notification.trade == gateway.query(charge.out_trade_no)
        assert notification.trade.state is TradeState.PAID

    def test_a_refund(self, gateway: WeChatPayGateway, standin: StandIn, mailbox: Mailbox) -> None:
        charge = a_charge()
        gateway.start(charge, "native")
        paid = standin.does("pay", out_trade_no=charge.out_trade_no, notify=False)
        gateway.refund(
            out_trade_no=charge.out_trade_no,
            transaction_id=paid["transaction_id"],
            refund_no=f"{charge.out_trade_no}-1",
            refund_fen=300,
            total_fen=2300,
            reason="没有货了",
            notify_url=mailbox.url,
        )

        notification = read(gateway, mailbox.next())

        assert notification.kind == "refund"
        assert notification.out_trade_no == charge.out_trade_no
        assert notification.refund is not None
        assert notification.refund.state is RefundState.SUCCEEDED
        assert (notification.refund.refund_no, notification.refund.amount_fen) == (f"{charge.out_trade_no}-1", 300)
        assert gateway.query_refund(f"{charge.out_trade_no}-1").state is RefundState.SUCCEEDED

    def test_each_delivery_of_one_event_has_its_own_nonce(
        self, gateway: WeChatPayGateway, standin: StandIn, mailbox: Mailbox
    ) -> None:
        charge = a_charge(notify_url=mailbox.url)
        gateway.start(charge, "native")
        standin.does("pay", out_trade_no=charge.out_trade_no, times=5)

        notifications = [read(gateway, mailbox.next()) for _ in range(5)]

        assert len({n.event_id for n in notifications}) == 1
        assert len({n.nonce for n in notifications}) == 5

    def test_the_very_same_message_again_shows_by_its_nonce(self, gateway: WeChatPayGateway, arrived: Arrived) -> None:
        assert read(gateway, arrived).nonce == read(gateway, arrived).nonce

    def test_the_name_of_the_key_may_change_as_long_as_the_key_does_not(
        self, gateway: WeChatPayGateway, arrived: Arrived
    ) -> None:
        arrived.headers["Wechatpay-Serial"] = "PUB_KEY_ID_ANOTHER"

        assert read(gateway, arrived).kind == "payment"

    def test_headers_may_come_in_any_case(self, gateway: WeChatPayGateway, arrived: Arrived) -> None:
        arrived.headers = {name.upper(): value for name, value in arrived.headers.items()}

        assert read(gateway, arrived).kind == "payment"


class TestWhoWroteIt:
    @pytest.mark.parametrize("missing", ["Timestamp", "Nonce", "Signature", "Serial"])
    def test_all_four_headers_are_needed(self, gateway: WeChatPayGateway, arrived: Arrived, missing: str) -> None:
        del arrived.headers[f"Wechatpay-{missing}"]

        assert rejection(gateway, arrived.headers, arrived.body) == "notification-unsigned"

    def test_without_any_header_and_in_the_xml_of_old(self, gateway: WeChatPayGateway) -> None:
        xml = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><return_code>&e;</return_code></xml>'

        assert rejection(gateway, {}, xml) == "notification-unsigned"

    def test_a_strangers_key(
        self, gateway: WeChatPayGateway, arrived: Arrived, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        stranger = Signatures(ensure_keys(tmp_path_factory.mktemp("stranger")), mchid="1", appid="2")

        headers = stranger.headers_for(arrived.body)

        assert rejection(gateway, headers, arrived.body) == "notification-signature-invalid"

    @pytest.mark.parametrize("signature", ["", "AAAA", "not base64!", "签名", "WECHATPAY/SIGNTEST/AAAA"])
    def test_no_real_signature(self, gateway: WeChatPayGateway, arrived: Arrived, signature: str) -> None:
        arrived.headers["Wechatpay-Signature"] = signature

        expected = "notification-signature-invalid" if signature else "notification-unsigned"
        assert rejection(gateway, arrived.headers, arrived.body) == expected

    @pytest.mark.parametrize("header", ["Nonce", "Timestamp"])
    def test_a_changed_header(self, gateway: WeChatPayGateway, arrived: Arrived, header: str) -> None:
        name = f"Wechatpay-{header}"
        arrived.headers[name] = arrived.headers[name][:-1] + ("1" if arrived.headers[name][-1] == "0" else "0")

        assert rejection(gateway, arrived.headers, arrived.body) == "notification-signature-invalid"

    @pytest.mark.parametrize("change", [b" ", b"\n", b"\xff"])
    def test_a_changed_body_even_by_a_space(self, gateway: WeChatPayGateway, arrived: Arrived, change: bytes) -> None:
        assert rejection(gateway, arrived.headers, arrived.body + change) == "notification-signature-invalid"

    def test_another_algorithm(self, gateway: WeChatPayGateway, arrived: Arrived) -> None:
        arrived.headers["Wechatpay-Signature-Type"] = "WECHATPAY2-SM2-WITH-SM3"

        assert rejection(gateway, arrived.headers, arrived.body) == "notification-signature-invalid"


class TestHowOldItIs:
    @pytest.mark.parametrize("seconds", [-310, 310, 86400])
    def test_more_than_five_minutes_either_way(self, gateway: WeChatPayGateway, arrived: Arrived, seconds: int) -> None:
        now = datetime.now(UTC) + timedelta(seconds=seconds)

        assert rejection(gateway, arrived.headers, arrived.body, now) == "notification-stale"

    @pytest.mark.parametrize("seconds", [-290, 290])
    def test_less_is_fine(self, gateway: WeChatPayGateway, arrived: Arrived, seconds: int) -> None:
        now = datetime.now(UTC) + timedelta(seconds=seconds)

        assert gateway.read_notification(arrived.headers, arrived.body, now).kind == "payment"

    @pytest.mark.parametrize("timestamp", ["now", "-1", "1e9", "１７６３７６９６００", "9" * 12, "99999999999"])
    def test_no_time_at_all(self, gateway: WeChatPayGateway, arrived: Arrived, timestamp: str) -> None:
        arrived.headers["Wechatpay-Timestamp"] = timestamp

        code = rejection(gateway, arrived.headers, arrived.body)
        assert code in ("notification-signature-invalid", "notification-stale")


class TestWhatItSays:
    """Signed by WeChat's key, but not to be read."""

    def resource(self) -> dict[str, Any]:
        return {"out_trade_no": "a" * 32, "trade_state": "SUCCESS", "amount": {"total": 2300, "currency": "CNY"}}

    def envelope(self, wechat: Signatures, said: dict[str, Any], /, **changes: Any) -> bytes:
        envelope = {
            "id": "8f1f3f3e-0000-4000-8000-000000000000",
            "event_type": "TRANSACTION.SUCCESS",
            "resource_type": "encrypt-resource",
            "resource": wechat.sealed(said, "transaction"),
        }
        return json.dumps(envelope | changes).encode()

    def test_a_well_formed_one_is_read(self, gateway: WeChatPayGateway, wechat: Signatures) -> None:
        body = self.envelope(wechat, self.resource())

        notification = gateway.read_notification(wechat.headers_for(body), body, datetime.now(UTC))

        assert notification.trade is not None
        assert notification.trade.amount_fen == 2300

    @pytest.mark.parametrize(
        "body",
        [b"", b"{}", b"[]", b"null", b"<xml/>", b"\xff", b'{"resource": NaN}', b'{"id": 1, "id": 1}', b"[" * 9999],
    )
    def test_no_json_or_not_of_one_meaning(self, gateway: WeChatPayGateway, wechat: Signatures, body: bytes) -> None:
        code = rejection(gateway, wechat.headers_for(body), body)

        # Bytes that are no text cannot be signed text either.
        assert code == ("notification-signature-invalid" if body == b"\xff" else "notification-unreadable")

    @pytest.mark.parametrize(
        "amount", [{"total": -1}, {"total": 1.5}, {"total": "2300"}, {"total": True}, {"total": 10**30}, [], "2300"]
    )
    def test_an_amount_that_is_none(self, gateway: WeChatPayGateway, wechat: Signatures, amount: Any) -> None:
        body = self.envelope(wechat, self.resource() | {"amount": amount})

        assert rejection(gateway, wechat.headers_for(body), body) == "notification-unreadable"

    @pytest.mark.parametrize("number", [None, 7, "", "a\u0000b", "x" * 129, "两"])
    def test_a_number_that_no_database_should_see(
        self, gateway: WeChatPayGateway, wechat: Signatures, number: Any
    ) -> None:
        body = self.envelope(wechat, self.resource() | {"out_trade_no": number})

        assert rejection(gateway, wechat.headers_for(body), body) == "notification-unreadable"

    @pytest.mark.parametrize(
        "changes",
        [
            {"id": "\ud800"},
            {"event_type": "COUPON.SEND"},
            {"event_type": None},
            {"resource": None},
            {"resource": {"algorithm": "none", "ciphertext": "e30=", "nonce": "0"}},
            {"resource": {"algorithm": "AEAD_AES_256_GCM", "ciphertext": "e30=", "nonce": "0123456789ab"}},
            {"resource": {"algorithm": "AEAD_AES_256_GCM", "ciphertext": "?", "nonce": ""}},
            {"resource": {"algorithm": "AEAD_AES_256_GCM", "ciphertext": "\ud800", "nonce": "0123456789ab"}},
        ],
    )
    def test_an_envelope_that_is_none(
        self, gateway: WeChatPayGateway, wechat: Signatures, changes: dict[str, Any]
    ) -> None:
        body = self.envelope(wechat, self.resource(), **changes)

        assert rejection(gateway, wechat.headers_for(body), body) == "notification-unreadable"

    def test_a_seal_broken_by_one_character(self, gateway: WeChatPayGateway, wechat: Signatures) -> None:
        sealed = wechat.sealed(self.resource(), "transaction")
        sealed["associated_data"] = "refund"
        body = self.envelope(wechat, {}, resource=sealed)

        assert rejection(gateway, wechat.headers_for(body), body) == "notification-unreadable"

    def test_ten_megabytes(self, gateway: WeChatPayGateway, wechat: Signatures) -> None:
        body = self.envelope(wechat, self.resource(), summary="x" * 10_000_000)

        assert rejection(gateway, wechat.headers_for(body), body) == "notification-unreadable"
