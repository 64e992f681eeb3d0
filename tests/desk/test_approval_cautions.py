"""What a supervisor is shown before approving a plan; it does not prevent the approval."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from tests.desk import cast
from tests.factories import plans, rights
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def cautions(supervisor: Staff, approval: object) -> list[str]:
    page = signed_in(supervisor).get(reverse("desk:show_approval", args=[approval]))
    return [caution.text for caution in page.context["page"].cautions]


def test_approval_of_a_plan_shows_what_is_missing_and_stays_possible(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _plan, approval = plans.asked(case, worker)
    assert cautions(supervisor, approval.pk) == [
        "No visit has met the child yet.",
        "No consent or other legal basis is recorded.",
    ]
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(risk="high")
    assert cautions(supervisor, approval.pk) == [
        "The child is at high risk, and no visit has met the child yet.",
        "The child is at high risk and has no safety plan.",
        "No consent or other legal basis is recorded.",
    ]
    page = signed_in(supervisor).get(reverse("desk:show_approval", args=[approval.pk]))
    assert 'value="approve"' in page.content.decode()
    for see in page.context["page"].cautions:
        assert see.action
        assert signed_in(supervisor).get(see.action.url).status_code == 200
    cast.visit(case, worker)
    with acting(worker):
        rights.consent(case.child, worker)
    assert cautions(supervisor, approval.pk) == [
        "The child is at high risk and has no safety plan."
    ]
