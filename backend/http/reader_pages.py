"""Pages for whoever reads instead of clicking: the API's documentation, and what each problem means.

Made here and not by the web app, so that the address in a problem's ``type`` answers everybody: a browser without
scripts, a terminal, a search engine. Their stylesheet comes with the web build; without it they are plain and whole.
"""

from __future__ import annotations

import json

from flask import Flask, Response, current_app, make_response, render_template, request

from backend.http.auth import public
from backend.http.example_facts import FACTS, example_problem, facts_of
from backend.http.problem import Refused
from backend.http.problem_catalogue import catalogue
from backend.kernel import i18n


def init_app(app: Flask) -> None:
    app.add_url_rule("/docs", view_func=api_documentation)
    app.add_url_rule("/problems", view_func=list_problems)
    app.add_url_rule("/problems/<string:code>", view_func=explain_problem)
    app.jinja_env.globals.update(said=i18n.text, language=i18n.language)


@public
def api_documentation() -> Response:
    """The API's document as a page that one can read and try."""
    _speak()
    return _page("docs.html")


@public
def list_problems() -> Response:
    """Every problem, by status."""
    _speak()
    return _page("problems.html", problems=catalogue(current_app).values())


@public
def explain_problem(code: str) -> Response:
    """What a problem means, what to do about it, who answers it: where its ``type`` leads."""
    _speak()
    problem = catalogue(current_app).get(code)
    if problem is None:
        if not request.accept_mimetypes.accept_html:
            raise Refused(404, "http-404")
        return _page("no_problem.html", status=404)
    example = example_problem(problem.status, code, language=i18n.language())
    faults = [
        (key.split(".")[1], i18n.text(key, **FACTS), i18n.text(key.replace(".detail", ".mend"), **FACTS))
        for key in i18n.catalogue(i18n.language())
        if code == "invalid-request" and key.startswith("field.") and key.endswith(".detail")
    ]
    return _page("problem.html", problem=problem, example=json.dumps(example, ensure_ascii=False, indent=2),
                 facts=facts_of(code), faults=faults)  # fmt: skip


def _speak() -> None:
    """``?lang=en`` is for links that people pass on; else the browser says what it reads."""
    asked = request.args.get("lang", "")
    if asked in i18n.LANGUAGES:
        i18n.speak(asked)


def _page(template: str, *, status: int = 200, **shown: object) -> Response:
    response = make_response(render_template(template, **shown), status)
    response.headers["Content-Language"] = i18n.language()
    response.headers["Cache-Control"] = "no-cache"
    response.headers.add("Vary", "Accept-Language")
    return response
