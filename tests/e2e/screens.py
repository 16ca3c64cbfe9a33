"""Every screen of the app: where it is, who sees it, what a hand does before it looks as it should.

Both the pictures (`make screens`) and the gates (test_every_screen.py) go by this list, so a new page or state is added
here once; tests/architecture/test_screens.py finds a page that is missing. A path names ids of the story in braces.
What one person sees in one language stands together: it is looked at on one device, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Route

from tests.e2e.hands import (
    Hand,
    fails,
    gets_a_code,
    hears_of_points,
    hears_what_became_of_it,
    in_turn,
    is_collected,
    lost,
    never,
    nothing,
    opens_a_row,
    pays_without_an_answer,
    presses,
    records_a_walk,
    starts_without_network,
    takes_a_snack,
    types_a_wrong_code,
    types_the_code,
    waits,
    waits_for_the_skeleton,
)


@dataclass(frozen=True)
class Screen:
    """One state of one page.

    ``does`` is what a hand does once the page is there; ``answers`` replaces what the API says to these addresses;
    ``refused`` says that the API's no is part of the picture, which the browser notes in its console.
    """

    name: str
    path: str
    who: str = "visitor"
    does: Hand = nothing
    answers: tuple[tuple[str, Callable[[Route], None]], ...] = ()
    language: str = "zh-CN"
    elder: bool = False
    refused: bool = False

    @property
    def device(self) -> tuple[str, str, bool]:
        """Screens of one device can be looked at one after another."""
        return self.who, self.language, self.elder


POINTS = "**/api/v1/points"
ENTRIES = "**/api/v1/points/entries*"
ORDERS = "**/api/v1/offset-orders"
SESSION = "**/api/v1/auth/refresh"

SCREENS: Final = (
    # Anybody, without an account
    Screen("home-visitor", "/"),
    Screen("sign-in", "/sign-in"),
    Screen("sign-in-code", "/sign-in?next=/me", does=gets_a_code),
    Screen("sign-in-agreement", "/sign-in?next=/points", does=presses("用户协议")),
    Screen("offset-visitor", "/offset", does=waits),
    Screen("rewards-visitor", "/rewards"),
    Screen("rules", "/rules"),
    Screen("factors", "/factors"),
    Screen("factor-facts", "/factors?", does=opens_a_row),
    Screen("registry", "/registry"),
    Screen("registry-batch", "/registry/batches/{batch}"),
    Screen("registry-serial", "/registry/serials/{serial}"),
    Screen("registry-unknown", "/registry/serials/MX9999999-99999999", refused=True),
    Screen("certificate", "/c/{certificate}"),
    Screen("certificate-verified", "/c/{certificate}?", does=presses("自己核验")),
    Screen("certificate-revoked", "/c/{revoked}"),
    Screen("certificate-unknown", "/c/MX-2026-000000-0", refused=True),
    Screen("me-visitor", "/me"),
    Screen("help", "/help?request=0191-2f3a-7c41"),
    Screen("not-found", "/no-such-page"),
    # A citizen with a few months behind her
    Screen("home", "/", "citizen"),
    Screen("home-target", "/?", "citizen", does=presses("定目标")),
    Screen("footprints", "/footprints", "citizen"),
    Screen("footprint-form", "/footprints/new?period=2026-10", "citizen", does=waits),
    Screen("footprint-result", "/footprints/{footprint}", "citizen"),
    Screen("footprint-why", "/footprints/{footprint}?", "citizen", does=presses(re.compile("^用电"))),
    Screen("footprint-reduce", "/footprints/{footprint}?", "citizen", does=presses("怎么少排")),
    Screen("footprint-withdraw", "/footprints/{footprint}?", "citizen", does=presses("撤回重记")),
    Screen("offset", "/offset?footprint={footprint}", "citizen", does=waits),
    Screen("offset-about", "/offset?", "citizen", does=presses("碳票是什么")),
    Screen("orders", "/orders", "citizen"),
    Screen("order-to-pay", "/orders/{pending}", "citizen"),
    Screen("order-cancel", "/orders/{pending}?", "citizen", does=presses("取消订单")),
    Screen("order-paying", "/orders/{paying}", "citizen"),
    Screen("order-failed", "/orders/{failed}", "citizen"),
    Screen("order-cancelled", "/orders/{cancelled}", "citizen"),
    Screen("order-refunded", "/orders/{refunded}", "citizen"),
    Screen("order-unknown", "/orders/{unknown}", "citizen", refused=True),
    Screen("retired", "/orders/{retired}", "citizen"),
    Screen("receipt", "/orders/{retired}?", "citizen", does=presses("付款收据")),
    Screen("points", "/points", "citizen"),
    Screen("points-why", "/points?", "citizen", does=opens_a_row),
    Screen("points-loading", "/points?", "citizen", waits_for_the_skeleton, ((POINTS, never), (ENTRIES, never))),
    Screen("points-offline", "/points?", "citizen", answers=((POINTS, lost), (ENTRIES, lost)), refused=True),
    Screen("points-busy", "/points?", "citizen", answers=((POINTS, fails), (ENTRIES, fails)), refused=True),
    Screen("messages", "/messages", "citizen"),
    Screen("message-settings", "/messages/settings", "citizen"),
    Screen("complaints", "/complaints", "citizen"),
    Screen("complaint-form", "/complaints/new", "citizen"),
    Screen("complaint", "/complaints/{complaint}", "citizen"),
    Screen("complaint-answered", "/complaints/{answered_complaint}", "citizen"),
    Screen("changes", "/changes", "citizen", does=presses(re.compile("看改了什么"))),
    Screen("activities", "/activities", "citizen"),
    Screen("activity-withdraw", "/activities?", "citizen", does=opens_a_row),
    Screen("activity-form", "/activities/new?kind=mobility.walk", "citizen"),
    Screen("rewards", "/rewards", "citizen"),
    Screen("reward", "/rewards?", "citizen", does=presses(re.compile("擂茶一碗"))),
    Screen("redemptions", "/redemptions", "citizen"),
    Screen("pay-code", "/pay", "citizen"),
    Screen("pay-code-reward", "/pay?reward={snack}", "citizen"),
    Screen("pay-code-reward-missing", "/pay?reward={yew}", "citizen"),
    Screen("pay-code-taken", "/pay?", "citizen", does=is_collected),
    Screen("certificate-share", "/c/{certificate}", "citizen", does=presses("给朋友看")),
    Screen("account", "/account", "citizen"),
    Screen("real-name", "/account/real-name", "citizen"),
    Screen("phone", "/account/phone", "citizen"),
    Screen("household", "/account/household", "citizen"),
    Screen("guardians", "/account/guardians", "citizen"),
    Screen("consents", "/account/consents", "citizen"),
    Screen("consent", "/account/consents?", "citizen", does=presses("看看再定")),
    Screen("disclosures", "/account/disclosures", "citizen"),
    Screen("export", "/account/export", "citizen"),
    Screen("closing", "/account/closing", "citizen"),
    Screen("security", "/account/security", "citizen"),
    Screen("security-setup", "/account/security?", "citizen", does=presses("设置验证器")),
    Screen("me", "/me", "citizen"),
    Screen("offline", "/me?", "citizen", starts_without_network, ((SESSION, lost),), refused=True),
    # Somebody who came today
    Screen("home-new", "/", "newcomer"),
    Screen("footprints-empty", "/footprints", "newcomer"),
    Screen("orders-empty", "/orders", "newcomer"),
    Screen("points-empty", "/points", "newcomer"),
    Screen("activities-empty", "/activities", "newcomer"),
    Screen("redemptions-empty", "/redemptions", "newcomer"),
    Screen("counter-of-nobody", "/merchant", "newcomer"),
    Screen("activity-done", "/activities/new?kind=mobility.walk", "walker", does=records_a_walk),
    Screen("points-arrived", "/rewards", "walker", does=hears_of_points),
    Screen(
        "order-unanswered",
        "/offset",
        "buyer",
        in_turn(waits, pays_without_an_answer),
        ((ORDERS, lost),),
        refused=True,
    ),
    Screen("unfinished", "/rewards", "buyer", answers=((ORDERS, lost),), refused=True),
    Screen("unfinished-done", "/", "buyer", does=hears_what_became_of_it),
    # A clerk at the counter
    Screen("organisation", "/organisation", "manager"),
    Screen("organisation-invite", "/organisation?", "manager", does=presses("邀请人")),
    Screen("organisation-end", "/organisation?", "manager", does=presses("结束岗位")),
    Screen("clients", "/organisation/clients", "manager"),
    Screen("client-register", "/organisation/clients/new", "manager"),
    Screen("client", "/organisation/clients/{machine}", "manager"),
    Screen("client-key", "/organisation/clients/{machine}?", "manager", does=presses("加一把密钥")),
    Screen("webhooks", "/organisation/webhooks", "manager"),
    Screen("webhook", "/organisation/webhooks/{endpoint}", "manager"),
    Screen("office", "/office", "administrator"),
    Screen("office-organisations", "/office/organisations", "administrator"),
    Screen("office-register", "/office/organisations?", "administrator", does=presses("登记单位")),
    Screen("office-organisation", "/office/organisations/{organisation}", "administrator"),
    Screen("office-close", "/office/organisations/{organisation}?", "administrator", does=presses("停用")),
    Screen("office-clients", "/office/clients", "administrator"),
    Screen("office-announcements", "/office/announcements", "administrator"),
    Screen("office-announce", "/office/announcements?", "administrator", does=presses("发公告")),
    Screen("office-working-days", "/office/working-days", "administrator"),
    Screen("office-grants", "/office/grants", "administrator"),
    Screen("office-release-new", "/office/releases/new/settings", "administrator", does=presses("全部")),
    Screen("office-releases", "/office/releases", "security"),
    Screen("office-release", "/office/releases/{release}", "security"),
    Screen("office-name-correction", "/office/name-corrections/{name_correction}", "security"),
    Screen("office-desk", "/office", "desk"),
    Screen("office-recoveries", "/office/recoveries", "desk"),
    Screen("office-recovery-open", "/office/recoveries?", "desk", does=presses("受理手机丢失")),
    Screen("office-recovery", "/office/recoveries/{recovery}", "desk"),
    Screen("office-name-corrections", "/office/name-corrections", "desk", does=presses("受理更正姓名")),
    Screen("office-people", "/office/people", "desk"),
    Screen("office-complaints", "/office/complaints", "desk"),
    Screen("office-complaint", "/office/complaints/{complaint}", "desk"),
    Screen("office-complaint-answered", "/office/complaints/{answered_complaint}", "desk"),
    Screen("counter", "/merchant", "clerk"),
    Screen("counter-code", "/merchant?", "clerk", does=in_turn(takes_a_snack, presses("输数字"))),
    Screen("counter-refused", "/merchant?", "clerk", does=in_turn(takes_a_snack, types_a_wrong_code), refused=True),
    Screen("counter-confirm", "/merchant?", "clerk", does=in_turn(takes_a_snack, types_the_code)),
    Screen("counter-done", "/merchant?", "clerk", does=in_turn(takes_a_snack, types_the_code, presses("确认收"))),
    Screen("counter-today", "/merchant/today", "clerk"),
    Screen("counter-reversal", "/merchant/today?", "clerk", does=opens_a_row),
    Screen("counter-shops", "/merchant", "clerk-of-two"),
    # Big letters, and English
    Screen("home-elder", "/", "citizen", elder=True),
    Screen("pay-code-elder", "/pay", "citizen", elder=True),
    Screen("points-elder", "/points", "citizen", elder=True),
    Screen("me-elder", "/me", "citizen", elder=True),
    Screen("footprint-form-elder", "/footprints/new", "citizen", waits, elder=True),
    Screen("help-elder", "/help", "citizen", elder=True),
    Screen("counter-elder", "/merchant", "clerk", elder=True),
    Screen("counter-confirm-elder", "/merchant?", "clerk", in_turn(takes_a_snack, types_the_code), elder=True),
    Screen("counter-today-elder", "/merchant/today", "clerk", elder=True),
    Screen("home-en", "/", "citizen", language="en-GB"),
    Screen("footprint-result-en", "/footprints/{footprint}", "citizen", language="en-GB"),
    Screen("offset-en", "/offset", "citizen", waits, language="en-GB"),
    Screen("points-en", "/points", "citizen", language="en-GB"),
    Screen("activities-en", "/activities", "citizen", language="en-GB"),
    Screen("certificate-en", "/c/{certificate}", "citizen", language="en-GB"),
    Screen("messages-en", "/messages", "citizen", language="en-GB"),
    Screen("complaint-en", "/complaints/{complaint}", "citizen", language="en-GB"),
    Screen("office-complaints-en", "/office/complaints", "desk", language="en-GB"),
    Screen("office-complaint-en", "/office/complaints/{complaint}", "desk", language="en-GB"),
    Screen("counter-en", "/merchant", "clerk", language="en-GB"),
    Screen("counter-confirm-en", "/merchant?", "clerk", in_turn(takes_a_snack, types_the_code), language="en-GB"),
    Screen("counter-today-en", "/merchant/today", "clerk", language="en-GB"),
)
