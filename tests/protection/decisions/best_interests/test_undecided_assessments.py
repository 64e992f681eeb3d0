"""A full assessment that is a draft, returned or waiting is continued; no second one begins."""

import pytest
from django.db import DatabaseError, transaction

from saathi.agencies import writing
from saathi.protection.decisions.best_interests.actions import assessing
from saathi.protection.decisions.best_interests.actions.steps import BestInterestsRefused
from saathi.protection.decisions.best_interests.models import BestInterestsAssessment
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.reading import read, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
REFUSED = "A full assessment of this child is a draft or waits for approval."
FULL = {"extent": "full", "recommended": "family", "sources": "Aunt, 3 March\nSchool, 4 March"}
NOT_APPROVED = "A full assessment is not approved yet"


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def form_url(around: ChildFileCast) -> str:
    return f"{around.url}best-interests/assessments/full/"


def send_form(around: ChildFileCast) -> str:
    client = signed_in(around.worker)
    page = client.get(form_url(around)).content.decode()
    sent = filled.form(
        page, occasion="change", sources="Aunt\nSchool", view="told", said="I want to stay."
    )
    return words(client.post(form_url(around), sent, follow=True).content)


@pytest.mark.requirement("BID-001")
@pytest.mark.parametrize("is_submitted", [True, False])
def test_full_assessment_is_continued_and_no_second_begins(
    around: ChildFileCast, *, is_submitted: bool
) -> None:
    assert NOT_APPROVED not in read(around.worker, form_url(around))
    if is_submitted:
        first = factory.full_assessment(around.case, around.worker, occasion="change", **FULL)
    else:
        first = factory.short_assessment(
            around.case, around.worker, occasion="change", extent="full", is_submitted=False
        )
    page = signed_in(around.worker).get(form_url(around)).content.decode()
    assert NOT_APPROVED in page
    leads_to_form = f"best-interests/assessments/{first.pk}/full/" in page
    assert leads_to_form is not is_submitted
    assert REFUSED in send_form(around)
    listed = signed_in(around.worker).get(f"{around.url}best-interests/").content.decode()
    assert form_url(around) not in listed
    with pytest.raises(BestInterestsRefused):
        factory.short_assessment(
            around.case, around.worker, occasion="change", extent="full", is_submitted=False
        )
    # a short one is needed tonight, whatever waits
    factory.short_assessment(around.case, around.worker)
    with role("maintenance"):
        assert BestInterestsAssessment.objects.filter(extent="full").count() == 1


def test_another_one_begins_after_the_approval(around: ChildFileCast) -> None:
    first = factory.full_assessment(around.case, around.worker, occasion="change", **FULL)
    with acting(around.supervisor):
        assessing.agree_to_assessment(
            assessment=first, version=first.version, actor=around.supervisor
        )
    page = send_form(around)
    assert REFUSED not in page
    assert "Option of the assessment" in page
    with role("maintenance"):
        assert BestInterestsAssessment.objects.filter(extent="full").count() == 2


def test_the_database_has_one_undecided_full_assessment_of_a_case(around: ChildFileCast) -> None:
    factory.full_assessment(around.case, around.worker, occasion="change", **FULL)
    second = BestInterestsAssessment(
        file_id=around.case.file_id, case=around.case, occasion="change", extent="full",
        assessed_on=around.worker.office.today(), state="draft", view="told",
    )  # fmt: skip
    with (
        acting(around.worker),
        pytest.raises(DatabaseError, match="another full assessment"),
        transaction.atomic(),
    ):
        writing.add(second, actor=around.worker)
