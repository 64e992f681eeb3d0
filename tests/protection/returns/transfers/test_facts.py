"""What statistics read of transfers: stages, days and results, and no text or person."""

from typing import Any

import pytest
from django.db import connection

from tests.factories import transfers
from tests.roles import role

pytestmark = pytest.mark.django_db


def read(view: str) -> list[dict[str, Any]]:
    """The rows of a fact view, as the analyst reads them."""
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {view}")
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.requirement("XBR-002")
def test_the_days_and_stages_of_a_transfer_are_facts_without_a_date_of_the_journey() -> None:
    around = transfers.cast()
    transfer = transfers.received(around, transfers.handed_over(around))
    transfers.reported(around, transfer, "first_visit")
    (row,) = read("facts_transfer")
    assert (row["kind"], row["direction"], row["from_country"], row["to_country"]) == (
        "return", "outgoing", "NPL", "IND",
    )  # fmt: skip
    assert (row["answer_wait"], row["preparation_time"], row["is_authorised"]) == (
        "to_14", "to_14", True,
    )  # fmt: skip
    assert row["state"] == "followed_up"
    assert row["handed_over"].day == 1
    assert {row["days_to_receipt"], row["days_to_visit"]} <= {0, 1}  # the clock of the test
    assert row["is_followed_a_year"] is False
    assert not {"reference", "partner", "departed_at", "receiver_id"} & row.keys()


def test_a_transfer_that_was_only_opened_has_no_days() -> None:
    around = transfers.cast()
    transfers.opened(around)
    (row,) = read("facts_transfer")
    for name in ("answer_wait", "preparation_time", "handed_over", "days_to_receipt", "stopped_by"):
        assert row[name] is None
    assert row["is_authorised"] is False
