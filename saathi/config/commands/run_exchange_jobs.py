"""Run imports and exports, each on behalf of its requester, until Ctrl-C."""

import argparse

from saathi.config import start


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the number of jobs at a time."""
    parser.add_argument("--concurrency", type=int, default=1)


def run(options: argparse.Namespace) -> int:
    """Works as the web role, with access only to what the requester may see."""
    with start.process("carrier"):
        start.lower_priority()
        from procrastinate.contrib.django import utils
        from procrastinate.psycopg_connector import PsycopgConnector

        from saathi.config import job_queues

        # Bypasses a pooler, which does not pass on LISTEN. The jobs themselves run as the web role.
        connector = PsycopgConnector(kwargs=utils.connector_params("queue"))
        job_queues.run_jobs(connector, job_queues.CARRIED, options.concurrency)
    return 0
