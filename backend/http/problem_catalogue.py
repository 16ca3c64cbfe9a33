"""Every problem that the service may answer, its status, and who answers it: made from the code that runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask

from backend.http.openapi import problems_of
from backend.http.problem import HTTP_CODES, status_of
from backend.kernel import i18n
from backend.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    tag: str
    summary: str


@dataclass(frozen=True, slots=True)
class KnownProblem:
    """One code. ``operations`` is empty for what no operation documents: the framework's own, the office's commands."""

    code: str
    status: int
    operations: tuple[Operation, ...]
    by_every_operation: bool


def catalogue(app: Flask) -> dict[str, KnownProblem]:
    """By code, in the order of status and code."""
    known: dict[str, KnownProblem] | None = app.extensions.get("problem-catalogue")
    if known is None:
        known = app.extensions["problem-catalogue"] = _catalogue(app)
    return known


def _catalogue(app: Flask) -> dict[str, KnownProblem]:
    document: dict[str, Any] = app.extensions["openapi"].spec.to_dict()
    statuses = {f"http-{status}": status for status in HTTP_CODES}
    statuses |= {kind.code: status_of(kind) for kind in _kinds(DomainError)}
    answered: dict[str, list[Operation]] = {}
    total = 0
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            if "operationId" not in said:
                continue
            total += 1
            operation = Operation(said["operationId"], method.upper(), path, said["tags"][0], said.get("summary", ""))
            for code, status in problems_of({path: {method: said}}):
                statuses[code] = status
                answered.setdefault(code, []).append(operation)
    spoken = {key.split(".")[1] for key in i18n.catalogue(i18n.DEFAULT) if key.startswith("problem.")}
    problems = (
        KnownProblem(code, statuses[code], tuple(answered.get(code, ())), len(answered.get(code, ())) == total)
        for code in spoken
    )
    return {problem.code: problem for problem in sorted(problems, key=lambda each: (each.status, each.code))}


def _kinds(kind: type[DomainError]) -> list[type[DomainError]]:
    """Every class below, as far as its module is loaded: the application loads them all."""
    below = kind.__subclasses__()
    return [*below, *(deeper for child in below for deeper in _kinds(child))]
