"""Earlier publications about the same children: by this family's releases and by other families.

A reader of a new release also has all of them, and none can be recalled.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from saathi.engines.disclosure.audit_task import EarlierRelease
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.rollup import OTHERS_CODE
from saathi.engines.disclosure.tables import CountTable
from saathi.evidence.releases.cube_counting import YEAR
from saathi.evidence.releases.models import Part, Release
from saathi.evidence.releases.published_table import to_earlier_table
from saathi.evidence.releases.table_designs import family_policy
from saathi.evidence.releases.vocabulary import ReleasePartKind, ReleaseState

RELEASED_STATES = (ReleaseState.APPROVED, ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN)


def list_earlier_releases(release: Release, using: str) -> list[EarlierRelease]:
    """Every approved or published release of the same indicator and country, as its readers have it.

    Approved ones count too: researchers and authorities get them under an agreement. Counts of the
    same snapshot are the same; for others the family sets an assumed maximum difference.
    """
    printed = _published_tables(release, using)
    out = Release.objects.using(using).select_related("family").filter(pk__in=printed)
    earlier_releases = (
        _earlier_release(release, other_release, printed[other_release.pk])
        for other_release in out.order_by("approved_at")
    )
    return [earlier_release for earlier_release in earlier_releases if earlier_release.tables]


@dataclass
class _PublishedTables:
    """The tables of one earlier release, and the parents of their codes."""

    tables: list[CountTable] = field(default_factory=list)
    parents: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, part: Part) -> None:
        self.tables.append(to_earlier_table(f"{part.name}.csv", bytes(part.body)))
        for name, above in part.about["parents"].items():
            self.parents[name].update(above)


def _published_tables(release: Release, using: str) -> dict[UUID, _PublishedTables]:
    family = release.family
    parts = Part.objects.using(using).filter(
        release__family__indicator=family.indicator,
        release__family__country=family.country,
        release__state__in=RELEASED_STATES,
        kind=ReleasePartKind.TABLE,
    )
    tables_by_release: dict[UUID, _PublishedTables] = defaultdict(_PublishedTables)
    for part in parts.exclude(release=release).order_by("release", "name"):
        tables_by_release[part.release_id].add(part)
    return dict(tables_by_release)


def _earlier_release(new: Release, old: Release, printed: _PublishedTables) -> EarlierRelease:
    policy, _ = family_policy(old.family)
    tables: Sequence[CountTable] = printed.tables
    is_of_other_years = (old.first_year, old.last_year) != (new.first_year, new.last_year)
    if is_of_other_years:
        years = range(max(old.first_year, new.first_year), min(old.last_year, new.last_year) + 1)
        tables = [restricted for table in tables if (restricted := restrict_to_years(table, years))]
    if old.family_id != new.family_id:
        tables = [
            rename_others_code(table, f"{OTHERS_CODE} ({old.family.slug})") for table in tables
        ]
    is_of_same_facts = bool(new.snapshot_hash) and old.snapshot_hash == new.snapshot_hash
    return EarlierRelease(
        tables,
        change=0 if is_of_same_facts else None,
        reach=(old.report or {}).get("reach", 0),
        rules=PublishedRules(policy.k, policy.zeros, policy.k),
        hierarchies={name: Hierarchy(above) for name, above in printed.parents.items()},
    )


def restrict_to_years(table: CountTable, years: range) -> CountTable | None:
    """The rows of a table for these single years; None if there are none.

    A total over other years would be another number under the same name.
    """
    if YEAR not in table.dimensions:
        return None
    place, year_codes = table.dimensions.index(YEAR), {str(year) for year in years}
    rows = [row for row in table.rows if row.codes[place] in year_codes]
    return replace(table, rows=rows) if rows else None


def rename_others_code(table: CountTable, name: str) -> CountTable:
    """The table with its “all others” renamed, because other families combine other codes in it."""
    rows = [
        replace(row, codes=tuple(name if code == OTHERS_CODE else code for code in row.codes))
        for row in table.rows
    ]
    return replace(table, rows=rows)
