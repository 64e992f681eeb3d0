"""Reads releases in preparation, for staff who prepare and approve them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.record_actions import AvailableAction
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import labels, rules
from saathi.evidence.releases.cube_counting import releasable_dimensions
from saathi.evidence.releases.design_queries import DesignedTable, list_designed_tables
from saathi.evidence.releases.family_queries import get_family_indicator
from saathi.evidence.releases.files import standards
from saathi.evidence.releases.models import Family, Part, Release
from saathi.evidence.releases.published_table import parse_published_table
from saathi.evidence.releases.table_cuts import ReleaseTableSource
from saathi.evidence.releases.vocabulary import (
    ProtectionMethod,
    ReleasePartKind,
    ReleaseSensitivity,
    ReleaseState,
    ZeroDisclosure,
)
from saathi.evidence.wording import country_name
from saathi.infra import clock
from saathi.infra.join_words import join_words
from saathi.protection.exchange.standards.wording import StandardLosses
from saathi.web.components import LabelledValue

PAGE_SIZE = 20
TAGS = {
    ReleaseState.FAILED: "danger",
    ReleaseState.PROTECTED: "attend",
    ReleaseState.DESIGNED: "attend",
    ReleaseState.APPROVED: "attend",
    ReleaseState.PUBLISHED: "care",
}


def get_release(staff: Staff, release_id: UUID) -> Release:
    """A release of the agency with its family; 404 for other agencies'."""
    releases = Release.objects.select_related("family", "corrects")
    return get_object_or_404(releases, family__agency=staff.agency_id, pk=release_id)


@dataclass(frozen=True)
class ReleaseRow:
    """One release in the list of its family."""

    title: str
    state: str
    tag: str
    url: str
    years: str


@dataclass(frozen=True)
class ReleaseFamilyRow:
    """One family in the list."""

    title: str
    about: str
    draft_url: str
    releases: Sequence[ReleaseRow]


def family_row(row: Family) -> ReleaseFamilyRow:
    """A family with its releases, in words."""
    indicator = catalogue.find_indicator(row.indicator)
    where = country_name(row.country) if row.country else _("all recorded countries")
    return ReleaseFamilyRow(
        title=row.title,
        about=join_words([str(indicator.title) if indicator else row.indicator, where]),
        draft_url=reverse("releases:draft_release", args=[row.pk]),
        releases=[
            ReleaseRow(
                title=_("Release %(number)s") % {"number": release.number},
                state=str(ReleaseState(release.state).label),
                tag=TAGS.get(ReleaseState(release.state), "quiet"),
                url=reverse("releases:show_release", args=[release.pk]),
                years=_("%(first)s to %(last)s")
                % {"first": release.first_year, "last": release.last_year},
            )
            for release in row.releases.all()
        ],
    )


@dataclass(frozen=True)
class ReleasePage:
    """A release in preparation: its state, its findings, and the available steps."""

    title: str
    family: str
    state: str
    tag: str
    progress_text: str
    progress: int
    error_text: str
    return_reason: str
    family_settings: Sequence[LabelledValue]
    release_details: Sequence[LabelledValue]
    proposals: Sequence[DesignedTable]
    attack: Sequence[LabelledValue]
    findings: Sequence[str]
    summary: str
    tables: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str, str]]
    losses: Sequence[StandardLosses]
    steps: Sequence[AvailableAction]
    public_url: str


def list_parts(row: Release) -> list[Part]:
    """The tables and files of a release without their content."""
    return list(Part.objects.filter(release=row).exclude(kind=ReleasePartKind.ABOUT).defer("body"))


def build_release_page(row: Release, staff: Staff) -> ReleasePage:
    """The data of a release's page. Three queries."""
    parts = list_parts(row)
    state = ReleaseState(row.state)
    return ReleasePage(
        title=_("Release %(number)s") % {"number": row.number},
        family=row.family.title,
        state=str(state.label),
        tag=TAGS.get(state, "quiet"),
        progress_text=describe_progress(row.doing) if state in rules.AT_WORK else "",
        progress=row.progress,
        error_text=row.trouble,
        return_reason=row.sent_back,
        family_settings=family_settings(row.family, staff.office.today()),
        release_details=_release_details(row),
        proposals=list_designed_tables(row),
        attack=attack_summary(row.report) if row.report else (),
        findings=(row.report or {}).get("alone", [])[:20],
        summary=row.summary,
        tables=[
            (part.name, reverse("releases:preview_table", args=[row.pk, part.name]))
            for part in parts
            if part.kind == ReleasePartKind.TABLE
        ],
        files=[
            (part.name, str(part.about.get("size", "")),
             reverse("releases:preview_file", args=[row.pk, part.name]))
            for part in parts
            if part.kind == ReleasePartKind.FILE
        ],
        losses=standards.list_losses(row.family.indicator, row.family.country, parts),
        steps=available_steps(row, staff),
        public_url=_public_url(row, state),
    )  # fmt: skip


def _public_url(row: Release, state: ReleaseState) -> str:
    if state not in {ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN}:
        return ""
    return reverse("published:show_edition", args=[row.family.slug, row.number])


def describe_progress(code: str) -> str:
    """The worker's current step, in words."""
    texts = {
        "design": _("Searching for table designs"),
        "count": _("Counting the tables"),
        "protect": _("Applying disclosure control to the tables"),
        "attack": _("Running the disclosure test"),
        "files": _("Creating the files"),
    }
    return texts.get(code, "")


def family_settings(release_family: Family, today: dt.date) -> list[LabelledValue]:
    """The settings that a family fixes for all its releases."""
    indicator = get_family_indicator(release_family)
    months = [date_format(dt.date(2001, month, 1), "F") for month in release_family.months]
    on = rules.next_correction(release_family.months, today)
    next_on = _("next from %(day)s") % {"day": date_format(on, "DATE_FORMAT")} if on else ""
    return [
        LabelledValue(_("Indicator"), str(indicator.title)),
        LabelledValue(_("Population"), str(indicator.denominator)),
        LabelledValue(_("Unit counted"), str(indicator.unit.label)),
        LabelledValue(_("Reference date"), str(indicator.basis.label)),
        LabelledValue(
            _("Country"),
            country_name(release_family.country)
            if release_family.country
            else _("all recorded countries"),
        ),
        LabelledValue(
            _("Tables"),
            join_words(labels.describe_tables(indicator, release_family.tables)),
            _missing(release_family, indicator),
        ),
        LabelledValue(_("Places"), release_family.geography),
        LabelledValue(
            _("Harm if identified"), str(ReleaseSensitivity(release_family.sensitivity).label)
        ),
        LabelledValue(_("Method"), str(ProtectionMethod(release_family.method).label)),
        LabelledValue(_("Zeros"), str(ZeroDisclosure(release_family.zeros).label)),
        LabelledValue(
            _("Corrections"), join_words(months) if months else _("at any time"), next_on
        ),
        LabelledValue(_("Terms of use"), release_family.licence),
    ]


def _missing(of: Family, indicator: Indicator) -> str:
    """The core dimensions (age, sex, national origin, form) that no table of the family has, in words."""
    names = [dimension.name for dimension in releasable_dimensions(indicator)]
    titles = [
        labels.dimension_title(indicator, name)
        for name in rules.missing_core_dimensions(of.tables, names)
    ]
    return _("no table by: %(names)s") % {"names": join_words(titles)} if titles else ""


def _release_details(row: Release) -> list[LabelledValue]:
    details = [
        LabelledValue(
            _("Years"),
            _("%(first)s to %(last)s") % {"first": row.first_year, "last": row.last_year},
        ),
        LabelledValue(
            _("Snapshot"), row.snapshot, missing=_("the latest when designs are searched")
        ),
    ]
    if row.tables_hash:
        details.append(LabelledValue(_("SHA-256 of the tables"), row.tables_hash))
    if row.corrects is not None:
        number = _("release %(number)s") % {"number": row.corrects.number}
        details.append(LabelledValue(_("Corrects"), number, note=row.what_changed))
    names = names_of([row.made_by, row.chosen_by, row.approved_by])
    details.append(LabelledValue(_("Prepared by"), names.get(row.made_by, "")))
    if row.approved_by:
        details.append(LabelledValue(_("Approved by"), names.get(row.approved_by, "")))
    return details


def attack_summary(report: Mapping[str, Any]) -> list[LabelledValue]:
    """The knowledge and the findings of the attacker."""
    counts = report["found"]
    offices = (
        _("included in the test")
        if report.get("knows_offices")
        else _("not known for this indicator; not included in the test")
    )
    return [
        LabelledValue(_("Suppressed or rounded cells tested"), str(report["hidden"])),
        LabelledValue(_("Disclosed exactly"), str(counts["exact"])),
        LabelledValue(_("Disclosed as not zero"), str(counts["presence"])),
        LabelledValue(_("Disclosed as small"), str(counts["fewer than k"])),
        LabelledValue(
            _("Narrowed beyond the published value (not assessed)"), str(counts["narrowed"])
        ),
        LabelledValue(_("Impossible totals"), str(len(report["false_totals"]))),
        LabelledValue(_("Contradictory cells"), str(len(report["contradictory"]))),
        LabelledValue(
            _("Cells from one event, or from two offices only"), str(len(report.get("alone", [])))
        ),
        LabelledValue(_("Offices and events"), offices),
        LabelledValue(_("Earlier releases compared"), str(report.get("earlier", 0))),
        *_rounding_reach(report),
        LabelledValue(
            _("Result"), _("passed") if report["passes"] else _("failed: cannot be approved")
        ),
    ]


def _rounding_reach(report: Mapping[str, Any]) -> list[LabelledValue]:
    """The maximum error of rounded totals, where some had to be rounded further."""
    if not report.get("reach"):
        return []
    furthest = report["k"] - 1 + report["reach"]
    return [LabelledValue(_("Largest error of a rounded total"), str(furthest))]


def available_steps(row: Release, staff: Staff) -> list[AvailableAction]:
    """The steps that are available to this reader for the release."""
    prepares = Permission.PREPARE_RELEASE in staff.permissions
    approves = Permission.APPROVE_RELEASE in staff.permissions
    facts = rules.ReleaseFacts(row.state, row.passes, row.made_by, row.chosen_by)
    may_approve = approves and not rules.reasons_not_to_approve(facts, staff.id)
    silent = row.state in rules.AT_WORK and rules.is_job_stalled(row.said_at, clock.now())

    def allows(step: str) -> bool:
        return row.state in rules.STATES_ALLOWING[step]

    every = [
        ("design", _("Search for table designs"), prepares and allows("design")),
        ("start_again", _("Restart processing"), prepares and silent),
        ("approve", _("Approve"), may_approve),
        ("send_back", _("Return for revision"), approves and allows("send_back")),
        ("publish", _("Publish"), prepares and allows("publish")),
        ("withdraw", _("Withdraw"), (prepares or approves) and allows("withdraw")),
        ("drop", _("Discard"), prepares and allows("drop")),
    ]
    steps = [
        AvailableAction(
            label,
            reverse("releases:confirm_release_step", args=[row.pk, name]),
            name in {"approve", "publish"},
        )
        for name, label, may in every
        if may
    ]
    if prepares and allows("choose") and row.designs:
        choose = AvailableAction(
            _("Choose designs and protect"),
            reverse("releases:choose_designs", args=[row.pk]),
            is_main=True,
        )
        steps.insert(0, choose)
    return steps


def get_protected_table(row: Release, name: str) -> tuple[Part, ReleaseTableSource]:
    """A protected table before publication, ready to be cut; 404 if there is none."""
    part = get_object_or_404(Part, release=row, kind=ReleasePartKind.TABLE, name=name)
    indicator = get_family_indicator(row.family)
    years = (row.first_year, row.last_year)
    k = rules.THRESHOLDS[row.family.sensitivity]
    return part, ReleaseTableSource(
        indicator, parse_published_table(bytes(part.body)), part.about["parents"], k, years
    )


def get_release_file(row: Release, name: str) -> Part:
    """A file of a release before publication; 404 if there is none."""
    return get_object_or_404(Part, release=row, kind=ReleasePartKind.FILE, name=name)
