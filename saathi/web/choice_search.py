"""Makes long lists searchable, beginning with the country and languages of the office.

Checkboxes are searchable if they are countries or languages, or if their field requests it
(`searchable_checkboxes`); others are easier to read. Without a script a list is an ordinary one in this
order. `choices.js` puts a search line in its place, and offers only the districts of the chosen
country.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django import forms

from saathi.web.fields import flat_choices

SEARCHED_FROM = 13  # choices: shorter lists are quicker to read than to search
MAX_SHOWN = 4  # boxes of near choices shown before any search

# By country, most widely spoken first; from censuses and general knowledge, used only to order a
# list.
LANGUAGES_OF_COUNTRY = {
    "AFG": ("prs", "ps", "haz", "uz", "bal"),
    "BGD": ("bn", "ctg", "syl", "rhg", "sat"),
    "BTN": ("dz", "tsj", "ne"),
    "IND": ("hi", "bn", "te", "mr", "ta", "ur", "gu", "kn", "or", "ml", "pa", "as", "bho", "mai"),
    "LKA": ("si", "ta"),
    "MDV": ("dv",),
    "NPL": ("ne", "mai", "bho", "the", "taj", "new", "awa", "ur"),
    "PAK": ("ur", "pa", "sd", "ps", "skr", "bal"),
}
_DISTRICT_PREFIX = {
    "AFG": "AF-", "BGD": "BD-", "BTN": "BT-", "IND": "IN-",
    "LKA": "LK-", "MDV": "MV-", "NPL": "NP-", "PAK": "PK-",
}  # fmt: skip
# Codes that show whether a list is one of countries or of languages.
_COUNTRIES, _LANGUAGES = {"NPL", "IND", "BGD"}, {"ne", "hi", "bho"}

_near: ContextVar[str] = ContextVar("country of the reader's office", default="")


@contextmanager
def list_country_first(country: str) -> Iterator[None]:
    """Lists begin with this country (ISO 3166 alpha-3) and its languages; empty: as they are."""
    token = _near.set(country)
    try:
        yield
    finally:
        _near.reset(token)


def searchable_checkboxes(shown_first: int) -> forms.CheckboxSelectMultiple:
    """Checkboxes that are always searchable; the first `shown_first` are shown at once."""
    return forms.CheckboxSelectMultiple(attrs={"data-search": str(shown_first)})


def prepare_choices(field: forms.Field) -> None:
    """Marks a long list as searchable and puts near choices first; does so only once."""
    widget = field.widget
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return
    if not isinstance(widget, forms.CheckboxSelectMultiple) and type(widget) is not forms.Select:
        return
    choices = list(widget.choices)
    if sum(1 for _pair in flat_choices(choices)) < SEARCHED_FROM:
        return
    widget.choices, near = sort_own_country_first(choices, _near.get())
    shown_first = widget.attrs.get("data-search", "")
    codes = {str(code) for code, _label in flat_choices(choices)}
    is_searched = codes >= _COUNTRIES or codes >= _LANGUAGES
    if not shown_first and (is_searched or not isinstance(widget, forms.CheckboxSelectMultiple)):
        # The script shows this many boxes before any search.
        shown_first = str(min(near, MAX_SHOWN))
    if shown_first:
        widget.attrs["data-search"] = shown_first


class LocalChoicesFirstForm(forms.Form):
    """A form without a record, such as a filter; its lists begin with near choices."""

    def __getitem__(self, name: str) -> forms.BoundField:
        """The field, with near choices first."""
        bound = super().__getitem__(name)
        widget = bound.field.widget
        if type(widget) is forms.Select:
            widget.choices, _near_ones = sort_own_country_first(list(widget.choices), _near.get())
        return bound


def sort_own_country_first(choices: list[Any], country: str) -> tuple[list[Any], int]:
    """The choices with this country's first, and how many these are; 0 for other lists."""
    codes = {str(code) for code, _label in flat_choices(choices)}
    first: tuple[str, ...] = ()
    if codes >= _COUNTRIES:
        first = (country,) if country in codes else ()
    elif codes >= _LANGUAGES:
        first = LANGUAGES_OF_COUNTRY.get(country, ())
    elif prefix := _DISTRICT_PREFIX.get(country):
        return sorted(choices, key=lambda pair: _group_rank(pair, prefix)), 0
    rank = {code: number for number, code in enumerate(("", *first))}
    return sorted(choices, key=lambda pair: rank.get(str(pair[0]), len(rank))), len(first)


def _group_rank(pair: Any, prefix: str) -> int:
    """0 for an empty choice, 1 for a group of districts of this country, 2 for all others."""
    code, label = pair
    if not isinstance(label, list | tuple):
        return 0 if code == "" else 2
    return 1 if any(str(inner).startswith(prefix) for inner, _name in label) else 2
