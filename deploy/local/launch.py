"""Start a program that ends when its parent ends, and that is not root where it refuses to be.

Run as a script, by path, before anything is installed or imported; it replaces itself with the program:

    python -I -S launch.py PARENT_PID SIGNAL keep|unprivileged PROGRAM [ARGUMENT ...]

`SIGNAL` (a number) is sent by the kernel when the process PARENT_PID ends, however it ends. `unprivileged` gives root a
user namespace of its own in which it is an ordinary user: PostgreSQL asks for that, and files still belong to root.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
ORDINARY_ID = 1000
NAMESPACE_REFUSED = 97
LAUNCHER_FAILED = 98


def main(arguments: list[str]) -> None:
    parent, signal_number, privileges, *command = arguments
    libc = ctypes.CDLL(None, use_errno=True)
    if privileges == "unprivileged" and os.geteuid() == 0:
        enter_user_namespace(libc)
    # After the namespace: changed credentials clear this setting.
    if libc.prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0) != 0:
        fail(f"prctl: {os.strerror(ctypes.get_errno())}", LAUNCHER_FAILED)
    # The parent may have ended before the kernel was told to watch it.
    if os.getppid() != int(parent):
        os._exit(LAUNCHER_FAILED)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        fail(f"{command[0]}: {error.strerror}", LAUNCHER_FAILED)


def enter_user_namespace(libc: ctypes.CDLL) -> None:
    """Become an ordinary user, as seen from inside; outside, still the same root."""
    if libc.unshare(CLONE_NEWUSER) != 0:
        fail(f"unshare: {os.strerror(ctypes.get_errno())}", NAMESPACE_REFUSED)
    try:
        for file, content in (
            ("uid_map", f"{ORDINARY_ID} 0 1"),
            ("setgroups", "deny"),
            ("gid_map", f"{ORDINARY_ID} 0 1"),
        ):
            with open(f"/proc/self/{file}", "w", encoding="ascii") as handle:
                handle.write(content)
    except OSError as error:
        fail(f"/proc/self: {error.strerror}", NAMESPACE_REFUSED)


def fail(reason: str, status: int) -> None:
    print(f"launch: {reason}", file=sys.stderr, flush=True)
    os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1:])
