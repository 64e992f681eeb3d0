"""Reads of the register of courts. They are open data: no right to a file is needed."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import queries as register_queries
from saathi.agencies.register_kit.queries import is_review_due
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.district_list import load_districts, short_district_name
from saathi.infra.join_words import join_words
from saathi.policy.courts.models import SpecialCourt
from saathi.policy.courts.tables import COURTS
from saathi.policy.courts.vocabulary import CourtFacility


def published_courts(country: str) -> QuerySet[SpecialCourt]:
    """The published courts of a country, by district."""
    result = SpecialCourt.objects.filter(state=EntryState.PUBLISHED, country=country)
    return result.order_by("district", "name", "pk")


def all_published_courts() -> QuerySet[SpecialCourt]:
    """The published courts of all countries, by country and district."""
    special_courts = SpecialCourt.objects.filter(state=EntryState.PUBLISHED)
    return special_courts.order_by("country", "district", "name", "pk")


def court_label(court: SpecialCourt) -> str:
    """A court with its district, for a select."""
    return f"{court.name} · {short_district_name(court.district)}"


def search_courts(entries: QuerySet[SpecialCourt], text: str) -> QuerySet[SpecialCourt]:
    """The courts with each word in their name or in the name of their district."""
    for word in text.split():
        named = [d.code for d in load_districts().values() if word.lower() in d.name.lower()]
        entries = entries.filter(Q(name__icontains=word) | Q(district__in=named))
    return entries


def count_text(number: int, shown: str) -> str:
    """The number of courts found, in words."""
    return ngettext("%(count)s court", "%(count)s courts", number) % {"count": shown}


def facilities_text(facilities: list[str]) -> str:
    """What a court offers, in words."""
    return join_words(str(CourtFacility(code).label) for code in facilities)


def keeper_courts_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many of the agency's courts await publication by this keeper, or a review."""
    return register_queries.maintainer_tasks_column(COURTS, staff, is_review_due(today))
