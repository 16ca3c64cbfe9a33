"""A forest with a ticket, in tests: issued, transferred and listed through the register's own commands."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.identity import service as identity
from backend.identity.payloads import RegisterOrganisation
from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM
from backend.market import service as market
from backend.market.payloads import PutOnShelf, Release, Reservation, Reserve
from backend.registry import service as registry
from backend.registry.payloads import (
    AGREEMENT,
    RESERVE,
    BatchIssued,
    Beneficiary,
    CreateProject,
    IssueBatch,
    Retired,
    RetireReserved,
    Subject,
    TransferUnits,
)
from tests.support.world import World

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Forest:
    """A village that owns a forest, a firm that bought some, a reserve body that sells the rest."""

    world: World
    project_id: UUID
    village: UUID
    firm: UUID
    reserve_body: UUID
    batch: BatchIssued

    @property
    def number(self) -> str:
        return self.batch.number

    def transfers(self, seller: UUID, buyer: UUID, quantity_kg: int, price_fen_per_t: int = 1000) -> None:
        kind = RESERVE if buyer == self.reserve_body else AGREEMENT
        wish = TransferUnits(self.number, seller, buyer, quantity_kg, kind, price_fen_per_t)
        self.world.does(lambda: registry.transfer_units(SYSTEM, wish))

    def lists(self, quantity_kg: int, *, slots: int = 16, price_fen_per_t: int = 10_000) -> UUID:
        """Put the reserve body's kilograms on the shelf; the offer's id."""
        wish = PutOnShelf(self.reserve_body, self.number, quantity_kg, price_fen_per_t, slots=slots)
        return self.world.does(lambda: market.put_on_shelf(SYSTEM, wish)).offer_id

    def reserves(self, offer_id: UUID, quantity_kg: int, order_id: UUID | None = None) -> Reservation:
        wish = Reserve(order_id or new_id(), offer_id, quantity_kg)
        return self.world.does(lambda: market.reserve(SYSTEM, wish))

    def releases(self, order_id: UUID) -> int:
        return self.world.does(lambda: market.release(SYSTEM, Release(order_id))).quantity_kg

    def retires(
        self, order_id: UUID, party_id: UUID, *, purpose: str = "voluntary", name: str | None = None,
        subject: Subject | None = None, period: str | None = None,
    ) -> Retired:  # fmt: skip
        beneficiary = Beneficiary("nickname" if name else "none", name)
        wish = RetireReserved(order_id, party_id, purpose, beneficiary, subject, period)
        return self.world.does(lambda: registry.retire_reserved(SYSTEM, wish))


def plant(world: World, issued_kg: int, *, buffer_kg: int = 0) -> Forest:
    """A new forest whose whole ticket the village still holds."""
    number = next(_numbers)

    def begin() -> Forest:
        village, firm, reserve_body = (
            identity.register_organisation(
                SYSTEM,
                RegisterOrganisation(f"{kind}-{number}", kind, f"{zh}{number}", f"{en} {number}", "常口村", "Changkou"),
            ).party_id
            for kind, zh, en in (
                ("village-collective", "村集体", "Village"), ("firm", "镍业", "Nickel"), ("reserve", "收储", "Reserve"),
            )
        )  # fmt: skip
        project = registry.create_project(
            SYSTEM,
            CreateProject(
                code=f"forest-{number}", kind="public-welfare-forest", name_zh=f"常口村生态公益林{number}",
                name_en=f"Changkou public-welfare forest {number}", place_zh="三明将乐县", place_en="Jiangle, Sanming",
                area_mu=3197, methodology_zh="三明林业碳票计量方法", methodology_en="Sanming ticket method",
                is_demo=True,
            ),
        )  # fmt: skip
        batch = registry.issue_batch(
            SYSTEM,
            IssueBatch(
                project_id=project.project_id, owner_party_id=village, quantity_kg=issued_kg, buffer_kg=buffer_kg,
                issued_on=date(2021, 5, 18), vintage_from=2016, vintage_to=2020, is_demo=True,
            ),
        )  # fmt: skip
        return Forest(world, project.project_id, village, firm, reserve_body, batch)

    return world.does(begin)


def on_shelf(world: World, quantity_kg: int, *, slots: int = 16) -> tuple[Forest, UUID]:
    """A forest whose whole ticket the reserve body has bought and offers at retail."""
    forest = plant(world, quantity_kg)
    forest.transfers(forest.village, forest.reserve_body, quantity_kg)
    return forest, forest.lists(quantity_kg, slots=slots)
