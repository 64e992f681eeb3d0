"""Fetches the programs of others that read released files in tests, into an environment of their own.

They are no development dependency like others: nothing of Saathi shares a package with what checks its
files, and a package that changes what it finds (requests uses chardet where it is) cannot change Saathi.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "readers.lock"


def main() -> None:
    if find() is None and not install():
        print("The readers of released files could not be fetched: their tests are skipped.")


def folder() -> Path:
    """Their environment: within the virtual environment, by itself."""
    return Path(sys.prefix) / "readers"


def find() -> Path | None:
    """The Python of their environment, where it holds what the lock file says."""
    kept = folder() / "readers.lock"
    is_current = kept.exists() and kept.read_bytes() == LOCK.read_bytes()
    return folder() / "bin" / "python" if is_current else None


def install() -> bool:
    """Fetches exactly what the lock file says; whether that went well."""
    print("Fetching the readers of released files (240 MB unpacked) …", file=sys.stderr)
    shutil.rmtree(folder(), ignore_errors=True)
    uv = Path(sys.executable).with_name("uv")
    python = folder() / "bin" / "python"
    steps = (
        [uv, "venv", "--quiet", "--python", sys.executable, folder()],
        [uv, "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes",
         "--python", python, LOCK],
    )  # fmt: skip
    for step in steps:
        if subprocess.run(step, check=False).returncode:
            return False
    shutil.copy(LOCK, folder() / LOCK.name)
    return True


if __name__ == "__main__":
    main()
