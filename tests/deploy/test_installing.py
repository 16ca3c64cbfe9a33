"""The virtual environment is made once, and given up where its folder was moved."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

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


def test_no_script_of_a_package_runs_when_the_web_app_is_installed() -> None:
    """One of them would report to somebody outside that we installed it."""
    settings = (ROOT / "web" / ".npmrc").read_text(encoding="utf-8").splitlines()
    assert "ignore-scripts=true" in settings
    assert '"ci", "--ignore-scripts"' in (ROOT / "deploy" / "local" / "web_build.py").read_text(encoding="utf-8")
