"""A counter to redeem at: shops, their clerks and rewards, neighbours with points, and time that passes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from backend.identity import service as identity
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM, Role
from backend.kernel.transaction import run
from backend.points import service as points
from backend.rewards import service as rewards
from backend.rewards.payloads import AddReward
from points_engine import Fact
from tests.support.county import an_organisation
from tests.support.world import Person, World


class Shop:
    """A merchant with one clerk at the till, who counts the sales."""

    def __init__(self, world: World, name: str = "客家擂茶铺") -> None:
        self.world = world
        self.party_id: UUID = an_organisation(world, "merchant", name).party_id
        self.clerk = self.another_clerk()
        self._sales = 0

    def another_clerk(self) -> Person:
        return works_for(self.world, self.world.citizen("小林"), self.party_id)

    def next_number(self) -> str:
        self._sales += 1
        return f"LC-{self._sales:04}"

    def puts_up(self, *, costs: int = 200, worth_fen: int = 600, stock: int | None = None, **limit: Any) -> str:
        """A reward in the catalogue; its id."""
        wish = AddReward(
            merchant_party_id=self.party_id, title_zh="擂茶一碗", title_en="A bowl of leicha",
            description_zh="到店现做", description_en="Made to order", category="food", points=costs,
            worth_fen=worth_fen, picture="leicha",
            stock=stock, funder_zh="县财政积分补贴", funder_en="County points budget", terms_zh="当天有效",
            terms_en="On the day", **limit,
        )  # fmt: skip
        return str(self.world.does(lambda: rewards.add_reward(SYSTEM, wish)).reward_id)

    def takes(
        self, code: str, *, clerk: Person | None = None, out_trade_no: str | None = None, **what: Any
    ) -> TestResponse:
        """Scan or type a code, for ``points=`` or ``reward_id=``."""
        body = {"code": code, "out_trade_no": out_trade_no or self.next_number(), **what}
        return (clerk or self.clerk).post("/redemptions", body)

    def looks_at(self, code: str, clerk: Person | None = None) -> TestResponse:
        token = (clerk or self.clerk).token
        return self.world.request("POST", "/pay-code-inspections", token=token, body={"code": code})

    def reverses(self, redemption_id: str, **body: Any) -> TestResponse:
        return self.clerk.post(f"/redemptions/{redemption_id}/reversal", body)


def works_for(world: World, person: Person, party_id: UUID) -> Person:
    """The same person, from now on acting for an organisation."""

    def put_on_the_hat() -> Any:
        identity.join(UUID(person.person_id), party_id, Role.MERCHANT_CLERK)
        return identity.open_session(UUID(person.person_id), client="app", party_id=party_id)

    return Person(world, person.phone, world.does(put_on_the_hat))


def a_neighbour(world: World, *, points: int = 0, nickname: str = "林小溪") -> Person:
    """A citizen who has earned ``points``."""
    person = world.citizen(nickname)
    if points:
        earns(world, person, points)
    return person


def earns(world: World, person: Person, amount: int) -> None:
    """By retiring as many kilograms, which pays a point each."""
    cause_id = new_id()
    fact = lambda: Fact("offset.retirement", clock.today(), {"kg": Decimal(amount)}, purpose="footprint")  # noqa: E731
    awarded = world.does(lambda: points.award(
        party_id=UUID(person.party_id), cause_kind="retirement", cause_id=cause_id, fact=fact(),
        occurred_at=clock.now(), reference=f"retirement:{cause_id}:award"))  # fmt: skip
    assert awarded.points == amount, awarded


def a_code(person: Person, *, typed: bool = False) -> str:
    """A fresh pay code, as the QR carries it or as it is read out."""
    issued = person.post("/pay-codes").json
    return issued["digits" if typed else "code"]


def balance(person: Person) -> int:
    return person.get("/points").json["available"]


@contextmanager
def later(**passed: int) -> Iterator[None]:
    """Everything inside happens so much later, on every clock of the service."""
    clock.set_offset(int(timedelta(**passed).total_seconds()))
    try:
        yield
    finally:
        clock.set_offset(0)


def signs_in_again(world: World, person: Person, party_id: UUID | None = None) -> Person:
    """A fresh session: an access token lives ten minutes."""
    with world.app.app_context():
        session = run(lambda: identity.open_session(UUID(person.person_id), client="app",
                                                    party_id=party_id or UUID(person.party_id)))  # fmt: skip
    return Person(world, person.phone, session)
