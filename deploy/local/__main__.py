"""`./tanhui COMMAND`: see HELP."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from deploy.local import development, supervisor
from deploy.local.places import ROOT, Places
from deploy.local.refusal import Refusal

HELP = """\
make TARGET (or ./tanhui TARGET where there is no make)

  run        start everything: PostgreSQL, Valkey, web, worker, beat, payment stand-in, demo data
             HTTPS=1 serves a phone on the same network, and says how it comes to trust it
             PORT=8080 HOST=127.0.0.1; DATABASE_URL, BROKER_URL, WECHATPAY_BASE_URL name servers to use instead
  test       run all tests; ARGS="-k ledger" goes to pytest
  soak       run the long forms of the tests, hours; ARGS="--soak-seconds 600" ends each after ten minutes
  check      lint, types, import contracts, architecture
  fmt        format the sources
  tour       walk the main job over HTTP through the running system; PORT or BASE_URL names it
  bench      measure
  screens    draw every screen of the web app to docs/screens
  reset      empty var/: database, keys, demo accounts, logs
  migration  write a migration from the models; m="add vouchers"
  openapi    write docs/openapi.json and the web client's types
  lock       write the requirements locks; ARGS="--upgrade"

./tanhui flask ...   the application's own commands in the running system's environment,
                     for example ./tanhui flask ledger verify --json
"""


def run(arguments: Sequence[str]) -> int:
    supervisor.run(Places(), os.environ)
    return 0


def reset(arguments: Sequence[str]) -> int:
    places = Places()
    if not places.var.exists():
        print("var/ is empty")
        return 0
    places.prepare()
    with supervisor.hold_lock(places):
        if places.sockets.parent != places.var:
            shutil.rmtree(places.sockets, ignore_errors=True)
        for entry in places.var.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
    print("var/ is empty")
    return 0


def show_help(arguments: Sequence[str]) -> int:
    print(HELP, end="")
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "help": show_help,
    "run": run,
    "test": development.test,
    "soak": development.soak,
    "check": development.check,
    "fmt": development.format_sources,
    "tour": development.tour,
    "bench": development.bench,
    "screens": development.screens,
    "reset": reset,
    "migration": development.migration,
    "openapi": development.openapi,
    "lock": development.lock,
    "flask": development.flask,
}


def main(arguments: Sequence[str]) -> int:
    name = arguments[0] if arguments else "help"
    command = COMMANDS.get(name)
    try:
        if command is None:
            raise Refusal(f"there is no command {name}: ./tanhui help lists them")
        if name != "flask":
            os.chdir(ROOT)
        return command(arguments[1:])
    except Refusal as refusal:
        print(f"tanhui: {refusal}", file=sys.stderr)
        return 1
    except OSError as error:
        # A full disk, a folder that is not ours: the name of the file says where to look.
        print(f"tanhui: {error.strerror or error}{f': {error.filename}' if error.filename else ''}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, supervisor.StopRequested):
        return 130


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    # A polite end is an end like Ctrl-C: what was started is stopped on the way out.
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    sys.exit(main(sys.argv[1:]))
