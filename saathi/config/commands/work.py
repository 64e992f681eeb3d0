"""Run the jobs of the queue until Ctrl-C."""

import argparse

from saathi.config import start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the number of jobs at a time."""
    parser.add_argument("--concurrency", type=int, default=2)


def run(options: argparse.Namespace) -> int:
    """Runs jobs through a direct connection: a transaction pooler does not pass on LISTEN."""
    with start.process("worker"):
        start.lower_priority()
        from saathi.config import job_queues
        from saathi.infra.jobs import app

        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        job_queues.run_jobs(connector, job_queues.worker_queues(), options.concurrency)
    return 0
