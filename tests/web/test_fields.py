import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from saathi.web.fields import (
    DateInPartsField,
    DigitsField,
    FullDateField,
    LongTextField,
    PartialDateValue,
    display_value,
)
from saathi.web.templatetags.saathi import error_summary


class Visit(forms.Form):
    on = DateInPartsField(label="Date and time", help_text="As far as known.", needs="month")
    place = forms.CharField(label="Place", help_text="A village is enough.")
    said = LongTextField(label="Child’s words", required=False)
    seen = forms.ChoiceField(
        label="Seen", choices=[("y", "alone"), ("n", "with others")], widget=forms.RadioSelect
    )


def sent(day: str = "", month: str = "", year: str = "", **more: str) -> Visit:
    return Visit(
        {"on_0": day, "on_1": month, "on_2": year, "place": "Janakpur", "seen": "y", **more}
    )


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        (("7", "3", "2026"), PartialDateValue(2026, 3, 7)),
        (("", "3", "2026"), PartialDateValue(2026, 3)),
        (("७", "३", "२०८२"), PartialDateValue(2082, 3, 7)),
        (("৭", "৩", "২০২৬"), PartialDateValue(2026, 3, 7)),
        (("۷", "۳", "۲۰۲۶"), PartialDateValue(2026, 3, 7)),
    ],
)
def test_a_date_is_understood_as_far_as_known_in_any_digits(
    typed: tuple[str, str, str], understood: PartialDateValue
) -> None:
    form = sent(*typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == understood


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("31", "2", "2026"), "Enter a valid date"),
        (("7", "3", ""), "at least the year"),
        (("7", "", "2026"), "Enter day, month and year"),
        (("", "", "2026"), "Enter day, month and year"),
        (("x", "3", "2026"), "digits only"),
        (("0", "3", "2026"), "Enter a valid date"),
        (("", "0", "2026"), "Enter a valid date"),
        (("", "", ""), "required"),
    ],
)
def test_a_wrong_date_is_refused_with_a_plain_sentence(
    typed: tuple[str, str, str], says: str
) -> None:
    form = sent(*typed)

    assert not form.is_valid()
    assert says in str(form.errors["on"])


def test_digits_become_a_number_and_nothing_becomes_none() -> None:
    field = DigitsField(max_length=3, required=False)

    assert field.clean("১৪") == 14
    assert field.clean(" ") is None


def test_a_field_in_error_is_tied_to_its_help_and_its_mistake() -> None:
    html = drawn(Visit({"on_2": "2026", "seen": "y"}), "place")

    assert 'for="id_place"' in html
    assert 'aria-describedby="id_place_helptext id_place_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_place_error"' in html
    assert 'id="id_place_helptext"' in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    html = drawn(sent("7", "3", "2026"), "seen")

    assert "<fieldset" in html
    assert re.search(r"<legend>\s*<bdi>Seen</bdi>", html)
    assert html.count("<label") == 2


def test_only_required_fields_are_marked_and_the_form_says_so() -> None:
    assert 'class="required"' not in drawn(sent(), "said")
    for name in ("place", "seen", "on"):
        assert 'class="required"' in drawn(sent(), name)
    assert str(sent()).count("Required fields are marked.") == 1


def test_long_text_finds_its_own_direction() -> None:
    assert 'dir="auto"' in drawn(sent(), "said")


def test_the_summary_leads_to_each_field_in_error() -> None:
    html = str(sent(place=""))

    assert 'href="#id_on_field"' in html
    assert 'href="#id_place"' in html
    assert 'id="id_on_field"' in html


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert "summary-box" not in str(Visit())


def test_text_of_people_is_escaped() -> None:
    html = drawn(sent(place="<script>x</script>"), "place")

    assert "<script>" not in html


def drawn(form: forms.Form, name: str) -> str:
    bound: Any = form[name]
    return Template("{% load saathi %}{% field bound %}").render(Context({"bound": bound}))


def test_what_was_typed_reads_as_a_person_wrote_or_chose_it() -> None:
    class Told(forms.Form):
        words = LongTextField()
        on = DateInPartsField(required=False)
        who = forms.MultipleChoiceField(choices=[("a", "Aunt"), ("Others", [("n", "Neighbour")])])
        agrees = forms.BooleanField(required=False)
        empty = forms.CharField(required=False)

    form = Told({"words": "She sings", "on_0": "", "on_1": "3", "on_2": "2026", "who": ["n", "a"],
                 "agrees": "on", "empty": ""})  # fmt: skip
    assert [display_value(bound) for bound in form] == [
        "She sings",
        "3 2026",
        "Aunt, Neighbour",
        "Yes",
        "",
    ]


class Visited(forms.Form):
    on = FullDateField(required=False)


def test_a_whole_day_reads_as_a_date_before_and_after_it_was_sent() -> None:
    typed = {"on_0": "29", "on_1": "11", "on_2": "2026"}
    forms_of_the_day = (
        Visited(initial={"on": dt.date(2026, 11, 29)}), Visited(typed), Visited(typed | {"on_1": "१३"}),
    )  # fmt: skip
    shown = [display_value(form["on"]) for form in forms_of_the_day]
    assert shown == ["29 Nov 2026", "29 Nov 2026", "29 १३ 2026"]


@pytest.mark.parametrize("year", ["20261203123", "9" * 5000], ids=["eleven", "thousands"])
def test_a_year_of_any_number_of_digits_is_shown_as_typed_and_refused(year: str) -> None:
    form = Visited({"on_0": "3", "on_1": "12", "on_2": year})
    assert not form.is_valid()
    assert display_value(form["on"]) == f"3 12 {year}"


@pytest.mark.parametrize(
    ("typed", "understood"),
    [(("7", "3", "2026"), dt.date(2026, 3, 7)), (("", "", ""), None)],
)
def test_a_whole_day_is_given_as_a_date(
    typed: tuple[str, str, str], understood: dt.date | None
) -> None:
    form = Visited({f"on_{part}": text for part, text in enumerate(typed)})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == understood


def test_a_whole_day_without_its_month_is_refused() -> None:
    form = Visited({"on_0": "7", "on_1": "", "on_2": "2026"})

    assert not form.is_valid()
    assert "Enter day, month and year" in str(form.errors["on"])


@pytest.mark.parametrize("typed", ["", " ", "\n", "\u3000"])
@pytest.mark.parametrize("field", [FullDateField, DateInPartsField])
def test_blanks_are_no_date_where_one_is_needed(field: Any, typed: str) -> None:
    for value in ([typed] * 3, ["", "", typed]):
        with pytest.raises(forms.ValidationError) as raised:
            field().clean(value)
        assert raised.value.code == "required"
        assert field(required=False).clean(value) is None


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (forms.FileField(), "choose the file again"),
        (forms.CharField(widget=forms.PasswordInput), "Enter them again"),
        (forms.CharField(), ""),
    ],
)
def test_the_summary_says_what_no_browser_fills_in_again(field: forms.Field, said: str) -> None:
    form_class = type("MadeForm", (forms.Form,), {"made": field, "name": forms.CharField()})
    page = render_to_string("web/forms/error_summary.html", error_summary(form_class({})))
    assert (said in page) if said else ("not kept" not in page)


def test_the_summary_of_a_form_with_only_a_file_speaks_of_no_text() -> None:
    form_class = type("MadeForm", (forms.Form,), {"made": forms.FileField()})
    page = render_to_string("web/forms/error_summary.html", error_summary(form_class({})))
    assert "There is a problem. Choose the file again." in page
    assert "text" not in page
