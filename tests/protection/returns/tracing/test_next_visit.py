"""The next visit after a reunification: due until the child was met at home."""

import pytest

from saathi.infra import clock
from saathi.protection.casework.cases.actions import visiting
from saathi.protection.casework.cases.actions.visiting import VisitInput
from saathi.protection.casework.cases.vocabulary import VisitKind, VisitOutcome
from saathi.protection.returns.tracing.actions import reunifications
from saathi.protection.returns.tracing.models import Reunification
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.walking import follow
from tests.reading import day
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.mark.requirement("TRC-007")
def test_next_visit_is_due_until_the_child_was_met_at_home(around: ChildFileCast) -> None:
    fact = Reunification(
        file_id=around.file_id,
        child_id=around.case.child_id,
        handed_over_by="police",
        handed_over_on=steps.today(around, -9),
    )
    with acting(around.worker):
        reunifications.record_handover_by_others(
            reunification=fact, case=around.case, actor=around.worker
        )
    visit(around, "home", "met_alone")
    assert len(steps.duties(around, "family_visit")) == 1, "the first visit is recorded on its own"
    follow(
        signed_in(around.worker),
        f"{around.url}tracing/reunifications/{fact.pk}/visit/",
        visit_seen="alone",
        visit_safety="safe",
        visit_words="It is good here.",
        visit_needs="Nothing now",
        **day("visited_on", steps.today(around, -3)),
        **day("next_visit_on", steps.today(around, -1)),
    )
    assert steps.duties(around, "family_visit") == [steps.today(around)], "not in the past"
    page = signed_in(around.worker).get(f"{around.url}tracing/").content.decode()
    assert f"{around.url}visits/new/" in page
    for kind, outcome in (("telephone", "met_alone"), ("home", "not_met")):
        visit(around, kind, outcome)
        assert steps.duties(around, "family_visit") == [steps.today(around)]
    visit(around, "home", "met_alone")
    assert steps.duties(around, "family_visit") == []


def visit(around: ChildFileCast, kind: str, outcome: str) -> None:
    """An ordinary visit, a moment ago."""
    new = VisitInput(happened_at=clock.now(), kind=VisitKind(kind), outcome=VisitOutcome(outcome))
    with acting(around.worker):
        visiting.record_visit(case=around.case, new=new, actor=around.worker)
