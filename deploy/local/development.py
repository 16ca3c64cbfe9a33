"""What developers run: tests, checks, formatting, migrations, the API's document, the locks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.local import environment, postgres, web_build
from deploy.local.places import ROOT, Places
from deploy.local.processes import launched
from deploy.local.refusal import Refusal
from deploy.local.sockets import socket_folder

PYTHON_SOURCES = ("backend", "points_engine", "deploy", "tests", "migrations", "wsgi.py")
TYPED_SOURCES = ("backend", "points_engine", "deploy/local")
API_DOCUMENT = ROOT / "docs" / "openapi.json"
LOCK_OPTIONS = (
    "--universal", "--generate-hashes", "--python-version", "3.11", "--no-config",
    "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet",
)  # fmt: skip


# Files share a database and a browser within themselves only: each process has servers of its own.
SIDE_BY_SIDE = (
    "--numprocesses", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile", "--no-loadscope-reorder",
    "-p", "tests.support.side_by_side", "--max-worker-restart", "0",
)  # fmt: skip


def test(arguments: Sequence[str]) -> int:
    """Run all tests; with arguments, those that pytest is told to. The first one in a browser builds the web app."""
    named = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments)
    where = [] if named else ["tests", "--ignore=tests/bench", *SIDE_BY_SIDE]
    return step("tests", [sys.executable, "-m", "pytest", *where, *arguments])


def soak(arguments: Sequence[str]) -> int:
    """Run the long forms, which `test` leaves out: more seeds, more kills, more time."""
    named = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments)
    where = [] if named else ["tests"]
    patiently = ("-m", "soak", "-o", "faulthandler_timeout=21600")
    return step("soak", [sys.executable, "-m", "pytest", *patiently, *where, *arguments])


def bench(arguments: Sequence[str]) -> int:
    """Measure; no part of the tests, as a busy machine would fail it."""
    return step("benchmarks", [sys.executable, "-m", "pytest", "-s", "tests/bench", *arguments])


def screens(arguments: Sequence[str]) -> int:
    """Draw every screen of the web app to docs/screens, from a system of its own."""
    web_build.ensure_built()
    drawing = [sys.executable, "-m", "pytest", "-q", "-s", "--show-capture=no", "tests/e2e/render_screens.py"]
    return step("screens", [*drawing, *arguments])


def check(arguments: Sequence[str]) -> int:
    """Lint, types, import contracts, architecture, the web app's types: two at a time, and all of them."""
    steps: dict[str, Callable[[], int]] = {
        "web types": _web_types,
        "mypy": lambda: aside("mypy", ["mypy", *_present(TYPED_SOURCES)]),
        "ruff": lambda: aside("ruff", ["ruff", "check", *_present(PYTHON_SOURCES)]),
    }
    if (ROOT / "tests" / "architecture").exists():
        steps["architecture"] = lambda: aside(
            "architecture", [sys.executable, "-m", "pytest", "-q", "tests/architecture"]
        )
    if _has_import_contracts():
        steps["import contracts"] = lambda: aside("import contracts", ["lint-imports", "--no-cache"])
    with ThreadPoolExecutor(max_workers=2) as hands:
        begun = {name: hands.submit(step) for name, step in steps.items()}
    failed = [name for name, done in begun.items() if done.result() != 0]
    print(f"\ncheck: {', '.join(failed)} failed" if failed else "\ncheck: all clean", flush=True)
    return 1 if failed else 0


def _web_types() -> int:
    if not web_build.ensure_packages():
        return 0
    return aside("web types", ["npm", "run", "--silent", "typecheck"], folder=web_build.WEB)


def format_sources(arguments: Sequence[str]) -> int:
    sources = _present(PYTHON_SOURCES)
    return step("ruff", ["ruff", "check", "--fix", "--quiet", *sources]) | step("ruff", ["ruff", "format", *sources])


def migration(arguments: Sequence[str]) -> int:
    """Write a new migration: what the models have and an empty database with all migrations lacks."""
    message = " ".join(arguments).strip()
    if not message:
        raise Refusal('a migration needs a name: make migration m="add vouchers"')
    with tempfile.TemporaryDirectory(prefix="tanhui-") as name:
        folder = Path(name)
        server = postgres.PostgresServer(folder / "pg", socket_folder(folder / "run"), durable=False)
        server.initialise()
        process = subprocess.Popen(
            server.command(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            process_group=0,
        )  # fmt: skip
        try:
            server.wait_until_ready(process)
            server.ensure_roles()
            server.ensure_database()
            owner = server.url(postgres.OWNER_ROLE)
            variables = {
                **environment.joined(Places(), os.environ), "DATABASE_URL": owner, "DATABASE_OWNER_URL": owner,
            }  # fmt: skip
            flask = [sys.executable, "-m", "flask", "db"]
            return step("upgrade", [*flask, "upgrade"], variables) or step(
                "migration", [*flask, "migrate", "--rev-id", _next_revision(), "-m", message], variables
            )
        finally:
            process.send_signal(postgres.STOP_SIGNAL)
            process.wait(20)


def _next_revision() -> str:
    """Migrations are numbered: one line, read in order."""
    numbers = [int(file.name[:4]) for file in (ROOT / "migrations" / "versions").glob("[0-9][0-9][0-9][0-9]_*.py")]
    return f"{max(numbers, default=0) + 1:04d}"


def openapi(arguments: Sequence[str]) -> int:
    """Write the API's document and the web client's types from the code that serves."""
    variables = environment.joined(Places(), os.environ)
    flask = [sys.executable, "-m", "flask", "openapi", "write", "--format", "json", str(API_DOCUMENT)]
    status = step("API document", flask, variables)
    if status == 0 and web_build.ensure_packages():
        status = step("web client types", ["npm", "run", "--silent", "gen:api"], folder=web_build.WEB)
    return status


def lock(arguments: Sequence[str]) -> int:
    """Write both locks from the .in files; `--upgrade` takes newer versions where the .in files allow."""
    for name in ("requirements", "requirements-dev"):
        command = ["uv", "pip", "compile", *LOCK_OPTIONS, *arguments, f"{name}.in", "-o", f"{name}.txt"]
        if status := step(name, command):
            return status
    return 0


def tour(arguments: Sequence[str]) -> int:
    return step("tour", [sys.executable, "-m", "deploy.tour", *arguments], quiet=True)


def flask(arguments: Sequence[str]) -> int:
    """Run a command of the application in the environment of the running system."""
    variables = environment.joined(Places(), os.environ)
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "flask", *arguments], variables)


def step(
    name: str,
    command: list[str],
    variables: Mapping[str, str] | None = None,
    *,
    folder: Path = ROOT,
    quiet: bool = False,
) -> int:
    """Run a program of the virtual environment to its end; return its status. It ends with us."""
    if not quiet:
        print(f"== {name}", flush=True)
    process = _begun(command, variables or os.environ, folder)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise


def aside(name: str, command: list[str], *, folder: Path = ROOT) -> int:
    """The same beside other steps: what it has to say is told in one piece when it has ended."""
    process = _begun(command, os.environ, folder, output=subprocess.PIPE)
    said = process.communicate()[0].decode("utf-8", "replace")
    print(f"== {name}\n{said}", end="", flush=True)
    return process.returncode


def _begun(
    command: list[str], variables: Mapping[str, str], folder: Path, output: int | None = None
) -> subprocess.Popen[bytes]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{variables.get('PATH', os.defpath)}"
    # In our process group: the terminal's Ctrl-C reaches it, and a debugger in it reaches the terminal.
    return subprocess.Popen(
        launched(command, signal.SIGTERM), cwd=folder, env={**variables, "PATH": path}, stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
    )  # fmt: skip


def _present(names: Sequence[str]) -> list[str]:
    return [name for name in names if (ROOT / name).exists()]


def _has_import_contracts() -> bool:
    if (ROOT / ".importlinter").exists():
        return True
    project = ROOT / "pyproject.toml"
    return project.exists() and "[tool.importlinter]" in project.read_text(encoding="utf-8")
