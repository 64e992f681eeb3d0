"""Forms that wait on a device and drafts may have a field's earlier name: nothing entered is lost."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict

from saathi.agencies.earlier_field_names import EARLIER_FIELD_NAMES
from saathi.agencies.form_submission import RecordForm
from saathi.web.fields import PastDateField
from tests.sending import key

DAY = dt.date(2026, 3, 2)
PARTS = {"0": DAY.day, "1": DAY.month, "2": DAY.year}


class Consent(RecordForm):
    child_words = forms.CharField(required=False)
    informed_on = PastDateField(required=False)


class Search(RecordForm):
    """A form whose own field has the earlier name of another form's."""

    found_on = PastDateField(required=False)
    identified_on = PastDateField(required=False)


def cleaned(form: type[RecordForm], sent: dict[str, object], prefix: str = "") -> dict[str, object]:
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in (sent | key()).items()})
    bound = form(data, prefix=prefix or None)
    assert bound.is_valid(), bound.errors
    return bound.cleaned_data


def date(name: str) -> dict[str, object]:
    return {f"{name}_{part}": value for part, value in PARTS.items()}


@pytest.mark.parametrize("prefix", ["", "adult"])
def test_values_sent_under_earlier_names_are_saved(prefix: str) -> None:
    before = f"{prefix}-" if prefix else ""
    sent = {f"{before}her_words": "I want to go home."} | date(f"{before}told_on")
    saved = cleaned(Consent, sent, prefix)
    assert (saved["child_words"], saved["informed_on"]) == ("I want to go home.", DAY)


def test_present_name_comes_first_even_if_it_was_left_blank() -> None:
    sent = {"her_words": "Earlier.", "child_words": "", "informed_on_0": ""} | date("told_on")
    saved = cleaned(Consent, sent)
    assert (saved["child_words"], saved["informed_on"]) == ("", None)


def test_field_that_still_has_the_name_is_not_taken_for_another() -> None:
    saved = cleaned(Search, date("found_on"))
    assert (saved["found_on"], saved["identified_on"]) == (DAY, None)


def test_restored_draft_shows_what_was_typed() -> None:
    data = QueryDict(mutable=True)
    data["her_words"] = "I want to go home."
    form = Consent()
    form.data, form.is_bound = data, True
    assert form["child_words"].value() == "I want to go home."


def test_no_field_has_two_present_names_in_one_form() -> None:
    assert set(EARLIER_FIELD_NAMES) & set(EARLIER_FIELD_NAMES.values()) == set()
