"""Use kilograms up: blocks, ledger entry, claim and certificate in one command, and for ever."""

from __future__ import annotations

from backend.certificates import service as certificates
from backend.certificates.payloads import IssueRetirementCertificate, LocalName, RetirementFacts
from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import SYSTEM, Principal
from backend.kernel.serials import SerialRange, joined
from backend.ledger import service as ledger
from backend.ledger.service import Draft, Move
from backend.notifications.webhooks import service as webhooks
from backend.registry import accounts, blocks
from backend.registry.blocks import Leg, Rest
from backend.registry.errors import NothingReserved
from backend.registry.models import Batch, Claim, Project, Retirement, State
from backend.registry.payloads import Retired, RetireReserved, Subject
from backend.registry.queries import reservation
from backend.transparency import service as transparency


def retire_reserved(principal: Principal, wish: RetireReserved) -> Retired:
    """Retire all that is reserved for an order. The money is the caller's affair, in the same transaction.

    Raises:
        NothingReserved: the reservation is gone: given back, or retired already.
    """
    held = reservation(wish.order_id)
    if held is None:
        raise NothingReserved(order_id=wish.order_id)
    quantity_kg = sum(share.quantity_kg for share in held.shares)
    retirement_id, now, order = new_id(), clock.now(), accounts.reserved(wish.order_id, held.batch_number)
    entry = ledger.record(
        Draft(
            f"offset-order:{wish.order_id}:retired", "retirement",
            [Move(quantity_kg, order, accounts.retired(held.batch_number))],
        )
    )  # fmt: skip
    retirement = Retirement(
        id=retirement_id, batch_id=held.batch_id, party_id=wish.party_id, order_id=wish.order_id,
        quantity_kg=quantity_kg, purpose=wish.purpose, period=wish.period, beneficiary_kind=wish.beneficiary.kind,
        beneficiary_name=wish.beneficiary.name, retired_at=now,
    )  # fmt: skip
    subject = wish.subject or Subject("party", wish.party_id)
    db.session.add(retirement)
    db.session.flush()
    db.session.add(
        Claim(retirement_id=retirement_id, purpose=wish.purpose, subject_kind=subject.kind, subject_id=subject.id,
              recorded_at=now)
    )  # fmt: skip
    moved = blocks.move(
        held.batch_id,
        [
            Leg(share.quantity_kg, Rest(State.RESERVED, held.party_id, share.slot_id, wish.order_id),
                Rest(State.RETIRED, wish.party_id, retirement_id=retirement_id))
            for share in held.shares
        ],
    )  # fmt: skip
    serials = joined(each for ranges in moved for each in ranges)
    number = _certify(principal, retirement, serials)
    # The public log says what was used up, not by whom: the programme signs the leaf, whoever pressed the button.
    transparency.note(
        SYSTEM, "registry.units-retired",
        {"retirement": retirement_id, "batch": held.batch_number, "quantity_kg": quantity_kg, "purpose": wish.purpose,
         "serials": [[each.first, each.last] for each in serials], "certificate": number}, public=True,
    )  # fmt: skip
    for party_id in {held.party_id, wish.party_id}:  # whose it was, and who used it up
        webhooks.tell(party_id, "retirement.done", {
            "retirement_id": retirement_id, "batch": held.batch_number, "quantity_kg": quantity_kg,
            "retired_at": now.isoformat(),
        })  # fmt: skip
    return Retired(retirement_id, held.batch_number, quantity_kg, serials, now, entry.entry_ids[0], number)


def _certify(principal: Principal, retirement: Retirement, serials: tuple[SerialRange, ...]) -> str:
    batch = db.session.get_one(Batch, retirement.batch_id)
    project = db.session.get_one(Project, batch.project_id)
    facts = RetirementFacts(
        quantity_kg=retirement.quantity_kg, batch_number=batch.number,
        project_name=LocalName(project.name_zh, project.name_en),
        project_place=LocalName(project.place_zh, project.place_en), project_area_mu=project.area_mu,
        vintage_from=batch.vintage_from, vintage_to=batch.vintage_to, serials=serials,
        purpose=retirement.purpose, period=retirement.period, beneficiary_name=retirement.beneficiary_name,
        retired_at=retirement.retired_at,
    )  # fmt: skip
    issued = certificates.issue_retirement_certificate(
        principal, IssueRetirementCertificate(retirement.id, facts, is_demo=batch.is_demo)
    )
    return issued.number
