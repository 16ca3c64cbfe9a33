"""What a person reads when the system is up: Chinese first, English second."""

from __future__ import annotations

import io
import os
from typing import Any

from deploy.local.environment import Settings
from deploy.local.places import Places

ROLES = {
    "citizen": "居民 citizen",
    "merchant-clerk": "商户收银员 merchant's clerk",
}


def announcement(demo: dict[str, Any], places: Places, settings: Settings) -> str:
    """Return the lines to print: where to go, who can sign in, where the codes appear, how to stop."""
    lines = ["", "碳惠已就绪 · Tanhui is ready", "", f"  打开 open         {demo['base_url']}/"]
    lines.append(f"  短信验证码 codes  tail -f {os.path.relpath(places.sms)}")
    if settings.payment_standin_port is not None:
        lines.append(f"  演示付款 payment  {demo['standins']['wechat']}/  (不扣真钱 no real money)")
    if settings.certificate is not None:
        lines += _for_a_phone(demo, settings)
    lines += ["", "  演示账号 demo accounts"]
    for person in demo.get("people", []):
        lines.append(f"    {person.get('phone', ''):<16}{ROLES.get(person.get('role', ''), person.get('role', ''))}")
    state, logs = os.path.relpath(places.var), os.path.relpath(places.logs)
    lines += ["", f"  数据 state {state}/ · 日志 logs {logs}/ · Ctrl-C 停止 stops", ""]
    return "\n".join(lines)


def _for_a_phone(demo: dict[str, Any], settings: Settings) -> list[str]:
    """The address as a QR code, and how a phone comes to trust it."""
    assert settings.certificate is not None
    where = os.path.relpath(settings.certificate.authority)
    if settings.payment_standin_port is not None:
        where = f"{demo['standins']['wechat']}/ca.pem"
    return [
        "", *_qr(f"{demo['base_url']}/"),
        f"  手机先信任这张证书 a phone trusts first: {where}",
        "    iPhone：用 Safari 打开它，允许下载；设置 → 已下载描述文件 → 安装；",
        "      再到 设置 → 通用 → 关于本机 → 证书信任设置 里打开它。",
        "    安卓：下载它；设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书。用完在同一处删掉。",
        "    iPhone: open it in Safari; Settings > Profile Downloaded > Install;",
        "      then General > About > Certificate Trust Settings: on.",
        "    Android: download it; Settings > Security > Encryption & credentials > Install a certificate > CA.",
        "      Remove it in the same place when you are done.",
        f"  指纹 SHA-256 {settings.certificate.fingerprint()}",
    ]  # fmt: skip


def _qr(address: str) -> list[str]:
    import qrcode  # here, as only this start needs it and it takes a while

    code = qrcode.QRCode(border=2)
    code.add_data(address)
    drawn = io.StringIO()
    code.print_ascii(out=drawn, invert=True)
    return [f"  {line}" for line in drawn.getvalue().splitlines()]
