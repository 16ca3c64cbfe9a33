"""Every sentence in both languages, and every code that may be answered has its sentences."""

from __future__ import annotations

import ast
import importlib
import re
from string import Formatter

from backend.http import fields as strict_fields
from backend.http.problem import HTTP_CODES
from backend.kernel import i18n
from backend.kernel.errors import DomainError
from points_engine import REASONS
from tests.architecture.source import modules

BACKEND = modules("backend")
ZH, EN = (i18n.catalogue(language) for language in i18n.LANGUAGES)
KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
CJK = re.compile(r"[\u3400-\u9fff]")


def domain_errors() -> dict[type[DomainError], str]:
    for module in BACKEND:
        if re.search(r"\((DomainError|NotFound|Unauthenticated|Forbidden|Conflict|RuleViolation|InvalidInput|TooMany"
                     r"|Unavailable)\)", module.text):  # fmt: skip
            importlib.import_module(module.name)

    def below(kind: type[DomainError]) -> set[type[DomainError]]:
        return {kind} | {deeper for child in kind.__subclasses__() for deeper in below(child)}

    return {kind: kind.code for kind in below(DomainError) - {DomainError} if kind.__module__.startswith("backend.")}


def text_arguments(*functions: str, position: int = 0, keyword: str | None = None) -> set[str]:
    """Literals that are given to these functions, wherever they are called."""
    found = set()
    for module in BACKEND:
        for _, name, call in module.calls():
            if name.rsplit(".", 1)[-1] not in functions:
                continue
            chosen = [call.args[position]] if keyword is None and len(call.args) > position else []
            chosen += [given.value for given in call.keywords if keyword is not None and given.arg == keyword]
            found |= {node.value for node in chosen if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return found


def problem_codes() -> set[str]:
    edge = text_arguments("Refused", "problem", position=1) | {f"http-{status}" for status in HTTP_CODES}
    return set(domain_errors().values()) | edge | {"invalid-request", "internal-error"}


def field_codes() -> set[str]:
    ours = text_arguments("refuse", "Fault") | text_arguments("FieldFault", position=1)
    ours |= text_arguments("Pattern", keyword="code") | {"wrong-form"}
    marshmallows = set(strict_fields.WORDLESS.values()) | {"not-a-list", "not-an-object", "unknown-field"}
    return ours | marshmallows


def test_both_languages_say_the_same_things() -> None:
    assert ZH.keys() == EN.keys()


def test_a_sentence_names_the_same_facts_in_both() -> None:
    def facts(sentence: str) -> set[str]:
        return {name.split("!")[0].split(":")[0] for _, name, _, _ in Formatter().parse(sentence) if name is not None}

    months_have_names_in_english = {"period.month"}
    keys = ZH.keys() & EN.keys() - months_have_names_in_english
    assert {key: (ZH[key], EN[key]) for key in keys if facts(ZH[key]) != facts(EN[key])} == {}
    assert [key for key in keys if not ZH[key].strip() or not EN[key].strip()] == []


def test_each_language_is_written_in_itself() -> None:
    assert [key for key, sentence in EN.items() if CJK.search(sentence)] == []
    assert [key for key in ZH if key.startswith(("problem.", "field.")) and not CJK.search(ZH[key])] == []


def test_people_are_spoken_to_as_equals() -> None:
    """你, never 您."""
    assert [key for key, sentence in ZH.items() if "您" in sentence] == []


def test_every_problem_has_title_detail_and_way_out() -> None:
    wanted = {f"problem.{code}.{part}" for code in problem_codes() for part in ("title", "detail", "mend")}
    assert wanted - ZH.keys() == set()


def test_no_problem_has_words_that_nobody_says() -> None:
    spoken = {key.split(".")[1] for key in ZH if key.startswith("problem.")}
    assert spoken - problem_codes() == set()


def test_every_fault_of_a_field_has_detail_and_way_out() -> None:
    wanted = {f"field.{code}.{part}" for code in field_codes() for part in ("detail", "mend")}
    # A form that only one operation takes may borrow the words of its problem.
    borrowed = {f"field.{code}.{part}" for code in problem_codes() for part in ("detail", "mend")}
    assert wanted - borrowed - ZH.keys() == set()


def test_every_reason_of_the_engine_has_words() -> None:
    spoken = {key.removeprefix("points.reason.").split(".")[0] for key in ZH if key.startswith("points.reason.")}
    assert set(REASONS) - spoken == set()


def test_every_sentence_that_the_code_asks_for_is_there() -> None:
    asked = {key for key in text_arguments("text") if KEBAB.match(key) and "." in key}
    assert asked
    assert asked - ZH.keys() == set()


def test_a_code_is_kebab_case_and_means_one_thing() -> None:
    by_code: dict[str, list[str]] = {}
    for kind, code in domain_errors().items():
        by_code.setdefault(code, []).append(kind.__qualname__)
    assert [code for code in by_code if KEBAB.fullmatch(code) is None] == []
    assert {code: kinds for code, kinds in by_code.items() if len(kinds) > 1} == {}
