"""Counts requests by screen for monitoring: how many, how they ended, how long they took.

A screen is the name of a view of our own code. No URL, id, person or value is ever a label. Several
web processes add up their figures in the folder `PROMETHEUS_MULTIPROC_DIR`, which `saathi metrics`
reads; without it they stay in this process.
"""

import contextlib
import logging
import os
from pathlib import Path

from prometheus_client import Histogram

log = logging.getLogger(__name__)

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)  # a request may run 15 seconds

REQUESTS = Histogram(
    "saathi_request_seconds",
    "Seconds that requests took, by screen, method and outcome.",
    ("screen", "method", "outcome"),
    buckets=BUCKETS,
)

_opened_in: set[int] = set()  # processes whose file the monitor may already read


def request_outcome(status: int) -> str:
    """A word for a status code: `ok`, `moved`, `refused` or `failed`."""
    if status >= 500:
        return "failed"
    if status >= 400:
        return "refused"
    return "moved" if status >= 300 else "ok"


def count_request(*, screen: str, method: str | None, status: int, seconds: float) -> None:
    """Adds one request. Never fails: a full disk or a missing folder must not stop a request."""
    try:
        _count(screen, method, status, seconds)
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is ready
        log.warning("A request was not counted (%s).", type(error).__name__)


def _count(screen: str, method: str | None, status: int, seconds: float) -> None:
    known_method = method if method in {"GET", "HEAD", "POST"} else "other"
    REQUESTS.labels(screen, known_method, request_outcome(status)).observe(seconds)
    if os.getpid() not in _opened_in:
        _open_to_monitor()


def _open_to_monitor() -> None:
    """Lets the monitor, which runs under another user, read this process's figures."""
    _opened_in.add(os.getpid())
    if folder := os.environ.get(FOLDER_VARIABLE):
        for file in Path(folder).glob(f"*_{os.getpid()}.db"):
            file.chmod(0o644)


def clear_metrics(folder: Path) -> None:
    """Creates the folder of the web's figures and removes those of ended processes."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        with contextlib.suppress(FileNotFoundError):
            file.unlink()
