"""Where servers listen: folders short enough for Unix sockets, and free TCP ports."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import stat
import tempfile
from pathlib import Path

from deploy.local.refusal import Refusal

# A socket's address holds 107 bytes; the longest name that is put into the folder is ".s.PGSQL.5432.lock".
LONGEST_FOLDER_BYTES = 88


def socket_folder(preferred: Path) -> Path:
    """Return a private folder for sockets: `preferred`, or one with a short name when that path would not do.

    A path that is too long cannot be bound; PostgreSQL also reads a comma as the end of a folder's name. The short
    folder's name is derived from `preferred`, so that every start of one checkout finds the same one.
    """
    path = str(preferred)
    if len(os.fsencode(path)) <= LONGEST_FOLDER_BYTES and re.fullmatch(r"[\w./+-]+", path, re.ASCII):
        preferred.mkdir(mode=0o700, parents=True, exist_ok=True)
        return preferred
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    for parent in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108 - the folder made inside is 0700
        if parent and os.access(parent, os.W_OK) and len(os.fsencode(parent)) + 24 <= LONGEST_FOLDER_BYTES:
            return _private_folder(Path(parent) / f"tanhui-{digest}")
    raise Refusal("no folder is left for sockets: set XDG_RUNTIME_DIR to a short, writable folder")


def _private_folder(folder: Path) -> Path:
    """Make `folder`; refuse one that somebody else laid out in a shared place before us."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Refusal(f"{folder} belongs to somebody else: remove it, or set XDG_RUNTIME_DIR to a folder of your own")
    folder.chmod(0o700)
    return folder


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen on (host, port) now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Connections of an ended server in TIME_WAIT are no reason to refuse: servers set this option too.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            # Bound alone is not enough: two sockets with SO_REUSEADDR may share a port until one of them listens.
            probe.listen(1)
        except OSError:
            return False
    return True


def free_port(host: str, preferred: int | None = None) -> int:
    """Return `preferred` if it is free, else a port that the system chooses."""
    if preferred is not None and preferred <= 65535 and is_free(host, preferred):
        return preferred
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port
