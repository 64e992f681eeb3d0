"""The figures for Prometheus: of the installation, of the queue, of requests; nothing personal."""

import datetime as dt
import os
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.test import Client
from prometheus_client import CollectorRegistry, generate_latest

from saathi.config.metrics_collector import InstallationCollector
from saathi.infra import clock, request_metrics, state_files, thresholds
from tests.roles import role

pytestmark = pytest.mark.django_db


def figures(home: Path) -> dict[str, float]:
    """What a scrape gives, by name with labels."""
    registry = CollectorRegistry()
    registry.register(InstallationCollector(home))
    lines = generate_latest(registry).decode().splitlines()
    found = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in found}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The collector closes its connection at the end of a scrape; here it is the test's.
    monkeypatch.setattr(connections["default"], "close", lambda: None)
    return tmp_path


def test_monitor_counts_jobs_and_the_age_of_the_oldest(home: Path) -> None:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) VALUES "
            "('mail', 't', 'todo', now() - interval '20 min'), "
            "('mail', 't', 'todo', now() + interval '20 min'), "
            "('drafts', 't', 'todo', now() + interval '20 min'), ('mail', 't', 'failed', now())"
        )
    with role("monitor"):
        values = figures(home)
    assert values['saathi_jobs{queue="mail",status="todo"}'] == 2
    assert values['saathi_jobs{queue="mail",status="failed"}'] == 1
    assert 1199 < values['saathi_oldest_waiting_job_seconds{queue="mail"}'] < 1260
    assert 'saathi_oldest_waiting_job_seconds{queue="drafts"}' not in values  # not due yet
    assert values["saathi_database_up"] == 1
    assert values["saathi_migrations_missing"] == 0


@pytest.mark.usefixtures("ample_disk")
def test_job_of_a_queue_that_saathi_does_not_have_stops_nothing(home: Path, client: Client) -> None:
    late = "now() - interval '20 min'"
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at) "
            f"VALUES ('of_nobody', 't', 'todo', {late}), ('', 't', 'failed', {late})"
        )
    assert client.get("/health").status_code == 200
    with role("monitor"):
        values = figures(home)
    assert values["saathi_jobs_of_unknown_queues"] == 2
    assert not any("of_nobody" in name for name in values)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET queue_name = 'mail'")
    assert client.get("/health").status_code == 503


def test_monitor_counts_entries_of_the_log_by_kind_of_the_last_hour(home: Path) -> None:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, kind, at) VALUES "
            "(gen_random_uuid(), 'glass_broken', now() - interval '59 min'), "
            "(gen_random_uuid(), 'glass_broken', now() - interval '61 min'), "
            "(gen_random_uuid(), 'looked', now())"
        )
    with role("monitor"):
        values = figures(home)
        assert values['saathi_audit_entries_last_hour{kind="glass_broken"}'] == 1
        assert values['saathi_audit_entries_last_hour{kind="sign_in_failed"}'] == 0
        assert values["saathi_audit_oldest_unsealed_seconds"] > 3600
        assert not any('kind="looked"' in name for name in values)


@pytest.mark.parametrize("columns", ['"by"', "file_id", "objects", "detail", "id", "*"])
def test_monitor_reads_no_person_and_no_file_in_the_log(columns: str) -> None:
    with role("monitor"), connection.cursor() as cursor:
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with refused, transaction.atomic():
            cursor.execute(f"SELECT {columns} FROM audit_entry")


def test_monitor_says_when_backup_and_drill_last_passed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = dt.datetime(2026, 11, 28, 1, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    state_files.record_run(home, state_files.BACKUP, passed=True, rows=7)
    monkeypatch.setattr(clock, "now", lambda: moment + dt.timedelta(days=1))
    state_files.record_run(home, state_files.BACKUP, passed=False)
    (home / "state" / "Bad Name.json").write_text("{}")
    with role("monitor"):
        values = figures(home)
    assert values['saathi_run_passed_timestamp_seconds{run="backup"}'] == moment.timestamp()
    assert values['saathi_run_timestamp_seconds{run="backup"}'] == moment.timestamp() + 86400
    assert not any("Bad" in name for name in values)


def test_requests_are_counted_by_screen_without_any_id(client: Client) -> None:
    client.get(f"/child/{uuid4()}/", {"q": "Sita"})
    client.get("/nothing/Sita/")
    client.get("/health")
    text = generate_latest().decode()
    assert 'saathi_request_seconds_count{method="GET",outcome=' in text
    assert 'screen="health"' in text
    assert 'screen="none"' in text
    assert "Sita" not in text
    assert (
        "-4" not in "".join(line for line in text.splitlines() if "screen=" in line).split("e-")[0]
    )


@pytest.mark.usefixtures("ample_disk")
def test_request_that_cannot_be_counted_is_answered(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As when the disk is full, or the folder of the figures was removed."""

    def fail(*_labels: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(request_metrics.REQUESTS, "labels", fail)
    assert client.get("/health").status_code == 200
    (line,) = [record for record in caplog.records if record.name == request_metrics.__name__]
    assert line.getMessage() == "A request was not counted (OSError)."


@pytest.mark.usefixtures("ample_disk")
def test_figures_that_cannot_be_opened_to_the_monitor_stop_no_request(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(request_metrics.FOLDER_VARIABLE, str(tmp_path))
    (tmp_path / f"histogram_{os.getpid()}.db").symlink_to(tmp_path / "nowhere")
    monkeypatch.setattr(request_metrics, "_opened_in", set())
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("status", "word"),
    [(200, "ok"), (299, "ok"), (302, "moved"), (404, "refused"), (499, "refused"), (500, "failed")],
)
def test_outcome_of_a_status_is_a_word(status: int, word: str) -> None:
    assert request_metrics.request_outcome(status) == word


def test_figures_of_web_processes_that_are_gone_are_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    request_metrics.clear_metrics(folder)
    (folder / "histogram_1.db").write_bytes(b"")
    request_metrics.clear_metrics(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("free", "total", "is_nearly_full"),
    [
        (thresholds.FREE_DISK_BYTES, thresholds.LARGE_DISK_BYTES, False),
        (thresholds.FREE_DISK_BYTES - 1, thresholds.LARGE_DISK_BYTES, True),
        (5 * 1024**3, 100 * 1024**3, False),
        (5 * 1024**3 - 1, 100 * 1024**3, True),
    ],
)
def test_disk_is_nearly_full_below_a_gigabyte_or_a_twentieth(
    free: int, total: int, *, is_nearly_full: bool
) -> None:
    assert thresholds.DiskSpace(free, total).is_nearly_full is is_nearly_full
