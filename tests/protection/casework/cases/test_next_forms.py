"""A form about a child leads to the one that usually follows; a plan starts with its first goal."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.care_plans.models import Goal, Plan
from saathi.protection.casework.cases.models import Case
from tests import filled
from tests.protection.identification.trafficking.screens import told
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_episode_leads_to_the_assessment_and_that_to_the_plan(worker: Staff, case: Case) -> None:
    client, file = signed_in(worker), [case.file_id]
    episode = reverse("trafficking:record_episode", args=file)
    assessment = reverse("cases:record_assessment", args=file)
    assert "Save and record an assessment" in client.get(episode).content.decode()
    assert client.post(episode, told(then="next")).url == assessment
    page = client.get(assessment).content.decode()
    sent = filled.form(page, risk="low", danger="Seen today.", then="next")
    assert client.post(assessment, sent).url == reverse("care_plans:create_plan", args=file)


def test_plan_with_its_first_goal_stays_a_draft_that_names_what_is_missing(
    worker: Staff, case: Case
) -> None:
    client, path = signed_in(worker), reverse("care_plans:create_plan", args=[case.file_id])
    half = {"goal-text": "She is safe", "then": "next"}
    answer = client.post(path, filled.form(client.get(path).content.decode(), **half))
    assert answer.status_code == 200
    assert "summary-box" in answer.content.decode()
    whole = half | {"goal-facet": "protection", "goal-decided_by": "child"}
    answer = client.post(path, filled.form(answer.content.decode(), **whole))
    assert answer.status_code == 302
    page = read(client.get(answer.url))[0]
    assert "It is not submitted yet." in page
    assert "Give each goal at least one step" in page
    with acting(worker):
        assert Plan.objects.get().state == "draft"
        assert Goal.objects.get().facet == "protection"
