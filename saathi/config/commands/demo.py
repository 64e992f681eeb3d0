"""Run Saathi with its demo country, in which all people are fictitious."""

import argparse
import os
import time
import urllib.request

from saathi.config import start, supervisor
from saathi.config.env import SettingError

READY_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the port and the number of children."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--children", type=int, default=2000, help="children of the demo country")


def run(options: argparse.Namespace) -> int:
    """Sets up what is missing, serves, and prints the address; Ctrl-C stops all processes."""
    if not 1 <= options.port <= 65535:
        raise SettingError(f"There is no port {options.port}; choose one from 1024 to 65535.")
    os.environ["SAATHI_DEMO"] = "yes"
    os.environ.setdefault("SAATHI_HTTPS", "no")  # passkeys work on localhost without a certificate
    with start.database() as heal:
        print("Bringing the database up to date ...", flush=True)
        start.run_command("migrate")
        start.run_command("simulate", "--children", str(options.children), "--if-empty")
        start.run_command("count-register")
        start.run_command("warehouse", "refresh")
        start.run_command("release", "demo")
        start.run_command("simulate", "--staff-work")
        parts = supervisor.installation_processes(port=options.port, workers=1)
        supervisor.prepare(parts[0])
        return supervisor.run(parts, when_started=lambda: _when_started(options.port), heal=heal)


def _when_started(port: int) -> None:
    """Prints the address, then runs matching to find the demo's possible duplicate (in seconds)."""
    _print_address(port)
    try:
        start.run_command("matching", "nightly", "--quiet")
    except SettingError as error:
        print(f"saathi: {error}", flush=True)


def _print_address(port: int) -> None:
    """Prints the address when the first page answers."""
    address = f"http://localhost:{port}/"
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}demo/", timeout=5).close()  # noqa: S310 - our own
        except OSError:
            time.sleep(0.3)
            continue
        print(
            f"""
Saathi runs with its demo country. All of it is invented.

    {address}demo/

Sign in there with one click as any of the demo people, one for each role.
Ctrl-C stops everything.
""",
            flush=True,
        )
        return
    print(f"saathi: nothing answers at {address} after {READY_SECONDS} seconds.", flush=True)
