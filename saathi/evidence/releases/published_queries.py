"""Reads publications. Only tables of published releases are queried, no record of a child."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from saathi.evidence.indicators import catalogue, wording
from saathi.evidence.indicators.definition import CountedUnit, DefinitionBreak, Indicator
from saathi.evidence.indicators.pages import DefinitionEntry
from saathi.evidence.releases import labels
from saathi.evidence.releases.description import definition_hash
from saathi.evidence.releases.files import standards
from saathi.evidence.releases.models import Edition, EditionNote, EditionPart
from saathi.evidence.releases.published_table import parse_published_table
from saathi.evidence.releases.table_cuts import ReleaseTableSource
from saathi.evidence.releases.view_models import (
    EditionEntry,
    EditionFileLink,
    EditionNotice,
    EditionPage,
    EditionTableLink,
)
from saathi.evidence.releases.vocabulary import EditionNoteKind, ReleasePartKind
from saathi.evidence.wording import country_name
from saathi.web.components import LabelledValue

PAGE_SIZE = 25


def published_editions() -> QuerySet[Edition]:
    """Every published release with its notes, by title, newest number first."""
    notes = Prefetch("notes", EditionNote.objects.order_by("made_at"))
    return Edition.objects.order_by("title", "slug", "-number").prefetch_related(notes)


def list_newest_editions(words: str = "") -> list[Edition]:
    """The newest release of every family that contains all the search words."""
    newest_by_slug: dict[str, Edition] = {}
    for edition in published_editions():
        newest_by_slug.setdefault(edition.slug, edition)
    search_words = words.lower().split()
    return [edition for edition in newest_by_slug.values() if _matches(edition, search_words)]


def _matches(edition: Edition, search_words: list[str]) -> bool:
    indicator = catalogue.find_indicator(edition.indicator)
    texts = [edition.title, edition.about["question"], edition.about["where"], edition.slug]
    texts += [str(indicator.title), str(indicator.question)] if indicator else []
    text = " ".join(texts).lower()
    return all(word in text for word in search_words)


def get_edition(slug: str, number: int | None = None) -> Edition:
    """A published release; without a number, the family's newest; 404 if there is none."""
    editions = published_editions().filter(slug=slug)
    if number is not None:
        editions = editions.filter(number=number)
    first = editions.first()
    if first is None:
        raise Http404
    return first


def is_withdrawn(row: Edition) -> bool:
    """Whether the release has been withdrawn."""
    return any(note.kind == EditionNoteKind.WITHDRAWN for note in row.notes.all())


def edition_countries(row: Edition) -> str:
    """The country or countries of the release."""
    return (
        country_name(row.country) if row.country else _("all recorded countries, each separately")
    )


def edition_subtitle(row: Edition) -> str:
    """Countries, years and number of the release in one line."""
    return _("%(where)s, %(first)s to %(last)s, release %(number)s, %(day)s") % {
        "where": edition_countries(row),
        "first": row.about["first_year"],
        "last": row.about["last_year"],
        "number": row.number,
        "day": date_format(timezone.localtime(row.published_at, dt.UTC), "DATE_FORMAT"),
    }


def current_indicator(row: Edition) -> Indicator | None:
    """The indicator, if its definition is unchanged since the release."""
    indicator = catalogue.find_indicator(row.indicator)
    if indicator is None or definition_hash(indicator) != row.about["definition_hash"]:
        return None
    return indicator


def edition_unit(row: Edition) -> str:
    """The unit that it counts."""
    indicator = current_indicator(row)
    return str(indicator.unit.label) if indicator else str(row.about["unit"])


def has_total(row: Edition) -> bool:
    """Whether the numbers of a release add up: not where a child counts once for each route or role."""
    indicator = current_indicator(row)
    return indicator is None or indicator.unit not in {
        CountedUnit.JOURNEYS,
        CountedUnit.CHILD_ROLES,
    }


def release_list_entry(row: Edition) -> EditionEntry:
    """A release as a list entry."""
    indicator = current_indicator(row)
    return EditionEntry(
        title=row.title,
        question=str(indicator.question) if indicator else row.about["question"],
        url=reverse("published:show_edition", args=[row.slug, row.number]),
        what=edition_subtitle(row),
        is_withdrawn=is_withdrawn(row),
    )


def build_edition_page(row: Edition) -> EditionPage:
    """The data of a published release's page."""
    gone = is_withdrawn(row)
    parts = [] if gone else list(row.parts.defer("body").order_by("id"))
    indicator = current_indicator(row)
    versions = list(
        Edition.objects.filter(slug=row.slug).order_by("-number").only("number", "slug")
    )
    return EditionPage(
        title=row.title,
        subtitle=edition_subtitle(row),
        question=str(indicator.question) if indicator else row.about["question"],
        about=row.about["about"],
        notices=tuple(edition_notices(row, versions[0].number)),
        is_withdrawn=gone,
        tables=tuple(_table_link(row, part) for part in parts if part.kind == ReleasePartKind.TABLE),
        files=tuple(_file_link(row, part) for part in parts if part.kind == ReleasePartKind.FILE),
        losses=tuple(standards.list_losses(row.indicator, row.country, parts)),
        definition=edition_definition(row, indicator),
        responsibilities=wording.responsibility_entries(indicator) if indicator else (),
        caveats=edition_caveats(row, indicator),
        breaks=edition_breaks(row, indicator),
        facts=_facts(row),
        citation=row.about["citation"],
        words_are_english=(get_language() or "en") != "en",
        versions=tuple(
            EditionTableLink(str(version.number), _("Release %(number)s") % {"number": version.number},
                      reverse("published:show_edition", args=[version.slug, version.number]))
            for version in versions
            if version.number != row.number
        ),
    )  # fmt: skip


def edition_notices(row: Edition, newest_number: int) -> list[EditionNotice]:
    """The notices that a reader needs before the numbers."""
    notices = []
    for note in row.notes.all():
        day = date_format(timezone.localtime(note.made_at, dt.UTC), "DATE_FORMAT")
        if note.kind == EditionNoteKind.WITHDRAWN:
            title = _("Withdrawn on %(day)s. Its numbers are no longer available.") % {"day": day}
            notices.append(EditionNotice(title, note.words))
        else:
            title = _("Corrected on %(day)s by release %(number)s.") % {
                "day": day,
                "number": note.other,
            }
            url = reverse("published:show_edition", args=[row.slug, note.other])
            notices.append(EditionNotice(title, note.words, url, _("Open that release")))
    if newest_number != row.number and not notices:
        url = reverse("published:show_edition", args=[row.slug, newest_number])
        notices.append(
            EditionNotice(_("There is a newer release."), "", url, _("Open that release"))
        )
    if row.about["corrects"]:
        title = _("Corrects release %(number)s.") % {"number": row.about["corrects"]}
        notices.append(EditionNotice(title, row.about["what_changed"]))
    return notices


def edition_definition(row: Edition, indicator: Indicator | None) -> tuple[DefinitionEntry, ...]:
    """The definition of the count; in the release's own words if it has changed since."""
    if indicator is not None:
        return wording.definition_entries(indicator)
    about = row.about
    entries = [
        (_("Unit counted"), about["unit"]),
        (_("Reference date"), about["basis"]),
        (_("Counted"), about["denominator"]),
        (_("Numerator"), about["numerator"]),
        (_("Meaning of zero"), about["zero"]),
    ]
    return tuple(DefinitionEntry(term, (words,), foreign=True) for term, words in entries if words)


def edition_caveats(row: Edition, indicator: Indicator | None) -> tuple[str, ...]:
    """The limitations of the numbers."""
    caveats = (
        [str(caveat) for caveat in indicator.caveats] if indicator else list(row.about["caveats"])
    )
    note = wording.incomplete_years_note(indicator) if indicator else ""
    return (*caveats, *([note] if note else []))


def edition_breaks(row: Edition, indicator: Indicator | None) -> tuple[str, ...]:
    """Each change of definition within the years of the release."""
    definition_breaks = indicator.breaks if indicator else tuple(
        DefinitionBreak(_day(one_break["on"]), one_break["what"]) for one_break in row.about["breaks"]
    )  # fmt: skip
    first, last = row.about["first_year"], row.about["last_year"]
    inside = [change for change in definition_breaks if first <= change.on.year <= last]
    return wording.describe_breaks(inside)


def _day(text: str) -> Any:
    return dt.date.fromisoformat(text)


def _facts(row: Edition) -> tuple[LabelledValue, ...]:
    about = row.about
    attack = about["attacked"]
    months = [date_format(_day(f"2001-{month:02}-01"), "F") for month in about["months"]]
    return (
        LabelledValue(_("Published by"), about["publisher"]),
        LabelledValue(_("Method"), describe_method(about)),
        LabelledValue(
            _("Disclosure test"),
            _("%(cells)s suppressed or rounded cells were tested against everything "
                "published and %(earlier)s earlier releases; %(found)s were disclosed.") % attack,
        ),
        LabelledValue(_("Places"), about["geography"]),
        LabelledValue(_("Months of corrections"), ", ".join(months), missing=_("any month")),
        LabelledValue(_("Terms of use"), about["licence"]),
        LabelledValue(_("Snapshot"), about["snapshot"], note=about["snapshot_hash"][:16]),
        LabelledValue(_("SHA-256 of the tables"), about["tables_hash"]),
        LabelledValue(_("Permanent address"), about["address"]),
    )  # fmt: skip


def describe_method(about: Mapping[str, Any]) -> str:
    """How the numbers are protected, in the reader's language."""
    zeros = (
        _("zeros are protected as well")
        if about["zeros"] == "protected"
        else _("zeros are not protected")
    )
    if about["method"] == "round":
        return _(
            "every count is rounded to a multiple of %(k)s, and all totals still add up; %(zeros)s"
        ) % {
            "k": about["k"],
            "zeros": zeros,
        }
    return _(
        "counts below %(k)s, and others that would reveal them, are suppressed; all "
        "published values are exact; %(zeros)s"
    ) % {"k": about["k"], "zeros": zeros}


def _table_link(row: Edition, part: EditionPart) -> EditionTableLink:
    url = reverse("published:show_table", args=[row.slug, row.number, part.name])
    return EditionTableLink(part.name, table_title(row, part), url)


def table_title(row: Edition, part: EditionPart) -> str:
    """The title of a table in the reader's language: its dimensions except the year."""
    indicator = current_indicator(row)
    if indicator is None:
        return str(part.about["title"])
    words = [labels.dimension_title(indicator, dimension) for dimension in part.about["by"]] or [
        _("By year only")
    ]
    return " × ".join(words)


def _file_link(row: Edition, part: EditionPart) -> EditionFileLink:
    return EditionFileLink(
        name=part.name,
        what=describe_file(part.name),
        size=filesizeformat(part.about["size"]),
        sha256=part.sha256,
        url=reverse("published:download_file", args=[row.slug, row.number, part.name]),
    )


def describe_file(name: str) -> str:
    """The description of a file, by its name."""
    endings = {
        ".hxl.csv": _("the table with HXL tags"),
        ".htcds.csv": _("the table with variables of HTCDS 2.0"),
        ".ctdc.csv": _("the table with variables of CTDC"),
        ".sdmx.csv": _("the table as SDMX-CSV 2.0"),
        "structure.sdmx.xml": _("concepts, code lists and structures in SDMX-ML 3.0"),
        ".sdmx.xml": _("the table as SDMX-ML 3.0"),
        "structure.sdmx-2.1.xml": _("concepts, code lists and structures in SDMX-ML 2.1"),
        ".sdmx-2.1.xml": _("the table as SDMX-ML 2.1"),
        ".csv": _("the table as CSV"),
        "datapackage.json": _("what each column and code means (Frictionless)"),
        ".xlsx": _("all tables as a workbook"),
        ".pdf": _("the report for printing"),
        "dcat.jsonld": _("the catalogue entry (DCAT)"),
    }
    return next((words for ending, words in endings.items() if name.endswith(ending)), "")


@dataclass(frozen=True)
class EditionTable:
    """A table of a published release, ready to be filtered."""

    edition: Edition
    part: EditionPart
    source: ReleaseTableSource | None


def get_edition_table(slug: str, number: int, name: str) -> EditionTable:
    """A table of a release, without its source if withdrawn; 404 if its indicator is gone."""
    row = get_edition(slug, number)
    part = get_object_or_404(row.parts, kind=ReleasePartKind.TABLE, name=name)
    return EditionTable(row, part, None if is_withdrawn(row) else edition_table_source(row, part))


def edition_table_source(row: Edition, part: EditionPart) -> ReleaseTableSource:
    """The table with its meaning, in current labels, since the meaning of a code never changes."""
    indicator = catalogue.find_indicator(row.indicator)
    if indicator is None:
        raise Http404
    return ReleaseTableSource(
        indicator,
        parse_published_table(bytes(part.body)),
        part.about["parents"],
        row.about["k"],
        (row.about["first_year"], row.about["last_year"]),
    )


def get_edition_file(slug: str, number: int, name: str) -> EditionPart | None:
    """A file of a release; None if the release is withdrawn, 404 if it has no such file."""
    row = get_edition(slug, number)
    part = get_object_or_404(row.parts, kind=ReleasePartKind.FILE, name=name)
    return None if is_withdrawn(row) else part
