"""Reads of agreements and focal points. They are open data: no right to a file is needed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.country_protocols import CountryProtocol, parse_protocol
from saathi.agencies.models import Configuration, Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.register_kit import queries as register_queries
from saathi.agencies.register_kit.entry_texts import day_text
from saathi.agencies.register_kit.queries import is_review_due
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.request_cache import get_cached
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.infra.countries import Country, country_name
from saathi.policy.agreements.actions import AGREEMENTS, FOCAL_POINTS
from saathi.policy.agreements.models import (
    Agreement,
    AgreementTranslation,
    FocalPoint,
    FocalPointContact,
)
from saathi.policy.agreements.vocabulary import (
    ContactWay,
    FocalPointFunction,
    OfficeContactState,
    OfficeContactStatus,
)


def current_protocol(name: str, country: str, on: dt.date) -> CountryProtocol | None:
    """The newest started version of a country's protocol of this name; None if there is none."""
    rows = Configuration.objects.filter(
        kind=ConfigurationKind.PROTOCOL, country=country, name=name, valid_from__lte=on
    )
    newest = rows.order_by("-valid_from", "-version").first()
    if newest is None or not isinstance(newest.body, dict):
        return None
    return parse_protocol(newest.name, newest.version, newest.body)


def protocol_names(country: str) -> list[str]:
    """The names of a country's protocols, for an agreement to choose from."""
    rows = Configuration.objects.filter(kind=ConfigurationKind.PROTOCOL, country=country)
    return sorted(set(rows.values_list("name", flat=True)))


def agreements_of_protocols(names: Iterable[str], country: str) -> Mapping[str, Agreement]:
    """The published agreement of each of a country's protocols, by the name of the protocol."""
    entries = Agreement.objects.filter(
        state=EntryState.PUBLISHED, agency__country=country, protocol__in=[*names]
    ).exclude(protocol="")
    return {entry.protocol: entry for entry in entries.order_by("-published_at", "pk")}


def national_focal_points(countries: Iterable[str]) -> Mapping[str, FocalPoint]:
    """The national focal point in force of each country that has one; one query in a request."""
    asked = tuple(sorted(countries))

    def find() -> Mapping[str, FocalPoint]:
        national = {"state": EntryState.PUBLISHED, "function": FocalPointFunction.NATIONAL}
        entries = FocalPoint.objects.filter(**national, country__in=asked)
        return {entry.country: entry for entry in entries}

    return get_cached(("national focal points", asked), find)


def may_read_contact(reader: Staff) -> bool:
    """Whether the reader may use the telephone and e-mail of focal points (as the database says)."""
    return access.has_permission(reader, Permission.WORK_ON_CASE) or access.has_permission(
        reader, Permission.KEEP_AGREEMENTS
    )


def latest_contacts(entry: FocalPoint, reader: Staff) -> list[FocalPointContact]:
    """The published contact of a focal point's office and the one before; none if not for them."""
    if not may_read_contact(reader):
        return []
    rows = FocalPointContact.objects.filter(focal_point=entry, state=OfficeContactState.PUBLISHED)
    return list(rows.order_by("-recorded_at", "-pk")[:2])


def newest_contact(entry: FocalPoint) -> FocalPointContact | None:
    """The newest contact, proposed or published, for keepers of the entry; others see what is published."""
    rows = FocalPointContact.objects.filter(focal_point=entry)
    return rows.order_by("-recorded_at", "-pk").first()


def proposed_contact(entry: FocalPoint) -> FocalPointContact | None:
    """The contact that waits for a second person; None if there is none, or not for the reader."""
    newest = newest_contact(entry)
    return newest if newest and newest.state == OfficeContactState.PROPOSED else None


def focal_point_text(entry: FocalPoint) -> str:
    """The office of a focal point with its country."""
    return f"{country_name(entry.country)} · {entry.office}"


def contact_text(entry: FocalPoint) -> str:
    """Whether a focal point could be reached, and since when not, in words."""
    state = OfficeContactStatus(entry.contact_state)
    if state == OfficeContactStatus.NOT_REACHED and entry.unreachable_since:
        return _("Not reachable since %(day)s") % {"day": day_text(entry.unreachable_since)}
    return str(state.label)


def contact_test_text(entry: FocalPoint) -> str:
    """When and how the contact was tested last, and who did; empty if never."""
    if entry.tested_on is None or entry.tested_by is None:
        return ""
    name = names_of([entry.tested_by]).get(entry.tested_by, "")
    way = ContactWay(entry.test_way).label
    return " · ".join(filter(None, (day_text(entry.tested_on), str(way), name)))


def days_text(days: int) -> str:
    """A number of days in words."""
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def lines_text(text: str) -> str:
    """The lines of a text in one line."""
    return "; ".join(filter(None, (line.strip() for line in text.splitlines())))


def with_translated_title(entries: QuerySet[Agreement], language: str) -> QuerySet[Agreement]:
    """The agreements, each with its title in this language as `translated_title`, if it has one."""
    in_language = AgreementTranslation.objects.filter(agreement=OuterRef("pk"), language=language)
    return entries.annotate(translated_title=Subquery(in_language.values("texts__title")[:1]))


def search_agreements(entries: QuerySet[Agreement], text: str) -> QuerySet[Agreement]:
    """The agreements with each word in their title, parties, summary or a country's name."""
    for word in text.split():
        entries = entries.filter(
            Q(title__icontains=word)
            | Q(parties__icontains=word)
            | Q(about__icontains=word)
            | Q(countries__overlap=_countries_named(word))
        )
    return entries


def search_focal_points(entries: QuerySet[FocalPoint], text: str) -> QuerySet[FocalPoint]:
    """The focal points with each word in their office, deputy or country's name."""
    for word in text.split():
        entries = entries.filter(
            Q(office__icontains=word)
            | Q(deputy__icontains=word)
            | Q(country__in=_countries_named(word))
        )
    return entries


def _countries_named(word: str) -> list[str]:
    """The codes of the countries whose name, in the reader's language, has this word."""
    return [code for code, name in Country.choices if word.casefold() in str(name).casefold()]


def is_test_due(today: dt.date) -> Q:
    """The condition for focal points whose contact is to be tested, again or for the first time."""
    return Q(review_on__lte=today) | Q(contact_state=OfficeContactStatus.NOT_TESTED)


def keeper_agreements_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many of the agency's agreements await publication by this keeper, or a review."""
    return register_queries.maintainer_tasks_column(AGREEMENTS, staff, is_review_due(today))


def keeper_focal_points_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many of the agency's focal points await publication by this keeper, or a test."""
    return register_queries.maintainer_tasks_column(FOCAL_POINTS, staff, is_test_due(today))


def agreement_count_text(number: int, shown: str) -> str:
    """The number of agreements found, in words."""
    return ngettext("%(count)s agreement", "%(count)s agreements", number) % {"count": shown}


def focal_point_count_text(number: int, shown: str) -> str:
    """The number of focal points found, in words."""
    return ngettext("%(count)s focal point", "%(count)s focal points", number) % {"count": shown}
