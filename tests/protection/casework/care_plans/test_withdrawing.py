"""A request for approval that was decided meanwhile is not withdrawn, and the page says so."""

import pytest
from django.urls import reverse

from saathi.agencies import idempotency
from saathi.agencies.models import Staff
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.casework.cases.models import Approval, Case
from tests.factories import plans
from tests.reading import words
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("decision", "state", "said"),
    [
        ("approved", "approved", "The plan was already approved."),
        ("sent_back", "draft", "The plan was already returned for revision."),
        ("withdrawn", "draft", "This request was already withdrawn."),
        ("waiting", "approval_asked", "Saved."),
    ],
)
def test_withdrawing_says_what_was_decided_meanwhile(
    case: Case, worker: Staff, decision: str, state: str, said: str
) -> None:
    plan, approval = plans.asked(case, worker)
    with role("maintenance"):
        Approval.objects.filter(pk=approval.pk).update(decision=decision)
        Plan.objects.filter(pk=plan.pk).update(state=state)
    page = reverse("care_plans:withdraw_approval_request", args=[case.file_id, plan.pk])
    sent = {"form_key": idempotency.new_form_key()}
    shown = words(signed_in(worker).post(page, sent, follow=True).content)
    assert said in shown
    assert ("Saved." in shown) is (decision == "waiting")
