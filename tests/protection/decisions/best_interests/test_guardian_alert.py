"""The alert on the guardian agrees with the record of guardians."""

import pytest

from saathi.protection.decisions.best_interests import meeting_parts
from saathi.protection.decisions.best_interests.models import Determination


@pytest.mark.parametrize(
    ("answer", "on_record", "title"),
    [
        ("missing", [], "The child has no legal guardian"),
        ("missing", ["parents"], "The child has no legal guardian"),
        ("missing", ["guardian"], "A legal guardian is recorded"),
    ],
)
def test_alert_says_when_report_and_record_of_guardians_differ(
    answer: str, on_record: list[str], title: str
) -> None:
    boxes = meeting_parts.alerts(Determination(guardian=answer), [], on_record=on_record)
    assert [str(box.title) for box in boxes] == [title]
