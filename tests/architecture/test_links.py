"""Whatever the service sends people to is a page of the app: what must end first, and what a notice is about."""

from __future__ import annotations

import re

from backend.notifications.templates import NOTICES
from tests.architecture.source import ROOT
from tests.architecture.test_screens import pattern, routes

STILL_OPEN = re.compile(r'StillOpen\("([a-z-]+)", [^"]*?(?:f?"(/[^"]*)"|row\.return_path)\)')
RETURN_PATH = re.compile(r'return_path=f"(/[^"]*)"')


def leads_somewhere(path: str) -> bool:
    plain = re.sub(r"\{[^}]*\}", "x", path).split("?")[0]
    return any(pattern(route).fullmatch(plain) for route in routes() if ":rest" not in route)


def test_what_must_end_first_is_one_tap_away() -> None:
    sources = [path.read_text("utf-8") for path in sorted((ROOT / "backend").rglob("personal_data.py"))]
    calls = sum(source.count("StillOpen(") for source in sources)
    found = [match for source in sources for match in STILL_OPEN.findall(source)]
    assert len(found) == calls > 4, "every one of them names its page where this test can read it"
    assert [(kind, page) for kind, page in found if page and not leads_somewhere(page)] == []


def test_one_comes_back_from_paying_to_a_page() -> None:
    found = RETURN_PATH.findall("".join(path.read_text("utf-8") for path in (ROOT / "backend").rglob("*.py")))
    assert found and [path for path in found if not leads_somewhere(path)] == []


def test_a_notice_leads_to_a_page() -> None:
    links = {name: template.link for name, template in NOTICES.items() if template.link}
    assert links
    wrong = {name: link for name, link in links.items() if link != "{path}" and not leads_somewhere(link)}
    assert wrong == {}
