"""Filters of the lists of registers."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import ListFilter
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.queries import is_review_due, list_state_condition
from saathi.agencies.register_kit.vocabulary import EntryListState


def state_filter(reader: Staff, is_due: Q | None = None) -> ListFilter:
    """Which entries a list shows: those published, unless the reader chooses others.

    `is_due`: the condition for entries to check, if it is not the day of review.
    """
    due = is_review_due(reader.office.today()) if is_due is None else is_due
    return ListFilter(
        "state",
        forms.ChoiceField(choices=EntryListState.choices, required=False, label=_("Entries")),
        lambda entries, state: entries.filter(list_state_condition(state or "", reader, due)),
        is_applied_empty=True,
    )
