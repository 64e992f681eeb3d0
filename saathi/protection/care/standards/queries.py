"""Reads of minimum standards. They are open data: no right to a file is needed."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import queries as register_queries
from saathi.agencies.register_kit.queries import is_review_due
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.countries import Country, country_name
from saathi.infra.join_words import join_words
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.standards import rules
from saathi.protection.care.standards.actions import STANDARDS
from saathi.protection.care.standards.models import StandardSet
from saathi.protection.care.standards.rules import Criterion, SetFacts
from saathi.protection.care.standards.vocabulary import StandardStanding


def criteria_of(row: StandardSet) -> list[Criterion]:
    """The criteria of a set, by domain and code."""
    return rules.in_domain_order(Criterion.from_json(item) for item in row.criteria)


def criteria_for(row: StandardSet, kind: str) -> list[Criterion]:
    """The criteria of a set that apply to a kind of facility."""
    return [criterion for criterion in criteria_of(row) if criterion.applies_to(kind)]


def set_in_force(facility: Facility, on: dt.date) -> StandardSet | None:
    """The published set that applies to a facility on a day, as `rules.set_rank` says."""
    rows = StandardSet.objects.filter(
        Q(country=facility.country, agency__country=facility.country)
        | Q(country="", standing=StandardStanding.PROPOSAL),
        state=EntryState.PUBLISHED,
    )
    ranked = [
        (rank, row)
        for row in rows
        if (rank := rules.set_rank(_facts(row), facility.country, on)) is not None
    ]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _facts(row: StandardSet) -> SetFacts:
    published = row.published_at.isoformat() if row.published_at else ""
    return SetFacts(row.country, row.standing, row.in_force_from, f"{published} {row.pk}")


def published_sets() -> list[StandardSet]:
    """The published sets, by name and edition."""
    rows = StandardSet.objects.filter(state=EntryState.PUBLISHED)
    return list(rows.order_by("name", "edition", "pk"))


def find_published(set_id: UUID) -> StandardSet | None:
    """A published set; None if there is none."""
    return StandardSet.objects.filter(pk=set_id, state=EntryState.PUBLISHED).first()


def search_standards(entries: QuerySet[StandardSet], text: str) -> QuerySet[StandardSet]:
    """The sets with each word in their name, text or a country's name."""
    for word in text.split():
        named = [code for code, name in Country.choices if word.casefold() in str(name).casefold()]
        entries = entries.filter(
            Q(name__icontains=word) | Q(about__icontains=word) | Q(country__in=named)
        )
    return entries


def keeper_standards_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many of the agency's sets await publication by this keeper, or a review."""
    return register_queries.maintainer_tasks_column(STANDARDS, staff, is_review_due(today))


def title_text(row: StandardSet) -> str:
    """The name of a set with its edition."""
    return f"{row.name}, {row.edition}"


def full_title_text(row: StandardSet) -> str:
    """The name, edition and country of a set, which tell sets of the same name apart."""
    return f"{title_text(row)} ({country_text(row)})"


def country_text(row: StandardSet) -> str:
    """The country of a set."""
    return country_name(row.country) if row.country else _("any country")


def criteria_count_text(row: StandardSet) -> str:
    """The number of criteria, and how many are critical."""
    critical = sum(bool(item["is_critical"]) for item in row.criteria)
    text = ngettext("%(count)d criterion", "%(count)d criteria", len(row.criteria))
    few = ngettext("%(count)d critical", "%(count)d critical", critical) % {"count": critical}
    return join_words([text % {"count": len(row.criteria)}, few])


def standards_count_text(number: int, shown: str) -> str:
    """The number of sets found, in words."""
    return ngettext("%(count)s set", "%(count)s sets", number) % {"count": shown}
