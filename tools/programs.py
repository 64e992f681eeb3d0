"""Makes sure the programs are here that the drills need, and prints which are lacking."""

import os
import shutil
import subprocess
import sys

PLACES = os.defpath + ":/usr/sbin:/usr/local/sbin"
# Debian's package of each program.
PACKAGES = {
    "sshd": "openssh-server",
    "caddy": "caddy",
    "nginx": "nginx",
    "promtool": "prometheus",
    "clamd": "clamav-daemon",
    "pgbackrest": "pgbackrest",
    "systemd-analyze": "systemd",
}


def main() -> None:
    if lacking() and os.geteuid() == 0 and shutil.which("apt-get"):
        install(lacking())
    if packages := lacking():
        print(
            f"Without {', '.join(packages)} some drills are skipped. Install them with your system's "
            f"package manager (Debian, Ubuntu: sudo apt install {' '.join(packages)})."
        )


def lacking(path: str | None = None) -> list[str]:
    """The packages whose program is in none of the folders of the path; of this machine's without one."""
    places = f"{os.environ.get('PATH', '')}:{PLACES}" if path is None else path
    return [
        package
        for program, package in PACKAGES.items()
        if shutil.which(program, path=places) is None
    ]


def install(packages: list[str]) -> None:
    """Installs Debian's packages; only root can."""
    print(f"Installing {', '.join(packages)} for the drills …", file=sys.stderr)
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    quick = ["--no-install-recommends", "-y", "-qq"]
    subprocess.run(["apt-get", "install", *quick, *packages], check=False, **quiet)


if __name__ == "__main__":
    main()
