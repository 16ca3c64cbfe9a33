"""What a person reads when the system is up: Chinese first, English second."""

from __future__ import annotations

import os
from typing import Any

from deploy.local.environment import Settings
from deploy.local.places import Places

ROLES = {
    "citizen": "居民 citizen",
    "clerk": "商户收银员 merchant's clerk",
    "merchant-clerk": "商户收银员 merchant's clerk",
    "forestry-maker": "林业经办 forestry maker",
    "forestry-checker": "林业复核 forestry checker",
    "office": "运营 office",
    "auditor": "审计 auditor",
}


def announcement(demo: dict[str, Any], places: Places, settings: Settings) -> str:
    """Return the lines to print: where to go, who can sign in, where the codes appear, how to stop."""
    lines = ["", "碳惠已就绪 · Tanhui is ready", "", f"  打开 open         {demo['base_url']}/"]
    lines.append(f"  短信验证码 codes  tail -f {os.path.relpath(places.sms)}")
    if settings.payment_standin_port is not None:
        lines.append(f"  演示付款 payment  {demo['standins']['wechat']}/  (不扣真钱 no real money)")
    lines += ["", "  演示账号 demo accounts"]
    for person in demo.get("people", []):
        lines.append(f"    {person.get('phone', ''):<16}{ROLES.get(person.get('role', ''), person.get('role', ''))}")
    state, logs = os.path.relpath(places.var), os.path.relpath(places.logs)
    lines += ["", f"  数据 state {state}/ · 日志 logs {logs}/ · Ctrl-C 停止 stops", ""]
    return "\n".join(lines)
