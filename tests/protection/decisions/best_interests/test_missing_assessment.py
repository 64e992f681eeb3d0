"""A report without an assessment, and without the reason for that, says so before and when it is refused."""

import re

import pytest
from django.urls import reverse

from saathi.protection.decisions.best_interests.determination_views import SHOW
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests as factory
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.mark.requirement("BID-004")
def test_page_says_that_the_assessment_or_its_reason_is_missing(around: ChildFileCast) -> None:
    found = factory.determination(around.case, around.worker, no_assessment_why="")
    text = "Choose a full assessment, or enter in the report why there is none."
    base = f"{around.url}best-interests/determinations/{found.pk}/"
    client, shown = signed_in(around.worker), reverse(SHOW, args=[found.pk])
    page = client.get(shown).content.decode()
    assert text in page[page.index("Missing before the meeting") :]
    answer = client.post(f"{base}submit/", filled.form(page, to=f"{base}submit/"), follow=True)
    refusal = answer.content.decode()
    link = re.search(rf'{re.escape(text)}</bdi> <a href="([^"#]+)#([^"]+)"', refusal)
    assert link, refusal
    assert f'id="{link[2]}"' in client.get(link[1]).content.decode()
    filled_in = factory.determination(around.case, around.worker)
    assert text not in client.get(reverse(SHOW, args=[filled_in.pk])).content.decode()
