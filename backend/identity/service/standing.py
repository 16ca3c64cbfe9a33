"""What a sign-in has shown of who is there: written down when a factor was shown, taken away when one goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, update

from backend.extensions import db
from backend.identity import queries
from backend.identity.errors import LastSecondFactor
from backend.identity.models import SignIn
from backend.identity.payloads import ProvedAgain
from backend.kernel import clock
from backend.kernel.errors import SecondFactorRequired
from backend.kernel.principal import SECOND_FACTORS, Principal, Proof
from backend.kernel.turns import take_turn

PROOF_LIFE: Final = timedelta(minutes=5)


def mark(principal: Principal, proof: Proof) -> ProvedAgain:
    """This sign-in has shown who is there."""
    session = db.session.get_one(SignIn, principal.session_id, with_for_update=True)
    session.proved_at, session.proof = clock.now(), proof
    session.has_second_factor = session.has_second_factor or proof is not Proof.SMS
    return ProvedAgain(clock.now() + PROOF_LIFE, session.has_second_factor)


def shown_a_second_factor(principal: Principal) -> bool:
    """Was the last proof of this sign-in more than a text message?"""
    return db.session.get_one(SignIn, principal.session_id).proof in SECOND_FACTORS


def must_show_what_there_is(principal: Principal) -> None:
    """Whoever has a second factor shows it before there is another: a text message would open the account for good.

    Raises:
        SecondFactorRequired: there is one, and this sign-in has shown a message only.
    """
    if queries.has_second_factor(principal.person_id) and not shown_a_second_factor(principal):
        raise SecondFactorRequired()


def take_turn_about_factors(principal: Principal) -> None:
    """Of two that go at the same moment, each must not count on the other."""
    take_turn(f"second-factors:{principal.person_id}")


def after_a_factor_has_gone(principal: Principal) -> None:
    """Other sign-ins show again what is left; with nothing left none has shown anything.

    Raises:
        LastSecondFactor: an office is entered with one.
    """
    db.session.flush()
    others: tuple[ColumnElement[bool], ...] = ()
    if queries.has_second_factor(principal.person_id):
        others = (SignIn.id != principal.session_id,)
    elif queries.works_for_an_office(principal.person_id):
        raise LastSecondFactor()
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == principal.person_id, *others)
        .values(has_second_factor=False, proof=None, proved_at=None)
    )
