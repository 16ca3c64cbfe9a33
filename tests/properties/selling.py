"""The shelf and the orders: offered, quoted, reserved, cancelled; what is gone is gone."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from backend.kernel.principal import SYSTEM
from backend.kernel.transaction import run
from backend.market import service as market
from backend.market.payloads import PutOnShelf, Release, TakeOffShelf
from backend.offsets import service as offsets
from backend.offsets.payloads import Beneficiary, CancelOffsetOrder, PlaceOffsetOrder, QuoteOffset
from backend.payments import conversation
from backend.registry import service as registry
from backend.registry.payloads import Beneficiary as OnCertificate
from backend.registry.payloads import RetireReserved
from tests.properties import observing
from tests.properties.model import Offer, Order, Quote
from tests.properties.paying import Paying
from tests.properties.story import any_of, someone

prices = st.sampled_from([10_000, 12_345])
more_than_all = st.sampled_from([None, None, None, 0, 1])  # exactly what is there, or one too many


class Selling(Paying):
    @precondition(lambda self: self.county.owner_kg > 0 and len(self.county.offers) < 3)
    @rule(kg=st.integers(1, 2000), than_all=more_than_all, slots=st.integers(1, 4), price=prices)
    def put_on_shelf(self, kg: int, slots: int, price: int, than_all: int | None = None) -> None:
        kg = kg if than_all is None else self.county.owner_kg + than_all
        wish = PutOnShelf(self.stage.seller, self.batch.number, kg, price, slots)
        done = self.commands(lambda: market.put_on_shelf(SYSTEM, wish))
        if not self.agree(done, "insufficient-balance" if kg > self.county.owner_kg else None):
            return
        ids = observing.entries_with(
            self.stage.connection, "SELECT id FROM market_shelf_slots WHERE offer_id = %s ORDER BY place", done.offer_id
        )
        each, rest = divmod(kg, slots)
        sizes = [each + (place < rest) for place in range(slots)]
        self.county.offers.append(Offer(done.offer_id, price, dict(zip(ids, filter(None, sizes), strict=True))))
        self.county.owner_kg -= kg

    @precondition(lambda self: self.county.offers)
    @rule(which=any_of)
    def take_off_shelf(self, which: int) -> None:
        offer = self.pick(self.county.offers, which)
        done = self.commands(lambda: market.take_off_shelf(SYSTEM, TakeOffShelf(offer.id)))
        self.agree(done, None)
        assert done.quantity_kg == offer.left_kg
        self.county.owner_kg += offer.left_kg
        offer.open, offer.slots = False, dict.fromkeys(offer.slots, 0)

    @precondition(lambda self: self.county.offers)
    @rule(who=someone, kg=st.integers(1, 700), than_all=more_than_all, which=any_of)
    def ask_for_a_price(self, who: int, kg: int, which: int, than_all: int | None = None) -> None:
        self.keep_away_from_deadlines()
        offer = self.pick(self.county.offers, which)
        kg = kg if than_all is None else offer.left_kg + than_all or 1
        now, me = self.now, self.people[who]
        expected = (
            "offset-daily-limit" if kg > self.county.daily_left(who, now)
            else "offer-not-found" if not offer.open
            else "shelf-exhausted" if kg > offer.left_kg
            else None
        )  # fmt: skip
        quoted = self.commands(lambda: offsets.quote_offset(me, QuoteOffset(kg, offer_id=offer.id)))
        if self.agree(quoted, expected):
            amount = -(-kg * offer.price_fen_per_t // 1000)
            assert quoted.amount_fen == amount
            self.county.quotes.append(Quote(quoted.quote_id, who, offer, kg, amount, quoted.expires_at))

    @precondition(lambda self: self.county.quotes)
    @rule(which=any_of)
    def place_an_order(self, which: int) -> None:
        self.keep_away_from_deadlines()
        quote = self.pick(self.county.quotes, which // 8)
        now, me = self.now, self.people[quote.member]
        expected = (
            "quote-taken" if quote.taken
            else "quote-expired" if quote.expires_at <= now
            else "offset-daily-limit" if quote.kg > self.county.daily_left(quote.member, now)
            else "offer-not-found" if not quote.offer.open
            else "shelf-exhausted" if quote.kg > quote.offer.left_kg
            else None
        )  # fmt: skip
        wish = PlaceOffsetOrder(quote.id, "voluntary", Beneficiary("none"))
        placed = self.commands(lambda: offsets.place_offset_order(me, wish))
        if not self.agree(placed, expected):
            return
        quote.taken = True
        rows = self.stage.connection.execute(
            "SELECT slot_id, sum(upper(serials) - lower(serials))::int FROM registry_unit_blocks"
            " WHERE order_id = %s AND superseded_at IS NULL GROUP BY 1", [placed.order_id],
        )  # fmt: skip
        shares: dict[UUID, int] = dict(rows.fetchall())
        if sum(shares.values()) != quote.kg or any(kg > quote.offer.slots[slot] for slot, kg in shares.items()):
            raise observing.BrokenInvariant(f"kilograms by place: {quote.kg} kg were reserved as {shares}")
        for slot, kg in shares.items():
            quote.offer.slots[slot] -= kg
        self.county.orders.append(
            Order(placed.order_id, placed.payment.payment_id, quote.member, quote.offer, quote.kg, quote.amount_fen,
                  shares, now, placed.expires_at)
        )  # fmt: skip

    @precondition(lambda self: self.county.orders)
    @rule(which=any_of)
    def cancel_an_order(self, which: int) -> None:
        self.keep_away_from_deadlines()
        placed = [order for order in self.county.orders if order.state == "placed"]
        order = self.pick(placed if placed and which % 4 else self.county.orders, which // 4)
        me, now, wish = self.people[order.member], self.now, CancelOffsetOrder(order.id)

        def cancel() -> object:
            conversation.close(run(lambda: offsets.refuse_uncancellable(me, wish)))
            return run(lambda: offsets.finish_cancellation(me, wish))

        outcome = self.does(cancel)
        if order.state not in {"placed", "cancelled"}:
            self.agree(outcome, "offset-order-not-cancellable")
            return
        if order.payment in {"created", "paying"}:
            order.closing = True
            self._settles(order, now)
        expected = (
            "payment-gateway-unavailable" if order.payment == "paying"
            else None if order.state == "cancelled" else "offset-order-not-cancellable"
        )  # fmt: skip
        self.agree(outcome, expected)

    @precondition(lambda self: any(offer.left_kg for offer in self.county.offers))
    @rule(who=someone, kg=st.integers(1, 400), far=st.integers(2, 5))
    def buy(self, who: int, kg: int, far: int) -> None:
        """The usual way in one step, or its beginning: a quote, an order, off to the gateway, pay, be asked for."""
        county, quotes, orders = self.county, len(self.county.quotes), len(self.county.orders)
        self.ask_for_a_price(who, kg, 0)
        if len(county.quotes) == quotes:
            return
        self.place_an_order(0)
        if len(county.orders) == orders or far < 3:
            return
        self.go_to_the_gateway(0)
        number = county.orders[-1].out_trade_no
        if far > 3 and number in self.gateway.orders:
            self.gateway.is_paid(number)
            if far > 4:
                self.ask_the_gateway(0)

    @precondition(lambda self: any(order.state != "placed" for order in self.county.orders))
    @rule(which=any_of, retire=st.booleans())
    def reach_for_what_is_gone(self, which: int, retire: bool) -> None:
        order = self.pick([order for order in self.county.orders if order.state != "placed"], which)
        party = self.people[order.member].party_id
        wish = RetireReserved(order.id, party, "voluntary", OnCertificate("none"))
        if retire:
            outcome: object = self.commands(lambda: registry.retire_reserved(SYSTEM, wish))
        else:
            outcome = self.commands(lambda: market.release(SYSTEM, Release(order.id)))
        self.agree(outcome, "nothing-reserved")
