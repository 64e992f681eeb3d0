"""What is printed of the same children already is held against a new release, of whatever family."""

from dataclasses import replace

import pytest

from saathi.agencies.models import Staff
from saathi.disclosure.audit import EarlierRelease
from saathi.disclosure.policy import DisclosurePolicy
from saathi.disclosure.published_bounds import PublishedRules
from saathi.disclosure.rollup import OTHERS_CODE
from saathi.disclosure.tables import CountTable, DisclosureMethod, TableRow, ZeroPolicy
from saathi.evidence.releases import actions
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.overlapping import (
    list_earlier_releases,
    rename_others_code,
    restrict_to_years,
)
from saathi.evidence.releases.protecting import ProtectionRule, protect_cubes
from saathi.evidence.releases.published_table import to_csv, to_earlier_table
from tests.factories import agencies, releases
from tests.roles import acting, role

QUIET = lambda _what, _done: None  # noqa: E731 - nobody listens
TOLD = PublishedRules(5, ZeroPolicy.PROTECTED, 5)

pytestmark = pytest.mark.django_db


def before(release: Release) -> list[EarlierRelease]:
    with role("analyst"):
        return list_earlier_releases(release, "default")


def test_another_family_of_the_same_children_is_known_and_of_other_children_is_not(
    by: Staff, second: Staff
) -> None:
    releases.published(by, second, releases.family(by, sensitivity="high"))
    releases.published(by, second, releases.family(by, country="IND"))
    stranger = agencies.staff("rapporteur")  # of another agency
    new = releases.designed(stranger, releases.family(stranger))

    (found,) = before(new)
    assert found.change == 0  # of the same facts
    assert found.rules == replace(TOLD, k=10, base=10)
    assert found.hierarchies is not None
    assert found.hierarchies["age"].parents
    assert [table.dimensions for table in found.tables] == [("year", "sex", "age")]


def test_what_was_approved_may_be_given_to_researchers_and_counts_too(
    by: Staff, second: Staff
) -> None:
    other = releases.protected(by)
    new = releases.designed(by, releases.family(by))
    assert before(new) == []
    with acting(second):
        actions.approve_release(release=other, seen_hash=other.tables_hash, actor=second)
    assert len(before(new)) == 1
    assert before(other) == []  # not beside itself


def test_of_other_facts_it_is_guessed_how_far_they_differ(by: Staff, second: Staff) -> None:
    releases.published(by, second, releases.family(by))
    new = releases.designed(by, releases.family(by), snapshot="s-2", snapshot_hash="b" * 64)
    assert [one.change for one in before(new)] == [None]


def test_of_other_years_only_those_count_that_both_have(by: Staff, second: Staff) -> None:
    releases.published(by, second, releases.family(by))
    new = releases.designed(by, releases.family(by), first_year=2023, last_year=2026)
    (found,) = before(new)
    (table,) = found.tables
    place = table.dimensions.index("year")
    assert {row.codes[place] for row in table.rows} == {"2023", "2024"}
    late = releases.designed(by, releases.family(by), first_year=2025, last_year=2026)
    assert before(late) == []


def test_a_table_without_years_is_no_part_of_other_years() -> None:
    assert (
        restrict_to_years(
            CountTable("t.csv", ("sex",), [TableRow(("girl",), 6)]), range(2021, 2023)
        )
        is None
    )


def test_all_others_of_one_family_are_not_those_of_another() -> None:
    table = CountTable("t.csv", ("sex",), [TableRow(("girl",), 6), TableRow((OTHERS_CODE,), 4)])
    renamed = rename_others_code(table, "those of the first")
    assert [row.codes for row in renamed.rows] == [("girl",), ("those of the first",)]


@pytest.mark.requirement("DAT-014")
def test_what_another_family_gives_away_fails_the_release() -> None:
    """Safe by itself; beside exact counts of the same children it would tell what it hides."""
    cube = releases.cube(by=("sex",))
    rule = ProtectionRule(
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
    found = protect_cubes(
        [(cube, releases.full(cube))], rule, [EarlierRelease([exact], change=0, rules=TOLD)], QUIET
    )
    assert not found.passes
    assert found.report["found"]["exact"] > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "presence"),
    [(DisclosureMethod.SUPPRESS, 0), (DisclosureMethod.ROUND, 1)],
    ids=["suppress", "round"],
)
def test_a_second_family_is_protected_behind_the_first_or_fails(
    method: DisclosureMethod, presence: int
) -> None:
    """Other dimensions, another secret, the same children: exact sums beside rounded ones tell more."""
    first, second = releases.cube(), releases.cube(by=("sex",))
    policy = DisclosurePolicy(5, ZeroPolicy.PROTECTED)
    rule = ProtectionRule(policy, DisclosureMethod.SUPPRESS, b"one")
    (printed,) = protect_cubes([(first, releases.full(first))], rule, [], QUIET).tables
    earlier = EarlierRelease(
        [to_earlier_table(printed.name, to_csv(printed))],
        change=0,
        rules=TOLD,
        hierarchies=first.trees,
    )
    rule = ProtectionRule(policy, method, b"two")
    found = protect_cubes([(second, releases.full(second))], rule, [earlier], QUIET)
    assert found.report["found"]["presence"] == presence
    assert found.report["found"]["exact"] == found.report["found"]["fewer than k"] == 0
    assert found.passes == (not presence)
    assert found.report["earlier"] == 1
