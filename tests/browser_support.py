"""How browser tests start Chromium: quiet, offline, with nothing kept."""

import runpy
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Where Chromium is, or None; `make browser` brings one."""
    found: str | None = runpy.run_path(str(ROOT / "tools" / "browser.py"))["find"]()
    return found


def launch_options() -> dict[str, Any]:
    """Arguments for `playwright.chromium.launch` and for pytest-playwright's fixture."""
    return {"executable_path": chromium(), "headless": True, "args": list(QUIET)}
