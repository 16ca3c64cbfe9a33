"""People over HTTP: they sign in, buy and redeem without end, and write down what they are told."""

from __future__ import annotations

import itertools
import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import requests

from tests.chaos.county import PATIENCE_S, County
from tests.chaos.journal import Journal, Purchase, Redemption, Retirement
from tests.chaos.line import Line, Traffic, fresh_key
from tests.support.checkout import eventually

FIRST_POINTS: Final = 900
"""What somebody who redeems has bought before: nearly all that the programme sells to one person a day."""
NAME: Final = "只有自己知道的名字"
ENOUGH: Final = 700
"""So much done, and somebody else comes in their place."""
FAULTS_A_ROUND: Final = 6
"""A session's token lives ten minutes, and is renewed between two rounds."""
REFRESH_AFTER_S: Final = 240
_phones = itertools.count(19_900_000_001)
_sales = itertools.count(1)


class Visitor:
    """Somebody with a session, who keeps it fresh."""

    def __init__(self, county: County, phone: str, journal: Journal, traffic: Traffic) -> None:
        self.county, self.journal = county, journal
        self.line = Line(county.port, traffic)
        self._session = self._signs_in(phone)
        self.party_id = str(self._session["party_id"])
        self._hat: str | None = None
        self._signed_in_at = time.monotonic()
        self.line.token = self._session["access_token"]
        named = self.line.insist("PATCH", "/me", {"nickname": NAME}, key=fresh_key())
        assert named.status == 200, named

    def _signs_in(self, phone: str) -> dict[str, Any]:
        asked = self.line.post("/auth/sms-codes", {"phone": phone}, keyed=False)
        self.journal.promised(asked["challenge_id"])
        code = _within(PATIENCE_S, lambda: messages(self.county).get(asked["challenge_id"]), "a text message")
        opened: dict[str, Any] = self.line.post(
            "/auth/sessions",
            {"challenge_id": asked["challenge_id"], "code": code, "client": "app", "device": "chaos",
             "agreement_version": asked["agreement_version"]},
            keyed=False,
        )  # fmt: skip
        return opened

    def leaves(self) -> None:
        self.line.hang_up()

    def acts_for_the_shop(self) -> None:
        self._hat = str(self._session["memberships"][0]["party_id"])
        self.line.token = self.line.post("/auth/acting-party", {"party_id": self._hat}, keyed=False)["access_token"]

    def stays_signed_in(self) -> None:
        if time.monotonic() - self._signed_in_at < REFRESH_AFTER_S:
            return
        self.line.token = None
        refreshed = self.line.post("/auth/refresh", {"refresh_token": self._session["refresh_token"]}, keyed=False)
        self._session, self._signed_in_at = refreshed, time.monotonic()
        self.line.token = refreshed["access_token"]
        if self._hat is not None:
            self.acts_for_the_shop()


class Buyer(Visitor):
    """Quotes, orders, pays at the gateway, looks until the kilograms are retired."""

    def has_done_enough(self) -> bool:
        return self.journal.points_left().get(self.party_id, 0) > ENOUGH

    def successor(self) -> Buyer:
        return Buyer(self.county, str(next(_phones)), self.journal, self.line.traffic)

    def does(self, chance: random.Random, untold: float) -> None:
        self.buys(1, is_told=chance.random() >= untold)

    def buys(self, quantity_kg: int, *, is_told: bool = True) -> None:
        """``is_told``: the gateway tells the service; else only its own looking finds the money."""
        self.takes(self.is_quoted(quantity_kg), is_told=is_told)

    def is_quoted(self, quantity_kg: int) -> str:
        offer = self.line.get("/offers")["items"][0]["offer_id"]
        quote = self.line.post("/offset-quotes", {"quantity_kg": quantity_kg, "offer_id": offer}, keyed=False)
        return str(quote["quote_id"])

    def takes(self, quote_id: str, *, is_told: bool = True) -> None:
        purchase = self.orders(quote_id)
        self.starts_to_pay(purchase)
        self.pays(purchase, is_told=is_told)
        self.sees_it_retired(purchase)

    def orders(self, quote_id: str) -> Purchase:
        body = {"quote_id": quote_id, "purpose": "voluntary", "beneficiary": {"kind": "none"}}
        order = self.line.post("/offset-orders", body)
        purchase = Purchase(order["order_id"], order["payment"]["payment_id"], self.party_id, order["quantity_kg"],
                            order["amount_fen"])  # fmt: skip
        self.journal.ordered(purchase)
        return purchase

    def starts_to_pay(self, purchase: Purchase) -> None:
        path = f"/payments/{purchase.payment_id}/attempts"
        self.line.post(path, {"gateway": "wechat", "channel": "native"})

    def pays(self, purchase: Purchase, *, is_told: bool) -> None:
        """At the gateway, which nobody disturbs: what it says it has taken, it has taken."""
        body = {"out_trade_no": purchase.payment_id.replace("-", ""), "notify": is_told}
        answer = requests.post(f"{self.county.demo['standins']['wechat']}/_control/pay", json=body, timeout=60)
        assert answer.status_code == 200, answer.text
        self.journal.has_paid(purchase.order_id)

    def sees_it_retired(self, purchase: Purchase) -> None:
        def finished() -> Any:
            order = self.line.get(f"/offset-orders/{purchase.order_id}")
            return order if order["state"] == "retired" else None

        order = _within(PATIENCE_S, finished, f"retirement of {purchase}", pause_s=0.2)
        self.journal.was_retired(
            purchase.order_id,
            Retirement(
                order["retirement"]["retirement_id"], order["certificate"]["number"], order["points"]["awarded"]
            ),
        )


class Customer(Buyer):
    """Has points, shows a code, and a clerk takes some of them."""

    def __init__(self, clerk: Visitor, county: County, phone: str, journal: Journal, traffic: Traffic) -> None:
        super().__init__(county, phone, journal, traffic)
        self.till = Line(county.port, traffic)
        self.clerk = clerk
        self.buys(FIRST_POINTS)

    def has_done_enough(self) -> bool:
        return self.journal.points_left()[self.party_id] < FIRST_POINTS - ENOUGH

    def successor(self) -> Customer:
        return Customer(self.clerk, self.county, str(next(_phones)), self.journal, self.line.traffic)

    def leaves(self) -> None:
        super().leaves()
        self.till.hang_up()

    def does(self, chance: random.Random, untold: float) -> None:
        self.redeems(1)

    def redeems(self, points: int) -> None:
        self.shows(self.has_a_code(), points)

    def has_a_code(self) -> str:
        return str(self.line.post("/pay-codes", {})["code"])

    def shows(self, code: str, points: int) -> None:
        self.till.token, number = self.clerk.line.token, f"CH-{next(_sales):08}"
        body = {"code": code, "points": points, "out_trade_no": number}
        answer = self.till.insist("POST", "/redemptions", body, key=fresh_key())
        if answer.status == 201:
            told = Redemption(answer.body["redemption_id"], self.party_id, answer.body["points"])
            self.journal.redeemed(number, told)
        else:
            # Its minute was over before anybody listened: then nothing was taken, and nothing may have been.
            assert answer.code == "pay-code-expired", answer
            self.journal.was_refused(number)


def rounds(faults: int) -> list[range]:
    """The numbers of the faults, in rounds of a few."""
    return [range(first, min(first + FAULTS_A_ROUND, faults)) for first in range(0, faults, FAULTS_A_ROUND)]


def messages(county: County) -> dict[str, str]:
    """By challenge: the codes that have arrived."""
    arrived = {}
    if county.sms_file.exists():
        for line in county.sms_file.read_text(encoding="utf-8").splitlines():
            try:
                message = json.loads(line)
            except ValueError:  # a line that is just being written
                continue
            arrived[message["challenge_id"]] = message["code"]
    return arrived


@dataclass
class Crowd:
    """Buyers and customers who go on, whatever happens, until they are asked to stop."""

    county: County
    journal: Journal
    traffic: Traffic
    clerk: Visitor
    people: list[Buyer]

    @property
    def buyers(self) -> list[Buyer]:
        return [person for person in self.people if not isinstance(person, Customer)]

    @property
    def customers(self) -> list[Customer]:
        return [person for person in self.people if isinstance(person, Customer)]

    @contextmanager
    def at_work(self, seed: int, *, untold: float = 0.0) -> Iterator[Journal]:
        """They begin at once; when the block ends each finishes what is under way, and what failed them is raised.

        untold: the share of payments of which the gateway says nothing, so that only the sweeps find them.
        """
        enough, failed = threading.Event(), []
        self.stays_signed_in()

        def work(person: Buyer, chance: random.Random) -> None:
            try:
                while not enough.is_set():
                    person.does(chance, untold)
                    time.sleep(chance.uniform(0.1, 0.4))
            except BaseException as error:
                failed.append(error)
                enough.set()

        threads = [
            threading.Thread(target=work, args=(person, random.Random(f"{seed}-{number}")), name=f"person-{number}")
            for number, person in enumerate(self.people)
        ]
        for thread in threads:
            thread.start()
        try:
            yield self.journal
        finally:
            enough.set()
            for thread in threads:
                thread.join()
            if failed:
                # Also where the block has given up waiting: this is why.
                raise failed[0]

    def stays_signed_in(self) -> None:
        self.clerk.stays_signed_in()
        for number, person in enumerate(self.people):
            if person.has_done_enough():
                person.leaves()
                self.people[number] = person.successor()
            self.people[number].stays_signed_in()

    def leaves(self) -> None:
        for person in (self.clerk, *self.people):
            person.leaves()

    def is_sent_what_was_promised(self) -> None:
        """By whoever works in the background: nobody here lends a hand."""
        arrived = lambda: self.journal.messages <= messages(self.county).keys()  # noqa: E731
        assert eventually(arrived, PATIENCE_S), "a text message did not come"

    def goes_on(self) -> None:
        """Somebody buys and somebody redeems from now on: the system is back for everybody."""
        assert self.journal.wait_for(retired=1, redeemed=2, within_s=PATIENCE_S), "nobody gets on any more"


def gather(county: County, *, buyers: int, customers: int) -> Crowd:
    """Sign everybody in, at the same time."""
    journal, traffic = Journal(), Traffic()
    phone = next(person["phone"] for person in county.demo["people"] if person["role"] == "merchant-clerk")
    clerk = Visitor(county, phone, journal, traffic)
    clerk.acts_for_the_shop()
    people: list[Buyer] = []

    def join(kind: Callable[[], Buyer]) -> None:
        people.append(kind())

    kinds: list[Callable[[], Buyer]] = [
        lambda: Buyer(county, str(next(_phones)), journal, traffic) for _ in range(buyers)
    ]
    kinds += [lambda: Customer(clerk, county, str(next(_phones)), journal, traffic) for _ in range(customers)]
    threads = [threading.Thread(target=join, args=(kind,)) for kind in kinds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(people) == buyers + customers, "somebody could not sign in"
    return Crowd(county, journal, traffic, clerk, people)


def _within(patience_s: float, look: Callable[[], Any], what: str, pause_s: float = 0.1) -> Any:
    deadline = time.monotonic() + patience_s
    while not (found := look()):
        assert time.monotonic() < deadline, f"{what} did not come within {patience_s} s"
        time.sleep(pause_s)
    return found
