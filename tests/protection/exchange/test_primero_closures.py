"""What a closure in Primero means for a case here: only a death closes it without a decision."""

import datetime as dt
from typing import Any

import pytest

from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import ClosingReason
from saathi.protection.casework.notes.models import Note
from saathi.protection.exchange.actions import importing
from saathi.vault import store as vault
from tests.protection.exchange import cast, primero_files
from tests.protection.exchange.cast import Desk
from tests.roles import acting
from tests.screens import read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def desk() -> Desk:
    return cast.desk()


@pytest.mark.parametrize(
    ("closure", "status", "has_task"),
    [
        ({"closure_reason": "death_of_child", "date_closure": "2025-09-01"}, "closed", False),
        ({"closure_reason": "death_of_child"}, "open", True),
        ({"closure_reason": "repatriated", "date_closure": "2025-09-01"}, "open", True),
        ({"closure_reason": "transferred", "date_closure": "2025-09-01"}, "open", True),
        ({"closure_reason": "formal_closing", "date_closure": "2025-09-01"}, "open", True),
        ({"closure_reason": "other", "closure_reason_other": "Grew up"}, "open", True),
        ({"status": "transferred"}, "open", True),
        ({"status": "duplicate", "date_closure": "2025-09-01"}, "open", True),
    ],
)
def test_only_a_death_closes_a_case_and_all_else_is_reviewed(
    desk: Desk, closure: dict[str, Any], status: str, has_task: bool
) -> None:
    case = primero_files.plain_case(1, **({"status": "closed"} | closure))
    child = cast.only_child(cast.primero_imported(desk, [case]), desk.worker)
    with acting(desk.worker):
        opened = Case.objects.get(child=child)
        tasks = list(Note.objects.filter(case=opened, kind="task"))
        dues = list(Due.objects.filter(case=opened, duty="task", done_on=None))
        texts = [vault.open(task)["text"] for task in tasks]
    assert opened.status == status
    assert len(tasks) == len(dues) == int(has_task)
    if status == "closed":
        assert (opened.closing_reason, opened.closed_on) == ("died", dt.date(2025, 9, 1))
    for task, due in zip(tasks, dues, strict=True):
        assert (task.to_id, task.due) == (desk.worker.pk, due.pk)
        assert due.due_on == task.until == desk.office.today() + dt.timedelta(days=7)
    for value in closure.values() if has_task else ():
        assert str(value).replace("_", " ") in texts[0]


def test_reason_for_closure_means_what_the_person_who_imports_decides(desk: Desk) -> None:
    cases = [
        primero_files.plain_case(
            number, status="closed", closure_reason=reason, date_closure="2025-09-01"
        )
        for number, reason in enumerate(("formal_closing", "other", "repatriated"), 1)
    ]
    path = cast.primero_checked(desk, cases)
    page = read(desk.client.get(f"{path}decide/"))[0]
    assert "Closed in Primero: formal closing (1 case)" in page
    assert "repatriated" not in page
    cast.send(
        desk.client, f"{path}decide/", worker=desk.worker.pk, closing_0="safe_no_further_need"
    )
    cast.carried(path, desk.officer, "run_import")
    with acting(desk.worker):
        states = {
            vault.open(case.child)["names"][0]["text"]: (case.status, case.closing_reason)
            for case in Case.objects.select_related("child")
        }
        assert Note.objects.filter(kind="task").count() == 2
    assert states == {
        "Child 1": ("closed", "safe_no_further_need"),
        "Child 2": ("open", ""),
        "Child 3": ("open", ""),
    }
    [kept] = [origin["extras"] for origin in cast.origins(path) if origin["row"] == 1]
    assert kept["Closure reason"] == "formal closing"


def test_transfer_never_closes_a_case_whatever_is_decided(desk: Desk) -> None:
    case = primero_files.plain_case(
        1, status="closed", closure_reason="repatriated", date_closure="2025-09-01"
    )
    path = cast.primero_checked(desk, [case])
    with acting(desk.officer):
        importing.approve_import(
            record=cast.state(path, desk.officer),
            worker=desk.worker,
            version=cast.state(path, desk.officer).version,
            choices=importing.PrimeroChoices(closings={"repatriated": ClosingReason.RECOVERY}),
            actor=desk.officer,
        )
    cast.carried(path, desk.officer, "run_import")
    with acting(desk.worker):
        assert [case.status for case in Case.objects.all()] == ["open"]
