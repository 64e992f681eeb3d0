"""What statistics read of a return: what was known after a year, and no text or person."""

from typing import Any

import pytest
from django.db import connection

from tests.desk import cast
from tests.factories import agencies, care_committees
from tests.protection.casework.reintegration import steps
from tests.roles import role

pytestmark = pytest.mark.django_db


def read_facts(view: str = "facts_reintegration") -> dict[str, Any]:
    """The one row of the fact view, as the analyst reads it."""
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {view}")
        names = [column.name for column in cursor.description or ()]
        [row] = cursor.fetchall()
        return dict(zip(names, row, strict=True))


@pytest.mark.requirement("MEV-007")
def test_what_was_known_after_a_year_is_a_fact() -> None:
    around = cast.around()
    reintegration = steps.begin(around, days_ago=400)
    known = read_facts()
    assert (known["is_followed_a_year"], known["living"], known["has_mentor"]) == (
        False,
        None,
        False,
    )
    steps.contact(
        around, reintegration, on=-20, lives_with="other_family", school="course", work="not_known"
    )
    steps.contact(around, reintegration)
    steps.approve(around, steps.propose(around, reintegration))
    known = read_facts()
    assert known["returned"].day == 1
    assert known["is_followed_a_year"] is True
    assert (known["living"], known["school"], known["work"]) == ("other_family", "course", None)
    assert (known["has_mentor"], known["is_trafficked_again"]) == (True, False)
    assert not {"returned_on", "contact_on", "sealed"} & known.keys()


@pytest.mark.requirement("REI-012")
def test_effect_of_livelihood_is_a_fact_and_unknown_stays_unknown() -> None:
    around = cast.around()
    reintegration = steps.begin(around, days_ago=200)
    support = steps.livelihood(around, days_ago=190, cost="not_known", provider="ngo")
    known = read_facts("facts_livelihood_effect")
    assert (known["is_reviewed"], known["income"], known["made_worse"]) == (False, None, None)
    assert (known["provider"], known["cost"], known["for_whom"]) == ("ngo", None, "family")
    steps.effect(around, reintegration, support, income="not_known", made_worse="not_asked")
    known = read_facts("facts_livelihood_effect")
    assert (known["is_reviewed"], known["income"], known["made_worse"]) == (True, None, None)
    assert known["child_work"] == "less"
    assert known["given"].day == 1
    assert not {"given_on", "reviewed_on", "sealed"} & known.keys()


@pytest.mark.requirement("MEV-007")
def test_care_outcome_and_committee_are_facts() -> None:
    around = cast.around()
    reintegration = steps.begin(around, days_ago=400)
    known = read_facts()
    assert (known["has_committee"], known["care_outcome"]) == (False, None)
    keeper = agencies.staff("data_officer", around.worker.office)
    steps.ask(around, reintegration, care_committees.committee(keeper))
    steps.evaluate(around, reintegration, care_outcome="kin", family_assessment="not_found")
    known = read_facts()
    assert (known["has_committee"], known["care_outcome"]) == (True, "kin")
