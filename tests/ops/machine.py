"""What the machine needs for tests that make users, mounts and filters of system calls."""

import ctypes
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

_MOUNTS = """
import os, subprocess
os.unshare(os.CLONE_NEWNS)
subprocess.run(["mount", "--make-rprivate", "/"], check=True)
subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=True)
"""


def hidden_checkout() -> str:
    """Why no service could read this checkout, in words for a failing test; empty where it can."""
    for hidden in ("/tmp", "/var/tmp", "/home", "/root"):  # noqa: S108 - folders named, not written to
        if Path(sys.executable).is_relative_to(hidden):
            return f"the services cannot see {hidden}: run these tests in a checkout elsewhere"
    return ""


@cache
def lacking() -> str:
    """What is missing, in words for a skipped test; empty where such tests can run."""
    if os.geteuid() != 0:
        return "only root makes users and mounts (2026-11-28)"
    tools = ("useradd", "groupadd", "setpriv", "systemd-analyze", "mount")
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing:
        return f"needs {', '.join(missing)} (2026-11-28)"
    try:
        ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return "needs libseccomp (2026-11-28)"
    process = subprocess.run([sys.executable, "-c", _MOUNTS], capture_output=True, check=False)
    return "" if process.returncode == 0 else "this machine refuses mounts to root (2026-11-28)"
