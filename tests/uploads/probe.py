"""A parser for tests: does what a hostile file would make a broken parser do, and reports the result."""

import os
import socket
import subprocess
import sys
import time
from typing import Any

from saathi.infra import sandboxed_parser


def parse(data: bytes, options: dict[str, Any]) -> object:  # noqa: C901 - a list of cases
    match options["do"]:
        case "size":
            return len(data)
        case "environment":
            return dict(os.environ)
        case "flags":
            return {"isolated": sys.flags.isolated, "django": "django" in sys.modules}
        case "memory":
            return len(bytearray(options["bytes"]))
        case "spin":
            while True:
                pass
        case "sleep":
            while True:
                time.sleep(1)
        case "flood":
            return "x" * options["bytes"]
        case "nonsense":
            os.write(1, b"not JSON")
            os._exit(0)
        case "deep":
            os.write(1, b"[" * 1_000_000)
            os._exit(0)
        case "crash":
            os.abort()
    return forbidden(options["do"])


def forbidden(what: str) -> str:
    """Tries what a parser may not; even with a descriptor that it closed before."""
    os.close(0)
    try:
        match what:
            case "open":
                os.open("/etc/passwd", os.O_RDONLY)
            case "write":
                os.open("/tmp/upload", os.O_WRONLY | os.O_CREAT)  # noqa: S108
            case "socket":
                socket.socket()
            case "fork":
                os.fork()
            case "exec":
                os.execv("/bin/true", ["/bin/true"])  # noqa: S606 - it must fail
            case "spawn":
                subprocess.run(["/bin/true"], check=False)
            case "signal":
                os.kill(os.getppid(), 0)
    except OSError as error:
        return type(error).__name__
    return "done"


if __name__ == "__main__":
    sandboxed_parser.serve(parse)
