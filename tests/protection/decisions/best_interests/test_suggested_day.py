"""A suggested day replaces the day that is stored, and never one that was typed."""

import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError

from saathi.protection.decisions.best_interests import likely_days
from saathi.web.fields import FullDateField

STORED, OFFERED = dt.date(2026, 3, 2), dt.date(2026, 3, 9)


class MeetingDayForm(forms.Form):
    """A form with a stored day."""

    meeting_on = FullDateField()


def offered(initial: dt.date | None) -> forms.Field:
    """The field with one suggested day."""
    form = MeetingDayForm(initial={"meeting_on": initial})
    likely_days.offer_days(form, "meeting_on", {OFFERED: "In 7 days"})
    return form.fields["meeting_on"]


def test_suggested_day_replaces_the_stored_one() -> None:
    assert offered(STORED).clean([OFFERED.isoformat(), "2", "3", "2026"]) == OFFERED
    assert offered(STORED).clean(["", "2", "3", "2026"]) == STORED


@pytest.mark.parametrize("initial", [STORED, None])
def test_another_typed_day_beside_a_suggested_one_is_refused(initial: dt.date | None) -> None:
    with pytest.raises(ValidationError, match="not both"):
        offered(initial).clean([OFFERED.isoformat(), "3", "3", "2026"])
