"""From literal facts to a cube, by the product's own SQL, and from there to a protected release."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import cube_counting
from saathi.evidence.releases.cube_counting import CubeRecord, CubeSpec
from saathi.evidence.warehouse import steps
from saathi.evidence.warehouse.errors import WarehouseError
from saathi.evidence.warehouse.snapshots import WarehouseSnapshot
from saathi.evidence.warehouse.store import WarehouseStore, open_store
from tests.evidence.indicators.facts_rows import Facts, as_arrow, facts

CHILD = "child | gender | birth_year_low | birth_year_high\n" + "\n".join(
    f"{entry} | {'girl' if entry % 2 else 'boy'} | 2012 | 2012" for entry in range(1, 9)
)
CASE = "child | office | country | opened\n" + "\n".join(
    f"{item} | {7 if item < 5 else 8} | {'NPL' if item < 8 else 'IND'} | 202{item % 2 + 1}-0{item}"
    for item in range(1, 9)
)


def indicator(name: str = "children_with_a_case") -> Indicator:
    definition = catalogue.find_indicator(name)
    assert definition is not None
    return definition


def warehouse(rows: Facts, folder: Path) -> tuple[WarehouseStore, WarehouseSnapshot]:
    """A warehouse with a snapshot of these facts, as a refresh would leave it."""
    store = open_store(folder)
    parts = {}
    for name, table in as_arrow(rows).items():
        draft = store.work / f"{name}.parquet"
        pq.write_table(table, draft)
        parts[name] = store.add_file(draft)
    files = {name: store.file_path(part) for name, part in parts.items()}
    with steps.open_facts(files, store.work) as database:
        frames = steps.run_steps(database, store, lambda _line: None)
    made = WarehouseSnapshot(
        made_at="2026-06-01T00:00:00+00:00", facts=parts, frames=frames,
        preparation=steps.preparation_statements(),
        steps=tuple((step.name, step.sql) for step in steps.list_steps()),
    )  # fmt: skip
    return store, store.add_snapshot(made)


def test_years_country_dimensions_and_offices_are_counted(tmp_path: Path) -> None:
    store, snapshot = warehouse(facts(child=CHILD, case=CASE), tmp_path)
    cube = cube_counting.count_cube(
        store, snapshot, indicator(), CubeSpec(2021, 2022, "NPL", ("sex",))
    )
    assert cube.dimensions == ("year", "sex")
    assert cube.knows_offices
    assert sum(record.number for record in cube.records) == 7
    assert {record.codes for record in cube.records} == {("2022", "girl"), ("2021", "boy")}
    assert len({record.office for record in cube.records}) == 2
    assert len({record.event for record in cube.records}) == 7  # each opened in a separate month
    two_years = cube_counting.count_cube(
        store, snapshot, indicator(), CubeSpec(2021, 2022, "", ("sex",))
    )
    assert two_years.dimensions == ("year", "country", "sex")
    table = {row.codes: row.count for row in two_years.table().rows}
    assert table["Total", "IND", "Total"] == 1
    assert table["Total", "Total", "Total"] == 8


def test_a_share_is_one_table_of_part_and_rest(tmp_path: Path) -> None:
    rows = facts(child=CHILD, case=CASE, assessment="child | days_after_opening\n1 | 3\n2 | 30")
    store, snapshot = warehouse(rows, tmp_path)
    cube = cube_counting.count_cube(
        store, snapshot, indicator("assessed_in_a_week"), CubeSpec(2021, 2022, "NPL", ())
    )
    table = {row.codes: row.count for row in cube.table().rows}
    assert cube.dimensions == ("year", "counted")
    assert (table["Total", "yes"], table["Total", "no"], table["Total", "Total"]) == (1, 6, 7)


@pytest.mark.parametrize(
    ("cube_spec", "says"),
    [
        (CubeSpec(2021, 2022, "NPL", ("caste",)), "has no table by caste"),
        (CubeSpec(1999, 2000, "NPL", ("sex",)), "nothing to release"),
    ],
)
def test_uncountable_cube_raises_an_error_in_words(
    cube_spec: CubeSpec, says: str, tmp_path: Path
) -> None:
    store, snapshot = warehouse(facts(child=CHILD, case=CASE), tmp_path)
    with pytest.raises(WarehouseError, match=says):
        cube_counting.count_cube(store, snapshot, indicator(), cube_spec)


@pytest.mark.parametrize("one", catalogue.all_indicators(), ids=lambda one: one.name)
def test_every_indicator_can_be_counted_for_a_release(one: Indicator) -> None:
    """The statement runs on the empty frame of each indicator, by all dimensions that add up."""
    with duckdb.connect() as database:
        steps.run_steps_in_memory(as_arrow(facts()), database)
        columns = {row[0] for row in database.sql(f"DESCRIBE {one.frame}").fetchall()}
        by = cube_counting.releasable_dimensions(one)
        cube_spec = CubeSpec(2021, 2024, "", tuple(dimension.name for dimension in by))
        sources = cube_counting.source_columns(columns) if "child" in columns else None
        made = cube_counting.cube_statement(one, cube_spec, by, sources)
        assert database.sql(made).fetchall() == []


def test_years_roll_up_to_periods_of_three() -> None:
    records = [CubeRecord((str(year),), 1, 1, "a") for year in range(2018, 2025)]
    tree = cube_counting.dimension_trees(("year",), [], records)["year"]
    assert tree.parent("2018") == tree.parent("2020") == "2018-2020"
    assert tree.parent("2021") == "2021-2023"
    assert tree.parent("2024") == "Total"
    assert "year" not in cube_counting.dimension_trees(("year",), [], records[:3])


def test_a_family_has_a_secret_of_its_own(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert cube_counting.family_secret(store, "one") != cube_counting.family_secret(store, "other")
    assert cube_counting.family_secret(store, "one") == cube_counting.family_secret(
        open_store(tmp_path), "one"
    )


def test_cited_snapshot_is_not_dropped(tmp_path: Path) -> None:
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
    assert {listed.id for listed in store.list_snapshots()} == {cited.id, newest.id}
    assert store.check_files(cited) == []


# Reports that led to no file belong to no office; the page of a release says that it does not know.
WITHOUT_OFFICE = {"reports", "missing"}


@pytest.mark.parametrize("one", catalogue.all_indicators(), ids=lambda one: one.name)
def test_a_release_knows_the_offices_of_every_row_about_a_child(one: Indicator) -> None:
    """Without the child of a row, nothing keeps a figure from being that of a single agency."""
    with duckdb.connect() as database:
        steps.run_steps_in_memory(as_arrow(facts()), database)
        columns = {row[0] for row in database.sql(f"DESCRIBE {one.frame}").fetchall()}
    assert ("child" in columns) == (one.frame not in WITHOUT_OFFICE)
