"""`saathi warehouse` and the nightly job, as an operator runs them."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections
from django.test import override_settings

from saathi.config import supervisor
from saathi.evidence import jobs
from saathi.evidence.models import IndicatorCell
from saathi.infra import jobs as queue
from tests.evidence.warehouse.conftest import WarehouseTestRegister
from tests.roles import role
from tests.server import HOME

pytestmark = [pytest.mark.real_transactions, pytest.mark.slow]


def saathi(register: WarehouseTestRegister, *words: str) -> subprocess.CompletedProcess[str]:
    home = register.store.root.parent
    if not (home / "secrets").exists():
        (home / "secrets").symlink_to(HOME / "secrets")
    environment = os.environ | {
        "SAATHI_HOME": str(home),
        "SAATHI_DATABASE_URL_ANALYST": register.address,
    }
    return subprocess.run(
        [sys.executable, "-m", "saathi.config.command", "warehouse", *words],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.requirement("DAT-001")
def test_an_operator_refreshes_lists_looks_checks_and_drops(
    register: WarehouseTestRegister, tmp_path: Path
) -> None:
    assert "There is no snapshot yet" in saathi(register, "list").stdout
    done = saathi(register, "refresh")
    assert done.returncode == 0, done.stderr
    assert "facts_child: 3 rows" in done.stdout
    assert "numbers for the pages, rounded to fives." in done.stdout
    listed = saathi(register, "list").stdout
    assert f"from database {register.database}" in listed
    assert "SHA-256" in listed
    assert "all alike" in saathi(register, "check").stdout
    step = saathi(register, "steps", "children", "--rows", "1").stdout
    assert "so that counting rows counts children" in step
    assert "3 rows of" in step
    assert "case_of_child" in saathi(register, "steps").stdout
    out = tmp_path / "cube"
    done = saathi(register, "cube", "assessed_in_a_week", "--by", "sex,age", "--out", str(out))
    assert "exact counts" in done.stdout, done.stderr
    with (out / "assessed_in_a_week.csv").open() as file:
        rows = list(csv.DictReader(file))
    whole = [
        row
        for row in rows
        if {row[name] for name in ("year", "country", "sex", "age")} == {"Total"}
    ]
    assert [row["count"] for row in whole] == ["3"]
    assert (out / "assessed_in_a_week-part.csv").exists()
    with (out / "age-hierarchy.csv").open() as file:
        assert {"child": "12_17", "parent": "0_17"} in list(csv.DictReader(file))
    assert (out / "assessed_in_a_week.csv").stat().st_mode & 0o077 == 0
    assert "0 snapshots forgotten." in saathi(register, "drop", "--keep", "1").stdout


def test_warehouse_command_reports_errors_in_one_sentence(
    register: WarehouseTestRegister, tmp_path: Path
) -> None:
    for words, message in (
        (("check",), "No snapshot has an id"),
        (("steps", "nothing"), "No snapshot has an id"),
        (("cube", "nothing", "--out", str(tmp_path)), "There is no indicator nothing"),
        (("drop", "--keep", "0"), "At least one snapshot is kept."),
    ):
        done = saathi(register, *words)
        assert done.returncode == 1
        assert message in done.stderr
        assert "Traceback" not in done.stderr
    register.refresh()
    done = saathi(register, "cube", "reports_received", "--by", "concerns", "--out", str(tmp_path))
    assert "has no table by concerns; it has one by channel, reporter_kind" in done.stderr


def test_a_snapshot_that_was_changed_fails_the_check(register: WarehouseTestRegister) -> None:
    snapshot = register.refresh()
    path = register.store.file_path(snapshot.facts["facts_case"])
    path.chmod(0o600)
    path.write_bytes(b"")
    done = saathi(register, "check")
    assert done.returncode == 1
    assert "is not what it was: 1 faults." in done.stdout


def test_the_nightly_job_is_in_the_queue_and_the_worker_may_count() -> None:
    tasks = {task.name: (cron, task.queue) for (task, cron, _kw) in _periodic()}
    assert tasks["evidence.refresh_warehouse"] == ("20 20 * * *", "warehouse")
    (worker,) = [part for part in supervisor.installation_processes(port=1) if part.name == "work"]
    assert "analyst" in worker.addresses


def _periodic() -> list[tuple[object, str, dict[str, object]]]:
    tasks = queue.app.periodic_registry.periodic_tasks.values()
    return [(task.task, task.cron, dict(task.configure_kwargs)) for task in tasks]


def test_the_job_makes_a_snapshot_shows_its_numbers_and_drops_the_oldest(
    register: WarehouseTestRegister, db: None
) -> None:
    """The facts of one database, the pages of another: here the test's own, which is rolled back."""
    home = register.store.root.parent
    register.settle()
    with (
        override_settings(SAATHI_ANALYST_ADDRESS=register.address, SAATHI_SNAPSHOTS=1),
        role("analyst"),
    ):
        first = jobs.refresh_warehouse(home, using="default")
        again = jobs.refresh_warehouse(home, using="default")
        assert again == first
        register.change("UPDATE people_child SET gender = 'boy'")
        second = jobs.refresh_warehouse(home, using="default")
    assert [snapshot.id for snapshot in register.store.list_snapshots()] == [second]
    assert connections["default"].in_atomic_block
    cells = IndicatorCell.objects.filter(indicator="children_with_a_case", dimension="", country="")
    assert [(cell.among, cell.snapshot) for cell in cells] == [(5, second)]
