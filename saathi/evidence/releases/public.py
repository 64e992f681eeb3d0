"""Reads of what was published. Only tables that hold published releases are asked, no record of a child."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from saathi.evidence.indicators import catalogue, wording
from saathi.evidence.indicators.definition import Break, Indicator
from saathi.evidence.indicators.pages import Said
from saathi.evidence.releases import labels
from saathi.evidence.releases.about import definition_hash
from saathi.evidence.releases.cells import read
from saathi.evidence.releases.cutting import Source
from saathi.evidence.releases.files import standards
from saathi.evidence.releases.models import Edition, EditionNote, EditionPart
from saathi.evidence.releases.shown import (
    EditionPage,
    Entry,
    FileLink,
    Notice,
    TableLink,
)
from saathi.evidence.releases.vocabulary import NoteKind, PartKind
from saathi.evidence.wording import country
from saathi.web.parts import Pair

A_PAGE = 25


def editions() -> QuerySet[Edition]:
    """Every published release with its notes, by title, the newest number first."""
    notes = Prefetch("notes", EditionNote.objects.order_by("made_at"))
    return Edition.objects.order_by("title", "slug", "-number").prefetch_related(notes)


def newest(words: str = "") -> list[Edition]:
    """The newest release of every family that holds all of these words."""
    found: dict[str, Edition] = {}
    for one in editions():
        found.setdefault(one.slug, one)
    wanted = words.lower().split()
    return [one for one in found.values() if _has(one, wanted)]


def _has(edition: Edition, wanted: list[str]) -> bool:
    indicator = catalogue.named(edition.indicator)
    said = [edition.title, edition.about["question"], edition.about["where"], edition.slug]
    said += [str(indicator.title), str(indicator.question)] if indicator else []
    text = " ".join(said).lower()
    return all(word in text for word in wanted)


def edition(slug: str, number: int | None = None) -> Edition:
    """A published release, the newest of its family where no number is given; 404 for none."""
    found = editions().filter(slug=slug)
    if number is not None:
        found = found.filter(number=number)
    first = found.first()
    if first is None:
        raise Http404
    return first


def is_withdrawn(row: Edition) -> bool:
    """Whether its numbers are no longer given out."""
    return any(note.kind == NoteKind.WITHDRAWN for note in row.notes.all())


def where(row: Edition) -> str:
    """Of which country or countries the release is."""
    return country(row.country) if row.country else _("all countries on record, each by itself")


def what(row: Edition) -> str:
    """Where, which years, which release, in one line."""
    return _("%(where)s, %(first)s to %(last)s, release %(number)s of %(day)s") % {
        "where": where(row),
        "first": row.about["first_year"],
        "last": row.about["last_year"],
        "number": row.number,
        "day": date_format(timezone.localtime(row.published_at), "DATE_FORMAT"),
    }


def meaning(row: Edition) -> Indicator | None:
    """The indicator, where it still means what it meant when it was released."""
    found = catalogue.named(row.indicator)
    if found is None or definition_hash(found) != row.about["definition_hash"]:
        return None
    return found


def entry(row: Edition) -> Entry:
    """A release in the list."""
    indicator = meaning(row)
    return Entry(
        title=row.title,
        question=str(indicator.question) if indicator else row.about["question"],
        url=reverse("published:show_edition", args=[row.slug, row.number]),
        what=what(row),
        is_withdrawn=is_withdrawn(row),
    )


def page(row: Edition) -> EditionPage:
    """Everything on the page of a published release."""
    gone = is_withdrawn(row)
    parts = [] if gone else list(row.parts.defer("body").order_by("id"))
    indicator = meaning(row)
    versions = list(
        Edition.objects.filter(slug=row.slug).order_by("-number").only("number", "slug")
    )
    return EditionPage(
        title=row.title,
        subtitle=what(row),
        question=str(indicator.question) if indicator else row.about["question"],
        about=row.about["about"],
        notices=tuple(notices(row, versions[0].number)),
        is_withdrawn=gone,
        tables=tuple(_table_link(row, one) for one in parts if one.kind == PartKind.TABLE),
        files=tuple(_file_link(row, one) for one in parts if one.kind == PartKind.FILE),
        losses=tuple(standards.losses(row.indicator, row.country, parts)),
        definition=definition(row, indicator),
        responsibilities=wording.responsibilities(indicator) if indicator else (),
        caveats=caveats(row, indicator),
        breaks=breaks(row, indicator),
        facts=_facts(row),
        citation=row.about["citation"],
        words_are_english=(get_language() or "en") != "en",
        versions=tuple(
            TableLink(str(one.number), _("Release %(number)s") % {"number": one.number},
                      reverse("published:show_edition", args=[one.slug, one.number]))
            for one in versions
            if one.number != row.number
        ),
    )  # fmt: skip


def notices(row: Edition, newest_number: int) -> list[Notice]:
    """What must be known before a number is read."""
    found = []
    for note in row.notes.all():
        day = date_format(timezone.localtime(note.made_at), "DATE_FORMAT")
        if note.kind == NoteKind.WITHDRAWN:
            title = _("Withdrawn on %(day)s. Its numbers are no longer given out.") % {"day": day}
            found.append(Notice(title, note.words))
        else:
            title = _("Corrected on %(day)s by release %(number)s.") % {
                "day": day,
                "number": note.other,
            }
            url = reverse("published:show_edition", args=[row.slug, note.other])
            found.append(Notice(title, note.words, url, _("Read that one")))
    if newest_number != row.number and not found:
        url = reverse("published:show_edition", args=[row.slug, newest_number])
        found.append(Notice(_("There is a newer release."), "", url, _("Read that one")))
    if row.about["corrects"]:
        title = _("Corrects release %(number)s.") % {"number": row.about["corrects"]}
        found.append(Notice(title, row.about["what_changed"]))
    return found


def definition(row: Edition, indicator: Indicator | None) -> tuple[Said, ...]:
    """What is counted; in the words of the day it was released, where the definition changed."""
    if indicator is not None:
        return wording.definition(indicator)
    about = row.about
    told = [
        (_("One is"), about["unit"]),
        (_("In the year"), about["basis"]),
        (_("Counted"), about["denominator"]),
        (_("The part"), about["numerator"]),
        (_("What none means"), about["zero"]),
    ]
    return tuple(Said(term, (words,), foreign=True) for term, words in told if words)


def caveats(row: Edition, indicator: Indicator | None) -> tuple[str, ...]:
    """What the numbers do not say."""
    own = [str(one) for one in indicator.caveats] if indicator else list(row.about["caveats"])
    note = wording.basis_note(indicator) if indicator else ""
    return (*own, *([note] if note else []))


def breaks(row: Edition, indicator: Indicator | None) -> tuple[str, ...]:
    """Each change of definition within the years of the release."""
    found = indicator.breaks if indicator else tuple(
        Break(_day(one["on"]), one["what"]) for one in row.about["breaks"]
    )  # fmt: skip
    first, last = row.about["first_year"], row.about["last_year"]
    inside = [one for one in found if first <= one.on.year <= last]
    return wording.break_words(inside)


def _day(text: str) -> Any:
    import datetime as dt  # noqa: PLC0415 - one use

    return dt.date.fromisoformat(text)


def _facts(row: Edition) -> tuple[Pair, ...]:
    about = row.about
    attack = about["attacked"]
    months = [date_format(_day(f"2001-{month:02}-01"), "F") for month in about["months"]]
    return (
        Pair(_("Published by"), about["publisher"]),
        Pair(_("Method"), method_words(about)),
        Pair(
            _("Attack"),
            _("%(cells)s hidden or rounded cells were attacked with all that is printed and "
              "%(earlier)s earlier releases; %(found)s were found out.") % attack,
        ),
        Pair(_("Places"), about["geography"]),
        Pair(_("Corrections come in"), ", ".join(months), missing=_("any month")),
        Pair(_("Terms of use"), about["licence"]),
        Pair(_("Snapshot"), about["snapshot"], note=about["snapshot_hash"][:16]),
        Pair(_("SHA-256 of the tables"), about["tables_hash"]),
        Pair(_("Permanent address"), about["address"]),
    )  # fmt: skip


def method_words(about: Mapping[str, Any]) -> str:
    """How the numbers are protected, in the reader's language."""
    zeros = (
        _("that nobody is there is protected as well")
        if about["zeros"] == "protected"
        else _("that nobody is there may be known")
    )
    if about["method"] == "round":
        return _(
            "every count is rounded to a multiple of %(k)s, and all sums still add; %(zeros)s"
        ) % {
            "k": about["k"],
            "zeros": zeros,
        }
    return _(
        "counts of fewer than %(k)s, and others that would give them away, are hidden; all that is "
        "printed is true; %(zeros)s"
    ) % {"k": about["k"], "zeros": zeros}


def _table_link(row: Edition, part: EditionPart) -> TableLink:
    url = reverse("published:show_table", args=[row.slug, row.number, part.name])
    return TableLink(part.name, table_title(row, part), url)


def table_title(row: Edition, part: EditionPart) -> str:
    """What a table is called in the reader's language: its dimensions besides the year."""
    indicator = meaning(row)
    if indicator is None:
        return str(part.about["title"])
    words = [labels.title(indicator, one) for one in part.about["by"]] or [_("By year alone")]
    return " × ".join(words)


def _file_link(row: Edition, part: EditionPart) -> FileLink:
    return FileLink(
        name=part.name,
        what=file_words(part.name),
        size=filesizeformat(part.about["size"]),
        sha256=part.sha256,
        url=reverse("published:open_file", args=[row.slug, row.number, part.name]),
    )


def file_words(name: str) -> str:
    """What a file is, by its name."""
    endings = {
        ".hxl.csv": _("the table with HXL tags"),
        ".htcds.csv": _("the table with variables of HTCDS 2.0"),
        ".ctdc.csv": _("the table with variables of CTDC"),
        ".sdmx.csv": _("the table as SDMX-CSV 2.0"),
        "structure.sdmx.xml": _("concepts, code lists and structures in SDMX-ML 3.0"),
        ".sdmx.xml": _("the table as SDMX-ML 3.0"),
        ".csv": _("the table as CSV"),
        "datapackage.json": _("what each column and code means (Frictionless)"),
        ".xlsx": _("all tables as a workbook"),
        ".pdf": _("the report, to print"),
        "dcat.jsonld": _("the entry for a catalogue (DCAT)"),
    }
    return next((words for ending, words in endings.items() if name.endswith(ending)), "")


@dataclass(frozen=True)
class Opened:
    """A table of a published release, ready to be cut."""

    edition: Edition
    part: EditionPart
    source: Source | None


def table(slug: str, number: int, name: str) -> Opened:
    """A table of a release; without its source where the definition or the release is gone."""
    row = edition(slug, number)
    part = row.parts.filter(kind=PartKind.TABLE, name=name).first()
    if part is None:
        raise Http404
    return Opened(row, part, None if is_withdrawn(row) else source(row, part))


def source(row: Edition, part: EditionPart) -> Source:
    """The table with its meaning. Labels of codes never change their sense, so today's serve."""
    indicator = catalogue.named(row.indicator)
    if indicator is None:
        raise Http404
    return Source(
        indicator,
        read(bytes(part.body)),
        part.about["parents"],
        row.about["k"],
        (row.about["first_year"], row.about["last_year"]),
    )


def file(slug: str, number: int, name: str) -> EditionPart | None:
    """A file of a release; None where the release is withdrawn, 404 where there is none."""
    row = edition(slug, number)
    part = row.parts.filter(kind=PartKind.FILE, name=name).first()
    if part is None:
        raise Http404
    return None if is_withdrawn(row) else part
