"""Serve Saathi: web pages, jobs and the sealer of the log, until Ctrl-C."""

import argparse

from saathi.config import start, supervisor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the address and the number of web processes."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="where the proxy reaches it")
    parser.add_argument(
        "--workers",
        type=int,
        default=supervisor.web_processes(),
        help="web processes, each of 4 threads; one for each core where not said, two to eight",
    )


def run(options: argparse.Namespace) -> int:
    """Serves until a signal comes. With the embedded server it migrates first."""
    is_embedded = start.uses_embedded()
    with start.database() as heal:
        if is_embedded:
            start.run_command("migrate")
        parts = supervisor.installation_processes(
            port=options.port, host=options.host, workers=options.workers
        )
        supervisor.prepare(parts[0])
        return supervisor.run(parts, heal=heal)
