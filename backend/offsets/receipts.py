"""A receipt on paper: what was bought, how it was paid, what came of it. For its payer alone."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from backend.documents import typesetting
from backend.documents.glyphs import printable
from backend.documents.typesetting import Template
from backend.kernel import clock, i18n
from backend.kernel.transaction import abandon
from backend.offsets.queries import PaymentReceipt
from backend.releases import queries as releases

LOCALES: Final = {"zh-CN": ("zh", "CN"), "en": ("en", "GB")}
HELP_PHONE: Final = "help.phone"


@cache
def template() -> Template:
    return Template.of(Path(__file__).parent / "templates")


def pdf(receipt: PaymentReceipt) -> bytes:
    """Raises DocumentsBusy."""
    contents = _contents(receipt)
    abandon()  # a page takes as long as many queries: the connection is for others meanwhile
    return typesetting.pdf(template(), contents, receipt.paid_at)


def file_name(receipt: PaymentReceipt) -> str:
    return _say("file-name", number=receipt.receipt_no)


def _contents(receipt: PaymentReceipt) -> dict[str, Any]:
    lang, region = LOCALES[i18n.language()]
    phone = releases.published(HELP_PHONE, clock.today())
    return {
        "lang": lang, "region": region, "heading": _say("title"), "number": receipt.receipt_no,
        "number-label": _say("number"), "issuer": i18n.text("certificate.issuer"),
        "refunded": _say("refunded") if receipt.state == "refunded" else None,
        "amount-label": _say("amount"), "amount": _yuan(receipt.amount_fen),
        "capitals-label": _say("capitals"), "capitals": receipt.amount_in_capitals,
        "facts": [[label, printable(value)] for label, value in _lines(receipt)],
        "note": _say("no-invoice"),
        "help": _say("help", phone=phone.value) if phone and phone.value else None,
    }  # fmt: skip


def _lines(receipt: PaymentReceipt) -> list[tuple[str, str]]:
    lines = [
        (_say("item"), receipt.item),
        (_say("order"), receipt.order_number),
        (_say("ordered-at"), _moment(receipt.ordered_at)),
        (_say("payer"), receipt.payer_masked),
        (_say("seller"), receipt.seller),
        (_say("gateway"), i18n.text(f"gateway.{receipt.gateway}")),
        (_say("transaction"), receipt.gateway_transaction),
        (_say("paid-at"), _moment(receipt.paid_at)),
    ]
    if receipt.certificate_number:
        lines.append((_say("certificate"), receipt.certificate_number))
    for refund in receipt.refunds:
        when = f" {_moment(refund.settled_at)}" if refund.settled_at else ""
        done = i18n.text(f"receipt.refund.{refund.state}")
        lines.append((_say("refund"), f"{_yuan(refund.amount_fen)} {done}{when}"))
    return lines


def _say(what: str, **facts: Any) -> str:
    return i18n.text(f"receipt.{what}", **facts)


def _yuan(amount_fen: int) -> str:
    return _say("yuan", yuan=f"{amount_fen // 100:,}.{amount_fen % 100:02d}")


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.PROGRAMME_ZONE):%Y-%m-%d %H:%M:%S}"
