"""Makes sure there is a Chromium for the browser tests, and prints where it is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The shell first: it draws and runs pages as the others do, without windows, tabs and all around them.
NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome",
)  # fmt: skip


def main() -> None:
    place = find() or install()
    if not place:
        sys.exit(
            "The browser tests need Chromium. Install it with your system's package manager "
            "(Debian, Ubuntu: sudo apt install chromium), or name one: SAATHI_CHROMIUM=/path/to/chromium",
        )
    print(place)


def find() -> str | None:
    """A Chromium that is here: named by SAATHI_CHROMIUM, on PATH, or Playwright's own."""
    named = os.environ.get("SAATHI_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    on_path = next((place for name in NAMES if (place := shutil.which(name))), None)
    return on_path or playwrights_own()


def playwrights_own() -> str | None:
    """Where Playwright would keep its browser, if it is there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        place = playwright.chromium.executable_path
    return place if Path(place).exists() else None


def install() -> str | None:
    """Debian's Chromium when we are root there, Playwright's own elsewhere."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", file=sys.stderr)
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        for package in ("chromium-headless-shell", "chromium"):  # older Debians have no shell
            subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, **quiet)
            if result := find():
                return result
    else:
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"],
            stdout=sys.stderr,
            check=False,
        )
    return find()


if __name__ == "__main__":
    main()
