"""Reads of the directory. It is open data: nothing here asks for a right to a file."""

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

from saathi.agencies.models import Agency, Staff
from saathi.agencies.queries import names_of
from saathi.infra import places
from saathi.infra.listing import listed
from saathi.people import languages
from saathi.people.wording import age_words
from saathi.protection.services import rules
from saathi.protection.services.models import Service, ServiceVersion
from saathi.protection.services.vocabulary import (
    Accessible,
    Cost,
    Friendly,
    Respects,
    Serves,
    ServiceKind,
)
from saathi.web.parts import Pair

A_PAGE = 25
MOST_PRINTED = 300


@dataclass(frozen=True)
class Wanted:
    """What is looked for. There is no field for a nationality or for what happened to a child."""

    q: str = ""
    kind: str = ""
    district: str = ""
    age: int | None = None
    serves: str = ""
    language: str = ""
    accessible: str = ""
    state: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Wanted":
        """What a form asks for, as far as it is valid."""
        known = {name: data.get(name) for name in cls.__dataclass_fields__}
        return cls(**{name: value for name, value in known.items() if value is not None})


def found(wanted: Wanted, *, today: dt.date) -> QuerySet[Service]:
    """The entries that fit, by name. An entry that says nothing of a matter is open to all."""
    entries = Service.objects.filter(_in_state(wanted.state, today))
    for word in wanted.q.split():
        entries = entries.filter(
            Q(name__icontains=word)
            | Q(organisation__icontains=word)
            | Q(area__icontains=word)
            | Q(about__icontains=word)
        )
    if wanted.kind:
        entries = entries.filter(kinds__contains=[wanted.kind])
    if wanted.district:
        entries = entries.filter(district=wanted.district)
    if wanted.age is not None:
        entries = entries.filter(
            Q(age_low=None) | Q(age_low__lte=wanted.age),
            Q(age_high=None) | Q(age_high__gte=wanted.age),
        )
    if wanted.serves:
        entries = entries.filter(Q(serves=[]) | Q(serves__contains=[wanted.serves]))
    if wanted.language:
        entries = entries.filter(languages__contains=[wanted.language])
    if wanted.accessible:
        entries = entries.filter(accessible__contains=[wanted.accessible])
    return entries.order_by("name", "organisation", "pk")


def _in_state(state: str, today: dt.date) -> Q:
    if state == "withdrawn":
        return Q(withdrawn_on__isnull=False)
    current = Q(withdrawn_on=None)
    if state == "stale":
        oldest = today - dt.timedelta(days=rules.STALE_AFTER_DAYS)
        return current & (Q(verified_on=None) | Q(verified_on__lt=oldest))
    return current


def service(service_id: UUID) -> Service:
    """One entry; 404 where there is none."""
    entry = Service.objects.select_related("agency", "run_by").filter(pk=service_id).first()
    if entry is None:
        raise Http404
    return entry


def agencies_of(country: str) -> QuerySet[Agency]:
    """The agencies that may run a service in Saathi."""
    return Agency.objects.filter(is_active=True, country=country).order_by("name")


def own_entry(staff: Staff, organisation: str, name: str, district: str) -> Service | None:
    """The agency's own entry of this name, which an import changes instead of adding a second."""
    mine = Service.objects.filter(agency=staff.agency_id, withdrawn_on=None)
    return mine.filter(organisation=organisation, name=name, district=district).first()


@dataclass(frozen=True)
class Entry:
    """One entry as lists and prints show it."""

    id: UUID
    name: str
    organisation: str
    kinds: str
    where: str
    tags: Sequence[tuple[str, str]]  # kind of tag, text
    pairs: Sequence[Pair]
    about: str
    url: str
    warnings: Sequence[str] = field(default_factory=tuple)


def entry(row: Service, *, today: dt.date, warnings: Sequence[str] = ()) -> Entry:
    """The entry in words."""
    tags = []
    if row.withdrawn_on is not None:
        tags.append(("quiet", _("Withdrawn")))
    elif rules.is_stale(row.verified_on, today=today):
        tags.append(("attend", _("To be asked about again")))
    if rules.leaves_out(row.serves):
        tags.append(("attend", _("Not for every child")))
    return Entry(
        id=row.pk,
        name=row.name,
        organisation=row.organisation,
        kinds=labels(ServiceKind, row.kinds),
        where=where(row),
        tags=tags,
        pairs=_pairs(row),
        about=row.about,
        url=reverse("services:show_service", args=[row.pk]),
        warnings=warnings,
    )


def where(row: Service) -> str:
    """The place of a service in words."""
    district = places.district_name(row.district) if row.district else ""
    return listed([part for part in (row.area, district) if part])


def labels(vocabulary: Any, codes: Sequence[str]) -> str:
    """Codes as words, in the order of the vocabulary."""
    return listed([str(one.label) for one in vocabulary if one in codes])


def _pairs(row: Service) -> list[Pair]:
    everybody = _("every child")
    ages = age_words(row.age_low, row.age_high)
    if row.age_low is None and row.age_high is not None:
        ages = _("up to %(age)d years") % {"age": row.age_high}
    elif row.age_low is not None and row.age_high is None:
        ages = _("from %(age)d years") % {"age": row.age_low}
    tongues = listed([languages.name_of(code) for code in row.languages])
    address = _("kept secret: ask by telephone") if row.is_place_secret else row.address
    return [
        Pair(_("For"), labels(Serves, row.serves) or everybody, note=ages),
        Pair(_("Nationality and papers"), _("make no difference")),
        Pair(_("Languages"), tongues),
        Pair(_("With a disability"), labels(Accessible, row.accessible)),
        Pair(_("Children of every community"), labels(Respects, row.respects)),
        Pair(_("Friendly to children"), labels(Friendly, row.friendly)),
        Pair(_("Address"), address),
        Pair(_("Telephone"), row.phone, note=row.contact),
        Pair(_("Open"), row.opening),
        Pair(_("Cost"), str(Cost(row.cost).label)),
    ]


def verified(row: Service) -> Pair:
    """When somebody asked last whether all of it is so, and who."""
    if row.verified_on is None or row.verified_by is None:
        return Pair(_("Asked about"), missing=_("not yet"))
    name = Staff.objects.filter(pk=row.verified_by).values_list("name", flat=True).first()
    return Pair(_("Asked about"), date_format(row.verified_on, "j F Y"), note=name or "")


@dataclass(frozen=True)
class Change:
    """What an entry said before one of its changes."""

    when: str
    by: str
    lines: Sequence[tuple[str, str, str]]  # what, before, after


def history(row: Service) -> list[Change]:
    """The changes of an entry, the latest first; the last twenty."""
    versions = list(ServiceVersion.objects.filter(service=row).order_by("-version")[:20])
    names = names_of(one.changed_by for one in versions)
    after = {one.attname: one.value_to_string(row) for one in Service._meta.concrete_fields}
    changes = []
    for one in versions:
        body = {str(key): str(value) for key, value in one.body.items()}
        lines = [
            (_label(name), value, after.get(name, ""))
            for name, value in body.items()
            if name not in {"version", "verified_by"} and value != after.get(name, "")
        ]
        when = date_format(one.changed_at, "j F Y")
        changes.append(Change(when, names.get(one.changed_by, ""), lines))
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


def counted(number: int) -> str:
    """How many services were found, in words."""
    return ngettext("%(count)d service", "%(count)d services", number) % {"count": number}
