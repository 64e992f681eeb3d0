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
NO_ANSWER = "No answer to the four principles recorded"


def cautions(supervisor: Staff, approval: object) -> list[str]:
    page = signed_in(supervisor).get(reverse("desk:show_approval", args=[approval]))
    return [caution.text for caution in page.context["page"].cautions]


def test_approval_of_a_plan_shows_what_is_missing_and_stays_possible(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _plan, approval = plans.asked(case, worker)
    unmet = (
        "A goal is recorded as decided by the child, who has not been met at a visit. Check how the "
        "child decided."
    )
    assert cautions(supervisor, approval.pk) == [
        "No visit has met the child yet.",
        unmet,
        "No consent or other legal basis is recorded.",
        NO_ANSWER,
    ]
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(risk="high")
    assert cautions(supervisor, approval.pk) == [
        "The child is at high risk, and no visit has met the child yet.",
        unmet,
        "The child is at high risk and has no safety plan.",
        "No consent or other legal basis is recorded.",
        NO_ANSWER,
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
        "The child is at high risk and has no safety plan.",
        NO_ANSWER,
    ]


def test_goal_decided_by_a_child_who_took_no_part_is_named(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _plan, approval = plans.asked(case, worker, child_words="", contribution="condition")
    said = (
        "A goal is recorded as decided by the child, but the child’s participation is recorded as "
        "“Unable to take part now because of the child’s condition”. Check how the child decided."
    )
    assert said in cautions(supervisor, approval.pk)
    cast.visit(case, worker)
    assert said in cautions(supervisor, approval.pk)
    page = signed_in(supervisor).get(reverse("desk:show_approval", args=[approval.pk]))
    assert 'value="approve"' in page.content.decode()
