"""Run the embedded database for processes of other users, until a signal comes.

`saathi install` sets up a service and a user for it. Every role signs in with a password.
"""

import argparse
import signal
import sys
import threading
from pathlib import Path

from saathi.config import readiness, start
from saathi.infra.embedded import EmbeddedServer, EmbeddedServerError

CHECK_SECONDS = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the folders of the data and of the socket."""
    parser.add_argument("--home", type=Path, required=True, help="folder of data and passwords")
    parser.add_argument("--sockets", type=Path, required=True, help="folder of the socket")


def run(options: argparse.Namespace) -> int:
    """Runs the server, restarts it if it is killed, and stops it cleanly."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    archive = start.wal_archive_folder()
    with EmbeddedServer(options.home, shared_sockets=options.sockets, archive=archive) as server:
        print(f"saathi: the database answers in {options.sockets}.", flush=True)
        readiness.notify_systemd()
        while not stop.wait(CHECK_SECONDS):
            if not server.is_running():
                print("saathi: the database fell; it is started again.", file=sys.stderr)
                try:
                    server.start()
                except EmbeddedServerError as error:  # retried in the next round
                    print(f"saathi: {error}", file=sys.stderr)
    return 0
