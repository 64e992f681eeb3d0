"""Families and releases of invented counts, protected and attacked by the engine itself.

Rows are made as the maintenance role; what a person does goes through the actions in their name.
"""

import itertools
import random
from collections import Counter
from functools import cache
from typing import Any

from saathi.agencies.models import Staff
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases import (
    actions,
    cube_counting,
    description,
    release_files,
    table_designs,
)
from saathi.evidence.releases.actions import ReleaseInput
from saathi.evidence.releases.cube_counting import CubeRecord, ReleaseCube
from saathi.evidence.releases.models import Family, Part, Release
from saathi.evidence.releases.table_protection import (
    ProtectedTables,
    SeriesProtection,
    protect_cubes,
)
from saathi.evidence.releases.vocabulary import ReleasePartKind, ReleaseState
from saathi.infra import clock
from tests.roles import role

numbers = itertools.count(1)
INDICATOR = "children_with_a_case"
YEARS = (2021, 2024)


def records(children: int = 1200, *, offices: int = 20, seed: int = 1) -> list[CubeRecord]:
    """Invented children by year, sex and age, from several offices."""
    draw = random.Random(seed)
    cells: Counter[Any] = Counter()
    for _child in range(children):
        office = draw.randrange(offices)
        codes = (
            str(draw.randrange(YEARS[0], YEARS[1] + 1)),
            draw.choices(["girl", "boy", "other"], [60, 38, 1])[0],
            draw.choices(["0_5", "6_11", "12_14", "15_17"], [5, 20, 30, 40])[0],
        )
        cells[codes, office, f"{office} {draw.randrange(12)}"] += 1
    return [CubeRecord(key[0], count, key[1], key[2]) for key, count in sorted(cells.items())]


def cube(
    found: list[CubeRecord] | None = None, *, by: tuple[str, ...] = ("sex", "age")
) -> ReleaseCube:
    """The cube of invented children by sex and age, or by one of them."""
    indicator = catalogue.find_indicator(INDICATOR)
    assert indicator is not None
    whole = ("year", "sex", "age")
    names = ("year", *by)
    places = [whole.index(name) for name in names]
    kept = [
        CubeRecord(
            tuple(record.codes[place] for place in places),
            record.number,
            record.office,
            record.event,
        )
        for record in (records() if found is None else found)
    ]
    dimensions = [dimension for name in by if (dimension := indicator.dimension(name)) is not None]
    return ReleaseCube(
        "-".join(by), names, kept, cube_counting.dimension_trees(names, dimensions, kept), True
    )


ENDS = {"internal": 50, "IND": 25, "ARE": 12, "MYS": 6, "GBR": 6, "CHN": 6}


def ways(children: int = 2400, *, offices: int = 20, seed: int = 2) -> ReleaseCube:
    """Invented ways by year, country of recruitment and where they lead, from several offices."""
    draw = random.Random(seed)
    cells: Counter[Any] = Counter()
    for _child in range(children):
        office = draw.randrange(offices)
        codes = (
            str(draw.randrange(YEARS[0], YEARS[1] + 1)),
            draw.choice(["NPL", "BGD"]),
            draw.choices(list(ENDS), list(ENDS.values()))[0],
        )
        cells[codes, office, f"{office} {draw.randrange(12)}"] += 1
    found = [CubeRecord(key[0], count, key[1], key[2]) for key, count in sorted(cells.items())]
    return ReleaseCube(
        "leads-to", ("year", "country", "leads_to"), found, trees_of_ways(found), True
    )


def trees_of_ways(found: list[CubeRecord]) -> Any:
    """The hierarchies of a table of ways."""
    indicator = catalogue.find_indicator("ways_of_children")
    assert indicator is not None
    ends = indicator.dimension("leads_to")
    assert ends is not None
    return cube_counting.dimension_trees(("year", "country", "leads_to"), [ends], found)


def published_ways(actor: Staff, second: Staff, **other: Any) -> Release:
    """A published release of ways; by suppression, where all that is printed is true."""
    given = {"indicator": "ways_of_children", "tables": ["leads_to"], "country": "", "title": "Ways",
             "method": "suppress", "zeros": "public", "slug": "ways"}  # fmt: skip
    row = family(actor, **(given | other))
    made = designed(actor, row, chosen={"leads-to": 0}, chosen_by=actor.id)
    done = keep(made, guard_all(DisclosureMethod.SUPPRESS, ways(), zeros=ZeroPolicy.PUBLIC))
    return carried_out(done, actor, second)


@cache
def usual() -> ReleaseCube:
    """The cube by sex and age that most tests release, made once."""
    return cube()


def full(of: ReleaseCube) -> dict[str, Any]:
    """The levels that leave a cube as it is."""
    from saathi.engines.disclosure.rollup import FULL_DETAIL

    return dict.fromkeys(of.dimensions, FULL_DETAIL)


@cache
def guarded(
    method: DisclosureMethod = DisclosureMethod.ROUND, *, zeros: ZeroPolicy = ZeroPolicy.PROTECTED
) -> ProtectedTables:
    """The usual cube protected and attacked, made once."""
    return guard_all(method, usual(), zeros=zeros)


def guard_all(
    method: DisclosureMethod, *cubes: ReleaseCube, zeros: ZeroPolicy = ZeroPolicy.PROTECTED
) -> ProtectedTables:
    """These cubes protected and attacked as a release of this method."""
    chosen = [(item, full(item)) for item in cubes]
    return protect_cubes(
        chosen,
        SeriesProtection(DisclosurePolicy(5, zeros), method, b"secret"),
        [],
        lambda _what, _done: None,
    )


def told(**other: Any) -> Family:
    """The settings of a publication series."""
    given: dict[str, Any] = {
        "slug": f"family-{next(numbers)}",
        "title": "Children with a case",
        "indicator": INDICATOR,
        "tables": ["sex,age"],
        "sensitivity": "ordinary",
        "zeros": "protected",
        "method": "round",
        "geography": "districts of Saathi, 2026",
        "country": "NPL",
    }
    return Family(**(given | other))


def family(actor: Staff, **other: Any) -> Family:
    """A publication series of the agency."""
    with role("maintenance"):
        found = told(agency_id=actor.agency_id, made_by=actor.id, **other)
        found.save(force_insert=True)
    return found


def draft(actor: Staff, of: Family | None = None, **other: Any) -> Release:
    """A draft of a release."""
    of = of or family(actor)
    given: dict[str, Any] = {"first_year": YEARS[0], "last_year": YEARS[1], "made_by": actor.id}
    with role("maintenance"):
        number = of.releases.count() + 1
        return Release.objects.create(family=of, number=number, **(given | other))


@cache
def proposals() -> list[dict[str, Any]]:
    """What the search proposes for the usual cube, made once."""
    found = table_designs.propose_designs(
        usual(), DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.ROUND
    )
    return [item.as_json() for item in found]


def designed(actor: Staff, of: Family | None = None, **other: Any) -> Release:
    """A release whose designs wait to be chosen from."""
    shown = {"table": "sex-age", "by": ["sex", "age"], "proposals": proposals(), "years": []}
    given = {
        "state": ReleaseState.DESIGNED,
        "designs": [shown],
        "snapshot": "s-1",
        "snapshot_hash": "a" * 64,
    }
    return draft(actor, of, **(given | other))


def protected(actor: Staff, of: Family | None = None, **other: Any) -> Release:
    """A release that was protected and passed, with its parts and files as the worker makes them."""
    early = {name: other.pop(name) for name in ("corrects", "what_changed") if name in other}
    made = designed(actor, of, chosen={"sex-age": 0}, chosen_by=actor.id, **early)
    found = guarded(DisclosureMethod(made.family.method))
    return keep(made, found, **other)


def keep(release: Release, found: ProtectedTables, **other: Any) -> Release:
    """The release with the parts of what was guarded."""
    indicator = catalogue.find_indicator(release.family.indicator)
    assert indicator is not None
    tables = description.release_tables(indicator, found)
    said = description.release_description(release, indicator, found, tables, "Observatory")
    parts = [
        Part(release=release, kind=ReleasePartKind.TABLE, name=table.name, media="text/csv", body=table.body,
             about={"title": table.title, "parents": table.parents, "by": table.extra_dimensions}, sha256=release_files.file_sha256(table.body))
        for table in tables
    ]  # fmt: skip
    parts += [
        Part(release=release, kind=ReleasePartKind.FILE, name=file.name, media=file.media, body=file.body,
             about={"size": len(file.body)}, sha256=file.sha256)
        for file in release_files.make_files(said, tables)
    ]  # fmt: skip
    parts.append(
        Part(release=release, kind=ReleasePartKind.ABOUT, name="about", about=said, body=b"")
    )
    given = {
        "state": ReleaseState.PROTECTED if found.passes else ReleaseState.FAILED,
        "report": dict(found.report),
        "passes": found.passes,
        "summary": found.summary,
        "tables_hash": said["tables_hash"],
        "said_at": clock.now(),
    }
    with role("maintenance"):
        Part.objects.bulk_create(parts)
        Release.objects.filter(pk=release.pk).update(**(given | other))
    return fresh(release)


def fresh(release: Release) -> Release:
    """The release as it is now, read past row security."""
    with role("maintenance"):
        found = Release.objects.select_related("family", "family__agency", "corrects")
        return found.get(pk=release.pk)


def published(actor: Staff, second: Staff, of: Family | None = None, **other: Any) -> Release:
    """A release that a second person approved and the first published."""
    return carried_out(protected(actor, of, **other), actor, second)


def carried_out(made: Release, actor: Staff, second: Staff) -> Release:
    """The release, approved by the second person and published by the first."""
    from tests.roles import acting

    with acting(second):
        actions.approve_release(release=made, seen_hash=made.tables_hash, actor=second)
    made = fresh(made)
    with acting(actor):
        actions.publish_release(release=made, today=actor.office.today(), actor=actor)
    return fresh(made)


__all__ = [
    "ReleaseInput",
    "cube",
    "designed",
    "draft",
    "family",
    "guarded",
    "protected",
    "published",
]
