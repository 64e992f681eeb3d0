"""Queries of the directory. It is open data, so no right to a file is needed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Agency, Office, Staff
from saathi.agencies.queries import names_of
from saathi.infra import district_list
from saathi.infra.join_words import join_words
from saathi.people import languages
from saathi.people.formatting import format_age
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.models import Service, ServiceVersion
from saathi.protection.casework.services.vocabulary import (
    ChildFriendlyFeature,
    InclusivePractice,
    ServedGender,
    ServiceAccessibility,
    ServiceCost,
    ServiceKind,
)
from saathi.web.components import LabelledValue

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
    state: str = ""

    @classmethod
    def from_query(cls, data: Mapping[str, Any]) -> "ServiceFilter":
        """The valid parts of a search form as a filter."""
        known = {name: data.get(name) for name in cls.__dataclass_fields__}
        return cls(**{name: value for name, value in known.items() if value is not None})


def filter_services(filters: ServiceFilter, *, today: dt.date) -> QuerySet[Service]:
    """The matching entries, by name. An entry that states no limit matches every child."""
    entries = Service.objects.filter(_state_condition(filters.state, today))
    for word in filters.q.split():
        entries = entries.filter(
            Q(name__icontains=word)
            | Q(organisation__icontains=word)
            | Q(area__icontains=word)
            | Q(about__icontains=word)
        )
    if filters.kind:
        entries = entries.filter(kinds__contains=[filters.kind])
    if filters.district:
        entries = entries.filter(district=filters.district)
    if filters.age is not None:
        entries = entries.filter(
            Q(age_low=None) | Q(age_low__lte=filters.age),
            Q(age_high=None) | Q(age_high__gte=filters.age),
        )
    if filters.serves:
        entries = entries.filter(Q(serves=[]) | Q(serves__contains=[filters.serves]))
    if filters.language:
        entries = entries.filter(languages__contains=[filters.language])
    if filters.accessible:
        entries = entries.filter(accessible__contains=[filters.accessible])
    return entries.order_by("name", "organisation", "pk")


def _state_condition(state: str, today: dt.date) -> Q:
    if state == "withdrawn":
        return Q(withdrawn_on__isnull=False)
    current = Q(withdrawn_on=None)
    if state == "stale":
        oldest = today - dt.timedelta(days=rules.STALE_AFTER_DAYS)
        return current & (Q(verified_on=None) | Q(verified_on__lt=oldest))
    return current


def get_service(service_id: UUID) -> Service:
    """One entry; 404 if there is none."""
    entry = Service.objects.select_related("agency", "run_by").filter(pk=service_id).first()
    if entry is None:
        raise Http404
    return entry


def list_agencies_in_country(country: str) -> QuerySet[Agency]:
    """The agencies that may run a service in Saathi."""
    return Agency.objects.filter(is_active=True, country=country).order_by("name")


def find_own_service(staff: Staff, organisation: str, name: str, district: str) -> Service | None:
    """The agency's own entry of this name, which an import changes instead of adding a second one."""
    own_services = Service.objects.filter(agency=staff.agency_id, withdrawn_on=None)
    return own_services.filter(organisation=organisation, name=name, district=district).first()


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
    if row.withdrawn_on is not None:
        tags.append(("quiet", _("Withdrawn")))
    elif rules.is_stale(row.verified_on, today=today):
        tags.append(("attend", _("To be asked about again")))
    if rules.excludes_a_gender(row.serves):
        tags.append(("attend", _("Not for every child")))
    return ServiceDirectoryRow(
        id=row.pk,
        name=row.name,
        organisation=row.organisation,
        kinds=join_labels(ServiceKind, row.kinds),
        where=service_place_text(row),
        tags=tags,
        pairs=_detail_pairs(row),
        about=row.about,
        url=reverse("services:show_service", args=[row.pk]),
        warnings=warnings,
    )


def service_place_text(row: Service) -> str:
    """The place of a service in words."""
    district = district_list.district_name(row.district) if row.district else ""
    return join_words([part for part in (row.area, district) if part])


def join_labels(vocabulary: Any, codes: Sequence[str]) -> str:
    """The labels of codes, in the order of the vocabulary."""
    return join_words([str(choice.label) for choice in vocabulary if choice in codes])


def _detail_pairs(row: Service) -> list[LabelledValue]:
    every_child = _("every child")
    ages = format_age(row.age_low, row.age_high)
    if row.age_low is None and row.age_high is not None:
        ages = _("up to %(age)d years") % {"age": row.age_high}
    elif row.age_low is not None and row.age_high is None:
        ages = _("from %(age)d years") % {"age": row.age_low}
    spoken_languages = join_words([languages.language_name(code) for code in row.languages])
    address = _("kept secret: ask by telephone") if row.is_place_secret else row.address
    return [
        LabelledValue(_("For"), join_labels(ServedGender, row.serves) or every_child, note=ages),
        LabelledValue(_("Nationality and papers"), _("make no difference")),
        LabelledValue(_("Languages"), spoken_languages),
        LabelledValue(_("With a disability"), join_labels(ServiceAccessibility, row.accessible)),
        LabelledValue(
            _("Children of every community"), join_labels(InclusivePractice, row.respects)
        ),
        LabelledValue(_("Friendly to children"), join_labels(ChildFriendlyFeature, row.friendly)),
        LabelledValue(_("Address"), address),
        LabelledValue(_("Telephone"), row.phone, note=row.contact),
        LabelledValue(_("Open"), row.opening),
        LabelledValue(_("Cost"), str(ServiceCost(row.cost).label)),
    ]


def verification_pair(row: Service) -> LabelledValue:
    """When the details of the entry were last checked, and by whom."""
    if row.verified_on is None or row.verified_by is None:
        return LabelledValue(_("Asked about"), missing=_("not yet"))
    name = Staff.objects.filter(pk=row.verified_by).values_list("name", flat=True).first()
    return LabelledValue(_("Asked about"), date_format(row.verified_on, "j F Y"), note=name or "")


@dataclass(frozen=True)
class ServiceChangeRow:
    """One change of an entry, with the content before and after."""

    when: str
    by: str
    lines: Sequence[tuple[str, str, str]]  # what, before, after


def list_service_changes(row: Service, office: Office) -> list[ServiceChangeRow]:
    """The last twenty changes of an entry, latest first."""
    versions = list(ServiceVersion.objects.filter(service=row).order_by("-version")[:20])
    names = names_of(version.changed_by for version in versions)
    after = {field.attname: field.value_to_string(row) for field in Service._meta.concrete_fields}
    changes = []
    for version in versions:
        body = {str(key): str(value) for key, value in version.body.items()}
        lines = [
            (_label(name), value, after.get(name, ""))
            for name, value in body.items()
            if name not in {"version", "verified_by"} and value != after.get(name, "")
        ]
        when = date_format(office.local(version.changed_at), "j F Y")
        changes.append(ServiceChangeRow(when, names.get(version.changed_by, ""), lines))
        after = body
    return changes


def _label(name: str) -> str:
    texts = {
        "name": _("Name of the service"), "organisation": _("Who runs it"),
        "kinds": _("What it does"), "about": _("What a child finds there"),
        "age_low": _("For children from the age of"), "age_high": _("Up to the age of"),
        "serves": _("Takes in"), "languages": _("Languages spoken there"),
        "accessible": _("With a disability"), "respects": _("Children of every community"),
        "friendly": _("Friendly to children"), "country": _("Country"), "district": _("District"),
        "area": _("Which places it covers"), "is_place_secret": _("Where it is must stay unknown"),
        "address": _("Address"), "phone": _("Telephone"),
        "contact": _("Whom to ask for, mail or website"), "opening": _("When it is open"),
        "cost": _("Cost"), "run_by_id": _("Uses Saathi as"),
        "verified_on": _("Asked, and found to be so, on"), "withdrawn_on": _("Withdrawn"),
        "why_withdrawn": _("Why it is no longer offered"),
    }  # fmt: skip
    return texts.get(name, name)


def service_count_text(number: int) -> str:
    """The number of services found, in words."""
    return ngettext("%(count)d service", "%(count)d services", number) % {"count": number}
