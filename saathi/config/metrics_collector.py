"""The metrics of `saathi metrics` for Prometheus, from the database and small files."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError, connection
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from saathi import __version__
from saathi.agencies import schema_state
from saathi.audit import AuditKind
from saathi.infra import clock, jobs, state_files, thresholds

log = logging.getLogger(__name__)

# Kinds of audit log entries that, in the last hour, should alert an operator.
WATCHED = (AuditKind.SIGN_IN_FAILED, AuditKind.EMERGENCY_ACCESS, AuditKind.REFUSED)
ENTRIES = """
SELECT kind, count(*) FROM audit_entry
WHERE at > now() - interval '1 hour' AND kind = ANY(%s) GROUP BY kind
"""
_JOB = re.compile(r"[a-z][a-z_-]{0,39}")


class InstallationCollector(Collector):
    """The metrics of one installation, collected at each scrape."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def describe(self) -> Iterator[Metric]:
        """No metrics: otherwise, registering would query a database that may not exist yet."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """All metrics; those from the database only while it answers."""
        yield _gauge("saathi_info", "The version that is installed.", {__version__: 1.0}, "version")
        yield from self._disk()
        yield from self._runs()
        try:
            figures = list(self._database())
            is_up = True
        except DatabaseError as error:
            log.warning("The database gives no figures (%s).", type(error).__name__)
            figures, is_up = [], False
        finally:
            connection.close()
        yield _gauge("saathi_database_up", "Whether the database answers.", {"": float(is_up)})
        yield from figures

    def _disk(self) -> Iterator[Metric]:
        disk = thresholds.disk_space(self._home)
        sizes = {"free": float(disk.free), "total": float(disk.total)}
        yield _gauge("saathi_disk_bytes", "Room on the disk of the home.", sizes, "kind")
        full = {"": float(disk.is_nearly_full)}
        yield _gauge("saathi_disk_nearly_full", "Whether work will soon stop.", full)

    def _runs(self) -> Iterator[Metric]:
        """The times when a backup, a drill and an export of heads last ended and last succeeded."""
        last: dict[str, float] = {}
        passed: dict[str, float] = {}
        for file in sorted((self._home / state_files.FOLDER).glob("*.json")):
            state = state_files.read_state(self._home, file.stem)
            if state is None or not _JOB.fullmatch(file.stem):
                continue
            last[file.stem] = state.at.timestamp()
            if state.passed_at:
                passed[file.stem] = state.passed_at.timestamp()
        yield _gauge("saathi_run_timestamp_seconds", "When it last ended.", last, "run")
        yield _gauge("saathi_run_passed_timestamp_seconds", "When it last passed.", passed, "run")

    def _database(self) -> Iterator[Metric]:
        missing = {"": float(len(schema_state.missing_migrations()))}
        yield _gauge("saathi_migrations_missing", "Migrations that are not applied.", missing)
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_oldest_unsealed_seconds()")
            age = {"": float(cursor.fetchone()[0] or 0)}
            yield _gauge("saathi_audit_oldest_unsealed_seconds", "Age; 0: all are sealed.", age)
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            apart = float(cursor.fetchone()[0]) - clock.now().timestamp()
            yield _gauge(
                "saathi_clock_offset_seconds", "The database's clock less ours.", {"": apart}
            )
            yield from _queues(cursor)
            cursor.execute(ENTRIES, [[kind.value for kind in WATCHED]])
            counts = {kind.value: 0.0 for kind in WATCHED} | dict(cursor.fetchall())
            description = "Entries of the log within the last hour."
            yield _gauge("saathi_audit_entries_last_hour", description, counts, "kind")


def _queues(cursor: object) -> Iterator[Metric]:
    gauge = GaugeMetricFamily("saathi_jobs", "Jobs not done.", labels=("queue", "status"))
    oldest: dict[str, float] = {}
    known, unknown = set(jobs.list_queues()), 0.0
    cursor.execute("SELECT queue, status, jobs, oldest_seconds FROM monitor_queues()")  # type: ignore[attr-defined]
    for queue, status, many, seconds in cursor.fetchall():  # type: ignore[attr-defined]
        if queue not in known:  # not one of our queues; its name may be anything
            unknown += float(many)
            continue
        gauge.add_metric((queue, status), float(many))
        if seconds is not None:
            oldest[queue] = max(0.0, float(seconds))
    yield gauge
    description = "Jobs of queues that Saathi does not have."
    yield _gauge("saathi_jobs_of_unknown_queues", description, {"": unknown})
    description = "How long the oldest job that could begin has waited."
    yield _gauge("saathi_oldest_waiting_job_seconds", description, oldest, "queue")


def _gauge(name: str, description: str, values: dict[str, float], label: str = "") -> Metric:
    gauge = GaugeMetricFamily(name, description, labels=(label,) if label else ())
    for key, value in values.items():
        gauge.add_metric((key,) if label else (), value)
    return gauge
