"""Visits and reviews of other domains are appointments of their day."""

import pytest

from tests.desk import cast
from tests.desk.cast import NAME
from tests.desk.test_my_day import case_of, days_from_today
from tests.factories import agencies
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("duty", "text"),
    [
        ("family_visit", "Visit after reunification"),
        ("transfer_visit", "First visit after a transfer"),
        ("return_contact", "Contact after return"),
        ("protect_review", "Review of a protection measure"),
    ],
)
def test_other_visits_and_the_review_of_threats_are_reminded_of_on_their_day(
    duty: str, text: str
) -> None:
    worker = agencies.staff()
    case = case_of(worker, NAME, "low", 5)
    assert not signed_in(worker).get("/").context["page"].appointments
    cast.due(case, worker, days_from_today(0, worker), duty)
    [item] = signed_in(worker).get("/").context["page"].appointments
    assert str(item.text) == text
