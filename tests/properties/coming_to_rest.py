"""The end of every example: whatever happened before, all of it must come to a good end by sweeps and time alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.properties.observing import BrokenInvariant

if TYPE_CHECKING:
    from tests.properties.machine import CountyMachine

HOUR, TWO_YEARS_AND_A_MONTH = 3600, 762 * 86400


def come_to_rest(machine: CountyMachine) -> None:
    county, gateway = machine.county, machine.gateway
    gateway.silence = None
    machine.pass_time(HOUR)
    machine.sweep_payments()
    for number, order in enumerate(reversed(county.orders)):
        if gateway.knows_more(order.out_trade_no, order.receipts):
            machine.ask_the_gateway(4 * number)  # as a late notification would
    machine.sweep_refunds(leave=False)
    machine.sweep_refunds(leave=True)
    for order in county.orders:
        if order.state not in {"retired", "expired", "cancelled", "refunded"}:
            raise BrokenInvariant(f"rest: order {order.id} is {order.state} for ever")
        if order.received_fen:
            raise BrokenInvariant(f"rest: {order.received_fen} fen of order {order.id} lie between")
    for number in range(len(county.offers)):
        machine.take_off_shelf(number)
    if county.owner_kg + county.retired_kg != machine.batch.serials.quantity_kg:
        raise BrokenInvariant(f"rest: {county.owner_kg} kg + {county.retired_kg} kg are not what was issued")
    machine.pass_time(TWO_YEARS_AND_A_MONTH)
    machine.points_lapse()
    if any(member.available for member in county.members):
        raise BrokenInvariant("rest: points live for ever")
    machine.the_books_are_what_the_model_says()
    _outside(machine)
    came_to = machine.stage.came_to
    came_to.update(order.state for order in county.orders)
    came_to.update(f"refunds of {order.state}" for order in county.orders for _ in order.refunds)
    came_to.update("reversed" if spend.reversed else "redeemed" for spend in county.spends)
    came_to.update("taken back" for member in county.members for award in member.awards if award.taken_back)
    came_to.update("in debt" for member in county.members if member.debt)


def _outside(machine: CountyMachine) -> None:
    """What seller, gateway and shops have to do with it, in and out."""
    county = machine.county
    cash = sum(sum(order.receipts.values()) for order in county.orders)
    back = sum(refund.amount_fen for order in county.orders for refund in order.refunds if refund.state == "succeeded")
    expected = [county.seller_fen, back - cash, county.shop_points[0], county.shop_points[1]]
    moved = [now - before for now, before in zip(machine.open_balances(), machine.before, strict=True)]
    if moved != expected:
        raise BrokenInvariant(f"outside: seller, gateway and shops moved {moved}, must be {expected}")
    known = sum(amount for order in machine.gateway.orders.values() for _, amount in order.paid)
    if cash > known:
        raise BrokenInvariant(f"outside: {cash} fen were booked, {known} fen were paid")
