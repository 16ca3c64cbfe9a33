"""Make .venv and put the locked packages into it. Standard library alone: run by the machine's own Python.

    python3 deploy/local/install.py requirements.txt|requirements-dev.txt

Does nothing when the environment is there, belongs to this folder and holds what the lock says. Two may run at once.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"

PLAIN_WORK = """
import ensurepip, ssl, time, venv

class Counter:
    def __init__(self, start): self.value = start
    def plus(self, more): return self.value + more

def work():
    began = time.process_time()
    table = {}
    for number in range(60_000):
        table[number % 1000] = (number, str(number), Counter(number).plus(1))
    return time.process_time() - began

print(min(work() for _ in range(5)))
"""
"""Calls, small objects, tables: a build without its maker's optimisation takes half as long again (docs/adr/0208)."""

WORTH_IT = 0.85


class Failure(Exception):
    """Told in one line, with the mend."""


def main(lock: str) -> None:
    # The lock file itself is what two processes meet on: it is there before anything is made.
    with open(ROOT / RUNTIME, "rb") as file:
        if is_current(lock):
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another installation …")
            fcntl.flock(file, fcntl.LOCK_EX)
        if is_current(lock):
            return
        if not is_usable():
            make_environment()
        install(lock)


def is_current(lock: str) -> bool:
    """Tell whether the packages of `lock` are in place. The development lock holds all of the other."""
    return is_usable() and any(
        marker(name).exists() and marker(name).read_bytes() == (ROOT / name).read_bytes()
        for name in {lock, DEVELOPMENT}
    )


def is_usable() -> bool:
    """Tell whether the environment works here: scripts in it name the folder and the Python it was made with."""
    try:
        return (VENV / "place").read_text(encoding="utf-8") == str(VENV) and PYTHON.exists()
    except OSError:
        return False


def marker(lock: str) -> Path:
    """Return the copy of the lock that was installed last."""
    return VENV / f"installed-{lock}"


def make_environment() -> None:
    say("making the virtual environment .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    chosen = sys.executable if os.environ.get("PYTHON") else fastest({name: seconds(name) for name in pythons()})
    if all(run([python, "-m", "venv", str(VENV)]) != 0 for python in dict.fromkeys((chosen, sys.executable))):
        shutil.rmtree(VENV, ignore_errors=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Failure(
            f"this Python cannot make virtual environments with pip (ensurepip is missing): "
            f"apt install python{version}-venv, or set PYTHON to another Python 3.11 or newer"
        )
    (VENV / "place").write_text(str(VENV), encoding="utf-8")


def pythons() -> list[str]:
    """Return the machine's interpreters of the version that runs this, that one first."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    folders = [*os.get_exec_path(), "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"]
    found = {os.path.realpath(sys.executable): sys.executable}
    for path in (str(Path(folder, name)) for folder in folders):
        if os.access(path, os.X_OK):
            found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def seconds(python: str) -> float | None:
    """Return how long some plain work takes this interpreter; None if it makes no environments."""
    try:
        done = subprocess.run([python, "-I", "-c", PLAIN_WORK], capture_output=True, text=True, check=True, timeout=20)
        return float(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def fastest(measured: "dict[str, float | None]") -> str:
    """Return the interpreter to take: the first, unless another is faster by more than chance."""
    own = next(iter(measured))
    times = {python: taken for python, taken in measured.items() if taken is not None}
    if own not in times:
        return own
    best = min(times, key=lambda python: times[python])
    return best if times[best] < WORTH_IT * times[own] else own


def install(lock: str) -> None:
    say(f"installing {lock} …")
    for name in (RUNTIME, DEVELOPMENT):
        marker(name).unlink(missing_ok=True)
    content = (ROOT / lock).read_bytes()
    locked = ["--require-hashes", "-r", str(ROOT / lock)]
    # The slow one has the last word: it knows this machine's proxies and certificates best.
    if not any(run([*installer, *locked]) == 0 for installer in fast_installers()) and (
        subprocess.run([*PIP, *locked], cwd=ROOT, check=False).returncode != 0
    ):
        raise Failure(f"{lock} could not be installed: is there a network? What pip said stands above")
    marker(lock).write_bytes(content)
    if lock == DEVELOPMENT:
        marker(RUNTIME).write_bytes((ROOT / RUNTIME).read_bytes())


def fast_installers() -> list[list[str]]:
    """Return uv's commands, to be tried in turn: seconds instead of pip's minute. None where uv does not run."""
    uv = [str(PYTHON), "-m", "uv"]
    if run([*uv, "--version"]) != 0:
        # uv stands in the lock like everything else, with its hashes.
        found = re.search(r"^uv==(?:.*\\\n)*.*$", (ROOT / RUNTIME).read_text(encoding="utf-8"), re.MULTILINE)
        if found is None:
            return []
        alone = VENV / "uv.txt"
        alone.write_text(found[0] + "\n", encoding="utf-8")
        if run([*PIP, "--require-hashes", "-r", str(alone)]) != 0 or run([*uv, "--version"]) != 0:
            return []
    # Compiled once here, not by every process of the first start.
    command = [*uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    # uv trusts the authorities that it brings; behind a proxy that signs anew, the machine knows better ones.
    return [command, [*command, "--system-certs"]]


def run(command: list[str]) -> int:
    """Return the status of a command whose words are of no interest."""
    try:
        return subprocess.run(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        ).returncode
    except OSError:
        return 127


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    os.environ.pop("VIRTUAL_ENV", None)
    try:
        main(sys.argv[1])
    except Failure as failure:
        sys.exit(f"tanhui: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
