"""Fetches Spark for its test where Java is present, beside the project's packages and not among them.

Half a gigabyte that nothing else needs: so it is no development dependency like others.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "spark.lock"
OLDEST_JAVA = 17


def main() -> None:
    if java() is None:
        print(f"Without Java {OLDEST_JAVA} or newer the test of Spark is skipped.")
    elif find() is None and not install():
        print("Spark could not be fetched: its test is skipped.")


def java() -> int | None:
    """The version of the Java that is here, if it is new enough."""
    place = shutil.which("java")
    if place is None:
        return None
    told = subprocess.run([place, "-version"], capture_output=True, text=True, check=False).stderr
    result = re.search(r'version "(\d+)', told)
    version = int(result.group(1)) if result else 0
    return version if version >= OLDEST_JAVA else None


def folder() -> Path:
    """Where Spark's packages are kept: within the virtual environment, by themselves."""
    return Path(sys.prefix) / "spark"


def find() -> Path | None:
    """The folder with the packages, where it holds what the lock file says."""
    kept = folder() / "spark.lock"
    return folder() if kept.exists() and kept.read_bytes() == LOCK.read_bytes() else None


def install() -> bool:
    """Fetches exactly what the lock file says; whether that went well."""
    print("Fetching Spark for its test (some 450 MB) …", file=sys.stderr)
    shutil.rmtree(folder(), ignore_errors=True)
    uv = Path(sys.executable).with_name("uv")
    done = subprocess.run(
        [uv, "pip", "install", "--quiet", "--require-hashes", "--target", folder(),
         "--python", sys.executable, "-r", LOCK],
        check=False,
    )  # fmt: skip
    if done.returncode == 0:
        shutil.copy(LOCK, folder() / "spark.lock")
    return done.returncode == 0


if __name__ == "__main__":
    main()
