"""What doctor says about the audit log: unsealed entries, open transactions, copies of the heads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from saathi.audit.destinations import FolderDestination
from saathi.audit.heads_sending import HeadsSender
from saathi.audit.sealer import REBUILT_STATE
from saathi.audit.sealer_marker import LogPosition, SealerMarker
from saathi.config import doctor
from saathi.config.doctor import audit_log
from saathi.config.doctor.findings import DeploymentNote
from saathi.infra import state_files
from tests.roles import role
from tests.server import SERVER

pytestmark = pytest.mark.django_db


def problems(about: str) -> list[str]:
    return [item[0] for item in doctor.LOOKS[about]() if not isinstance(item, DeploymentNote)]


def notes(about: str) -> list[str]:
    return [item.text for item in doctor.LOOKS[about]() if isinstance(item, DeploymentNote)]


@pytest.mark.parametrize(("age", "is_wrong"), [(50, False), (75, True)])
def test_doctor_reports_entry_unsealed_for_more_than_a_minute(age: int, is_wrong: bool) -> None:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (id, kind, at) VALUES (gen_random_uuid(), 'looked', "
            "clock_timestamp() - make_interval(secs => %s))",
            [age],
        )
    wrong = problems("sealing of the audit log")
    assert bool(wrong) == is_wrong
    if is_wrong:
        assert wrong[0].startswith("the oldest unsealed entry was written 7")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection[Any]]:
    """A transaction of the analyst that stays open, and the sealer's address for the doctor."""
    name = connection.settings_dict["NAME"]
    monkeypatch.setenv("SAATHI_DATABASE_URL_SEALER", SERVER.url("saathi_sealer", name))
    with psycopg.connect(SERVER.url("saathi_analyst", name)) as held:
        held.execute("SELECT pg_current_xact_id()")
        yield held
        held.rollback()


@pytest.mark.parametrize("too_long", [True, False])
def test_doctor_names_session_with_old_open_transaction(
    held: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch, too_long: bool
) -> None:
    monkeypatch.setattr(audit_log, "OLD_TRANSACTION_SECONDS", 0)
    monkeypatch.setattr(audit_log, "TOO_LONG_SECONDS", 0 if too_long else 600)
    said = (problems if too_long else notes)("open transactions")
    mine = [line for line in said if f"process {held.info.backend_pid} " in line]
    assert len(mine) == 1
    assert "of the role saathi_analyst for " in mine[0]


def test_open_transactions_are_not_checked_without_sealer_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAATHI_DATABASE_URL_SEALER", "")
    assert problems("open transactions") == []
    assert "Not checked" in notes("open transactions")[0]


def test_doctor_requires_copy_of_heads_outside_the_demo(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAATHI_HEADS_TO", raising=False)
    settings.IS_DEMO = False
    assert "only on this machine" in problems("copy of the audit log's heads")[0]
    settings.IS_DEMO = True
    assert problems("copy of the audit log's heads") == []
    assert "only on this machine" in notes("copy of the audit log's heads")[0]


def test_doctor_reports_overdue_copy_of_heads(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.IS_DEMO = False
    settings.HOME = tmp_path
    (tmp_path / "audit").mkdir()
    (tmp_path / "copy").mkdir()
    monkeypatch.setenv("SAATHI_HEADS_TO", str(tmp_path / "copy"))
    assert "has never been complete" in problems("copy of the audit log's heads")[0]
    (tmp_path / "audit" / "heads.jsonl").write_text("one\n")
    HeadsSender(
        tmp_path, tmp_path / "audit" / "heads.jsonl", FolderDestination(tmp_path / "copy")
    ).send_pending()
    assert problems("copy of the audit log's heads") == []
    monkeypatch.setattr("saathi.audit.heads_sending.OVERDUE_SECONDS", -1)
    assert "was complete 0 seconds ago" in problems("copy of the audit log's heads")[0]


def test_doctor_reports_removed_heads_file_even_after_rewrite(
    settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    assert problems("heads of the audit log") == []
    (tmp_path / "audit").mkdir()
    (tmp_path / "keys").mkdir()
    SealerMarker.of_home(tmp_path).write_position(LogPosition(number=3, root="00"))
    assert (
        "heads.jsonl is missing, and 3 batches were sealed" in problems("heads of the audit log")[0]
    )
    (tmp_path / "audit" / "heads.jsonl").touch()
    assert problems("heads of the audit log") == []
    state_files.record_run(tmp_path, REBUILT_STATE, passed=False, count=3)
    assert "3 heads were missing and were written again" in problems("heads of the audit log")[0]


def test_doctor_reports_invalid_destination_of_heads(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAATHI_HEADS_TO", "ftp://elsewhere/heads")
    [found] = [
        each for each in doctor.run_checks() if each.about == "copy of the audit log's heads"
    ]
    assert found.problem == (
        "SAATHI_HEADS_TO must begin with https:// or sftp://, or be the path of a folder."
    )
