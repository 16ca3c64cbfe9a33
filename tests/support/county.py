"""A small county to act in: a forest, a ticket, a shelf, a shop. Set up through the commands that the office uses."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.identity import service as identity
from backend.identity.payloads import RegisterOrganisation
from backend.kernel.principal import SYSTEM
from backend.market import service as market
from backend.market.payloads import PutOnShelf
from backend.registry import service as registry
from backend.registry.payloads import CreateProject, IssueBatch
from tests.support.world import World

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Shelf:
    offer_id: str
    batch_number: str
    seller_party_id: str
    quantity_kg: int


def an_organisation(world: World, kind: str, name: str = "示例单位") -> Any:
    code = f"{kind}-{next(_numbers)}"
    return world.does(
        lambda: identity.register_organisation(
            SYSTEM, RegisterOrganisation(code, kind, name, f"{name} {code}", "雪峰镇", "Xuefeng Town")
        )
    )


def a_shelf(world: World, *, kg: int = 100_000, price_fen_per_t: int = 10_000, slots: int = 4) -> Shelf:
    """A ticket of ``kg``, all of it on the retail shelf."""
    seller = an_organisation(world, "reserve", "金森碳汇")

    def put() -> Shelf:
        project = registry.create_project(
            SYSTEM,
            CreateProject(
                code=f"forest-{next(_numbers)}",
                kind="public-welfare-forest",
                name_zh="常口村生态公益林",
                name_en="Changkou public-welfare forest",
                place_zh="三明将乐县",
                place_en="Jiangle County, Sanming",
                area_mu=3197,
                methodology_zh="三明林业碳票碳减排量计量方法",
                methodology_en="Sanming method",
                is_demo=True,
            ),
        )
        batch = registry.issue_batch(
            SYSTEM,
            IssueBatch(
                project_id=project.project_id,
                owner_party_id=seller.party_id,
                quantity_kg=kg,
                issued_on=date(2021, 5, 18),
                vintage_from=2016,
                vintage_to=2020,
                is_demo=True,
            ),
        )
        offer = market.put_on_shelf(SYSTEM, PutOnShelf(seller.party_id, batch.number, kg, price_fen_per_t, slots))
        return Shelf(str(offer.offer_id), batch.number, str(seller.party_id), kg)

    return world.does(put)
