"""Reads of regulated premises. They are open data: no right to a file is needed."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import queries as register_queries
from saathi.agencies.register_kit.queries import is_review_due
from saathi.protection.care.premises.actions import PREMISES
from saathi.protection.care.premises.models import RegulatedPremises


def search_premises(entries: QuerySet[RegulatedPremises], text: str) -> QuerySet[RegulatedPremises]:
    """The premises with each word in their name, operator or law."""
    for word in text.split():
        entries = entries.filter(
            Q(name__icontains=word) | Q(operator__icontains=word) | Q(law__icontains=word)
        )
    return entries


def keeper_premises_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many of the agency's premises await publication by this keeper, or a review."""
    return register_queries.maintainer_tasks_column(PREMISES, staff, is_review_due(today))


def premises_count_text(number: int, shown: str) -> str:
    """The number of premises found, in words."""
    return ngettext("%(count)s entry", "%(count)s entries", number) % {"count": shown}
