"""The doctor notices a job key that is missing, and waiting jobs that it did not seal."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from saathi.agencies import job_orders
from saathi.config import doctor
from tests.roles import role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key(settings: Any, tmp_path: Path) -> str:
    settings.HOME = tmp_path
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "job-key").write_text("k" * 64, "ascii")
    settings.JOB_KEY = "k" * 64
    return "k" * 64


def said() -> list[str]:
    with role("owner"):
        return [problem for problem, _remedy in doctor.LOOKS["job key"]()]


def defer(seal: str, record: str, staff: str) -> None:
    arguments = json.dumps({"record": record, "staff": staff, "seal": seal})
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('exchange', 'a', %s)",
            [arguments],
        )


def test_missing_key_is_named(tmp_path: Path) -> None:
    assert said() == []
    (tmp_path / "secrets" / "job-key").unlink()
    [problem] = said()
    assert "job-key is missing" in problem


def test_job_sealed_with_another_key_is_counted() -> None:
    record, staff = uuid4(), uuid4()
    defer(job_orders._seal("a", record, staff), str(record), str(staff))
    assert said() == []
    defer(job_orders._seal("a", record, staff, key="other"), str(record), str(staff))
    [problem] = said()
    assert problem.startswith("1 waiting jobs")
