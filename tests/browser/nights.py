"""A demo that is under way: the nightly run, as its worker would do it, what it logged and holds.

`python -m tests.browser.nights`, run in the home of the site, prints the id of the newest request for
approval, which its own author finds in no list; with the id of a placement it moves its exception into
the past.
"""

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN_RUN_SECONDS = 60  # within which the run that the demo begins by itself has ended
HOMES: dict[str, dict[str, str]] = {}  # the environment of the demo at an address


def night(site: str) -> str:
    """Compares what changed with the whole register, after the demo's own run; what the command said."""
    end = time.monotonic() + OWN_RUN_SECONDS
    while True:
        try:
            return _run(site, "saathi.config.command", "matching", "nightly")
        except subprocess.CalledProcessError as error:
            if "Another run is under way" not in error.stderr or time.monotonic() > end:
                raise
            time.sleep(1)


def newest_approval(site: str) -> str:
    """The id of the request for approval that waits since the latest moment."""
    return _run(site, "tests.browser.nights").strip()


def let_exception_end(site: str, placement: str) -> None:
    """Days pass for one placement: its exception expired yesterday."""
    _run(site, "tests.browser.nights", placement)


def _run(site: str, *command: str) -> str:
    """The output of a module run alongside the demo."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAATHI_")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        env=kept | HOMES[site],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def answers(site: str, number: int = 30) -> str:
    """The last lines of its log: how it answered, and how long that took. Nothing personal is there."""
    log = Path(HOMES[site]["SAATHI_HOME"]) / "demo.log"
    return "\n".join(log.read_text(errors="replace").splitlines()[-number:])


def print_newest_approval() -> None:
    """The id of the request that waits since the latest moment."""
    from saathi.protection.casework.cases.models import Approval

    print(Approval.objects.filter(decision="waiting").latest("asked_at").pk)


def move_exception(placement: str) -> None:
    """Its start and its end, so many days back that it ended yesterday."""
    from saathi.infra import clock
    from saathi.protection.care.placements.models import Placement

    found = Placement.objects.get(pk=placement)
    assert found.exception_until is not None
    today = clock.today_in("Asia/Kathmandu")
    days = found.exception_until - today + dt.timedelta(days=1)
    Placement.objects.filter(pk=placement).update(
        started_on=found.started_on - days, exception_until=found.exception_until - days
    )


if __name__ == "__main__":
    from saathi.config import start

    with start.process("maintenance"):
        if sys.argv[1:]:
            move_exception(sys.argv[1])
        else:
            print_newest_approval()
