"""What stands behind the question mark is read as strictly as a body: a name that nobody reads is a mistake.

``?cursr=`` would otherwise answer with the first page again, for ever. Two kinds of operation take what comes:
a file, whose address people pass on and messengers write their own names behind; and what a gateway calls,
whose signature says whether it is genuine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any, TypeVar

from flask import current_app, request

from backend.http.problem import BadInput, FieldFault

View = TypeVar("View", bound=Callable[..., Any])


def reads(view: View, names: Iterable[str]) -> View:
    """Note on a view which names it reads."""
    return _note(view, names=frozenset(names))


def takes_any_query(view: View) -> View:
    """Say of a view that names it does not read are no mistake of the caller's."""
    return _note(view, any=True)


def _note(view: View, **fact: Any) -> View:
    documentation = deepcopy(getattr(view, "_apidoc", {}))
    documentation.setdefault("query", {}).update(fact)
    vars(view)["_apidoc"] = documentation
    return view


def refuse_unknown() -> None:
    """Before each request of a blueprint: every name is known and stands once."""
    if not request.args:
        return
    query = vars(current_app.view_functions[request.endpoint or ""])["_apidoc"].get("query", {})
    if query.get("any"):
        return
    known: frozenset[str] = query.get("names", frozenset())
    given = request.args.to_dict(flat=False)
    faults = [FieldFault(f"/{name}", "unknown-field") for name in given if name not in known]
    faults += [FieldFault(f"/{name}", "given-twice") for name in given if name in known and len(given[name]) > 1]
    if faults:
        raise BadInput(faults)
