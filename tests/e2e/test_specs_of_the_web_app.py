"""The web app's own specs (`web/src/**/*.spec.ts`), beside the other tests instead of before them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from deploy.local import web_build


def test_all_of_them_hold() -> None:
    web_build.ensure_packages()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    told = subprocess.run(
        ["npm", "run", "--silent", "test", "--", "--reporter=dot"], cwd=web_build.WEB,
        env={**os.environ, "PATH": path, "NO_COLOR": "1"}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout
