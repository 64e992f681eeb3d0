"""A child's ability to decide: legal ages beside the child's own, and views that must be weighed."""

import pytest

from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.protection.decisions.best_interests.test_community_care import (
    listed,
    meeting,
    state_of,
)
from tests.reading import words
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
# The child of the file is 14 or 15 at the opening of the case, and the office is in Nepal.
FLAGS = (
    "Legal ages in Nepal",
    "A child is a person under 18, whatever is listed here.",
    "Age of majority 18 (not yet reached)",
    "Age of marriage 20 (not yet reached)",
    "Age of employment 14 (reached)",
    "Unverified: ask a lawyer before you rely on it.",
)


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.mark.requirement("BID-011")
def test_the_panel_sees_the_legal_ages_beside_the_child_s_age_and_understanding(
    around: ChildFileCast,
) -> None:
    found = listed(around, "family", "foster")
    path = f"{around.url}best-interests/determinations/{found.pk}/meeting/"
    assert signed_in(around.outsider).get(path).status_code == 404
    page = words(signed_in(around.supervisor).get(path).content)
    for text in (*FLAGS, "Factors to consider"):
        assert text in page, text


@pytest.mark.requirement("BID-011")
def test_the_approver_of_an_assessment_sees_the_legal_ages(around: ChildFileCast) -> None:
    written = factory.full_assessment(around.case, around.worker, occasion="change")
    path = f"{around.url}best-interests/assessments/{written.pk}/answer/"
    page = words(signed_in(around.supervisor).get(path).content)
    for text in FLAGS:
        assert text in page, text


@pytest.mark.requirement("BID-011")
def test_no_age_replaces_the_answer_how_the_child_s_view_was_weighed(around: ChildFileCast) -> None:
    found = listed(around, "family", "foster")
    refused = meeting(around, found, solution="family", weight="")
    assert state_of(found) == "listed"
    assert "weigh" in refused.lower()
    meeting(around, found, solution="family", weight="followed", set_aside=("foster",))
    assert state_of(found) == "decided"
