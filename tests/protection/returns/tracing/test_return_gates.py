"""A return to a home abroad, and a child who was talked round: refused in the action and in the database."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.protection.returns.tracing.actions import reunifications
from saathi.protection.returns.tracing.actions.searches import TracingRefused
from saathi.protection.returns.tracing.models import ChildTracingView, Reunification
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def refused_codes(around: ChildFileCast, proposed: Reunification) -> set[str]:
    with acting(around.supervisor):
        found = Reunification.objects.get(pk=proposed.pk)
        with pytest.raises(TracingRefused) as refused:
            reunifications.approve_return(
                reunification=found, version=found.version, actor=around.supervisor
            )
        today = around.supervisor.office.today()
        columns = {"state": "approved", "decided_by": around.supervisor.pk, "decided_on": today}
        found = Reunification.objects.get(pk=proposed.pk)
        with pytest.raises(IntegrityError, match="something is missing"), transaction.atomic():
            writing.change(found, actor=around.supervisor, **columns)
    return {reason.code for reason in refused.value.reasons}


def stored_as(record: Any, **columns: Any) -> None:
    with role("maintenance"):
        type(record).objects.filter(pk=record.pk).update(**columns)


@pytest.mark.parametrize("country", ["IND", ""])
def test_a_home_abroad_or_of_no_country_is_no_reunification(
    around: ChildFileCast, country: str
) -> None:
    proposed = steps.ready(around)
    with pytest.raises(TracingRefused) as refused:
        steps.propose(around, proposed.verification, country=country)
    assert [reason.code for reason in refused.value.reasons] == ["country"]
    stored_as(proposed, country=country)
    assert refused_codes(around, proposed) == {"country"}


def test_the_same_worker_does_not_overcome_a_no(around: ChildFileCast) -> None:
    proposed = steps.ready(around)
    with role("maintenance"):
        request = proposed.verification.request
        before = ChildTracingView.objects.filter(subject="reunification").get()
    refusal = steps.answer(around, request, wish="no", subject="reunification")
    later = steps.answer(around, request, subject="reunification")
    assert refused_codes(around, proposed) == {"answer_to_child"}
    early = dt.timedelta(days=2)
    for view in (before, refusal):
        stored_as(view, asked_on=view.asked_on - early, recorded_at=refusal.recorded_at - early)
    assert refused_codes(around, proposed) == {"answer_to_child"}  # the same person
    stored_as(later, recorded_by=around.supervisor.pk)
    with acting(around.supervisor):
        found = Reunification.objects.get(pk=proposed.pk)
        approved = reunifications.approve_return(
            reunification=found, version=found.version, actor=around.supervisor
        )
    assert approved.state == "approved"
