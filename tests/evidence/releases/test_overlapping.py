"""Earlier publications about the same children are taken into account by a new release of any family."""

from dataclasses import replace

import pytest

from saathi.agencies.models import Staff
from saathi.engines.disclosure import protect
from saathi.engines.disclosure.audit_task import EarlierRelease
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.rollup import OTHERS_CODE
from saathi.engines.disclosure.tables import CountTable, DisclosureMethod, TableRow, ZeroPolicy
from saathi.evidence.releases import actions
from saathi.evidence.releases.earlier_publications import (
    list_earlier_releases,
    rename_others_code,
    restrict_to_years,
)
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.published_table import to_csv, to_earlier_table
from saathi.evidence.releases.table_protection import SeriesProtection, protect_cubes
from tests.factories import agencies, releases
from tests.roles import acting, role

QUIET = lambda _what, _done: None  # noqa: E731 - progress is not used
TOLD = PublishedRules(5, ZeroPolicy.PROTECTED, 5)

pytestmark = pytest.mark.django_db


def before(release: Release) -> list[EarlierRelease]:
    with role("analyst"):
        return list_earlier_releases(release, "default")


def test_another_family_of_the_same_children_is_known_and_of_other_children_is_not(
    preparer: Staff, second: Staff
) -> None:
    releases.published(preparer, second, releases.family(preparer, sensitivity="high"))
    releases.published(preparer, second, releases.family(preparer, country="IND"))
    stranger = agencies.staff("rapporteur")  # of another agency
    new = releases.designed(stranger, releases.family(stranger))

    (earlier,) = before(new)
    assert earlier.change == 0  # of the same facts
    assert earlier.rules == replace(TOLD, k=10, base=10)
    assert earlier.hierarchies is not None
    assert earlier.hierarchies["age"].parents
    assert [table.dimensions for table in earlier.tables] == [("year", "sex", "age")]


def test_approved_release_counts_as_earlier_publication(preparer: Staff, second: Staff) -> None:
    approved = releases.protected(preparer)
    new = releases.designed(preparer, releases.family(preparer))
    assert before(new) == []
    with acting(second):
        actions.approve_release(release=approved, seen_hash=approved.tables_hash, actor=second)
    assert len(before(new)) == 1
    assert before(approved) == []  # not beside itself


def test_other_snapshot_uses_the_assumed_maximum_change(preparer: Staff, second: Staff) -> None:
    releases.published(preparer, second, releases.family(preparer))
    new = releases.designed(
        preparer, releases.family(preparer), snapshot="s-2", snapshot_hash="b" * 64
    )
    assert [earlier.change for earlier in before(new)] == [None]


def test_earlier_release_is_restricted_to_common_years(preparer: Staff, second: Staff) -> None:
    releases.published(preparer, second, releases.family(preparer))
    new = releases.designed(preparer, releases.family(preparer), first_year=2023, last_year=2026)
    (earlier,) = before(new)
    (table,) = earlier.tables
    place = table.dimensions.index("year")
    assert {row.codes[place] for row in table.rows} == {"2023", "2024"}
    late = releases.designed(preparer, releases.family(preparer), first_year=2025, last_year=2026)
    assert before(late) == []


def test_a_table_without_years_is_no_part_of_other_years() -> None:
    assert (
        restrict_to_years(
            CountTable("t.csv", ("sex",), [TableRow(("girl",), 6)]), range(2021, 2023)
        )
        is None
    )


def test_all_others_code_is_renamed_between_families() -> None:
    table = CountTable("t.csv", ("sex",), [TableRow(("girl",), 6), TableRow((OTHERS_CODE,), 4)])
    renamed = rename_others_code(table, "those of the first")
    assert [row.codes for row in renamed.rows] == [("girl",), ("those of the first",)]


@pytest.mark.requirement("DAT-014")
def test_release_fails_if_another_family_reveals_hidden_cells() -> None:
    """Safe alone; together with exact counts of the same children it would reveal hidden numbers."""
    cube = releases.cube(by=("sex",))
    rule = SeriesProtection(
        DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.SUPPRESS, b"secret"
    )
    truth = cube.table()
    exact = CountTable(
        "other.csv",
        truth.dimensions,
        [
            TableRow(row.codes, None, str(row.count), "shown" if row.count else "zero")
            for row in truth.rows
        ],
    )
    assert protect_cubes(
        [(cube, releases.full(cube))], rule, [EarlierRelease([exact])], QUIET
    ).passes
    protected = protect_cubes(
        [(cube, releases.full(cube))], rule, [EarlierRelease([exact], change=0, rules=TOLD)], QUIET
    )
    assert not protected.passes
    assert protected.report["found"]["exact"] > 0


@pytest.mark.parametrize(
    ("method", "is_revealed"),
    [(DisclosureMethod.SUPPRESS, False), (DisclosureMethod.ROUND, True)],
    ids=["suppress", "round"],
)
def test_a_second_family_is_protected_behind_the_first_or_fails(
    monkeypatch: pytest.MonkeyPatch, method: DisclosureMethod, is_revealed: bool
) -> None:
    """Other dimensions, another secret, the same children: exact sums beside rounded ones reveal more."""
    # The first safe choice: one that is improved for some seconds depends on the machine.
    monkeypatch.setattr(protect, "PROVEN_SECONDS", 0.0)
    first, second = releases.cube(), releases.cube(by=("sex",))
    policy = DisclosurePolicy(5, ZeroPolicy.PROTECTED)
    rule = SeriesProtection(policy, DisclosureMethod.SUPPRESS, b"one")
    (printed,) = protect_cubes([(first, releases.full(first))], rule, [], QUIET).tables
    earlier = EarlierRelease(
        [to_earlier_table(printed.name, to_csv(printed))],
        change=0,
        rules=TOLD,
        hierarchies=first.trees,
    )
    rule = SeriesProtection(policy, method, b"two")
    protected = protect_cubes([(second, releases.full(second))], rule, [earlier], QUIET)
    found = protected.report["found"]
    assert (found["presence"] + found["fewer than k"] > 0) == is_revealed
    assert found["exact"] == 0
    assert protected.passes == (not is_revealed)
    assert protected.report["earlier"] == 1
