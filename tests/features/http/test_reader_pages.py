"""Where the ``type`` of a problem leads: a page in the reader's language, for every code that there is."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from flask import Flask

from backend.http.problem_catalogue import catalogue
from backend.kernel import i18n
from tests.architecture.test_words import problem_codes
from tests.support.world import World

LANGUAGES = ("zh-CN", "en")


class Outline(HTMLParser):
    """Of a page: its language, its title, its text, where it leads, and whether a script stands in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.language, self.title, self.text, self.links, self.asked = "", "", "", [], []
        self.inline_scripts = 0
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self._inside.append(tag)
        self.language = given.get("lang", "") if tag == "html" else self.language
        if tag == "a":
            self.links.append(given["href"])
        self.asked += [given[name] for name in ("src",) if name in given]
        self.asked += [given["href"]] if tag == "link" else []
        self.inline_scripts += (tag == "script" and "src" not in given) + sum(name.startswith("on") for name in given)

    def handle_data(self, data):
        if self._inside and self._inside[-1] == "title":
            self.title += data
        self.text += data


def page(app: Flask, path: str, language: str = "zh-CN"):
    answer = app.test_client().get(path, headers={"Accept": "text/html", "Accept-Language": language})
    return answer, Outline(answer.get_data(as_text=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_its_page_in_both_languages(app: Flask, language: str) -> None:
    words = i18n.catalogue(language)
    wrong = []
    for code in sorted(problem_codes()):
        answer, outline = page(app, f"/problems/{code}", language)
        title = words[f"problem.{code}.title"]
        if answer.status_code != 200 or title not in outline.text or title not in outline.title:
            wrong.append(code)
        if (answer.headers["Content-Language"], outline.language) != (language, language):
            wrong.append(code)
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_shown_with_facts_and_without_gaps(app: Flask, language: str) -> None:
    gaps = [
        code
        for code in sorted(problem_codes())
        if re.search(r"…|(?<!/)\{[a-z_]+\}", page(app, f"/problems/{code}", language)[1].text)
    ]
    assert gaps == [], "backend/http/example_facts.py has an example for every fact that a sentence names"


def test_no_problem_has_two_addresses_and_every_one_is_in_the_list(app: Flask) -> None:
    _, outline = page(app, "/problems")
    listed = [link for link in outline.links if link.startswith("/problems/")]
    assert {link.split("?")[0].removeprefix("/problems/") for link in listed} == problem_codes()
    assert len(listed) == len(problem_codes())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_what_it_means_what_to_do_and_who_answers_it(app: Flask, language: str) -> None:
    _, outline = page(app, "/problems/pay-code-used", language)
    for part in ("detail", "mend"):
        assert i18n.text_in(language, f"problem.pay-code-used.{part}", time="10:42") in outline.text
    assert "422" in outline.text and "redeemPayCode" in outline.text
    assert '"code": "pay-code-used"' in outline.text
    assert any(link.endswith("#/rewards/redeemPayCode") for link in outline.links)


def test_what_is_wrong_with_a_field_stands_with_the_invalid_request(app: Flask) -> None:
    _, outline = page(app, "/problems/invalid-request")
    assert "unknown-field" in outline.text and "去掉它" in outline.text


def test_the_type_of_a_problem_leads_to_its_page(app: Flask, world: World) -> None:
    """A reference with its whole path: it resolves against the address that was asked, whatever stands before us."""
    for refused in (
        world.request("GET", "/me"),
        world.request("POST", "/auth/sessions", body={}),
        world.get("/nowhere"),
    ):
        for origin in ("https://mingxi.example", "http://10.0.0.7:8080"):
            address = urljoin(f"{origin}/api/v1/me", refused.json["type"])
            assert address.startswith(f"{origin}/problems/")
        answer, outline = page(app, refused.json["type"])
        assert answer.status_code == 200
        assert refused.json["title"] in outline.text


def test_an_unknown_code_is_a_page_too(app: Flask) -> None:
    answer, outline = page(app, "/problems/no-such-thing")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "没有这个问题代码" in outline.text and any(link.startswith("/problems?") for link in outline.links)
    for odd in ("/problems/%00", "/problems/%3Cscript%3E", "/problems/" + "x" * 4000, "/problems/..%2f..%2fetc"):
        answer, outline = page(app, odd)
        assert answer.status_code == 404
        assert outline.inline_scripts == 0
    program = app.test_client().get("/problems/no-such-thing", headers={"Accept": "application/json"})
    assert (program.status_code, program.mimetype) == (404, "application/problem+json")


def test_a_link_may_choose_its_language(app: Flask) -> None:
    _, outline = page(app, "/problems/busy?lang=en", "zh-CN")
    assert outline.language == "en"
    _, outline = page(app, "/problems/busy?lang=xx", "zh-CN")
    assert outline.language == "zh-CN"


@pytest.mark.parametrize(("language", "title"), [("zh-CN", "接口文档"), ("en", "API documentation")])
def test_the_documentation_has_its_title_in_both_languages(app: Flask, language: str, title: str) -> None:
    answer, outline = page(app, "/docs", language)
    assert answer.status_code == 200
    assert outline.title.startswith(title) and outline.language == language


@pytest.mark.parametrize("path", ["/docs", "/problems", "/problems/busy", "/problems/none"])
def test_a_page_asks_nobody_outside_and_holds_no_script(app: Flask, path: str) -> None:
    answer, outline = page(app, path)
    assert outline.inline_scripts == 0
    assert all(address.startswith("/") and not address.startswith("//") for address in outline.asked + outline.links)
    assert "script-src 'self' 'wasm-unsafe-eval'" in answer.headers["Content-Security-Policy"]


def test_the_catalogue_tells_the_status_that_is_answered(app: Flask, world: World) -> None:
    with app.app_context():
        known = catalogue(app)
    for refused in (world.request("GET", "/me"), world.get("/nowhere"), world.request("DELETE", "/agreements"),
                    world.request("POST", "/auth/sms-codes", body={})):  # fmt: skip
        assert known[refused.json["code"]].status == refused.status_code
