"""From literal facts to a cube, by the product's own SQL, and from there to a protected release."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import counting
from saathi.evidence.releases.counting import CubeRecord, CubeSpec
from saathi.evidence.warehouse import steps
from saathi.evidence.warehouse.errors import WarehouseError
from saathi.evidence.warehouse.snapshots import WarehouseSnapshot
from saathi.evidence.warehouse.store import WarehouseStore, open_store
from tests.evidence.indicators.facts_rows import Facts, as_arrow, facts

CHILD = "child | gender | birth_year_low | birth_year_high\n" + "\n".join(
    f"{one} | {'girl' if one % 2 else 'boy'} | 2012 | 2012" for one in range(1, 9)
)
CASE = "child | office | country | opened\n" + "\n".join(
    f"{one} | {7 if one < 5 else 8} | {'NPL' if one < 8 else 'IND'} | 202{one % 2 + 1}-0{one}"
    for one in range(1, 9)
)


def indicator(name: str = "children_with_a_case") -> Indicator:
    found = catalogue.find_indicator(name)
    assert found is not None
    return found


def warehouse(told: Facts, folder: Path) -> tuple[WarehouseStore, WarehouseSnapshot]:
    """A warehouse with a snapshot of these facts, as a refresh would leave it."""
    store = open_store(folder)
    parts = {}
    for name, table in as_arrow(told).items():
        draft = store.work / f"{name}.parquet"
        pq.write_table(table, draft)
        parts[name] = store.add_file(draft)
    files = {name: store.file_path(part) for name, part in parts.items()}
    with steps.open_facts(files, store.work) as database:
        frames = steps.run_steps(database, store, lambda _line: None)
    made = WarehouseSnapshot(
        made_at="2026-06-01T00:00:00+00:00", facts=parts, frames=frames,
        preparation=steps.preparation_statements(),
        steps=tuple((one.name, one.sql) for one in steps.list_steps()),
    )  # fmt: skip
    return store, store.add_snapshot(made)


def test_years_country_dimensions_and_offices_are_counted(tmp_path: Path) -> None:
    store, snapshot = warehouse(facts(child=CHILD, case=CASE), tmp_path)
    cube = counting.count_cube(store, snapshot, indicator(), CubeSpec(2021, 2022, "NPL", ("sex",)))
    assert cube.dimensions == ("year", "sex")
    assert cube.knows_offices
    assert sum(one.number for one in cube.records) == 7
    assert {one.codes for one in cube.records} == {("2022", "girl"), ("2021", "boy")}
    assert len({one.office for one in cube.records}) == 2
    assert len({one.event for one in cube.records}) == 7  # each opened in a month of her own
    both = counting.count_cube(store, snapshot, indicator(), CubeSpec(2021, 2022, "", ("sex",)))
    assert both.dimensions == ("year", "country", "sex")
    table = {row.codes: row.count for row in both.table().rows}
    assert table["Total", "IND", "Total"] == 1
    assert table["Total", "Total", "Total"] == 8


def test_a_share_is_one_table_of_part_and_rest(tmp_path: Path) -> None:
    told = facts(child=CHILD, case=CASE, assessment="child | days_after_opening\n1 | 3\n2 | 30")
    store, snapshot = warehouse(told, tmp_path)
    cube = counting.count_cube(
        store, snapshot, indicator("assessed_in_a_week"), CubeSpec(2021, 2022, "NPL", ())
    )
    table = {row.codes: row.count for row in cube.table().rows}
    assert cube.dimensions == ("year", "counted")
    assert (table["Total", "yes"], table["Total", "no"], table["Total", "Total"]) == (1, 6, 7)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (CubeSpec(2021, 2022, "NPL", ("caste",)), "has no table by caste"),
        (CubeSpec(1999, 2000, "NPL", ("sex",)), "nothing to release"),
    ],
)
def test_what_cannot_be_counted_is_said_in_words(
    wanted: CubeSpec, says: str, tmp_path: Path
) -> None:
    store, snapshot = warehouse(facts(child=CHILD, case=CASE), tmp_path)
    with pytest.raises(WarehouseError, match=says):
        counting.count_cube(store, snapshot, indicator(), wanted)


@pytest.mark.parametrize("one", catalogue.all_indicators(), ids=lambda one: one.name)
def test_every_indicator_can_be_counted_for_a_release(one: Indicator) -> None:
    """The statement runs on the empty frame of each indicator, by all that adds up."""
    with duckdb.connect() as database:
        steps.run_steps_in_memory(as_arrow(facts()), database)
        columns = {row[0] for row in database.sql(f"DESCRIBE {one.frame}").fetchall()}
        by = counting.releasable_dimensions(one)
        wanted = CubeSpec(2021, 2024, "", tuple(each.name for each in by))
        made = counting.cube_statement(one, wanted, by, knows_offices="child" in columns)
        assert database.sql(made).fetchall() == []


def test_years_roll_up_to_periods_of_three() -> None:
    found = [CubeRecord((str(year),), 1, 1, "a") for year in range(2018, 2025)]
    tree = counting.dimension_trees(("year",), [], found)["year"]
    assert tree.parent("2018") == tree.parent("2020") == "2018-2020"
    assert tree.parent("2021") == "2021-2023"
    assert tree.parent("2024") == "Total"
    assert "year" not in counting.dimension_trees(("year",), [], found[:3])


def test_a_family_has_a_secret_of_its_own(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert counting.family_secret(store, "one") != counting.family_secret(store, "other")
    assert counting.family_secret(store, "one") == counting.family_secret(
        open_store(tmp_path), "one"
    )


def test_a_snapshot_that_a_release_cites_is_not_dropped(tmp_path: Path) -> None:
    store, cited = warehouse(facts(child=CHILD, case=CASE), tmp_path)
    store.pin_snapshot(cited)
    newer = store.add_snapshot(
        WarehouseSnapshot(made_at="2026-07-01T00:00:00+00:00", facts=cited.facts)
    )
    newest = store.add_snapshot(
        WarehouseSnapshot(made_at="2026-08-01T00:00:00+00:00", facts=cited.facts)
    )
    with store.lock_exclusively():
        assert store.drop_old_snapshots(1) == [newer.id]
    assert {one.id for one in store.list_snapshots()} == {cited.id, newest.id}
    assert store.check_files(cited) == []
