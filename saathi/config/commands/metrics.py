"""Serve metrics of this installation to Prometheus on a separate port, until Ctrl-C."""

import argparse
import errno
import signal
import sys
from pathlib import Path
from threading import Event

from saathi.config import env, readiness, start
from saathi.config.schema_check import SchemaNeeds

PORT = 9464  # the default port of OpenTelemetry exporters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the address; loopback by default, because metrics show how busy an office is."""
    parser.add_argument("--host", default="127.0.0.1", help="where Prometheus reaches it")
    parser.add_argument("--port", type=int, help="SAATHI_METRICS_PORT where left out")


def run(options: argparse.Namespace) -> int:
    """Answers `/metrics` until a signal comes; an unreachable database is itself a metric."""
    port = options.port or env.number("SAATHI_METRICS_PORT", default=PORT, low=1, high=65535)
    with start.process("monitor", SchemaNeeds.NONE):
        from prometheus_client import CollectorRegistry, start_http_server
        from prometheus_client.multiprocess import MultiProcessCollector

        from saathi.config.metrics_collector import InstallationCollector

        registry = CollectorRegistry()
        registry.register(InstallationCollector(start.home()))
        folder = env.text("SAATHI_WEB_METRICS", "")
        if folder and Path(folder).is_dir():
            MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        try:
            server, thread = start_http_server(port, options.host, registry)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
                raise
            raise env.SettingError(
                f"Port {port} of {options.host} cannot be listened on ({error.strerror}). Choose "
                "another with SAATHI_METRICS_PORT."
            ) from None
        print(f"saathi: figures at http://{options.host}:{port}/metrics", file=sys.stderr)
        readiness.notify_systemd()
        stop.wait()
        server.shutdown()
        thread.join(timeout=5)
    return 0
