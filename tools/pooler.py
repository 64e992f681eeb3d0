"""Makes sure there is a PgBouncer for the tests of pooling, and prints where it is."""

import os
import shutil
import subprocess
import sys

PLACES = os.defpath + ":/usr/sbin:/usr/local/sbin"


def main() -> None:
    place = find() or install()
    print(
        place
        or "Without PgBouncer the tests of pooling are skipped. Install it with your system's package "
        "manager (Debian, Ubuntu: sudo apt install pgbouncer)."
    )


def find() -> str | None:
    """A PgBouncer that is here; Debian keeps it where only administrators look."""
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:{PLACES}")


def install() -> str | None:
    """Debian's PgBouncer when we are root there; none elsewhere."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing PgBouncer for the tests of pooling …", file=sys.stderr)
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "pgbouncer"], check=False, **quiet)
    return find()


if __name__ == "__main__":
    main()
