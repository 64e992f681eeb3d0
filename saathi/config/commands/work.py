"""Do the jobs of the queue until Ctrl-C."""

import argparse

from saathi.config import readiness, start


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many jobs at a time."""
    parser.add_argument("--concurrency", type=int, default=2)


def run(options: argparse.Namespace) -> int:
    """Works through a direct connection: LISTEN does not pass a pooler of transactions."""
    with start.process("worker"):
        start.give_way()
        from procrastinate.contrib.django import app

        from saathi.config import queues

        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as worker:
            readiness.tell()
            worker.run_worker(queues=queues.of_worker(app), concurrency=options.concurrency)
    return 0
