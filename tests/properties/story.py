"""What every story needs: a county, ways to do things and to die while doing them, and the look at the books.

The rules are in ``paying``, ``selling``, ``earning`` and ``counter``; ``machine`` brings them together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from backend.kernel import clock
from backend.kernel.ids import account_id, new_id
from backend.kernel.principal import SYSTEM, Principal, Role
from backend.kernel.transaction import run
from backend.payments.gateways.protocol import TradeState
from backend.rewards import service as rewards
from backend.rewards.payloads import AddReward
from tests.properties import observing
from tests.properties.model import County
from tests.properties.stage import Refusal, Stage

Result = TypeVar("Result")
ISSUED_KG, REWARD_POINTS = 6000, 20
SWAY = timedelta(seconds=8)

any_of = st.integers(0, 63)  # picks from whatever there is
someone = st.integers(0, 2)
a_shop = st.integers(0, 1)


class Story(RuleBasedStateMachine):
    stage: ClassVar[Stage]

    def __init__(self) -> None:
        super().__init__()
        self.stage.begin()
        self.gateway = self.stage.gateway
        self.county = County(ISSUED_KG)
        self.batch = self.stage.issues(ISSUED_KG)
        self.people = sorted((Principal(new_id(), Role.CITIZEN, new_id()) for _ in range(3)), key=lambda p: p.party_id)
        self.reward = self._one_reward()
        self.before = self.open_balances()
        self.touched = True
        self.nonces = 0

    @property
    def now(self) -> datetime:
        return clock.wall_time()

    def pass_time(self, seconds: int) -> None:
        clock.set_offset(int(clock._offset.total_seconds()) + seconds)

    def keep_away_from_deadlines(self) -> None:
        """The model's clock and the database's differ by the time a command takes: nothing may fall between."""
        while True:
            now = self.now
            local = now.astimezone(clock.PROGRAMME_ZONE)
            deadlines = [
                local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1),
                *(quote.expires_at for quote in self.county.quotes[-8:]),
                *(order.expires_at for order in self.county.orders if order.state == "placed"),
                *(member.code.expires_at for member in self.county.members if member.code),
                *(spend.at + timedelta(hours=24) for spend in self.county.spends[-12:]),
            ]
            if not any(now - timedelta(seconds=1) < deadline < now + SWAY for deadline in deadlines):
                return
            self.pass_time(10)

    def does(self, work: Callable[[], Result]) -> Result | Refusal:
        self.touched = True
        return self.stage.does(work)

    def commands(self, work: Callable[[], Result]) -> Result | Refusal:
        """One command, one transaction."""
        self.touched = True
        return self.stage.does(lambda: run(work), self._compare)

    def pick(self, options: list[Result], number: int) -> Result:
        return options[-1 - number % len(options)]

    def agree(self, outcome: object, expected: str | None) -> bool:
        """The service says no exactly when the model does, and for the same reason. True: it was done."""
        said = outcome.code if isinstance(outcome, Refusal) else None
        if said != expected:
            raise observing.BrokenInvariant(f"answers: the service says {said or 'yes'}, must be {expected or 'yes'}")
        return said is None

    @invariant()
    def holds(self) -> None:
        self.stage.steps += 1
        self.the_books_are_what_the_model_says()

    def the_books_are_what_the_model_says(self) -> None:
        if self.touched:
            self._compare()
            self.touched = False

    def _compare(self) -> None:
        county, unit = self.county, f"KGCO2E@{self.batch.number}"
        places: list[tuple[str, str, int]] = [(f"units:party:{self.stage.seller}:available", unit, county.owner_kg)]
        blocks = [f"{county.owner_kg} available"] if county.owner_kg else []
        for offer in county.offers:
            places += [(f"units:shelf:{slot}:listed", unit, kg) for slot, kg in offer.slots.items()]
            blocks += [f"{kg} listed {slot}" for slot, kg in offer.slots.items() if kg]
        for order in county.orders:
            places.append((f"units:order:{order.id}:reserved", unit, order.reserved_kg))
            places.append((f"cash:payment:{order.payment_id}:received", "CNY", order.received_fen))
            if order.state == "placed":
                blocks += [f"{kg} reserved {slot} {order.id}" for slot, kg in order.shares.items()]
        if county.retired_kg:
            blocks.append(f"{county.retired_kg} retired")
        for person, member in zip(self.people, county.members, strict=True):
            places.append((f"points:member:{person.party_id}:available", "POINT", member.available))
            places.append((f"points:member:{person.party_id}:debt", "POINT", -member.debt))
        lots = [
            f"{person.party_id} until {lot.expires_on}: {lot.available} of {lot.issued}"
            for person, member in zip(self.people, county.members, strict=True) for lot in member.lots
        ]  # fmt: skip
        by_payment = sorted(county.orders, key=lambda order: order.payment_id)
        seen = list(observing.look(self.stage.connection, {
            "accounts": [account_id(path, unit_) for path, unit_, _ in places],
            "parties": [person.party_id for person in self.people], "orders": [order.id for order in county.orders],
            "batch": self.batch.batch_id, "reward": self.reward, "now": self.now,
        }))  # fmt: skip
        seen[3] = sorted(seen[3])
        expected = [
            [balance for _, _, balance in places], lots or None,
            [f"{order.state} {order.payment}" for order in county.orders] or None, sorted(blocks),
            f"{{[{self.batch.serials.first},{self.batch.serials.last + 1})}}", county.stock, None,
            [refund.state for order in by_payment for refund in order.refunds] or None,
        ]  # fmt: skip
        observing.compare(seen, expected, [path for path, _, _ in places])
        for order in county.orders:
            there = self.gateway.orders.get(order.out_trade_no)
            if order.payment == "closed" and there is not None and there.state is TradeState.NOT_PAID:
                raise observing.BrokenInvariant(f"closing: order {order.id} is closed here and open at the gateway")

    def open_balances(self) -> list[int]:
        paths = [
            (f"cash:party:{self.stage.seller}:payable", "CNY"), ("cash:gateway:wechat", "CNY"),
            *((f"points:merchant:{shop.party_id}:receivable", "POINT") for shop in self.stage.shops),
        ]  # fmt: skip
        row = self.stage.connection.execute(
            "SELECT array_agg(coalesce(ledger_balance(x.id), 0) ORDER BY n) FROM unnest(%s::uuid[])"
            " WITH ORDINALITY AS x (id, n)", [[account_id(*path) for path in paths]],
        ).fetchone()  # fmt: skip
        assert row is not None
        balances: list[int] = row[0]
        return balances

    def _one_reward(self) -> UUID:
        wish = AddReward(self.stage.shops[0].party_id, "茶", "Tea", "茶", "Tea", "food", REWARD_POINTS, 60, "leicha",
                         County(0).stock, "县", "County")  # fmt: skip
        view: Any = run(lambda: rewards.add_reward(SYSTEM, wish))
        reward_id: UUID = view.reward_id
        return reward_id
