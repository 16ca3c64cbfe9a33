"""The page a payer sees: what for, how much, pay or fail. Says plainly that no money moves."""

import re
import sqlite3
from decimal import Decimal

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from deploy.standins.wechatpay import orders
from deploy.standins.wechatpay.gateway import gateway
from deploy.standins.wechatpay.refusals import Refusal

blueprint = Blueprint("page", __name__)


@blueprint.get("/pay/<prepay_id>")
def show(prepay_id: str) -> Response:
    order = _order(prepay_id)
    state = "EXPIRED" if order["state"] in ("NOTPAY", "PAYERROR") and orders.expired(order) else order["state"]
    html = render_template(
        "pay.html",
        order=order,
        state=state,
        yuan=f"{Decimal(order['paid_fen'] or order['total']) / 100:,.2f}",
        merchant=gateway().merchant_name,
        back=_back(request.args.get("redirect_url")),
    )
    return Response(html, content_type="text/html; charset=utf-8", headers=_HEADERS)


@blueprint.post("/pay/<prepay_id>")
def decide(prepay_id: str) -> Response:
    number = _order(prepay_id)["out_trade_no"]
    back = _back(request.form.get("redirect_url"))
    try:
        if request.form.get("decision") == "pay":
            orders.pay(gateway().store, number)
            gateway().notify_paid(number)
            if back:
                return redirect(back, 303)
        else:
            orders.fail(gateway().store, number)
    except Refusal:
        pass  # paid or closed in the meantime: the page shows how it stands
    return redirect(url_for("page.show", prepay_id=prepay_id, redirect_url=back), 303)


_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _order(prepay_id: str) -> sqlite3.Row:
    order = gateway().store.row("SELECT * FROM orders WHERE prepay_id = ?", prepay_id)
    if order is None:
        abort(404)
    return order


def _back(address: str | None) -> str | None:
    """Where to go afterwards; only a web address, never a scheme that a browser would run."""
    if address is None or not re.fullmatch(r"https?://[!-~]{1,2000}", address, re.ASCII):
        return None
    return address
