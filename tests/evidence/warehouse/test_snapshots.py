"""A snapshot can be cited, checked, recounted and dropped."""

import json

import duckdb
import pytest

from saathi.evidence.indicators import catalogue, cubes, numbers
from saathi.evidence.indicators.dimensions import AGE, PURPOSES, SEX
from saathi.evidence.warehouse import steps
from saathi.evidence.warehouse.errors import WarehouseError
from saathi.evidence.warehouse.snapshots import WarehouseSnapshot
from tests.evidence.warehouse.conftest import WarehouseTestRegister

pytestmark = [pytest.mark.real_transactions, pytest.mark.slow]


@pytest.mark.requirement("DAT-004")
def test_every_number_can_be_made_again_from_what_the_snapshot_keeps(
    register: WarehouseTestRegister,
) -> None:
    snapshot = register.refresh()
    register.change("UPDATE people_child SET gender = 'boy'")
    register.refresh()
    assert register.store.check_files(snapshot) == []
    assert numbers.find_differences(register.store, snapshot) == []
    of = {(n.indicator, n.dimension, n.category): n for n in numbers.read_snapshot_numbers(register.store, snapshot)
          if n.country == ""}  # fmt: skip
    assert of["children_with_a_case", "", ""].among == 3


def test_changed_indicator_number_is_reported(register: WarehouseTestRegister) -> None:
    snapshot = register.refresh()
    assert snapshot.numbers is not None
    path = register.store.file_path(snapshot.numbers)
    draft = path.with_suffix(".draft")
    with duckdb.connect() as database:
        database.execute(
            f"COPY (SELECT * REPLACE (among + 1 AS among) FROM read_parquet('{path}')) TO '{draft}' (FORMAT parquet)"
        )
    draft.rename(path)
    assert any("changed" in fault for fault in register.store.check_files(snapshot))
    assert any(
        "children_with_a_case" in line
        for line in numbers.find_differences(register.store, snapshot)
    )


def test_a_file_that_is_missing_or_changed_is_named(register: WarehouseTestRegister) -> None:
    snapshot = register.refresh()
    child, case = (
        register.store.file_path(snapshot.facts[f"facts_{name}"]) for name in ("child", "case")
    )
    child.unlink()
    case.chmod(0o600)
    case.write_bytes(case.read_bytes() + b"x")
    assert register.store.check_files(snapshot) == sorted(
        [f"{child.name} is missing.", f"{case.name} was changed: its hash is not its name."],
    )


def test_changed_manifest_is_refused(
    register: WarehouseTestRegister,
) -> None:
    snapshot = register.refresh()
    (file,) = (register.store.root / "snapshots").glob("*.json")
    content = json.loads(file.read_text())
    content["facts"]["facts_child"]["rows"] = 99
    file.chmod(0o600)
    file.write_text(json.dumps(content))
    changed = register.store.newest_snapshot()
    assert changed is not None
    assert changed.id != snapshot.id
    assert any("manifest" in fault for fault in register.store.check_files(changed))


def test_a_snapshot_says_from_where_and_up_to_which_transaction(
    register: WarehouseTestRegister,
) -> None:
    snapshot = register.refresh()
    system, database, horizon = snapshot.source
    assert database == register.database
    with register.connect() as connection:
        settings = connection.execute(
            "SELECT (SELECT system_identifier FROM pg_control_system()), pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        ).fetchone()
    assert settings is not None
    assert system == settings[0]
    assert 0 < horizon <= settings[1]
    assert snapshot.id.endswith(snapshot.hash[:8])
    assert WarehouseSnapshot.from_json(snapshot.to_json()) == snapshot


def test_dropping_keeps_the_newest_and_every_file_it_shares(
    register: WarehouseTestRegister,
) -> None:
    first = register.refresh()
    register.change("UPDATE people_child SET gender = 'boy'")
    second = register.refresh()
    assert register.store.drop_old_snapshots(1) == [first.id]
    assert register.store.check_files(second) == []
    remaining = {path.name for path in (register.store.root / "parts").iterdir()}
    assert remaining == second.files
    with pytest.raises(WarehouseError, match="At least one"):
        register.store.drop_old_snapshots(0)
    with pytest.raises(WarehouseError, match="No snapshot has an id that begins"):
        register.store.get_snapshot(first.id)


@pytest.mark.parametrize("name", [step.name for step in steps.list_steps()])
def test_every_step_says_what_a_row_is(name: str) -> None:
    step = steps.get_step(name)
    assert step.row[0].isupper()
    assert step.row.endswith(".")


def test_every_step_can_be_looked_at_alone(register: WarehouseTestRegister) -> None:
    snapshot = register.refresh()
    for step in steps.list_steps():
        looked = steps.preview_step(register.store, snapshot, step.name, rows=2)
        assert len(looked.first_rows) == min(2, looked.rows)
        assert looked.columns
    assert steps.preview_step(register.store, snapshot, "children").rows == 3
    with pytest.raises(WarehouseError, match="There is no step"):
        steps.get_step("nothing")


def test_a_cube_for_disclosure_has_total_margins_that_add_up(
    register: WarehouseTestRegister,
) -> None:
    snapshot = register.refresh()
    indicator = catalogue.find_indicator("children_with_a_case")
    assert indicator is not None
    cube = cubes.build_cube(register.store, snapshot, indicator, (SEX, AGE)).to_pylist()
    cells = {(row["year"], row["country"], row["sex"], row["age"]): row["count"] for row in cube}
    assert cells["Total", "Total", "Total", "Total"] == 3
    sexes = {sex for _year, _country, sex, _age in cells} - {"Total"}
    assert sum(cells["Total", "Total", sex, "Total"] for sex in sexes) == 3
    assert dict(cubes.dimension_hierarchy(AGE))["12_14"] == "12_17"
    with pytest.raises(ValueError, match="a child may be in several"):
        cubes.build_cube(register.store, snapshot, indicator, (PURPOSES,))
