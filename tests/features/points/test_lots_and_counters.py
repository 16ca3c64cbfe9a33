"""Whatever happens in whatever order, lots, balances, uses and counters tell the same story."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.ledger.errors import InsufficientBalance
from backend.points import queries, service
from backend.points.accounts import receivable
from backend.points.payloads import Spent
from points_engine import Fact
from tests.support.counter import later
from tests.support.world import World

SHOP = receivable(new_id())


class Member:
    """Somebody to whom things happen by chance, and what they should come to."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self.world, self.chance, self.party_id = world, chance, new_id()
        self.day = 0
        self.spends: list[Spent] = []
        self.awards: list[UUID] = []

    def earns(self) -> None:
        cause, kg = new_id(), self.chance.randint(1, 90)
        fact = Fact("offset.retirement", clock.today(), {"kg": Decimal(kg)}, purpose="footprint")
        awarded = service.award(party_id=self.party_id, cause_kind="retirement", cause_id=cause, fact=fact,
                                occurred_at=clock.now(), reference=f"retirement:{cause}:award")  # fmt: skip
        if awarded.entry_id:
            self.awards += [award.id for award in queries.awards_behind(awarded.entry_id) if award.points]

    def buys(self) -> None:
        there = queries.spendable(self.party_id)
        wanted = self.chance.randint(1, 120)
        if wanted > there:
            with pytest.raises(InsufficientBalance):
                service.spend(party_id=self.party_id, points=wanted, reference=f"purchase:{new_id()}", target=SHOP)
        else:
            self.spends.append(
                service.spend(party_id=self.party_id, points=wanted, reference=f"purchase:{new_id()}", target=SHOP)
            )

    def brings_back(self) -> None:
        if self.spends:
            spent = self.spends.pop(self.chance.randrange(len(self.spends)))
            reference = f"purchase:{new_id()}:reversed"
            service.return_spend(party_id=self.party_id, entry_id=spent.entry_id, reference=reference)

    def is_caught(self) -> None:
        if self.awards:
            service.claw_back(award_id=self.awards.pop(self.chance.randrange(len(self.awards))))

    def lets_lapse(self) -> None:
        service.expire(self.party_id, clock.today())

    def waits(self) -> None:
        self.day += self.chance.randint(1, 250)


@pytest.mark.parametrize("seed", range(6))
def test_the_books_balance_after_every_story(world: World, seed: int) -> None:
    chance = random.Random(seed)
    members = [Member(world, chance) for _ in range(3)]
    for _ in range(40):
        member = chance.choice(members)
        act = chance.choices(
            [member.earns, member.buys, member.brings_back, member.is_caught, member.lets_lapse, member.waits],
            weights=[6, 6, 2, 1, 2, 2],
        )[0]
        with later(days=max(each.day for each in members)):
            world.does(act)
    assert world.books_balance()


def test_a_lot_that_was_tampered_with_is_found_and_named(world: World) -> None:
    from backend import wiring
    from backend.extensions import db
    from backend.ledger.verify import verify
    from backend.points.models import PointLot

    member = Member(world, random.Random(1))
    world.does(member.earns)
    lot = world.reads(lambda: db.session.query(PointLot).filter_by(party_id=member.party_id).one().id)

    def tamper(change: int) -> None:
        db.session.get_one(PointLot, lot).available += change

    world.does(lambda: tamper(-1))
    report = world.does(lambda: verify(wiring.ledger_checks()))
    broken = {finding.name: finding.rows[0].row for finding in report.findings if not finding.ok}
    world.does(lambda: tamper(1))

    assert broken == {
        "points-lots-add-up-to-balances": f"member {member.party_id}",
        "points-uses-explain-lots": f"points_lots {lot}",
    }


def test_a_lots_last_day_cannot_be_moved(world: World) -> None:
    from sqlalchemy.exc import ProgrammingError

    from backend.extensions import db
    from backend.points.models import PointLot

    member = Member(world, random.Random(2))
    world.does(member.earns)

    def immortal() -> None:
        lot = db.session.query(PointLot).filter_by(party_id=member.party_id).one()
        lot.expires_on += timedelta(days=9999)

    with pytest.raises(ProgrammingError, match="permission denied"):
        world.does(immortal)
