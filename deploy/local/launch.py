"""Start a program that ends when its parent ends, and that is not root where it refuses to be.

Run as a script, by path, before anything is installed or imported; it replaces itself with the program:

    python -I -S launch.py PARENT_PID SIGNAL keep|unprivileged PROGRAM [ARGUMENT ...]

`SIGNAL` (a number) is sent by the kernel when the process PARENT_PID ends, however it ends. `unprivileged` makes an
ordinary user with a name out of root, and out of a user whom /etc/passwd does not know: PostgreSQL asks for both.
"""

import ctypes
import os
import pwd
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
SECBIT_NO_SETUID_FIXUP = 1 << 2
LINUX_CAPABILITY_VERSION_3 = 0x20080522

NO_ORDINARY_USER = 97
LAUNCHER_FAILED = 98

libc = ctypes.CDLL(None, use_errno=True)


def main(arguments: list[str]) -> None:
    parent, signal_number, privileges, *command = arguments
    if privileges == "unprivileged" and (os.geteuid() == 0 or not has_name(os.geteuid())):
        become_ordinary()
    # After that: changed credentials clear this setting.
    if libc.prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0) != 0:
        fail("prctl", LAUNCHER_FAILED)
    # The parent may have ended before the kernel was told to watch it.
    if os.getppid() != int(parent):
        os._exit(LAUNCHER_FAILED)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        fail(f"{command[0]}: {error.strerror}", LAUNCHER_FAILED)


def has_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def become_ordinary() -> None:
    """Take the identity of some ordinary user that has a name.

    First choice is a user namespace: inside it we seem to be that user, outside, files belong to whom they belonged to.
    Many containers forbid it. There root really becomes that user, and keeps the right to pass closed folders.
    """
    ordinary = next((entry for entry in pwd.getpwall() if entry.pw_uid != 0), None)
    if ordinary is None:
        fail("/etc/passwd knows nobody but root", NO_ORDINARY_USER)
        return
    user, group = os.geteuid(), os.getegid()
    try:
        if libc.unshare(CLONE_NEWUSER) == 0:
            write("/proc/self/uid_map", f"{ordinary.pw_uid} {user} 1")
            write("/proc/self/setgroups", "deny")
            write("/proc/self/gid_map", f"{ordinary.pw_gid} {group} 1")
        elif user == 0:
            switch_user(ordinary.pw_uid, ordinary.pw_gid)
        else:
            fail("unshare", NO_ORDINARY_USER)
    except OSError as error:
        fail(f"{error.filename or 'setuid'}: {error.strerror}", NO_ORDINARY_USER)


def switch_user(user: int, group: int) -> None:
    """Become `user` for good, with one right of root's: permissions of files do not stop us (capabilities(7)).

    Without the secure bit the change of user would take the right away, and access(2) would ignore it.
    """
    if libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0) != 0:
        fail("prctl", NO_ORDINARY_USER)
    os.setgroups([])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)
    header = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)
    rights = 1 << CAP_DAC_OVERRIDE
    # Two blocks of (effective, permitted, inheritable); the right lies in the first.
    if libc.capset(header, (ctypes.c_uint32 * 6)(rights, rights, rights, 0, 0, 0)) != 0:
        fail("capset", NO_ORDINARY_USER)
    if libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0) != 0:
        fail("prctl", NO_ORDINARY_USER)


def write(path: str, content: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(content)


def fail(what: str, status: int) -> None:
    """Say what failed, with the system's reason if a call of ours just gave one; end."""
    reason = f": {os.strerror(ctypes.get_errno())}" if ctypes.get_errno() else ""
    print(f"launch: {what}{reason}", file=sys.stderr, flush=True)
    os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1:])
