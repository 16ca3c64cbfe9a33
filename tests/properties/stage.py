"""What every example stands on: an application, its gateway, the ways to fail, one seller and two shops."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from flask import Flask

from backend import wiring
from backend.identity import service as identity
from backend.identity.payloads import RegisterOrganisation, RegisterPerson
from backend.kernel import chance, clock
from backend.kernel.errors import DomainError
from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM, Principal, Role
from backend.kernel.transaction import run
from backend.ledger.verify import verify
from backend.payments import gateways
from backend.registry import service as registry
from backend.registry.payloads import BatchIssued, CreateProject, IssueBatch
from tests.properties.model import SHANGHAI
from tests.properties.plain_gateway import PlainGateway
from tests.support.failures import Failures, ProcessDied

Result = TypeVar("Result")
BEGINNING = datetime(2027, 11, 10, 10, 0, tzinfo=SHANGHAI)
"""Where each example begins, so that days, months and leap years lie alike before all of them."""


@dataclass
class Refusal:
    """A command said no, by raising or by returning it."""

    code: str


@dataclass
class Stage:
    app: Flask
    connection: psycopg.Connection[Any]
    gateway: PlainGateway
    failures: Failures
    seller: UUID
    shops: list[Principal]
    steps: int = 0
    commands: int = 0
    died: bool = False
    deaths: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    examples: int = 0
    came_to: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """A fresh gateway at the same hour, and chance that can be repeated."""
        self.gateway = PlainGateway()
        gateways.offer("wechat", lambda: self.gateway)
        self.failures.disarm()
        chance.use(random.Random(self.examples))
        clock.set_offset(int((BEGINNING - datetime.now(UTC)).total_seconds()))
        self.examples += 1

    def does(self, work: Callable[[], Result], unchanged: Callable[[], None] | None = None) -> Result | Refusal:
        """Run what a person or a sweep does. If it dies on the way it is done again, as by whoever waits for an answer.

        ``unchanged`` is looked at in between: what is one transaction has left nothing behind.
        """
        self.commands += 1
        self.died = False
        try:
            try:
                result = work()
            except ProcessDied:
                self.died, self.deaths = True, self.deaths + 1
                if unchanged is not None:
                    unchanged()
                result = work()
        except DomainError as refusal:
            result = refusal  # type: ignore[assignment]
        if isinstance(result, DomainError):
            self.refusals[result.code] += 1
            return Refusal(result.code)
        return result

    def issues(self, quantity_kg: int) -> BatchIssued:
        def work() -> BatchIssued:
            project = registry.create_project(
                SYSTEM,
                CreateProject(f"f-{new_id().hex}", "public-welfare-forest", "林", "Forest", "三明", "Sanming", 10, "法",
                              "M", is_demo=True),
            )  # fmt: skip
            wish = IssueBatch(project.project_id, self.seller, quantity_kg, date(2021, 5, 18), 2016, 2020)
            return registry.issue_batch(SYSTEM, wish)

        return run(work)

    def broken_laws(self) -> list[dict[str, Any]]:
        report = run(lambda: verify(wiring.ledger_checks()).as_dict())
        return [check for check in report["checks"] if not check["ok"]]


def build(app: Flask, conninfo: str, failures: Failures) -> Stage:
    """Inside an application context that stays open."""

    def work() -> tuple[UUID, list[Principal]]:
        seller = identity.register_organisation(
            SYSTEM, RegisterOrganisation(f"r-{new_id().hex}", "reserve", "收储", "Reserve", "雪峰镇", "Xuefeng")
        )
        shops = []
        for number in (1, 2):
            shop = identity.register_organisation(
                SYSTEM, RegisterOrganisation(f"s-{new_id().hex}", "merchant", "茶铺", "Tea", "雪峰镇", "Xuefeng")
            )
            phone = f"+86138{random.randrange(10**8):08}"
            clerk = identity.register_person(SYSTEM, RegisterPerson(phone, f"林{number}"))
            identity.join(clerk.person_id, shop.party_id, Role.MERCHANT_CLERK)
            shops.append(Principal(clerk.person_id, Role.MERCHANT_CLERK, shop.party_id))
        return seller.party_id, shops

    seller, shops = run(work)
    return Stage(app, psycopg.connect(conninfo, autocommit=True), PlainGateway(), failures, seller, shops)
