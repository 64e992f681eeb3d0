"""Values of a register's entries in words: days, places and lists of codes."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format

from saathi.infra import district_list
from saathi.infra.countries import country_name
from saathi.infra.join_words import join_words


def day_text(day: dt.date | None) -> str:
    """A day in words; empty if it is not known."""
    return date_format(day, "j F Y") if day else ""


def place_text(row: Any) -> str:
    """The district of an entry, which names its country; the country alone without a district."""
    if row.district:
        return district_list.district_name(row.district)
    return country_name(row.country) if row.country else ""


def labels_text(vocabulary: Any, codes: Iterable[str]) -> str:
    """The labels of codes, in the order of the vocabulary."""
    chosen = set(codes)
    return join_words([str(choice.label) for choice in vocabulary if choice in chosen])
