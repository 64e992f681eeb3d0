"""The public home page: the newest publications with their latest number, and the law by country."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from saathi.evidence.pages import CountCell
from saathi.evidence.releases import published_queries
from saathi.evidence.releases.country_pages import list_published_tables
from saathi.evidence.releases.table_cuts import latest_total
from saathi.policy.law import queries as law
from saathi.policy.law.pages import CountrySummary

MAX_PUBLICATIONS = 12


@dataclass(frozen=True)
class PublishedFigure:
    """A publication with its latest total; `value` is None where its numbers do not add up to one."""

    title: str
    question: str
    url: str
    what: str
    value: CountCell | None
    unit: str
    year: str


@dataclass(frozen=True)
class PublicHomePage:
    """What is published."""

    publications: Sequence[PublishedFigure]
    has_more: bool
    law: Sequence[CountrySummary]


def build_home_page() -> PublicHomePage:
    """The newest releases that are not withdrawn, one per family; three queries."""
    figures: dict[str, PublishedFigure] = {}
    for row, part in list_published_tables():
        if row.slug in figures:
            continue
        latest = None
        if published_queries.has_total(row):
            latest = latest_total(published_queries.edition_table_source(row, part))
        entry = published_queries.release_list_entry(row)
        figures[row.slug] = PublishedFigure(
            title=entry.title,
            question=entry.question,
            url=reverse("published:show_edition", args=[row.slug, row.number]),
            what=entry.what,
            value=latest[1] if latest else None,
            unit=published_queries.edition_unit(row),
            year=latest[0] if latest else "",
        )
    shown = list(figures.values())
    return PublicHomePage(
        shown[:MAX_PUBLICATIONS], len(shown) > MAX_PUBLICATIONS, law.summarise_countries()
    )
