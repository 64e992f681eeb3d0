"""Reads of releases on their way, for those who prepare and approve them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.steps import Step
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import labels, rules
from saathi.evidence.releases.cells import read
from saathi.evidence.releases.counting import possible
from saathi.evidence.releases.cutting import Source
from saathi.evidence.releases.files import standards
from saathi.evidence.releases.models import Family, Part, Release
from saathi.evidence.releases.vocabulary import (
    Method,
    PartKind,
    Sensitivity,
    State,
    Zeros,
)
from saathi.evidence.wording import country
from saathi.infra import clock
from saathi.infra.listing import listed
from saathi.protection.exchange.standards.wording import Losses
from saathi.web.parts import Pair

A_PAGE = 20
TAGS = {
    State.FAILED: "danger",
    State.PROTECTED: "attend",
    State.DESIGNED: "attend",
    State.APPROVED: "attend",
    State.PUBLISHED: "care",
}


def families(staff: Staff, words: str) -> QuerySet[Family]:
    """The families of the agency, by title, with their releases, the newest first."""
    found = Family.objects.filter(agency=staff.agency_id)
    for word in words.split():
        found = found.filter(
            Q(title__icontains=word) | Q(slug__icontains=word) | Q(indicator__icontains=word)
        )
    newest = Release.objects.order_by("-number")
    return found.order_by("title", "slug").prefetch_related(Prefetch("releases", newest))


def family(staff: Staff, family_id: UUID) -> Family:
    """A family of the agency; 404 for others'."""
    found = Family.objects.filter(agency=staff.agency_id, pk=family_id).first()
    if found is None:
        raise Http404
    return found


def is_taken(slug: str) -> bool:
    """Whether an address is another family's of this agency; others' are refused by the table."""
    return Family.objects.filter(slug=slug).exists()


def published(of: Family) -> list[Release]:
    """The published releases of a family, the newest first."""
    return list(of.releases.filter(state=State.PUBLISHED).order_by("-number"))


def release(staff: Staff, release_id: UUID) -> Release:
    """A release of the agency with its family; 404 for others'."""
    found = (
        Release.objects.select_related("family", "corrects")
        .filter(family__agency=staff.agency_id, pk=release_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def indicator_of(of: Family) -> Indicator:
    """The indicator of a family; 404 where its definition is gone."""
    found = catalogue.named(of.indicator)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class ReleaseRow:
    """One release in the list of its family."""

    title: str
    state: str
    tag: str
    url: str
    years: str


@dataclass(frozen=True)
class FamilyRow:
    """One family in the list."""

    title: str
    about: str
    draft_url: str
    releases: Sequence[ReleaseRow]


def family_row(row: Family) -> FamilyRow:
    """A family with its releases, in words."""
    indicator = catalogue.named(row.indicator)
    where = country(row.country) if row.country else _("all countries on record")
    return FamilyRow(
        title=row.title,
        about=listed([str(indicator.title) if indicator else row.indicator, where]),
        draft_url=reverse("releases:draft_release", args=[row.pk]),
        releases=[
            ReleaseRow(
                title=_("Release %(number)s") % {"number": one.number},
                state=str(State(one.state).label),
                tag=TAGS.get(State(one.state), "quiet"),
                url=reverse("releases:show_release", args=[one.pk]),
                years=_("%(first)s to %(last)s") % {"first": one.first_year, "last": one.last_year},
            )
            for one in row.releases.all()
        ],
    )


@dataclass(frozen=True)
class ReleasePage:
    """A release on its way: how far it is, what was found, what can be done now."""

    title: str
    family: str
    state: str
    tag: str
    doing: str
    progress: int
    trouble: str
    sent_back: str
    fixed: Sequence[Pair]
    own: Sequence[Pair]
    proposals: Sequence[tuple[str, Sequence[str]]]
    attack: Sequence[Pair]
    findings: Sequence[str]
    summary: str
    tables: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str, str]]
    losses: Sequence[Losses]
    steps: Sequence[Step]
    public_url: str


def parts_of(row: Release) -> list[Part]:
    """The tables and files of a release without what is in them."""
    return list(Part.objects.filter(release=row).exclude(kind=PartKind.ABOUT).defer("body"))


def page(row: Release, staff: Staff) -> ReleasePage:
    """Everything on the page of a release. Three queries."""
    parts = parts_of(row)
    state = State(row.state)
    return ReleasePage(
        title=_("Release %(number)s") % {"number": row.number},
        family=row.family.title,
        state=str(state.label),
        tag=TAGS.get(state, "quiet"),
        doing=doing(row.doing) if state in rules.AT_WORK else "",
        progress=row.progress,
        trouble=row.trouble,
        sent_back=row.sent_back,
        fixed=fixed(row.family, staff.office.today()),
        own=_own(row),
        proposals=_proposals(row),
        attack=attack_pairs(row.report) if row.report else (),
        findings=(row.report or {}).get("alone", [])[:20],
        summary=row.summary,
        tables=[
            (one.name, reverse("releases:look", args=[row.pk, one.name]))
            for one in parts
            if one.kind == PartKind.TABLE
        ],
        files=[
            (one.name, str(one.about.get("size", "")),
             reverse("releases:look_file", args=[row.pk, one.name]))
            for one in parts
            if one.kind == PartKind.FILE
        ],
        losses=standards.losses(row.family.indicator, row.family.country, parts),
        steps=steps(row, staff),
        public_url=_public(row, state),
    )  # fmt: skip


def _public(row: Release, state: State) -> str:
    if state not in {State.PUBLISHED, State.WITHDRAWN}:
        return ""
    return reverse("published:show_edition", args=[row.family.slug, row.number])


def doing(code: str) -> str:
    """What the worker is doing, in words."""
    told = {
        "design": _("Designs are searched"),
        "count": _("The tables are counted"),
        "protect": _("The tables are protected"),
        "attack": _("The tables are attacked"),
        "files": _("The files are made"),
    }
    return told.get(code, "")


def fixed(of: Family, today: dt.date) -> list[Pair]:
    """What a family fixes for all its releases."""
    indicator = indicator_of(of)
    months = [date_format(dt.date(2001, month, 1), "F") for month in of.months]
    on = rules.next_correction(of.months, today)
    next_on = _("next from %(day)s on") % {"day": date_format(on, "DATE_FORMAT")} if on else ""
    return [
        Pair(_("Indicator"), str(indicator.title)),
        Pair(_("Population"), str(indicator.denominator)),
        Pair(_("One is"), str(indicator.unit.label)),
        Pair(_("In the year"), str(indicator.basis.label)),
        Pair(_("Country"), country(of.country) if of.country else _("all countries on record")),
        Pair(
            _("Tables"), listed(labels.wanted_words(indicator, of.tables)), _missing(of, indicator)
        ),
        Pair(_("Places"), of.geography),
        Pair(_("Harm"), str(Sensitivity(of.sensitivity).label)),
        Pair(_("Method"), str(Method(of.method).label)),
        Pair(_("Zeros"), str(Zeros(of.zeros).label)),
        Pair(_("Corrections"), listed(months) if months else _("at any time"), next_on),
        Pair(_("Terms of use"), of.licence),
    ]


def _missing(of: Family, indicator: Indicator) -> str:
    """Which of age, sex, national origin and form no table of the family holds, in words."""
    names = [one.name for one in possible(indicator)]
    found = [labels.title(indicator, name) for name in rules.missing_of_four(of.tables, names)]
    return _("no table by: %(names)s") % {"names": listed(found)} if found else ""


def _own(row: Release) -> list[Pair]:
    found = [
        Pair(
            _("Years"),
            _("%(first)s to %(last)s") % {"first": row.first_year, "last": row.last_year},
        ),
        Pair(_("Snapshot"), row.snapshot, missing=_("the newest when designs are searched")),
    ]
    if row.tables_hash:
        found.append(Pair(_("SHA-256 of the tables"), row.tables_hash))
    if row.corrects is not None:
        number = _("release %(number)s") % {"number": row.corrects.number}
        found.append(Pair(_("Corrects"), number, note=row.what_changed))
    names = names_of([row.made_by, row.chosen_by, row.approved_by])
    found.append(Pair(_("Prepared by"), names.get(row.made_by, "")))
    if row.approved_by:
        found.append(Pair(_("Approved by"), names.get(row.approved_by, "")))
    return found


def choices(row: Release) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """For each table that was designed: its name, title, and its designs to choose from."""
    indicator = indicator_of(row.family)
    return [
        (
            design["table"],
            " × ".join(labels.title(indicator, name) for name in design["by"])
            or _("By year alone"),
            [
                (str(number), proposal_words(indicator, one))
                for number, one in enumerate(design["proposals"])
            ],
        )
        for design in row.designs
    ]


def proposal_words(indicator: Indicator, told: Mapping[str, Any]) -> str:
    """A proposal as a sentence: how detailed, and what will be seen of it."""
    kept = listed(labels.level_words(indicator, told["levels"]))
    seen = ngettext(
        "%(cells)d cell that is not zero, about %(shown)d %% of them seen, with about %(persons)d %% of all",
        "%(cells)d cells that are not zero, about %(shown)d %% of them seen, with about %(persons)d %% "
        "of all",
        told["cells"],
    ) % {"cells": told["cells"], "shown": told["shown"], "persons": told["persons"]}
    return f"{kept}: {seen}"


def _proposals(row: Release) -> list[tuple[str, list[str]]]:
    if not row.designs or row.state == State.PUBLISHED:
        return []
    none = _("No design loses little enough.")
    if row.family.method == Method.SUPPRESS:
        none = _("No design loses little enough when small numbers are hidden. A family that rounds hides "
                 "none, and protects zeros as well; or ask for a table of fewer dimensions.")  # fmt: skip
    return [
        (title, [words for _number, words in found] or [none])
        for _name, title, found in choices(row)
    ]


def attack_pairs(report: Mapping[str, Any]) -> list[Pair]:
    """What the attacker knew and found."""
    found = report["found"]
    offices = (
        _("held against them")
        if report.get("knows_offices")
        else _("not known for this indicator: not held against them")
    )
    return [
        Pair(_("Hidden or rounded cells attacked"), str(report["hidden"])),
        Pair(_("Known exactly"), str(found["exact"])),
        Pair(_("Proven that somebody is there"), str(found["presence"])),
        Pair(_("Proven to be few"), str(found["fewer than k"])),
        Pair(_("Known better than the table says, not judged"), str(found["narrowed"])),
        Pair(_("Sums that cannot be true"), str(len(report["false_totals"]))),
        Pair(_("Cells that contradict others"), str(len(report["contradictory"]))),
        Pair(_("Cells of one event, or of two offices alone"), str(len(report.get("alone", [])))),
        Pair(_("Offices and events"), offices),
        Pair(_("Earlier releases held against it"), str(report.get("earlier", 0))),
        *_further_off(report),
        Pair(_("Verdict"), _("passes") if report["passes"] else _("fails: it cannot be approved")),
    ]


def _further_off(report: Mapping[str, Any]) -> list[Pair]:
    """That some totals had to be rounded further, where they were."""
    if not report.get("reach"):
        return []
    furthest = report["k"] - 1 + report["reach"]
    return [Pair(_("How far a rounded total may lie from the truth"), str(furthest))]


def steps(row: Release, staff: Staff) -> list[Step]:
    """What this person can do with the release now."""
    prepares = Permission.PREPARE_RELEASE in staff.permissions
    approves = Permission.APPROVE_RELEASE in staff.permissions
    standing = rules.Standing(row.state, row.passes, row.made_by, row.chosen_by)
    may_approve = approves and not rules.reasons_not_to_approve(standing, staff.id)
    silent = row.state in rules.AT_WORK and rules.is_silent(row.said_at, clock.now())
    every = [
        ("design", _("Search designs"), prepares and row.state in rules.MAY["design"]),
        ("start_again", _("Start the work again"), prepares and silent),
        ("approve", _("Approve"), may_approve),
        ("send_back", _("Send back"), approves and row.state in rules.MAY["send_back"]),
        ("publish", _("Publish"), prepares and row.state in rules.MAY["publish"]),
        ("withdraw", _("Withdraw"), (prepares or approves) and row.state in rules.MAY["withdraw"]),
        ("drop", _("Give up"), prepares and row.state in rules.MAY["drop"]),
    ]
    found = [
        Step(label, reverse("releases:act", args=[row.pk, name]), name in {"approve", "publish"})
        for name, label, may in every
        if may
    ]
    if prepares and row.state in rules.MAY["choose"] and row.designs:
        choose = Step(
            _("Choose designs and protect"), reverse("releases:choose", args=[row.pk]), is_main=True
        )
        found.insert(0, choose)
    return found


def look(row: Release, name: str) -> tuple[Part, Source]:
    """A protected table before it is published, ready to be cut; 404 where there is none."""
    part = Part.objects.filter(release=row, kind=PartKind.TABLE, name=name).first()
    if part is None:
        raise Http404
    indicator = indicator_of(row.family)
    years = (row.first_year, row.last_year)
    k = rules.THRESHOLDS[row.family.sensitivity]
    return part, Source(indicator, read(bytes(part.body)), part.about["parents"], k, years)


def file(row: Release, name: str) -> Part:
    """A file of a release before it is published; 404 where there is none."""
    part = Part.objects.filter(release=row, kind=PartKind.FILE, name=name).first()
    if part is None:
        raise Http404
    return part
