"""The counter: codes shown, looked at, redeemed, reversed; at the right shop and the wrong one."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backend.rewards import service as rewards
from backend.rewards.payloads import InspectPayCode, IssuePayCode, RedeemPayCode, ReverseRedemption
from tests.properties.earning import Earning
from tests.properties.model import Code, Spend, day_of
from tests.properties.story import REWARD_POINTS, a_shop, any_of, someone


class Counter(Earning):
    @rule(who=someone)
    def show_a_code(self, who: int) -> None:
        member = self.county.members[who]
        issued = self.commands(lambda: rewards.issue_pay_code(self.people[who], IssuePayCode()))
        self.agree(issued, None)
        if member.code is not None:
            member.code.replaced = not member.code.used
            member.old_codes.append(member.code)
        member.code = Code(issued.code, issued.expires_at)

    def _refused_code(self, code: Code, shop: int, now: datetime) -> str | None:
        return (
            "pay-code-used" if code.used
            else "pay-code-expired" if code.replaced or code.expires_at <= now
            else "pay-code-shown-elsewhere" if code.shown_to not in {None, shop}
            else None
        )  # fmt: skip

    def _a_code(self, who: int, old: int) -> Code | None:
        member = self.county.members[who]
        return self.pick(member.old_codes, old) if old < 6 and member.old_codes else member.code

    @precondition(lambda self: any(member.code for member in self.county.members))
    @rule(who=someone, shop=a_shop, old=any_of)
    def look_at_a_code(self, who: int, shop: int, old: int) -> None:
        self.keep_away_from_deadlines()
        code, now = self._a_code(who, old), self.now
        if code is None:
            return
        outcome = self.commands(lambda: rewards.inspect_pay_code(self.stage.shops[shop], InspectPayCode(code.text)))
        if self.agree(outcome, self._refused_code(code, shop, now)):
            code.shown_to = shop

    @precondition(lambda self: any(member.code for member in self.county.members))
    @rule(who=someone, shop=a_shop, old=any_of, amount=st.integers(1, 90), reward=st.booleans(), again=any_of)
    def redeem_a_code(self, who: int, shop: int, old: int, amount: int, reward: bool, again: int) -> None:
        self.keep_away_from_deadlines()
        code, now, member, county = self._a_code(who, old), self.now, self.county.members[who], self.county
        if code is None:
            return
        sales = county.sales[shop]
        number = f"{self.batch.number}-{min(again, len(sales)) if again < 3 else len(sales)}"
        repeated = number in sales
        wish = RedeemPayCode(code.text, number, None if reward else amount, self.reward if reward else None)
        amount = REWARD_POINTS if reward else amount
        outcome = self.commands(lambda: rewards.redeem_pay_code(self.stage.shops[shop], wish))
        expected = "out-trade-no-reused" if repeated else self._refused_code(code, shop, now)
        if expected is None:
            code.used, code.shown_to = True, shop
            expected = (
                "reward-not-this-merchant" if reward and shop != 0
                else "reward-out-of-stock" if reward and county.stock == 0
                else "insufficient-balance" if amount > member.spendable(day_of(now))
                else None
            )  # fmt: skip
        if self.agree(outcome, expected):
            sales[number] += 1
            county.stock -= reward
            county.shop_points[shop] += amount
            county.spends.append(Spend(outcome.redemption_id, shop, who, now, member.take(amount, day_of(now)), reward))

    @rule(who=someone, shop=a_shop, amount=st.integers(1, 40), reward=st.booleans())
    def pay_with_points(self, who: int, shop: int, amount: int, reward: bool) -> None:
        """The usual way in one step: points that are there, a fresh code, a counter."""
        self.keep_away_from_deadlines()
        if self.county.members[who].spendable(day_of(self.now)) < amount:
            self.earn_points(who, amount + 5)
        self.show_a_code(who)
        self.redeem_a_code(who, shop, 63, amount, reward, 63)

    @precondition(lambda self: self.county.spends)
    @rule(which=any_of, shop=st.sampled_from([None, None, None, 0, 1]))
    def reverse_a_redemption(self, which: int, shop: int | None) -> None:
        self.keep_away_from_deadlines()
        spend, now = self.pick(self.county.spends, which // 4), self.now
        shop = spend.shop if shop is None else shop
        wish = ReverseRedemption(spend.redemption)
        outcome = self.commands(lambda: rewards.reverse_redemption(self.stage.shops[shop], wish))
        expected = (
            "redemption-not-found" if shop != spend.shop
            else "redemption-not-reversible" if spend.reversed or now >= spend.at + timedelta(hours=24)
            else None
        )  # fmt: skip
        if self.agree(outcome, expected):
            spend.reversed = True
            self.county.stock += spend.reward
            for lot, part in spend.taken:
                lot.available += part
                self.county.shop_points[spend.shop] -= part
