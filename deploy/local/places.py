"""Where the local system keeps its state: everything under var/, readable by its owner alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from deploy.local.sockets import socket_folder

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    """The files and folders of one checkout's system."""

    var: Path = ROOT / "var"

    @property
    def lock(self) -> Path:
        return self.var / "run" / "supervisor.lock"

    @property
    def environment(self) -> Path:
        """The environment of the running system's processes, for commands that join it."""
        return self.var / "run" / "environment.json"

    @property
    def demo(self) -> Path:
        return self.var / "demo.json"

    @property
    def prepared(self) -> Path:
        """What preparing the database said, and from what; see deploy/local/preparation.py."""
        return self.var / "run" / "prepared.json"

    @property
    def sms(self) -> Path:
        return self.var / "sms.jsonl"

    @property
    def keys(self) -> Path:
        return self.var / "keys"

    @property
    def tls(self) -> Path:
        return self.var / "tls"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def postgres(self) -> Path:
        return self.var / "pg"

    @property
    def valkey(self) -> Path:
        return self.var / "valkey"

    @property
    def payment_standin(self) -> Path:
        return self.var / "standins" / "wechatpay"

    @property
    def metrics(self) -> Path:
        """Where the web server's processes add up their counters."""
        return self.var / "run" / "metrics"

    @property
    def sockets(self) -> Path:
        return socket_folder(self.var / "run")

    def prepare(self) -> None:
        """Make the folders; private, as demo keys and phone numbers lie there."""
        self.var.mkdir(mode=0o700, exist_ok=True)
        self.var.chmod(0o700)
        for folder in (self.var / "run", self.keys, self.logs, self.valkey, self.payment_standin):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Put the whole text in place at once, for the owner alone: a reader finds the old file or the new one."""
    draft = path.with_name(path.name + ".draft")

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags, 0o600)

    with open(draft, "w", encoding="utf-8", opener=opener) as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
