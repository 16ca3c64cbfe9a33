"""Puts the stand-in together."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, send_file

from deploy.standins.wechatpay import api, control, page
from deploy.standins.wechatpay.courier import Courier
from deploy.standins.wechatpay.gateway import Gateway
from deploy.standins.wechatpay.keys import DEMO_APP_ID, DEMO_MERCHANT_ID, ensure_keys
from deploy.standins.wechatpay.signatures import Signatures
from deploy.standins.wechatpay.store import Store


@dataclass(frozen=True, slots=True)
class Settings:
    """`retry_scale` shortens the schedule of notifications (0.1: after 1.5 s, 1.5 s, 3 s, 18 s, ...)."""

    state_dir: Path
    keys_dir: Path
    mchid: str = DEMO_MERCHANT_ID
    appid: str = DEMO_APP_ID
    merchant_name: str = "碳惠"
    public_url: str | None = None
    authority: Path | None = None
    retry_scale: float = 0.1
    refund_settle_s: float = 1.0


def create_app(settings: Settings) -> Flask:
    """The WSGI application, its courier running.."""
    store = Store(settings.state_dir)
    signatures = Signatures(ensure_keys(settings.keys_dir), mchid=settings.mchid, appid=settings.appid)
    courier = Courier(store, signatures, scale=settings.retry_scale, authority=settings.authority)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider
    app.extensions["wechatpay_standin"] = Gateway(
        store=store,
        signatures=signatures,
        courier=courier,
        merchant_name=settings.merchant_name,
        public_url=settings.public_url.rstrip("/") if settings.public_url else None,
        refund_settle_s=settings.refund_settle_s,
    )
    for part in (api, control, page):
        app.register_blueprint(part.blueprint)
    app.add_url_rule("/healthz", "healthz", lambda: {"status": "ok"})
    authority = settings.authority
    if authority is not None:
        app.add_url_rule("/ca.pem", "authority", lambda: send_file(authority, mimetype="application/x-x509-ca-cert"))
    courier.start()
    return app
