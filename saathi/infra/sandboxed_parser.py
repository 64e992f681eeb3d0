"""The inside of a process that parses one uploaded file: drops all privileges that it does not need.

Started by `saathi.infra.parser_sandbox` as `python -I -m MODULE memory cpu wall`. Imports nothing
heavy: its start is part of the time of every upload.
"""

import contextlib
import ctypes
import json
import os
import platform
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

# Exit codes of the process; the parent reads them.
OUT_OF_MEMORY: Final = 3
FAILED: Final = 4

# Python imports these when a text is first decoded; afterwards no file can be opened.
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1256",
                    "cp437", "latin-1", "ascii")  # fmt: skip

_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_FILTER_MODE: Final = 2
# The calls that parsing in memory needs: read, write and close open files, memory, time, exit.
# Everything else fails with EPERM: files, sockets, other processes, other programs.
_CALLS: Final[dict[str, tuple[int, tuple[int, ...]]]] = {
    "x86_64": (
        0xC000003E,
        (0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 25, 28, 39, 60, 131, 186, 202, 219, 228, 230,
         231, 234, 262, 318),
    ),
    "aarch64": (
        0xC00000B7,
        (57, 62, 63, 64, 79, 80, 93, 94, 98, 113, 115, 128, 131, 132, 134, 135, 139, 172, 178, 214,
         215, 216, 222, 226, 233, 278),
    ),
}  # fmt: skip
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050001  # EPERM
_KILL: Final = 0x80000000


def serve(parse: Callable[[bytes, dict[str, Any]], object]) -> NoReturn:
    """Confines this process, parses its input, writes the answer as JSON, and exits."""
    memory, cpu, wall = map(int, sys.argv[1:4])
    for encoding in ENCODINGS:
        "".encode(encoding)
    confine(memory=memory, cpu=cpu, wall=wall)
    code = 0
    try:
        data = sys.stdin.buffer.read()
        size = int.from_bytes(data[:4])
        answer = json.dumps(
            parse(data[4 + size :], json.loads(data[4 : 4 + size])), ensure_ascii=False
        )
        with contextlib.suppress(BrokenPipeError):  # the parent no longer waits
            sys.stdout.buffer.write(answer.encode())
            sys.stdout.buffer.flush()
    except MemoryError:
        code = OUT_OF_MEMORY
    except Exception:  # noqa: BLE001 - whatever it was, its text may quote the file
        code = FAILED
    os._exit(code)


def confine(*, memory: int, cpu: int, wall: int) -> None:
    """Limits memory and time of this process, and removes access to files, sockets and programs."""
    signal.alarm(wall)
    for limit, value in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_CORE, 0),  # a core file would contain the upload
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),  # also without a kernel filter: no further file is opened
        (resource.RLIMIT_AS, memory),
    ):
        resource.setrlimit(limit, (value, value))
    _filter_calls()


def _filter_calls() -> None:
    """Makes the kernel refuse every other call, if it can; the limits apply in any case."""
    allowed_calls = _CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or allowed_calls is None:
        return
    architecture, calls = allowed_calls
    steps = [
        (0x20, 0, 0, 4),  # load the architecture
        (0x15, 1, 0, architecture),
        (0x06, 0, 0, _KILL),
        (0x20, 0, 0, 0),  # load the number of the call
        *((0x15, len(calls) - place, 0, call) for place, call in enumerate(calls)),
        (0x06, 0, 0, _REFUSE),
        (0x06, 0, 0, _ALLOW),
    ]
    code = b"".join(
        number.to_bytes(2, "little") + bytes([yes, no]) + value.to_bytes(4, "little")
        for number, yes, no, value in steps
    )
    program = ctypes.create_string_buffer(code)

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    filter_program = Program(len(steps), ctypes.addressof(program))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(filter_program), 0, 0)
