"""Cases for the list, and what it shows of them."""

import datetime as dt
import re

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case, Due, Visit
from tests.roles import role
from tests.signing import signed_in

LIST = "/cases/"


def change(case: Case, **fields: object) -> Case:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(**fields)
    return case


def only_due(case: Case, days: int, duty: str = "visit") -> None:
    """The one open due task of the case, so many days ahead; late if negative."""
    with role("maintenance"):
        Due.objects.filter(case=case).delete()
        Due.objects.create(
            file_id=case.file_id, case_id=case.pk, worker_id=case.worker_id, duty=duty,
            due_on=case.worker.office.today() + dt.timedelta(days=days), recorded_by=case.worker_id,
        )  # fmt: skip


def met(case: Case, days_ago: int, outcome: str = "met_alone") -> None:
    happened = dt.datetime.now(dt.UTC) - dt.timedelta(days=days_ago)
    with role("maintenance"):
        Visit.objects.create(
            file_id=case.file_id, case_id=case.pk, happened_at=happened, kind="home",
            outcome=outcome, recorded_by=case.worker_id,
        )  # fmt: skip


def shown(staff: Staff, query: str = "") -> list[str]:
    """The case IDs of the list, in their order."""
    answer = signed_in(staff).get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return re.findall(
        r"<th role=\"rowheader\".*?<bdi><span class=\"code\">(NP-[\w-]+)</span>",
        answer.content.decode(),
    )


def codes(*cases: Case) -> list[str]:
    return [case.child.code for case in cases]
