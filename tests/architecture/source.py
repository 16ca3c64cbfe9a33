"""The project's Python, parsed once, for tests that read code instead of running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Low to high: a package imports those before it, and itself.
LAYERS = (
    "kernel", "http", "ledger", "transparency", "sheets", "files", "documents", "releases", "notifications", "identity",
    "privacy", "certificates", "payments", "registry", "points", "footprints", "activities", "market", "offsets",
    "rewards", "planting", "neutrality", "justice", "banking", "programme", "complaints",
)  # fmt: skip
FEATURES = LAYERS[LAYERS.index("ledger") :]


@dataclass(frozen=True)
class Module:
    """One file."""

    path: Path

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))

    @cached_property
    def name(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")

    @cached_property
    def package(self) -> str | None:
        """The feature or layer of backend/ that it belongs to; None for the wiring above them all."""
        parts = self.name.split(".")
        return parts[1] if parts[0] == "backend" and len(parts) > 1 and parts[1] in LAYERS else None

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def imports(self) -> frozenset[str]:
        """Dotted names, wherever they stand: `from a.b import c` gives a.b.c."""
        names = set()
        for node in self.nodes:
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0 and node.module, f"{self}: relative import"
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
        return frozenset(names)

    @cached_property
    def strings(self) -> list[tuple[int, str]]:
        """(line, text) of every string that is not a docstring."""
        documented = {
            id(node.body[0].value)
            for node in self.nodes
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        bare = {id(node.value) for node in self.nodes if isinstance(node, ast.Expr)}  # """below a constant"""
        return [
            (node.lineno, node.value)
            for node in self.nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented | bare
        ]

    def calls(self) -> Iterator[tuple[int, str, ast.Call]]:
        """(line, dotted name as written, call)."""
        for node in self.nodes:
            if isinstance(node, ast.Call):
                yield node.lineno, dotted(node.func), node


def dotted(node: ast.AST) -> str:
    """`db.session.commit` of its tree; "?" stands for what is no plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every module below the folders, in order."""
    return tuple(
        Module(path)
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "__pycache__" not in path.parts
    )
