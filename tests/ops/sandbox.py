"""Runs the command of a systemd unit as systemd would, without systemd: user, groups, mounts, system calls.

    python tests/ops/sandbox.py UNIT COMMAND...

Root runs it. It reads the unit file and applies, in a mount namespace of its own: ProtectSystem=strict with
ReadWritePaths and InaccessiblePaths, ProtectHome, PrivateTmp, RuntimeDirectory; User, Group,
SupplementaryGroups, UMask, NoNewPrivileges, an empty CapabilityBoundingSet, LimitCORE; SystemCallFilter,
RestrictAddressFamilies, MemoryDenyWriteExecute and RestrictSUIDSGID by seccomp. Not applied: limits of
memory and tasks, filters of addresses, PrivateDevices and the protections of the kernel's files.
"""

import ctypes
import errno
import grp
import os
import pwd
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from saathi.config.deployment import environment_file

ALLOW = 0x7FFF0000
REFUSE = 0x00050000
EQUAL, MASKED = 4, 7
MOST_SYSCALLS, MOST_FAMILIES = 470, 46
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 24, 38
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}
# syscall -> the argument that holds a mode, which must have no setuid or setgid bit
MODES = {"chmod": 1, "fchmod": 1, "fchmodat": 2, "mkdir": 1, "mkdirat": 2}
# syscall -> the argument of protection, and the bits that must not be set together
EXECUTABLE = {"mmap": (2, 6), "mprotect": (2, 4), "pkey_mprotect": (2, 4)}


def settings_of(unit: Path) -> list[tuple[str, str]]:
    """Every `Name=value` of the unit, in order."""
    lines = unit.read_text(encoding="utf-8").splitlines()
    return [(n, v) for n, _, v in (line.partition("=") for line in lines if "=" in line)]


def values(unit: Path, name: str) -> list[str]:
    return [value for found, value in settings_of(unit) if found == name]


def environment(unit: Path) -> dict[str, str]:
    found = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG": "C.UTF-8"}
    found |= dict(value.split("=", 1) for value in values(unit, "Environment"))
    for file in values(unit, "EnvironmentFile"):
        if not file.startswith("-") or Path(file.removeprefix("-")).exists():
            found |= environment_file.read(Path(file.removeprefix("-")))
    return found


class Argument(ctypes.Structure):
    _fields_ = [
        ("number", ctypes.c_uint),
        ("comparison", ctypes.c_int),
        ("first", ctypes.c_uint64),
        ("second", ctypes.c_uint64),
    ]


def group_of_calls(name: str) -> Iterator[str]:
    """The system calls of a group, as this systemd knows it."""
    text = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
    ).stdout
    for line in text.splitlines()[1:]:
        word = line.strip()
        if word.startswith("@"):
            yield from group_of_calls(word)
        elif word and not word.startswith("#"):
            yield word


class Filter:
    """A seccomp filter of libseccomp."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
        self._library.seccomp_init.restype = ctypes.c_void_p
        self._context = ctypes.c_void_p(self._library.seccomp_init(ctypes.c_uint32(ALLOW)))
        self._name = self._library.seccomp_syscall_resolve_num_arch
        self._name.restype = ctypes.c_char_p

    def refuse(self, name: str, code: int, *arguments: Argument) -> None:
        number = self._library.seccomp_syscall_resolve_name(name.encode())
        rows = (Argument * len(arguments))(*arguments)
        result = self._library.seccomp_rule_add_array(
            self._context, ctypes.c_uint32(REFUSE | code), number, len(arguments), rows
        )
        if result:
            raise OSError(-result, f"{name} cannot be refused")

    def allow_only(self, names: set[str]) -> None:
        native = ctypes.c_uint32(self._library.seccomp_arch_native())
        for number in range(MOST_SYSCALLS):
            name = self._name(native, number)
            if name and name.decode() not in names:
                self.refuse(name.decode(), errno.EPERM)

    def load(self) -> None:
        if result := self._library.seccomp_load(self._context):
            raise OSError(-result, "the filter cannot be loaded")


def filter_of(unit: Path) -> Filter:
    made = Filter()
    allowed: set[str] = set()
    for value in values(unit, "SystemCallFilter"):
        if value.startswith("~"):
            allowed -= set(group_of_calls(value[1:]))
        else:
            allowed |= set(group_of_calls(value))
    allowed |= set(group_of_calls("@default"))
    made.allow_only(allowed)
    families = {FAMILIES[word] for word in values(unit, "RestrictAddressFamilies")[0].split()}
    for family in set(range(MOST_FAMILIES)) - families:
        made.refuse("socket", errno.EAFNOSUPPORT, Argument(0, EQUAL, family, 0))
    for name, argument in MODES.items():
        for bit in (0o4000, 0o2000):
            made.refuse(name, errno.EPERM, Argument(argument, MASKED, bit, bit))
    if values(unit, "MemoryDenyWriteExecute") == ["yes"]:
        for name, (argument, bits) in EXECUTABLE.items():
            made.refuse(name, errno.EPERM, Argument(argument, MASKED, bits, bits))
    return made


def mount(*words: str | Path) -> None:
    subprocess.run(["mount", *map(str, words)], check=True)


def close_the_machine(unit: Path) -> None:
    """The mounts that the unit asks for, in a namespace of their own."""
    closed = Path(tempfile.mkdtemp(prefix="saathi-closed-", dir="/run"))
    closed.chmod(0)
    os.unshare(os.CLONE_NEWNS)  # type: ignore[attr-defined, unused-ignore]
    mount("--make-rprivate", "/")
    mount("--bind", "/", "/")
    mount("-o", "remount,bind,ro", "/")
    for path in ("/tmp", "/var/tmp", "/home", "/root"):  # noqa: S108 - what systemd covers
        mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", path)
    for name in ("ReadWritePaths", "InaccessiblePaths"):
        for value in values(unit, name):
            path = Path(value.removeprefix("-"))
            if not path.exists():
                assert value.startswith("-"), f"systemd would not start it: {path} is missing"
                continue
            if name == "ReadWritePaths":
                mount("--bind", path, path)
                mount("-o", "remount,bind,rw", path)
            else:
                mount("--bind", closed, path)


def become(unit: Path) -> None:
    """The user of the unit, for good."""
    [user], [group] = values(unit, "User"), values(unit, "Group")
    names = " ".join(values(unit, "SupplementaryGroups")).split()
    library = ctypes.CDLL(None, use_errno=True)
    for capability in range(64):
        library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(int(values(unit, "UMask")[0], 8))
    os.setgroups([grp.getgrnam(name).gr_gid for name in names])
    gid, uid = grp.getgrnam(group).gr_gid, pwd.getpwnam(user).pw_uid
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    assert library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0


def main() -> None:
    unit, command = Path(sys.argv[1]), sys.argv[2:]
    variables, made = environment(unit), filter_of(unit)
    close_the_machine(unit)
    os.chdir("/")
    become(unit)
    made.load()
    os.execve(command[0], command, variables)  # noqa: S606 - becomes the service


if __name__ == "__main__":
    main()
