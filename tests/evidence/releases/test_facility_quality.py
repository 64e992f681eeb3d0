"""Quality of care across borders: a released figure is never that of one facility or one agency."""

from pathlib import Path

import pytest

from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import cube_counting
from saathi.evidence.releases.cube_counting import CubeSpec, ReleaseCube
from tests.evidence.indicators.facts_rows import facts
from tests.evidence.releases.test_counting import warehouse
from tests.factories import releases

HOME, ABROAD = "IND", "NPL"  # the country of the facilities, and that of children from abroad
PLACEMENT = "child | started | kind | country | facility_operator | inspection"
type Placed = tuple[str, int | str, str]  # nationality, operator or "-", result of the inspection


def quality() -> Indicator:
    found = catalogue.find_indicator("placed_where_inspection_passed")
    assert found is not None
    return found


def cube(placed: list[Placed], folder: Path, *by: str, offices: int = 9) -> ReleaseCube:
    """The cube of placements, each of a child of its own."""
    children = "child | nationality_state | nationalities"
    cases, rows = "child | opened | office | country", PLACEMENT
    for child, (nationality, operator, result) in enumerate(placed, start=1):
        children += f"\n{child} | known | {nationality}"
        cases += f"\n{child} | 2022-0{1 + child % 4} | {child % offices} | {HOME}"
        rows += f"\n{child} | 2022-05 | residential | {HOME} | {operator} | {result}"
    made = facts(child=children, case=cases, facility_placement=rows)
    store, snapshot = warehouse(made, folder)
    return cube_counting.count_cube(store, snapshot, quality(), CubeSpec(2022, 2022, HOME, by))


def shown(counted: ReleaseCube) -> dict[tuple[str, ...], str]:
    """The text of each cell after suppression; empty if it is hidden."""
    guarded = releases.guard_all(DisclosureMethod.SUPPRESS, counted, zeros=ZeroPolicy.PUBLIC)
    [table] = guarded.tables
    return {row.codes: row.text for row in table.rows}


def placements(nationality: str, result: str, *numbers: int, first: int = 1) -> list[Placed]:
    """So many placements with each of several operators."""
    return [
        (nationality, operator, result)
        for operator, number in enumerate(numbers, start=first)
        for _placement in range(number)
    ]


@pytest.mark.requirement("MEV-009")
def test_quality_of_care_is_released_by_national_origin(tmp_path: Path) -> None:
    """Of 60 national children 40 live where the inspection passed, of 60 from abroad 20."""
    placed = [
        *placements(HOME, "passed", 8, 8, 8), *placements(HOME, "with_notice", 8, 8, first=4),
        *placements(HOME, "failed", 7, 7, 6, first=11),
        *placements(ABROAD, "passed", 7, 7, 6), *placements(ABROAD, "failed", 8, 8, 8, first=11),
        *placements(ABROAD, "incomplete", 8, first=14), *placements(ABROAD, "-", 8, first=15),
    ]  # fmt: skip
    cells = shown(cube(placed, tmp_path, "national"))
    assert (cells["2022", "national", "Total"], cells["2022", "national", "yes"]) == ("60", "40")
    assert cells["2022", "not_national", "Total"] == "60"
    assert cells["2022", "not_national", "yes"] == "20"


@pytest.mark.requirement("MEV-009")
@pytest.mark.parametrize(
    ("numbers", "is_shown", "is_rounded"),
    [
        ((60,), False, False),  # one facility
        ((30, 30), False, False),  # two, of which each knows its own
        # Two that together could be sure that the others are few: rounded, they cannot be sure.
        ((30, 26, 4), False, True),
        ((30, 25, 5), True, True),
        ((56, 1, 1, 1, 1), False, True),  # one large facility: see `docs/releases.md`
    ],
)
def test_no_released_figure_is_of_one_facility_or_two(
    numbers: tuple[int, ...], is_shown: bool, is_rounded: bool, tmp_path: Path
) -> None:
    counted = cube(placements(ABROAD, "failed", *numbers), tmp_path, "national")
    assert counted.knows_operators
    cells = shown(counted)
    assert bool(cells["2022", "not_national", "no"]) == is_shown
    assert bool(cells["Total", "Total", "Total"]) == is_shown
    # Rounding cannot hide a cell: what it may not show makes the release fail.
    assert releases.guard_all(DisclosureMethod.ROUND, counted).passes == is_rounded


@pytest.mark.requirement("MEV-009")
def test_the_part_that_passed_is_protected_like_the_whole(tmp_path: Path) -> None:
    """Many facilities, of which one failed: how many children it has does not follow from the table."""
    placed = [*placements(HOME, "passed", 20, 20, 20), *placements(HOME, "failed", 20, first=9)]
    cells = shown(cube(placed, tmp_path, "national"))
    assert not cells["2022", "national", "no"]
    assert not (cells["2022", "national", "yes"] and cells["2022", "national", "Total"])


@pytest.mark.requirement("MEV-009")
def test_figures_of_one_agency_are_hidden_however_many_facilities_it_uses(tmp_path: Path) -> None:
    placed = placements(ABROAD, "passed", 15, 15, 15, 15)
    assert shown(cube(placed, tmp_path / "many", "national"))["2022", "not_national", "yes"]
    by_one = shown(cube(placed, tmp_path / "one", "national", offices=1))
    assert not by_one["2022", "not_national", "yes"]


def test_facilities_outside_the_register_count_as_one(tmp_path: Path) -> None:
    unknown: list[Placed] = [(ABROAD, "-", "-")] * 60
    assert not shown(cube(unknown, tmp_path, "national"))["2022", "not_national", "no"]


def test_no_table_is_by_facility() -> None:
    for indicator in catalogue.all_indicators():
        columns = {dimension.frame_column for dimension in indicator.by}
        assert not columns & {"facility_operator", "facility", "facility_id"}, indicator.name
    names = {dimension.name for dimension in cube_counting.releasable_dimensions(quality())}
    assert {"national", "kind", "inspection"} <= names
