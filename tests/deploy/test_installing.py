"""The virtual environment is made once, and given up where its folder was moved."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local.install import fastest, pythons, seconds
from deploy.local.places import ROOT


def install(folder: Path) -> str:
    return subprocess.run(
        [sys.executable, "-I", "deploy/local/install.py", "requirements.txt"],
        cwd=folder, check=True, capture_output=True, text=True, timeout=120,
    ).stdout  # fmt: skip


def test_made_once_renewed_when_the_lock_changes_and_given_up_after_a_move(tmp_path: Path) -> None:
    checkout = tmp_path / "here"
    (checkout / "deploy" / "local").mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "local" / "install.py", checkout / "deploy" / "local")
    # Nothing to fetch: this is about when, not about what.
    for name in ("requirements.txt", "requirements-dev.txt"):
        (checkout / name).write_text("# nothing\n")

    assert "making" in install(checkout)
    assert install(checkout) == ""
    assert is_usable(checkout)

    (checkout / "requirements.txt").write_text("# nothing, newly\n")
    assert install(checkout) == "installing requirements.txt …\n"

    moved = checkout.rename(tmp_path / "there")
    assert not is_usable(moved), "its scripts still name the folder where it was made"


def is_usable(folder: Path) -> bool:
    """Ask the installer of `folder` alone: making the environment again would take as long as making it."""
    code = "import sys; sys.path.insert(0, 'deploy/local'); import install; sys.exit(not install.is_usable())"
    return subprocess.run([sys.executable, "-I", "-c", code], cwd=folder, check=False).returncode == 0


def test_another_python_is_taken_where_it_is_clearly_faster() -> None:
    assert fastest({"/own": 0.046, "/other": 0.028, "/broken": None}) == "/other"
    assert fastest({"/own": 0.030, "/other": 0.028}) == "/own", "that may be chance"
    assert fastest({"/own": None, "/other": 0.028}) == "/own", "its own mistake tells why it makes no environment"
    assert fastest({"/own": 0.030}) == "/own"


def test_a_python_is_measured_only_if_it_makes_environments(tmp_path: Path) -> None:
    assert (seconds(sys.executable) or 0) > 0
    assert seconds(str(tmp_path / "none")) is None
    without_pip = tmp_path / "python"
    without_pip.write_text("#!/bin/sh\necho No module named ensurepip >&2; exit 1\n")
    without_pip.chmod(0o755)
    assert seconds(str(without_pip)) is None
    assert pythons()[0] == sys.executable


def test_no_script_of_a_package_runs_when_the_web_app_is_installed() -> None:
    """One of them would report to somebody outside that we installed it."""
    settings = (ROOT / "web" / ".npmrc").read_text(encoding="utf-8").splitlines()
    assert "ignore-scripts=true" in settings
    assert '"ci", "--ignore-scripts"' in (ROOT / "deploy" / "local" / "web_build.py").read_text(encoding="utf-8")
