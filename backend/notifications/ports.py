"""What notifications ask of whoever knows people: where a party can be reached. Filled in backend/wiring.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Contact:
    """``phone`` is E.164. Asked for when a message leaves, never kept with it."""

    phone: str


class Contacts(Protocol):
    def of(self, party_id: UUID) -> Contact | None:
        """Where to reach a party now; None for an organisation, and for whoever is gone."""
        ...

    def in_charge_of(self, party_id: UUID) -> Sequence[UUID]:
        """The parties of those who manage an organisation: whom one tells what concerns it."""
        ...


_contacts: list[Contacts] = []


def fill(contacts: Contacts) -> None:
    """Called by backend/wiring.py."""
    _contacts[:] = [contacts]


def contacts() -> Contacts:
    return _contacts[0]


def refuse_gaps() -> None:
    """A missing implementation stops the start, not the first message."""
    assert _contacts, "nobody knows how to reach people"
