"""Fills ``notifications.ports.Contacts``: the one place where a number leaves identity, to be written to."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.identity import personal_keys, queries
from backend.identity.models import Person
from backend.notifications.ports import Contact


class PhoneBook:
    """A person's own number. An organisation has none: its members read its notices in the app."""

    def of(self, party_id: UUID) -> Contact | None:
        person = db.session.scalar(select(Person).where(Person.party_id == party_id))
        if person is None:
            return None
        try:
            return Contact(personal_keys.unseal(person.id, personal_keys.PHONE, person.phone_sealed))
        except personal_keys.KeyDestroyed:
            return None

    def in_charge_of(self, party_id: UUID) -> Sequence[UUID]:
        return queries.managers_of(party_id)
