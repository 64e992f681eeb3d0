"""Choices given to a field, and the refusal by a field without choices."""

import pytest
from django import forms

from saathi.agencies.models import Staff
from saathi.web.dynamic_choices import set_choices


class Form(forms.Form):
    one = forms.ChoiceField()
    many = forms.MultipleChoiceField()
    who = forms.ModelChoiceField(queryset=Staff.objects.none())
    text = forms.CharField()


def test_pairs_are_offered_by_a_field_of_choices() -> None:
    form = Form({"one": "b", "many": ["a"]})
    for name in ("one", "many"):
        set_choices(form, name, [("a", "A"), ("b", "B")])
    assert '<option value="b" selected>B</option>' in str(form["one"])
    assert form.fields["one"].clean("b") == "b"
    with pytest.raises(forms.ValidationError):
        form.fields["one"].clean("c")


def test_records_are_offered_by_a_field_of_records() -> None:
    form = Form()
    set_choices(form, "who", Staff.objects.filter(name="Asha"))
    field = form.fields["who"]
    assert isinstance(field, forms.ModelChoiceField)
    assert "Asha" in str(field.queryset.query)


@pytest.mark.parametrize(
    ("name", "offered"),
    [("text", [("a", "A")]), ("text", "records"), ("who", [("a", "A")]), ("one", "records")],
)
def test_a_field_that_does_not_offer_such_refuses_it(name: str, offered: object) -> None:
    choices = Staff.objects.all() if offered == "records" else offered
    with pytest.raises(TypeError, match=name):
        set_choices(Form(), name, choices)  # type: ignore[arg-type]
