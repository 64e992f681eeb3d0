"""Reads of regulated premises. They are open data: no right to a file is needed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import queries as register_queries
from saathi.agencies.register_kit.queries import awaits_second_person, is_corrected
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import district_list
from saathi.infra.countries import country_name
from saathi.infra.join_words import join_words
from saathi.protection.care.premises.actions import PREMISES
from saathi.protection.care.premises.models import RegulatedPremises


def search_premises(entries: QuerySet[RegulatedPremises], text: str) -> QuerySet[RegulatedPremises]:
    """The premises with each word in their name, operator or law."""
    for word in text.split():
        entries = entries.filter(
            Q(name__icontains=word) | Q(operator__icontains=word) | Q(law__icontains=word)
        )
    return entries


def is_review_due(today: dt.date) -> Q:
    """The condition for entries to review."""
    return Q(review_on__lte=today)


def state_condition(state: str, reader: Staff) -> Q:
    """A condition on the entries of the list: published, or another state."""
    published, ours = Q(state=EntryState.PUBLISHED), Q(agency=reader.agency_id)
    return {
        "": published,
        "waiting": ours & awaits_second_person(),
        "changed": ours & is_corrected(),
        "draft": ours & Q(state=EntryState.DRAFT),
        "review": ours & published & is_review_due(reader.office.today()),
        "withdrawn": Q(state=EntryState.ARCHIVED),
    }[state]


def keeper_premises_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many of the agency's premises await publication by this keeper, or a review."""
    return register_queries.maintainer_tasks_column(PREMISES, staff, is_review_due(today))


def place_text(row: RegulatedPremises) -> str:
    """The district and country of premises."""
    district = district_list.district_name(row.district) if row.district else ""
    return join_words([part for part in (district, country_name(row.country)) if part])


def labels_text(vocabulary: Any, codes: Iterable[str]) -> str:
    """The labels of codes, in the order of the vocabulary."""
    chosen = set(codes)
    return join_words([str(choice.label) for choice in vocabulary if choice in chosen])


def day_text(day: dt.date | None) -> str:
    """A day in words; empty if it is not known."""
    return date_format(day, "j F Y") if day else ""


def premises_count_text(number: int, shown: str) -> str:
    """The number of premises found, in words."""
    return ngettext("%(count)s entry", "%(count)s entries", number) % {"count": shown}
