"""Long lists are searched, and begin with the country of the reader's office and its languages."""

import pytest
from django import forms

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import Staff
from saathi.infra import district_list
from saathi.infra.route_countries import country_choices
from saathi.people.forms import COUNTRY_CHOICES
from saathi.people.languages import Language, language_choices
from saathi.protection.identification.intake.vocabulary import Concern
from saathi.web.choice_search import (
    LANGUAGES_OF_COUNTRY,
    LocalChoicesFirstForm,
    list_country_first,
    sort_own_country_first,
)
from saathi.web.fields import flat_choices
from tests.signing import signed_in


class Form(RecordForm):
    language = forms.ChoiceField(choices=language_choices, required=False)
    spoken = forms.MultipleChoiceField(
        choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    country = forms.ChoiceField(choices=country_choices, required=False)
    district = forms.ChoiceField(choices=district_list.district_choices, required=False)
    short = forms.ChoiceField(choices=[("ne", "a"), ("hi", "b"), ("bho", "c")], required=False)


def codes(form: forms.Form, name: str) -> list[str]:
    return [str(code) for code, _label in flat_choices(form[name].field.widget.choices)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("country", "language", "district"),
    [("NPL", "ne", "NP-"), ("BGD", "bn", "BD-"), ("PAK", "ur", "PK-")],
)
def test_lists_begin_with_the_country_of_the_office(
    country: str, language: str, district: str
) -> None:
    with list_country_first(country):
        form = Form()
        assert codes(form, "language")[:2] == ["", language]
        assert codes(form, "spoken")[0] == language
        assert codes(form, "country")[:2] == ["", country]
        assert codes(form, "district")[1].startswith(district)
    fields = {
        name: field.choices for name, field in Form().fields.items() if hasattr(field, "choices")
    }
    for name, choices in fields.items():
        offered = [str(code) for code, _label in flat_choices(list(choices))]
        assert sorted(codes(form, name)) == sorted(
            {"", *offered} if "" in codes(form, name) else offered
        )


def test_only_long_lists_are_searched() -> None:
    form = Form()
    for name in ("language", "spoken", "country", "district"):
        assert "data-search" in str(form[name])
    assert "data-search" not in str(form["short"])


def test_other_lists_keep_their_order() -> None:
    choices = list(Concern.choices)
    assert sort_own_country_first(choices, "NPL") == (choices, 0)
    assert sort_own_country_first(list(COUNTRY_CHOICES), "") == (list(COUNTRY_CHOICES), 0)


def test_languages_of_countries_are_those_of_the_list() -> None:
    for languages in LANGUAGES_OF_COUNTRY.values():
        assert set(languages) <= set(Language.values)


@pytest.mark.django_db
def test_a_page_begins_with_the_country_of_its_reader(worker: Staff) -> None:
    page = signed_in(worker).get("/reports/new/").content.decode()
    language = page[page.index('<select name="language"') :]
    first = language[language.index("<option") :].split("</option>")[1]
    assert 'value="ne"' in first


class Filter(LocalChoicesFirstForm):
    district = forms.ChoiceField(choices=district_list.district_choices, required=False)
    state = forms.ChoiceField(choices=[("", "Any"), ("b", "B"), ("a", "A")], required=False)


def test_filters_begin_with_the_districts_of_the_country_too() -> None:
    for country, prefix in (("BGD", "BD-"), ("PAK", "PK-")):
        with list_country_first(country):
            first, second = codes(Filter(), "district")[:2]
            assert (first, second[:3]) == ("", prefix)
            assert codes(Filter(), "state") == ["", "b", "a"]
    with list_country_first(""):
        assert codes(Filter(), "district")[1].startswith("AF-")


def test_every_form_with_districts_begins_with_the_near_ones() -> None:
    """By its class: a form of a record, or a filter of this kind."""
    kinds = {RecordForm.__getitem__, LocalChoicesFirstForm.__getitem__}
    districts = [
        form
        for form in _forms(forms.BaseForm)
        if form.__module__.startswith("saathi.")
        and any(
            getattr(field, "choices", None)
            and "NP-DHA" in {str(code) for code, _label in flat_choices(list(field.choices))}
            for field in getattr(form, "base_fields", {}).values()
            if isinstance(field, forms.ChoiceField)
            and not isinstance(field, forms.ModelChoiceField)
        )
    ]
    assert len(districts) > 9
    mixins = {"SituationFields", "MissingChildFilterForm"}  # parts of a form, or prepared by itself
    assert [f for f in districts if f.__getitem__ not in kinds and f.__name__ not in mixins] == []


def _forms(of: type) -> list[type]:
    return [form for sub in of.__subclasses__() for form in (sub, *_forms(sub))]
