"""Quote, order, cancel, look."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g

from backend.documents.errors import DocumentsBusy
from backend.footprints.errors import FootprintNotFound, FootprintWithdrawn
from backend.http import downloads
from backend.http.auth import requires
from backend.http.command import execute, perform, replayed
from backend.http.downloads import FileWish, FileWishSchema
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, WindowSchema, page, page_schema
from backend.identity.errors import GuardianNeeded
from backend.market.errors import OfferNotFound, ShelfExhausted
from backend.offsets import queries, receipts, service
from backend.offsets.errors import (
    BeneficiaryNameNeeded,
    FootprintFullyOffset,
    FootprintNeeded,
    OffsetDailyLimit,
    OffsetOrderNotCancellable,
    OffsetOrderNotFound,
    OffsetQuantityUnclear,
    PurposeNotOpen,
    QuoteExpired,
    QuoteNotFound,
    QuoteTaken,
)
from backend.offsets.payloads import CancelOffsetOrder, PlaceOffsetOrder, QuoteOffset
from backend.offsets.schemas import (
    NothingSchema,
    OrderSchema,
    PaymentReceiptSchema,
    PlaceOffsetOrderSchema,
    QuotedSchema,
    QuoteOffsetSchema,
)
from backend.payments import conversation
from backend.payments.errors import PaymentGatewayUnavailable, PaymentNotFound, PaymentNotSettled

blueprint = Blueprint("offsets", __name__, description="Offset a footprint: quote, order, retirement")


@blueprint.route("/offset-quotes", methods=["POST"])
@requires(Permission.QUOTE_OFFSET)
@blueprint.arguments(QuoteOffsetSchema)
@blueprint.response(200, QuotedSchema)
@refuses(OffsetQuantityUnclear, OffsetDailyLimit, FootprintFullyOffset, FootprintNotFound, FootprintWithdrawn,
         OfferNotFound, ShelfExhausted)  # fmt: skip
def quote_offset(wish: QuoteOffset) -> Any:
    """What an offset costs. The price holds for fifteen minutes; nothing is reserved."""
    return perform(service.quote_offset, wish)


@blueprint.route("/offset-orders", methods=["POST"])
@requires(Permission.PLACE_OFFSET_ORDER)
@keyed
@blueprint.arguments(PlaceOffsetOrderSchema)
@blueprint.response(201, OrderSchema)
@refuses(GuardianNeeded, QuoteNotFound, QuoteExpired, QuoteTaken, PurposeNotOpen, FootprintNeeded, FootprintFullyOffset,
         FootprintNotFound, FootprintWithdrawn, OffsetDailyLimit, BeneficiaryNameNeeded, OfferNotFound,
         ShelfExhausted)  # fmt: skip
def place_offset_order(wish: PlaceOffsetOrder) -> Response:
    """Take a quote: its kilograms are held for fifteen minutes, its money is asked for."""
    return execute(service.place_offset_order, wish, reply=OrderSchema(), status=201)


@blueprint.route("/offset-orders")
@requires(Permission.READ_OFFSET_ORDERS)
@blueprint.arguments(WindowSchema, location="query")
@blueprint.response(200, page_schema(OrderSchema, "Orders"))
def list_offset_orders(window: Window) -> dict[str, Any]:
    """My orders, newest first."""
    found = queries.orders(g.principal, window.limit + 1, window.after)
    return page(found, window, lambda order: (order.placed_at, order.order_id))


@blueprint.route("/offset-orders/<uuid:order_id>")
@requires(Permission.READ_OFFSET_ORDERS)
@blueprint.response(200, OrderSchema)
@refuses(OffsetOrderNotFound)
def get_offset_order(order_id: UUID) -> Any:
    """Where an order stands, and what came of it."""
    return queries.order(g.principal, order_id)


@blueprint.route("/offset-orders/<uuid:order_id>/cancellation", methods=["POST"])
@requires(Permission.PLACE_OFFSET_ORDER)
@keyed
@blueprint.arguments(NothingSchema)
@blueprint.response(200, OrderSchema)
@refuses(OffsetOrderNotFound, OffsetOrderNotCancellable, PaymentGatewayUnavailable)
def cancel_offset_order(_: dict[str, Any], order_id: UUID) -> Response:
    """Change one's mind before paying. Money that arrives in the last moment is delivered for, or goes back."""
    if (answer := replayed()) is not None:
        return answer
    wish = CancelOffsetOrder(order_id)
    conversation.close(perform(service.refuse_uncancellable, wish))
    return execute(service.finish_cancellation, wish, reply=OrderSchema())


@blueprint.route("/payments/<uuid:payment_id>/receipt")
@requires(Permission.READ_PAYMENTS)
@blueprint.response(200, PaymentReceiptSchema)
@refuses(PaymentNotFound, PaymentNotSettled)
def get_payment_receipt_facts(payment_id: UUID) -> Any:
    """The facts of a receipt, once the money bought something or went back whole."""
    return queries.receipt(g.principal, payment_id)


@blueprint.route("/payments/<uuid:payment_id>/receipt.pdf")
@requires(Permission.READ_PAYMENTS)
@blueprint.arguments(FileWishSchema, location="query")
@blueprint.response(200, content_type="application/pdf", description="A5, PDF/A-2a and PDF/UA-1")
@refuses(PaymentNotFound, PaymentNotSettled, DocumentsBusy, invalid_request=400)
def get_payment_receipt(wish: FileWish, payment_id: UUID) -> Response:
    """The receipt for the printer. It is no tax invoice, and says so."""
    downloads.speak(wish)
    receipt = queries.receipt(g.principal, payment_id)
    response = downloads.file(
        receipts.pdf(receipt), kind="application/pdf", name=f"{receipts.file_name(receipt)}.pdf",
        plain_name=f"{receipt.receipt_no}.pdf", wish=wish,
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response
