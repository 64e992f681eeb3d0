"""What statistics read of a return: what was known after a year, and no text or person."""

from typing import Any

import pytest
from django.db import connection

from tests.desk import cast
from tests.protection.casework.reintegration import steps
from tests.roles import role

pytestmark = pytest.mark.django_db


def read_facts() -> dict[str, Any]:
    """The one row of the fact view, as the analyst reads it."""
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM facts_reintegration")
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
