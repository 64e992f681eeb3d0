"""Queries of the directory. It is open data, so no right to a file is needed."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Agency, Staff
from saathi.agencies.register_kit import queries as register_queries
from saathi.agencies.register_kit.queries import (
    list_state_condition,
)
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people import languages
from saathi.people.formatting import format_age
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.actions.directory import SERVICES
from saathi.protection.casework.services.models import Service, ServiceTranslation
from saathi.protection.casework.services.queries.facility_entries import (
    address_text,
    with_public_address,
)
from saathi.protection.casework.services.vocabulary import (
    ChildFriendlyFeature,
    InclusivePractice,
    ServedGender,
    ServiceAccessibility,
    ServiceCost,
    ServiceKind,
)
from saathi.web.components import LabelledValue
from saathi.web.telephone import telephone_url

PAGE_SIZE = 25
MAX_PRINTED = 300


@dataclass(frozen=True)
class ServiceFilter:
    """A search filter. It has no field for a nationality or for what happened to a child."""

    q: str = ""
    kind: str = ""
    district: str = ""
    age: int | None = None
    serves: str = ""
    language: str = ""
    accessible: str = ""

    @classmethod
    def from_query(cls, data: Mapping[str, Any]) -> "ServiceFilter":
        """The valid parts of a search form as a filter."""
        known = {name: data.get(name) for name in cls.__dataclass_fields__}
        return cls(**{name: value for name, value in known.items() if value is not None})


type Entries = QuerySet[Service]

# The condition that each filter adds. An entry that states no limit matches every child.
CONDITIONS: Final[Mapping[str, Callable[[Entries, Any], Entries]]] = {
    "kind": lambda entries, kind: entries.filter(kinds__contains=[kind]),
    "district": lambda entries, district: entries.filter(district=district),
    "age": lambda entries, age: entries.filter(
        Q(age_low=None) | Q(age_low__lte=age), Q(age_high=None) | Q(age_high__gte=age)
    ),
    "serves": lambda entries, gender: entries.filter(Q(serves=[]) | Q(serves__contains=[gender])),
    "language": lambda entries, code: entries.filter(languages__contains=[code]),
    "accessible": lambda entries, need: entries.filter(accessible__contains=[need]),
}


def search_services(entries: Entries, text: str) -> Entries:
    """The entries with each word in their name, translated name, organisation, area or text."""
    for word in text.split():
        entries = entries.filter(
            Q(name__icontains=word)
            | Q(organisation__icontains=word)
            | Q(area__icontains=word)
            | Q(about__icontains=word)
            | Exists(
                ServiceTranslation.objects.filter(
                    service=OuterRef("pk"), texts__name__icontains=word
                )
            )
        )
    return entries


def filter_services(filters: ServiceFilter) -> Entries:
    """The published entries that match, by name: those to which a child can be referred."""
    entries = search_services(Service.objects.filter(state=EntryState.PUBLISHED), filters.q)
    for name, condition in CONDITIONS.items():
        if (value := getattr(filters, name)) not in ("", None):
            entries = condition(entries, value)
    return with_public_address(entries).order_by("name", "organisation", "pk")


def sort_accepting_first(entries: Entries, gender: str) -> Entries:
    """The entries, those that state that they do not accept children of a gender last."""
    if not gender:
        return entries
    accepts = Q(serves=[]) | Q(serves__contains=[gender])
    refuses = Case(When(accepts, then=Value(0)), default=Value(1))
    return entries.order_by(refuses, "name", "organisation", "pk")


def state_condition(state: str, reader: Staff) -> Q:
    """A condition on the listed entries: offered now, or another `ServiceListState`."""
    unchecked = needs_checking(reader.office.today())
    if state == "stale":
        return Q(state=EntryState.PUBLISHED) & unchecked
    return list_state_condition(state, reader, unchecked)


def needs_checking(today: dt.date) -> Q:
    """A condition: entries not checked for half a year, or whose review date has come."""
    return _needs_checking(today, today - dt.timedelta(days=rules.STALE_AFTER_DAYS))


def _needs_checking(today: dt.date, oldest: dt.date) -> Q:
    return Q(verified_on=None) | Q(verified_on__lt=oldest) | Q(review_on__lte=today)


def get_service(service_id: UUID) -> Service:
    """One published entry, to which a child can be referred; 404 if there is none."""
    entries = Service.objects.select_related("agency", "run_by")
    entry = entries.filter(pk=service_id, state=EntryState.PUBLISHED).first()
    if entry is None:
        raise Http404
    return entry


def list_agencies_in_country(country: str) -> QuerySet[Agency]:
    """The agencies that may run a service in Saathi."""
    return Agency.objects.filter(is_active=True, country=country).order_by("name")


@dataclass(frozen=True)
class ServiceDirectoryRow:
    """One entry as lists and prints show it."""

    id: UUID
    name: str
    organisation: str
    kinds: str
    where: str
    tags: Sequence[tuple[str, str]]  # kind of tag, text
    pairs: Sequence[LabelledValue]
    about: str
    url: str
    warnings: Sequence[str] = field(default_factory=tuple)


def service_directory_row(
    row: Service, *, today: dt.date, warnings: Sequence[str] = ()
) -> ServiceDirectoryRow:
    """The entry as it is shown in lists and prints."""
    tags = []
    if row.state != EntryState.PUBLISHED:
        tags.append(("quiet", state_text(row)))
    elif rules.is_stale(row.verified_on, row.review_on, today=today):
        tags.append(("attend", _("Check again: last checked over six months ago")))
    if rules.excludes_a_gender(row.serves):
        tags.append(("attend", _("Restricted to some children")))
    return ServiceDirectoryRow(
        id=row.pk,
        name=row.name,
        organisation=row.organisation,
        kinds=join_labels(ServiceKind, row.kinds),
        where=service_place_text(row),
        tags=tags,
        pairs=detail_pairs(row),
        about=row.about,
        url=reverse("services:show_service", args=[row.pk]),
        warnings=warnings,
    )


def state_text(row: Service) -> str:
    """The state of an entry."""
    return str(EntryState(row.state).label)


def with_translated_name(entries: Entries, language: str) -> Entries:
    """The entries, each with its name in this language as `translated_name`: None if it has none."""
    in_language = ServiceTranslation.objects.filter(service=OuterRef("pk"), language=language)
    return entries.annotate(translated_name=Subquery(in_language.values("texts__name")[:1]))


def attention_text(row: Service, *, today: dt.date) -> str:
    """What a worker must know about an entry before referring a child, in brief."""
    texts = []
    if row.state != EntryState.PUBLISHED:
        texts.append(state_text(row))
    elif rules.is_stale(row.verified_on, row.review_on, today=today):
        texts.append(_("Check again"))
    if rules.excludes_a_gender(row.serves):
        texts.append(join_labels(ServedGender, row.serves))
    if row.is_changed_since_publication:
        texts.append(_("Changed since publication"))
    return join_words(texts)


def service_place_text(row: Service) -> str:
    """The place of a service in words."""
    district = district_list.district_name(row.district) if row.district else ""
    return join_words([part for part in (row.area, district) if part])


def join_labels(vocabulary: Any, codes: Sequence[str]) -> str:
    """The labels of codes, in the order of the vocabulary."""
    return join_words([str(choice.label) for choice in vocabulary if choice in codes])


def describe_age_limits(row: Service) -> str:
    """The ages that a service accepts; empty if it states no limit."""
    if row.age_low is None and row.age_high is not None:
        return _("up to %(age)d years") % {"age": row.age_high}
    if row.age_low is not None and row.age_high is None:
        return _("from %(age)d years") % {"age": row.age_low}
    return format_age(row.age_low, row.age_high)


def languages_text(row: Service) -> str:
    """The languages spoken at a service."""
    return join_words([languages.language_name(code) for code in row.languages])


def detail_pairs(row: Service) -> list[LabelledValue]:
    """What an entry says about a service, with its labels."""
    every_child = _("all children")
    return [
        LabelledValue(
            _("Children accepted"),
            join_labels(ServedGender, row.serves) or every_child,
            note=describe_age_limits(row),
        ),
        LabelledValue(_("Nationality and documents"), _("not a condition")),
        LabelledValue(_("Languages"), languages_text(row)),
        LabelledValue(
            _("Accessibility for children with disabilities"),
            join_labels(ServiceAccessibility, row.accessible),
        ),
        LabelledValue(_("Inclusive practice"), join_labels(InclusivePractice, row.respects)),
        LabelledValue(_("Child-friendly"), join_labels(ChildFriendlyFeature, row.friendly)),
        LabelledValue(_("Address"), address_text(row)),
        LabelledValue(_("Telephone"), row.phone, note=row.contact, url=telephone_url(row.phone)),
        LabelledValue(_("Opening hours"), row.opening),
        LabelledValue(_("Cost"), str(ServiceCost(row.cost).label)),
    ]


def verification_pair(row: Service) -> LabelledValue:
    """When the details of the entry were last checked, and who did."""
    if row.verified_on is None or row.verified_by is None:
        return LabelledValue(_("Last checked on"), missing=_("not yet"))
    name = Staff.objects.filter(pk=row.verified_by).values_list("name", flat=True).first()
    return LabelledValue(
        _("Last checked on"), date_format(row.verified_on, "j F Y"), note=name or ""
    )


def verification_dates(staff: Staff) -> tuple[dt.date, dt.date]:
    """The values for `maintainer_tasks_column`: today, and the day before which a check is old."""
    today = staff.office.today()
    return today, today - dt.timedelta(days=rules.STALE_AFTER_DAYS)


def maintainer_tasks_column(staff: Staff, _files: object, today: dt.date, oldest: dt.date) -> Any:
    """How many of the agency's entries await publication by this maintainer, or another check."""
    return register_queries.maintainer_tasks_column(SERVICES, staff, _needs_checking(today, oldest))


def service_count_text(number: int, shown: str) -> str:
    """The number of services found, in words."""
    return ngettext("%(count)s service", "%(count)s services", number) % {"count": shown}
