"""The first step in a file: the visit, while a child at high risk was not met; then the safety plan."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.actions import visiting
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import (
    ChildSafety,
    RiskLevel,
    VisitKind,
    VisitOutcome,
)
from saathi.web.components import ActionLink
from tests.protection.casework.cases.test_due_dates import assess, not_met
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
VISIT, PLAN = "cases:record_visit", "safety_plans:show_safety_plan"


def met(case: Case, worker: Staff, *, minutes_ago: int = 0) -> None:
    at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=minutes_ago)
    visit = visiting.VisitInput(
        at, VisitKind.HOME, VisitOutcome.MET_ALONE, child_safe=ChildSafety.YES
    )
    with acting(worker):
        visiting.record_visit(case=case, new=visit, actor=worker)


def steps(case: Case, reader: Staff) -> dict[str, ActionLink | None]:
    """The link of each alert in the file, by its title, in order."""
    page = signed_in(reader).get(reverse("desk:child_file", args=[case.file_id])).context["page"]
    return {str(alert.title): alert.action for alert in page.alerts}


def urls(case: Case, reader: Staff) -> list[str]:
    return [action.url for action in steps(case, reader).values() if action]


def url(case: Case, page: str) -> str:
    return reverse(page, args=[case.file_id])


def test_visit_is_the_first_step_until_the_child_is_met(case: Case, worker: Staff) -> None:
    assess(case, worker, RiskLevel.HIGH)
    assert urls(case, worker)[0] == url(case, VISIT)
    for _time in range(3):
        not_met(case, worker)
    assert urls(case, worker)[0] == url(case, VISIT)
    assert url(case, PLAN) not in urls(case, worker)
    met(case, worker)
    assert urls(case, worker)[0] == url(case, PLAN)


def test_visit_is_the_first_step_again_when_a_later_visit_did_not_meet_the_child(
    case: Case, worker: Staff
) -> None:
    assess(case, worker, RiskLevel.HIGH)
    met(case, worker, minutes_ago=30)
    not_met(case, worker)
    not_met(case, worker)
    found = steps(case, worker)
    links = {title: action.url for title, action in found.items() if action}
    assert links["High risk"] == url(case, VISIT)
    assert links["Child not met: attempt 2 of 3"] == url(case, VISIT)


def test_child_not_met_offers_a_visit_also_without_high_risk(case: Case, worker: Staff) -> None:
    not_met(case, worker)
    assert urls(case, worker)[0] == url(case, VISIT)
