"""The limits of an age that is typed as a range, and the field that says so."""

import pytest

from saathi.people.ages import MAX_AGE
from saathi.people.forms import AgeRangeForm

LIMIT = "Enter an age of 120 years or less."
ORDER = "The maximum age must not be below the minimum age."


@pytest.mark.parametrize(
    ("low", "high", "errors"),
    [
        ("10", "12", {}),
        (str(MAX_AGE), str(MAX_AGE), {}),
        ("10", "121", {"age_high": [LIMIT]}),
        ("10", "200", {"age_high": [LIMIT]}),
        ("121", "", {"age_low": [LIMIT]}),
        ("", "121", {"age_high": [LIMIT]}),
        ("12", "10", {"age_high": [ORDER]}),
    ],
)
def test_ages_that_are_no_range(low: str, high: str, errors: dict[str, list[str]]) -> None:
    assert AgeRangeForm({"age_low": low, "age_high": high}).errors == errors
