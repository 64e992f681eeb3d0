"""Protection and attack of a release: the tables to be published, and the cases that fail."""

from dataclasses import replace
from typing import Any

import pytest

from saathi.engines.disclosure.audit_task import EarlierRelease
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.rollup import FULL_DETAIL, OTHERS_CODE, DetailLevel
from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.evidence.releases import queries, table_designs, table_protection
from saathi.evidence.releases.cube_counting import CubeRecord
from saathi.evidence.releases.published_table import parse_published_table, to_csv, to_earlier_table
from saathi.evidence.releases.table_protection import (
    ReleaseNotProtectable,
    SeriesProtection,
    protect_cubes,
    table_with_origins,
)
from saathi.evidence.releases.vocabulary import ValueStatus
from tests.factories import releases

QUIET = lambda _what, _done: None  # noqa: E731 - progress is not used


@pytest.mark.requirement("DAT-014")
@pytest.mark.parametrize("zeros", ZeroPolicy)
@pytest.mark.parametrize("method", DisclosureMethod)
def test_no_small_count_of_linked_tables_is_found_out(
    method: DisclosureMethod, zeros: ZeroPolicy
) -> None:
    counted = [releases.cube(), releases.cube(by=("sex",))]
    protected = releases.guard_all(method, *counted, zeros=zeros)
    assert protected.passes
    assert protected.report["found"]["exact"] == protected.report["found"]["fewer than k"] == 0
    few = {
        (table.name, row.codes)
        for cube in counted
        for table in [cube.table()]
        for row in table.rows
        if 0 < (row.count or 0) < 5
    }
    assert few
    for table in protected.tables:
        for row in table.rows:
            if (table.name, row.codes) in few:
                assert row.status in {ValueStatus.SUPPRESSED, ValueStatus.ROUNDED}
                assert method is DisclosureMethod.ROUND or row.text == ""


def test_rounded_totals_still_add_up() -> None:
    (table,) = releases.guarded(DisclosureMethod.ROUND).tables
    printed = parse_published_table(to_csv(table))
    for year in ("2021", "2022", "2023", "2024"):
        parts = [
            printed.value({"year": year, "sex": sex}).number or 0
            for sex in ("girl", "boy", "other")
        ]
        assert sum(parts) == printed.value({"year": year}).number
        assert all(part % 5 == 0 for part in parts)


def test_larger_rounding_error_of_totals_is_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In large linked tables some totals cannot be rounded as closely as the rule says."""
    protect, audit = table_protection.protect_tables, table_protection.audit_tables
    heard: list[int] = []

    def further_off(*arguments: Any) -> Any:
        return replace(protect(*arguments), reach=3, notes=("Two totals moved further.",))

    def listening(task: Any) -> Any:
        heard.append(task.rules.reach)
        return audit(task)

    monkeypatch.setattr(table_protection, "protect_tables", further_off)
    monkeypatch.setattr(table_protection, "audit_tables", listening)
    report = releases.guard_all(DisclosureMethod.ROUND, releases.cube()).report
    assert heard == [3]
    assert "Two totals moved further." in report["notes"]
    label = "Largest error of a rounded total"
    assert {pair.term: pair.text for pair in queries.attack_summary(report)}[label] == "7"

    monkeypatch.undo()
    usual = releases.guarded(DisclosureMethod.ROUND).report
    assert label not in {pair.term for pair in queries.attack_summary(usual)}


def one_event(count: int, office: int) -> list[CubeRecord]:
    return [CubeRecord(("2022", "other", "0_5"), count, office, f"{office} raid")]


def test_a_rounded_cell_of_one_event_fails_the_release() -> None:
    """Twenty children found in one workshop on one day are widely known."""
    plain = [record for record in releases.records() if record.codes[1] != "other"]
    raid = releases.cube([*plain, *one_event(20, 3)])
    protected = releases.guard_all(DisclosureMethod.ROUND, raid)
    assert not protected.passes
    assert any("other" in cell for cell in protected.report["alone"])
    hidden = releases.guard_all(DisclosureMethod.SUPPRESS, raid, zeros=ZeroPolicy.PUBLIC)
    assert hidden.passes
    (table,) = hidden.tables
    assert (
        parse_published_table(to_csv(table)).value({"year": "2022", "sex": "other"}).status
        == ValueStatus.SUPPRESSED
    )


def test_a_cell_of_two_offices_alone_fails_the_release() -> None:
    plain = [record for record in releases.records() if record.codes[1] != "other"]
    two = [
        CubeRecord(("2022", "other", "0_5"), 9, office, f"{office} {month}")
        for office in (1, 2)
        for month in range(4)
    ]
    protected = releases.guard_all(DisclosureMethod.ROUND, releases.cube([*plain, *two]))
    assert not protected.passes
    third = [CubeRecord(("2022", "other", "0_5"), 9, 3, f"3 {month}") for month in range(4)]
    assert releases.guard_all(DisclosureMethod.ROUND, releases.cube([*plain, *two, *third])).passes


def test_a_row_that_falls_in_one_sensitive_category_fails_the_release() -> None:
    """All children of one year had the same: knowing that a child is among them reveals the category."""
    from dataclasses import replace

    plain = [
        record
        for record in releases.records()
        if record.codes[0] != "2022" or record.codes[1] == "girl"
    ]
    uniform = releases.cube(plain)
    assert releases.guard_all(DisclosureMethod.SUPPRESS, uniform, zeros=ZeroPolicy.PUBLIC).passes
    protected = releases.guard_all(
        DisclosureMethod.SUPPRESS,
        replace(uniform, sensitive=frozenset({"sex"})),
        zeros=ZeroPolicy.PUBLIC,
    )
    assert not protected.passes
    assert any("year “2022”" in finding for finding in protected.report["findings"])


def test_a_release_by_small_areas_is_refused_where_their_people_are_known() -> None:
    from dataclasses import replace

    cube = replace(releases.cube(by=("sex",)), areas=frozenset({"sex"}))
    people = {"girl": 500_000, "boy": 500_000, "other": 900}
    plain = SeriesProtection(
        DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.ROUND, b"secret"
    )
    rule = replace(plain, populations=people)
    with pytest.raises(ReleaseNotProtectable, match="Fewer than 20,000 people"):
        protect_cubes([(cube, releases.full(cube))], rule, [], QUIET)
    untold = protect_cubes([(cube, releases.full(cube))], plain, [], QUIET)
    assert any("no minimum population was checked" in note for note in untold.report["notes"])


# Children’s opinions of a kind of support, their earlier schooling, and whether they learn after a return: no facility.
OF_NO_HOUSE = {"of_shelter", "of_school", "school", "schooling"}


@pytest.mark.parametrize("word", ["agency", "office", "facility", "shelter", "worker", "school"])
def test_no_release_is_by_agency_or_facility(word: str) -> None:
    from saathi.evidence.indicators import catalogue
    from saathi.evidence.releases.cube_counting import releasable_dimensions

    names = {
        dimension.name
        for indicator in catalogue.all_indicators()
        for dimension in releasable_dimensions(indicator)
    }
    assert names
    assert names >= OF_NO_HOUSE
    assert not any(word in name for name in names - OF_NO_HOUSE)


def test_each_cell_knows_its_largest_offices_and_its_events() -> None:
    found = [
        CubeRecord(("2021", "girl", "0_5"), 5, 1, "1 a"),
        CubeRecord(("2021", "girl", "6_11"), 3, 1, "1 b"),
        CubeRecord(("2021", "girl", "6_11"), 4, 2, "2 a"),
        CubeRecord(("2022", "boy", "6_11"), 2, 3, "3 a"),
    ]
    cube = releases.cube(found)
    table = table_with_origins(cube, releases.full(cube))
    by_codes = {row.codes: row for row in table.rows}
    young = by_codes["2021", "girl", "0_11"]
    assert (young.count, young.largest_agency_count, young.second_agency_count, young.events) == (
        12,
        8,
        4,
        3,
    )
    every = by_codes["Total", "Total", "Total"]
    assert (every.count, every.largest_agency_count, every.second_agency_count, every.events) == (
        14,
        8,
        4,
        4,
    )


def test_all_others_means_the_same_in_every_table() -> None:
    first, second = table_designs.align_levels(
        [
            {"year": FULL_DETAIL, "sex": DetailLevel(top=2)},
            {"year": FULL_DETAIL, "sex": FULL_DETAIL, "age": DetailLevel(depth=1)},
        ]
    )
    assert first["sex"] == second["sex"] == DetailLevel(top=2)
    assert second["age"] == DetailLevel(depth=1)
    cube = releases.cube()
    coarse = table_with_origins(
        cube, {"year": FULL_DETAIL, "sex": DetailLevel(top=1), "age": FULL_DETAIL}
    )
    assert OTHERS_CODE in {row.codes[1] for row in coarse.rows}
    others_row = {row.codes: row for row in coarse.rows}["Total", OTHERS_CODE, "Total"]
    assert others_row.largest_agency_count


def test_a_proposal_keeps_the_years_and_loses_at_most_a_fifth() -> None:
    proposals = table_designs.propose_designs(
        releases.cube(), DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.ROUND
    )
    assert proposals
    assert all(proposal.shown >= 80 for proposal in proposals)
    assert all(not proposal.levels["year"].is_dropped for proposal in proposals)
    assert table_designs.read_levels(proposals[0].as_json()["levels"]) == dict(proposals[0].levels)


def test_a_later_release_is_attacked_with_the_earlier_one_beside_it() -> None:
    cube, later = releases.cube(), releases.cube(releases.records(1203))
    rule = SeriesProtection(
        DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.ROUND, b"secret", change=5
    )
    (first,) = protect_cubes([(cube, releases.full(cube))], rule, [], QUIET).tables
    printed = to_earlier_table(first.name, to_csv(first))
    again = protect_cubes([(later, releases.full(later))], rule, [EarlierRelease([printed])], QUIET)
    assert again.report["earlier"] == 1
    assert any("no cell changed by more than 5" in note for note in again.report["notes"])


@pytest.mark.parametrize(
    ("zeros", "children", "more"), [(ZeroPolicy.PUBLIC, 90, 1), (ZeroPolicy.PROTECTED, 250, 2)]
)
def test_small_difference_to_an_earlier_release_is_hidden(
    zeros: ZeroPolicy, children: int, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protected alone, the later release would reveal hidden numbers together with the earlier one."""
    numbers = (children, children + more)
    cube, later = (releases.cube(releases.records(number), by=("sex",)) for number in numbers)
    rule = SeriesProtection(
        DisclosurePolicy(5, zeros), DisclosureMethod.SUPPRESS, b"secret", change=more
    )
    (first,) = protect_cubes([(cube, releases.full(cube))], rule, [], QUIET).tables
    earlier = [EarlierRelease([to_earlier_table(first.name, to_csv(first))])]
    again = protect_cubes([(later, releases.full(later))], rule, earlier, QUIET)
    assert again.passes
    assert again.report["earlier"] == 1
    alone = table_protection._protect
    monkeypatch.setattr(table_protection, "_protect", lambda *of: alone(*of[:3], []))
    assert not protect_cubes([(later, releases.full(later))], rule, earlier, QUIET).passes


def test_release_fails_if_an_earlier_one_reveals_small_counts() -> None:
    """The same counts, first suppressed in other places: together they reveal a hidden one."""
    from saathi.engines.disclosure.tables import CountTable, TableRow

    cube = releases.cube(by=("sex",))
    rule = SeriesProtection(
        DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.SUPPRESS, b"secret", change=0
    )
    truth = cube.table()
    exact = CountTable(
        truth.name,
        truth.dimensions,
        [
            TableRow(row.codes, None, str(row.count), "shown" if row.count else "zero")
            for row in truth.rows
        ],
    )
    protected = protect_cubes([(cube, releases.full(cube))], rule, [EarlierRelease([exact])], QUIET)
    assert not protected.passes
    assert protected.report["found"]["exact"] > 0


def test_single_child_table_is_refused_with_the_ways_out() -> None:
    """One child in the whole table: that all is hidden would say that there are few."""
    alone = releases.cube([CubeRecord(("2021", "girl", "0_5"), 1, 1, "1 a")], by=("sex",))
    rule = SeriesProtection(
        DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.SUPPRESS, b"secret"
    )
    with pytest.raises(ReleaseNotProtectable, match=r"Round it.*coarser table"):
        protect_cubes([(alone, releases.full(alone))], rule, [], QUIET)


def test_inconsistent_tables_are_refused_with_a_reason() -> None:
    by_sex = releases.cube(by=("sex",))
    by_age = releases.cube(releases.records(900, seed=2), by=("age",))
    rule = SeriesProtection(
        DisclosurePolicy(5, ZeroPolicy.PROTECTED), DisclosureMethod.ROUND, b"secret"
    )
    with pytest.raises(ReleaseNotProtectable, match="linked tables share their margins"):
        protect_cubes(
            [(by_sex, releases.full(by_sex)), (by_age, releases.full(by_age))], rule, [], QUIET
        )
