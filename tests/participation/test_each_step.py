"""The child's voice at each step, from the first report to the child's own evaluation."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.participation.vocabulary import StatementTopic
from saathi.people.models import Child
from tests import filled
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("CAS-008")
def test_the_childs_views_are_recorded_at_each_step_from_report_to_evaluation(
    child: Child, worker: Staff
) -> None:
    steps = ("first_report", "what_happened", "needs_and_wishes", "goals", "plan", "service",
             "family", "visit", "decision", "evaluation")  # fmt: skip
    client = signed_in(worker)
    path = reverse("participation:record_statement", args=[child.file_id])
    for step in steps:
        page = client.get(f"{path}?about={step}").content.decode()
        data = filled.form(
            page, words=f"Words at {step}", state="said", form="verbatim", language="ne"
        )
        assert data["topics"] == [step]
        assert client.post(path, data).status_code == 302
    page = client.get(reverse("participation:list_statements", args=[child.file_id]))
    page_text = page.content.decode()
    for step in steps:
        assert f"Words at {step}" in page_text
        assert str(StatementTopic(step).label) in page_text
