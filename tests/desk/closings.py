"""A case that can be closed, and its request for closure."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.desk import actions
from saathi.infra import clock
from saathi.protection.casework.cases.actions import closing as closings
from saathi.protection.casework.cases.actions.closing import ClosingInput
from saathi.protection.casework.cases.models import Approval, Assessment, Case, Closing, Due
from tests.factories import children, plans
from tests.reading import day
from tests.roles import acting, role

EVALUATION = "You came when you said you would. I am at school again."


@pytest.fixture
def case(worker: Staff) -> Case:
    case = children.case(worker)
    assess_as_well(case, worker)
    return case


def assess_as_well(case: Case, worker: Staff) -> None:
    """The last assessment says that the child is well now, and nothing is overdue."""
    with acting(worker):
        well = Assessment(
            file_id=case.file_id,
            case=case,
            assessed_on=case.office.today(),
            risk="low",
            facets={"literacy": "strength"},
        )
        writing.add(well, actor=worker, payload={"facets": {}})
    with role("maintenance"):
        Due.objects.filter(case=case).update(due_on=case.office.today() + dt.timedelta(days=9))


def ask(case: Case, actor: Staff, **fields: object) -> tuple[Closing, Approval]:
    values = {"reason": "recovery", "evaluation": "refused", "summary": "She is home."}
    with acting(actor):
        approval = closings.request_closing(
            case=case, new=ClosingInput(**(values | fields)), version=case.version, actor=actor
        )
        return Closing.objects.get(pk=approval.subject_id), approval


def form(**fields: object) -> dict[str, object]:
    values = {
        "form_key": plans.key(),
        "version": 1,
        "reason": "recovery",
        "evaluation": "given",
        "words": EVALUATION,
        "language": "ne",
        "summary": "She is home and goes to school.",
        "form": "verbatim",
        **day("said_on", clock.today_in("Asia/Kathmandu")),
    }
    return values | fields


def place(name: str, case: Case) -> str:
    return reverse(f"desk:{name}", args=[case.file_id])


@pytest.fixture
def closed(case: Case, worker: Staff, supervisor: Staff) -> Case:
    closing, _approval = ask(case, worker)
    with acting(supervisor):
        return actions.close_case(case=closing.case, closing=closing, actor=supervisor)
