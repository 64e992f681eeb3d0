"""Requesting, deciding and carrying out an erasure in tests."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from saathi.agencies.erasure import worker as erasing
from saathi.agencies.models import ErasureRequest, Staff
from saathi.protection.identification.intake.models import Report
from tests.agencies.agency_pages import browser
from tests.desk.cast import ChildFileCast
from tests.factories.reports import report
from tests.roles import role
from tests.screens import read
from tests.sending import key


def page(name: str, around: ChildFileCast) -> str:
    return reverse(f"desk:{name}", args=[around.file_id])


def form(around: ChildFileCast, **changes: Any) -> dict[str, Any]:
    typed = {
        "reason": "asked",
        "basis": "request",
        "child_knows": "asked",
        "with_reports": "on",
        "despite": "her_wish",
        "code": around.case.child.code,
    }
    return typed | changes | key()


def ask(around: ChildFileCast, officer: Staff, **changes: Any) -> ErasureRequest:
    answer = browser(officer).post(page("request_erasure", around), form(around, **changes))
    assert answer.status_code == 302, read(answer)[0]
    with role("maintenance"):
        return ErasureRequest.objects.get(file=around.file_id, state="waits")


def decide(around: ChildFileCast, second: Staff, decision: str = "agree", refusal: str = "") -> Any:
    typed = {"decision": decision, "refusal": refusal} | key()
    return browser(second).post(page("decide_erasure", around), typed)


def jobs() -> list[str]:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT args ->> 'request' FROM procrastinate_jobs WHERE task_name = 'agencies.erase'"
        )
        return [request_id for (request_id,) in cursor.fetchall()]


def work() -> list[str | None]:
    """Runs the waiting jobs with the rights of the eraser."""
    waiting = jobs()
    with role("eraser"):
        return [
            erasing.carry_out_erasure(UUID(request_id), using="default") for request_id in waiting
        ]


def state(request: ErasureRequest) -> str:
    with role("maintenance"):
        return str(ErasureRequest.objects.get(pk=request.pk).state)


def about(around: ChildFileCast, actor: Staff) -> Report:
    """A report of the agency about the child."""
    about_child = report(actor)
    with role("maintenance"):
        Report.objects.filter(pk=about_child.pk).update(child_file=around.file_id)
    return about_child
