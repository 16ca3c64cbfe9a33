"""From footprint to gift, step by step. Each step takes what the one before gave and prints its numbers."""

from __future__ import annotations

import calendar
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from deploy.tour import books, sign_in
from deploy.tour.client import Client, Problem
from deploy.tour.numbers import kg, kg_of, points, yuan
from deploy.tour.refusal import TourStopped
from deploy.tour.speech import say
from deploy.tour.system import System, wait_for
from deploy.tour.terminal import Terminal

SHANGHAI: Final = timezone(timedelta(hours=8))
FULFILMENT_PATIENCE_S: Final = 60

A_MONTH: Final = (
    ("electricity.grid", "186", "kWh"),
    ("fuel.natural-gas", "14", "m3"),
    ("water.tap", "9", "t"),
    ("fuel.petrol.volume", "32", "L"),
    ("travel.bus", "60", "person-km"),
    ("travel.hsr", "500", "person-km"),
)


@dataclass(frozen=True)
class Tour:
    system: System
    terminal: Terminal

    def walk(self) -> None:
        print_ = self.terminal
        print_.heading(
            say("碳惠 · 从一个月的足迹到一碗擂茶", "Tanhui · from a month's footprint to a bowl of leicha"),
            self.system.client.base_url,
        )
        citizen = self._signs_in()
        footprint = self._records_a_footprint(citizen)
        quote = self._asks_for_a_quote(citizen, footprint)
        order = self._orders(citizen, quote, footprint)
        self._pays(citizen, order)
        order = self._sees_it_retired(citizen, order["order_id"])
        self._verifies_the_certificate(order)
        self._looks_it_up_in_the_register(order)
        self._walks(citizen, footprint["recorded_at"])
        self._asks_why(citizen, order)
        self._redeems(citizen)
        self._checks_the_books()
        print_.end(say("走完了：每一步都在同一本账里。", "That was all of it: every step stands in one ledger."))

    def _signs_in(self) -> Client:
        self.terminal.step(say("登录", "Sign in"), "POST /auth/sms-codes, /auth/sessions")
        phone = sign_in.fresh_phone()
        signed_in = sign_in.with_sms(self.system, phone)
        me = signed_in.client.get("/me")
        self.terminal.fact(say("手机号", "phone"), me["phone_masked"], say("新用户", "a new account"))
        self.terminal.fact(say("短信验证码", "code by SMS"), signed_in.code, str(self.system.sms_file))
        self.terminal.fact(say("称呼", "nickname"), me["nickname"])
        self.terminal.fact(say("协议", "agreement"), me["agreement"]["version"])
        return signed_in.client

    def _records_a_footprint(self, citizen: Client) -> dict[str, Any]:
        period, days = _last_month()
        self.terminal.step(say(f"{period} 的碳足迹", f"The footprint of {period}"), "POST /footprints")
        lines = [
            {"activity": activity, "quantity": quantity, "unit": unit}
            for activity, quantity, unit in (*A_MONTH, ("food.person-day", str(days), "person-day"))
        ]
        entered = {"kind": "citizen", "period": period, "lines": lines}
        estimate = citizen.post("/footprint-estimates", entered, keyed=False)
        footprint = citizen.post("/footprints", entered)
        _expect(estimate["emissions_g"] == footprint["emissions_g"], "estimate and record differ")
        self.terminal.table(
            [
                (
                    line["name"],
                    f"{line['quantity']} {line['unit_label']}",
                    f"x {line['factor']['value']}",
                    line["factor"]["unit"],
                    f"= {kg_of(line['emissions_g'])}",
                    f"{line['factor']['grade']} · {line['factor']['level_name']} · {line['factor']['year'] or '—'}"
                    + (f" · {line['factor']['label']}" if line["factor"]["label"] else ""),
                )
                for line in footprint["lines"]
            ],
            right=(1, 2, 4),
        )
        by_category = " · ".join(
            f"{footprint['category_names'][name]} {kg_of(grams)}" for name, grams in footprint["by_category"].items()
        )
        self.terminal.fact(say("合计", "in all"), kg_of(footprint["emissions_g"]), by_category)
        if benchmark := footprint["comparison"]["benchmark"]:
            self.terminal.fact(
                say("对照", "compare"),
                f"{benchmark['name']} {kg_of(benchmark['value_g'])}",
                f"{benchmark['period_label']} · {benchmark['grade']}",
            )
        for advice in footprint["reductions"]:
            self.terminal.fact(
                say("先减", "first less"), f"{advice['title']}  −{kg_of(advice['saves_g'])}", advice["text"]
            )
        receipt = citizen.get(f"/footprints/{footprint['footprint_id']}/receipt")
        digest = hashlib.sha256(receipt["canonical"].encode()).hexdigest()
        _expect(digest == footprint["digest"], "the receipt's text does not have the statement's digest")
        self.terminal.done(
            say(f"在这里重算，摘要一致：{digest[:16]}…", f"hashed again here, the digest agrees: {digest[:16]}…")
        )
        return dict(footprint)

    def _asks_for_a_quote(self, citizen: Client, footprint: dict[str, Any]) -> dict[str, Any]:
        self.terminal.step(say("报价", "Quote"), "POST /offset-quotes")
        quote = citizen.post("/offset-quotes", {"footprint_id": footprint["footprint_id"]}, keyed=False)
        for line in quote["lines"]:
            self.terminal.fact(
                say("碳票", "ticket"),
                f"{line['batch_number']} · {line['project_name']}",
                f"{yuan(line['price_fen_per_t'])}/t",
            )
        self.terminal.fact(
            say("数量", "quantity"),
            kg(quote["quantity_kg"]),
            say("足迹向上取整到公斤", "the footprint, up to the next kilogram"),
        )
        self.terminal.fact(
            say("金额", "amount"),
            yuan(quote["amount_fen"]),
            say(f"锁价到 {_clock(quote['expires_at'])}", f"held until {_clock(quote['expires_at'])}"),
        )
        self.terminal.fact(say("预计积分", "points expected"), points(quote["points_estimate"]))
        return dict(quote)

    def _orders(self, citizen: Client, quote: dict[str, Any], footprint: dict[str, Any]) -> dict[str, Any]:
        self.terminal.step(say("下单", "Order"), "POST /offset-orders")
        body = {
            "quote_id": quote["quote_id"],
            "purpose": "footprint",
            "beneficiary": {"kind": "nickname"},
            "footprint_id": footprint["footprint_id"],
        }
        key = secrets.token_hex(16)
        order = citizen.send("POST", "/offset-orders", body, key=key)
        again = citizen.send("POST", "/offset-orders", body, key=key)
        _expect(again["order_id"] == order["order_id"], "the same request twice made two orders")
        self.terminal.fact(say("订单号", "order"), order["number"], order["state"])
        self.terminal.fact(say("预留", "reserved"), kg(order["quantity_kg"]))
        self.terminal.done(say("同一个请求发两次，还是这一单", "the same request sent twice is still this one order"))
        return dict(order)

    def _pays(self, citizen: Client, order: dict[str, Any]) -> None:
        self.terminal.step(say("付款", "Pay"), "POST /payments/{id}/attempts")
        payment_id = order["payment"]["payment_id"]
        attempt = citizen.post(f"/payments/{payment_id}/attempts", {"gateway": "wechat", "channel": "native"})
        self.terminal.fact(say("微信二维码", "WeChat code"), attempt["code_url"] or attempt["pay_url"])
        number = citizen.get(f"/payments/{payment_id}")["out_trade_no"]
        paid = self.system.payment_standin.send("POST", "//_control/pay", {"out_trade_no": number, "notify": True})
        self.terminal.fact(say("微信单号", "transaction"), paid["transaction_id"])
        self.terminal.fact(say("付了", "paid"), yuan(paid["amount_fen"]))

    def _sees_it_retired(self, citizen: Client, order_id: str) -> dict[str, Any]:
        self.terminal.step(say("注销", "Retirement"), "GET /offset-orders/{id}, /retirements/{id}")

        def retired() -> dict[str, Any] | None:
            order: dict[str, Any] = citizen.get(f"/offset-orders/{order_id}")
            return order if order["state"] == "retired" else None

        def still_waiting() -> str:
            state = citizen.get(f"/offset-orders/{order_id}")["state"]
            return say(
                f"付款后 {FULFILMENT_PATIENCE_S} 秒还没有注销：{state}",
                f"Not retired {FULFILMENT_PATIENCE_S} s after payment: {state}",
            )

        order = wait_for(retired, FULFILMENT_PATIENCE_S, still_waiting)
        retirement = citizen.get(f"/retirements/{order['retirement']['retirement_id']}")
        self.terminal.fact(say("注销了", "retired"), kg(retirement["quantity_kg"]), _clock(retirement["retired_at"]))
        for block in retirement["serials"]:
            self.terminal.fact(
                say("序号", "serials"),
                f"{block['first_text']} – {block['last_text']}",
                kg(block["last"] - block["first"] + 1),
            )
        _expect(
            sum(block["last"] - block["first"] + 1 for block in retirement["serials"]) == order["quantity_kg"],
            "the serials are not as many as the kilograms",
        )
        covered = citizen.get(f"/footprints/{order['footprint']['footprint_id']}")["offset"]
        self.terminal.fact(
            say("这个月已抵", "offset this month"),
            kg(covered["claimed_kg"]),
            say(f"还剩 {kg(covered['open_kg'])}", f"{kg(covered['open_kg'])} left"),
        )
        _expect(covered == {"claimed_kg": order["quantity_kg"], "open_kg": 0}, f"the month is not covered: {covered}")
        receipt = citizen.get(f"/payments/{order['payment']['payment_id']}/receipt")
        self.terminal.fact(
            say("收据", "receipt"), receipt["receipt_no"], f"{yuan(receipt['amount_fen'])} · {receipt['seller']}"
        )
        return order

    def _verifies_the_certificate(self, order: dict[str, Any]) -> None:
        self.terminal.step(say("凭证", "Certificate"), "GET /certificates/{number}, POST /certificate-verifications")
        stranger, number = self.system.client, order["certificate"]["number"]
        certificate = stranger.get(f"/certificates/{number}")
        facts = certificate["facts"]
        self.terminal.fact(say("编号", "number"), number, self.system.client.base_url + order["certificate"]["path"])
        self.terminal.fact(say("森林", "forest"), f"{facts['project']['name']} · {facts['project']['place']}")
        self.terminal.fact(say("用途", "purpose"), facts["purpose_text"], facts["beneficiary_name"] or "")
        self.terminal.fact(
            say("签名", "signature"), f"{certificate['signature']['alg']} {certificate['signature']['kid']}"
        )
        checked = stranger.post("/certificate-verifications", {"text": certificate["qr_text"]}, keyed=False)
        _expect(checked["valid"] is True, f"the certificate is not valid: {checked}")
        self.terminal.done(
            say("谁都能验：二维码里的签名有效", "anybody can check: the signature in the QR code is valid")
        )
        altered = stranger.post("/certificate-verifications", {"text": _altered(certificate["qr_text"])}, keyed=False)
        _expect(altered["valid"] is False, "an altered certificate passed")
        self.terminal.done(
            say(f"改一个字就不认：{altered['reason']}", f"one character changed and it fails: {altered['reason']}")
        )

    def _looks_it_up_in_the_register(self, order: dict[str, Any]) -> None:
        self.terminal.step(say("公开登记", "Public register"), "GET /registry/serials/{serial}")
        first = order["retirement"]["serials"][0]["first_text"]
        found = self.system.client.get(f"/registry/serials/{first}")
        _expect(found["state"] == "retired", f"{first} is {found['state']} in the register")
        self.terminal.fact(say("序号", "serial"), found["serial_text"], found["state_text"])
        for event in found["history"]:
            self.terminal.fact(str(event["at"])[:10], event["title"], event["text"])

    def _walks(self, citizen: Client, at: str) -> None:
        self.terminal.step(say("走路", "Walking"), "POST /activities")
        activity = citizen.post(
            "/activities", {"kind": "mobility.walk", "measures": {"steps": "7250"}, "occurred_at": at}
        )
        self.terminal.fact(say("步数", "steps"), "7,250", say("自己报的", "self-reported"))
        for line in activity["lines"]:
            self.terminal.fact(
                say("积分", "points"),
                points(line["points"], signed=True),
                f"{line['rule']} v{line['rule_version']} · {line['text']}",
            )

    def _asks_why(self, citizen: Client, order: dict[str, Any]) -> None:
        self.terminal.step(say("积分从哪来", "Points, and why"), "GET /points/entries/{id}/explanation")
        balance = citizen.get("/points")
        self.terminal.fact(say("可用", "available"), points(balance["available"]))
        for expiring in balance["expiring"]:
            self.terminal.fact(say("到期", "expires"), expiring["business_date"], points(expiring["points"]))
        for reason in order["points"]["reasons"]:
            self.terminal.fact(
                say("抵消", "for the offset"),
                points(reason["points"], signed=True),
                f"{reason['rule']} v{reason['rule_version']} · {reason['text']}",
            )
        explanation = citizen.get(f"/points/entries/{order['points']['entry_id']}/explanation")
        for step in explanation["steps"]:
            self.terminal.fact(f"→ {step['icon']}", step["title"], step["text"])

    def _redeems(self, citizen: Client) -> None:
        self.terminal.step(say("兑换", "Redeem"), "POST /pay-codes, /redemptions")
        clerk, merchant = sign_in.as_clerk(self.system)
        before = citizen.get("/points")["available"]
        reward = self._affordable(merchant["party_id"], before)
        code = citizen.post("/pay-codes")
        self.terminal.fact(say("付款码", "pay code"), f"{code['digits']}", f"{code['expires_in_s']} s")
        body = {
            "code": code["digits"],
            "reward_id": reward["reward_id"],
            "out_trade_no": f"TOUR-{secrets.token_hex(8)}",
        }
        redemption = clerk.client.post("/redemptions", body)
        self.terminal.fact(say("商户", "merchant"), merchant["name"], redemption["out_trade_no"])
        self.terminal.fact(
            say("交给顾客", "hand over"), redemption["hand_over"]["title"], redemption["hand_over"]["text"]
        )
        after = citizen.get("/points")["available"]
        self.terminal.fact(say("积分", "points"), f"{before:,} − {redemption['points']:,} = {after:,}")
        _expect(before - redemption["points"] == after, "the balance did not go down by the reward's points")
        try:
            clerk.client.post("/redemptions", {**body, "out_trade_no": f"TOUR-{secrets.token_hex(8)}"})
        except Problem as refused:
            self.terminal.done(say(f"同一个码再用一次：{refused.code}", f"the same code once more: {refused.code}"))
        else:
            raise TourStopped(say("同一个付款码用了两次。", "One pay code was used twice."))

    def _affordable(self, merchant_id: str, available: int) -> dict[str, Any]:
        rewards = [
            reward
            for reward in self.system.client.get("/rewards", limit="100")["items"]
            if reward["merchant"]["party_id"] == merchant_id and reward["state"] == "available"
        ]
        affordable = [reward for reward in rewards if reward["points"] <= available]
        if not affordable:
            raise TourStopped(
                say(f"{points(available)} 在这家换不到什么。", f"{points(available)} buy nothing at this merchant's.")
            )
        return dict(max(affordable, key=lambda reward: int(reward["points"])))

    def _checks_the_books(self) -> None:
        self.terminal.step(say("账本", "The books"), "flask ledger verify --json")
        if not books.can_be_verified():
            self.terminal.fact(
                say("没有查", "not checked"), say("这台机器上没有它的数据库", "its database is not known here")
            )
            return
        report = books.verify()
        self.terminal.fact(say("分录", "entries"), f"{report['entries']:,}")
        self.terminal.done(say(f"{len(report['checks'])} 条规矩全部成立", f"all {len(report['checks'])} laws hold"))


def _last_month() -> tuple[str, int]:
    """The last month that is over in Shanghai, and its days."""
    now = datetime.now(UTC).astimezone(SHANGHAI)
    last_day = now.replace(day=1) - timedelta(days=1)
    return f"{last_day:%Y-%m}", calendar.monthrange(last_day.year, last_day.month)[1]


def _clock(instant: str) -> str:
    return f"{datetime.fromisoformat(instant).astimezone(SHANGHAI):%H:%M:%S}"


def _altered(text: str) -> str:
    """The text of a code with one character of its middle changed."""
    at = len(text) * 2 // 3
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


def _expect(holds: bool, complaint: str) -> None:
    if not holds:
        raise TourStopped(complaint)
