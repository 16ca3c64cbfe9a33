"""The register of residents for the flows, and people whom it confirms."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from wsgiref.simple_server import WSGIRequestHandler, make_server

from backend.config import RealNameRegister
from backend.identity import service as identity
from backend.identity.people.resident_id import check_character
from backend.kernel import clock
from backend.kernel.principal import Proof
from backend.kernel.transaction import run
from deploy.standins.residents.app import Book, create_app
from deploy.standins.residents.signatures import DEMO_SECRET_ID
from tests.support.world import Person, World

THE_STANDARDS_OWN = "440524188001010014"
"""What GB 11643 shows as an example, and our own examples ask about."""

_serials, _phones = itertools.count(1), itertools.count(10_000_001)


@dataclass
class Register:
    settings: RealNameRegister
    book: Book


class Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """No list of who was asked about."""


@contextmanager
def running_register(folder: Path) -> Iterator[Register]:
    secret = folder / "secret_key.txt"
    secret.write_text("a-secret-of-this-run-alone", encoding="ascii")
    book = Book(DEMO_SECRET_ID, secret.read_text(encoding="ascii"))
    server = make_server("127.0.0.1", 0, create_app(book), handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Register(RealNameRegister(f"http://127.0.0.1:{server.server_port}", DEMO_SECRET_ID, secret), book)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def a_number(born_on: date = date(1990, 3, 7)) -> str:
    """A resident number of Mingxi that nobody has."""
    seventeen = f"350421{born_on:%Y%m%d}{next(_serials) % 1000:03}"
    return seventeen + check_character(seventeen)


def years_ago(years: int, *, days: int = 0) -> date:
    """The birthday of somebody who turned ``years`` so many days ago."""
    day = clock.business_date(clock.wall_time()) - timedelta(days=days)
    return day.replace(year=day.year - years, day=min(day.day, 28))


def is_confirmed(
    person: Person, *, number: str | None = None, name: str = "林小溪", born_on: date | None = None
) -> Any:
    """The person's name is checked; returns what they were told."""
    wanted = number or a_number(born_on or date(1990, 3, 7))
    answer = person.post("/me/real-name", {"name": name, "resident_id": wanted})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.json


def somebody_aged(world: World, years: int, nickname: str = "小满") -> Person:
    person = world.citizen(nickname)
    is_confirmed(person, born_on=years_ago(years))
    return person


def proved(world: World, person: Person) -> Person:
    """The same person a moment after having shown once more who they are, on another device."""
    with world.app.app_context():
        session = run(
            lambda: identity.open_session(UUID(person.person_id), client="app", device="新手机", proof=Proof.SMS)
        )
    return Person(world, person.phone, session)


def code_for(world: World, phone: str) -> dict[str, str]:
    """A challenge for a number, and the code that it received."""
    asked = world.request("POST", "/auth/sms-codes", body={"phone": phone})
    assert asked.status_code == 202, asked.get_data(as_text=True)
    return {"challenge_id": asked.json["challenge_id"], "code": world.messages_to(phone)[-1]["code"]}


def a_number_of_nobody() -> str:
    return f"+86137{next(_phones):08}"
