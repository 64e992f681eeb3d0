"""Seal the audit log, once a second, until Ctrl-C."""

import argparse
import signal
from threading import Event

from saathi.config import env, readiness, start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the interval."""
    parser.add_argument("--every", type=float, default=1.0, help="seconds")


def run(options: argparse.Namespace) -> int:
    """Seals through its own connection until a signal comes."""
    with start.process("sealer"):
        import psycopg

        from saathi.audit import sealer_process
        from saathi.config import heads_settings

        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        readiness.notify_systemd()
        address = env.text(f"{start.PREFIX}_SEALER")
        sealer_process.run_forever(
            stop,
            connect=lambda: psycopg.connect(address),
            home=start.home(),
            interval=options.every,
            destination=heads_settings.heads_destination(),
        )
    return 0
