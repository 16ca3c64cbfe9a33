"""What has one place: the end of a transaction, the time, the environment, chance."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection

from tests.architecture.source import ROOT, Module, dotted, modules

SQL_CLOCK = re.compile(
    r"\b(now|clock_timestamp|transaction_timestamp|statement_timestamp|timeofday)\s*\("
    r"|\b(CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME|LOCALTIMESTAMP|LOCALTIME)\b",
    re.ASCII,
)
PYTHON_CLOCK = {
    "datetime.now", "datetime.utcnow", "datetime.today", "datetime.datetime.now", "datetime.datetime.utcnow",
    "date.today", "datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime", "func.now",
    "func.current_timestamp", "func.current_date", "func.clock_timestamp", "func.localtimestamp",
}  # fmt: skip
ENVIRONMENT = {"os.environ", "os.getenv", "os.environb"}
CHANCE = {"os.urandom", "uuid.uuid4", "uuid4", "uuid.uuid1", "func.random", "func.gen_random_uuid"}

MAY_DRAW: dict[str, str] = {
    "backend/kernel/chance.py": "the one source",
    "backend/kernel/crypto.py": "keys and nonces must not be replayed",
    "backend/kernel/key_files.py": "a key must not be replayed",
    "backend/kernel/ids.py": "ids",
    "backend/kernel/transaction.py": "jitter between two attempts",
    "backend/http/requests.py": "a request's id",
    "backend/transparency/service.py": "a leaf's salt must not be replayed",
}


def breakers(exempt: Collection[str], look: Callable[[Module], list[str]]) -> dict[str, list[str]]:
    """What each module of the backend has that it should not have."""
    found = {str(module): look(module) for module in modules("backend") if str(module) not in exempt}
    return {module: lines for module, lines in found.items() if lines}


def test_only_the_transaction_commits_or_rolls_back() -> None:
    """A command that committed half of its work could not be undone by what fails after it."""

    def look(module: Module) -> list[str]:
        return [
            f"{line}: {name}" for line, name, _ in module.calls()
            if name.rsplit(".", 1)[-1] in {"commit", "rollback"} and name.split(".")[0] not in savepoints(module)
        ]  # fmt: skip

    # Sweeps commit a connection of their own, which holds an advisory lock and nothing else; how a connection rolls
    # back when it is told to is said in connections.py, and nowhere whether it should.
    exempt = {"backend/kernel/transaction.py", "backend/kernel/connections.py", "backend/sweeps.py"}
    assert breakers(exempt, look) == {}


def savepoints(module: Module) -> set[str]:
    """Names that stand for a savepoint, whose commit ends no transaction."""
    return {
        target.id
        for node in module.nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        and dotted(node.value.func).endswith(".begin_nested")
        for target in node.targets if isinstance(target, ast.Name)
    }  # fmt: skip


def test_only_the_clock_reads_the_time() -> None:
    """One command sees one instant, and CLOCK_OFFSET_S moves all of them together."""

    def look(module: Module) -> list[str]:
        python = [f"{line}: {name}" for line, name, _ in module.calls() if name in PYTHON_CLOCK]
        return python + [f"{line}: {text.strip()[:60]}" for line, text in module.strings if SQL_CLOCK.search(text)]

    assert breakers({"backend/kernel/clock.py"}, look) == {}


def test_no_sql_file_reads_the_time() -> None:
    found = {
        path.name: SQL_CLOCK.findall(re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8")))
        for path in (ROOT / "migrations" / "sql").glob("*.sql")
    }
    assert found
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_only_the_configuration_reads_the_environment() -> None:
    def look(module: Module) -> list[str]:
        used = [dotted(node) for node in module.nodes if isinstance(node, ast.Attribute)]
        return [name for name in (*used, *module.imports) if name in ENVIRONMENT]

    assert breakers({"backend/config.py"}, look) == {}


def test_chance_has_one_source() -> None:
    """A simulation that replays must be able to put a seeded one in its place."""

    def look(module: Module) -> list[str]:
        imported = [name for name in module.imports if name.split(".")[0] in {"random", "secrets"}]
        return imported + [f"{line}: {name}" for line, name, _ in module.calls() if name in CHANCE]

    assert breakers(MAY_DRAW, look) == {}
