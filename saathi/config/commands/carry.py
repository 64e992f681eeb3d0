"""Carry out imports and exports, each in the name of whoever asked for it, until Ctrl-C."""

import argparse

from saathi.config import start


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many at a time."""
    parser.add_argument("--concurrency", type=int, default=1)


def run(options: argparse.Namespace) -> int:
    """Signs in as the web does, through a direct connection; sees what the one who asked may see."""
    with start.process("carrier"):
        start.give_way()
        from procrastinate.contrib.django import app

        from saathi.config import queues

        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as carrier:
            carrier.run_worker(queues=queues.CARRIED, concurrency=options.concurrency)
    return 0
