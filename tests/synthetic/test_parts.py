"""The parts of the synthetic nation: their order, their tables, and what they may name."""

from collections.abc import Sequence

import pytest
from django.apps import apps

from saathi.infra.app_modules import modules_of_apps
from saathi.synthetic import parts
from saathi.synthetic.agencies import AGENCY_TABLES
from saathi.synthetic.parts import SimulationPart, SimulationStep
from saathi.synthetic.stored_files import STORED_FILE_TABLE
from tests.architecture.test_house import layers

PARTS: dict[str, SimulationPart] = {
    module.__name__.removesuffix(".simulation"): module.SIMULATION
    for module in modules_of_apps("simulation")
}
TABLES = {model._meta.db_table: model for model in apps.get_models()}
SHARED_TABLES = STORED_FILE_TABLE.keys()  # filled by each domain that keeps files
SHARED_OWNERS = {"saathi.vault"}
STEPS = [(app, step) for app, part in PARTS.items() for step in (*part.for_child, *part.for_chunk)]


def step(
    name: str, after: Sequence[str] = (), before: Sequence[str] = ()
) -> SimulationStep[object]:
    return SimulationStep(name, None, tuple(after), tuple(before))


def names(*steps: SimulationStep[object]) -> list[str]:
    return [item.name for item in parts.in_order(steps)]


def test_steps_run_after_and_before_those_they_name() -> None:
    plans, consent = step("plans", after=["cases"], before=["consent"]), step("consent")
    assert names(consent, step("cases"), plans) == ["cases", "plans", "consent"]


def test_steps_without_a_wish_run_in_the_order_of_their_apps() -> None:
    assert names(step("b"), step("a"), step("c", after=["b"])) == ["b", "a", "c"]


@pytest.mark.parametrize("where", ["after", "before"])
def test_a_step_that_no_one_declares_is_refused(where: str) -> None:
    with pytest.raises(parts.UnknownStep, match="nothing"):
        names(step("a", **{where: ["nothing"]}))


def test_steps_that_wait_for_each_other_are_refused() -> None:
    with pytest.raises(parts.CircularSteps, match="a, b"):
        names(step("a", after=["b"]), step("b", after=["a"]))


@pytest.mark.parametrize("app", PARTS)
def test_a_part_fills_tables_of_its_own_domain_only(app: str) -> None:
    owners = {
        apps.get_app_config(TABLES[table]._meta.app_label).name for table in PARTS[app].tables
    }
    assert owners - SHARED_OWNERS == {app}


def test_tables_follow_those_they_refer_to() -> None:
    place = {table: number for number, table in enumerate(parts.table_columns())}
    later = [
        (table, field.name)
        for table, columns in parts.table_columns().items()
        for field in TABLES[table]._meta.get_fields()
        if field.many_to_one
        and field.column in columns.split()
        and place.get(field.related_model._meta.db_table, 0) > place[table]
    ]
    assert later == []


def test_every_column_of_a_load_exists() -> None:
    for table, columns in parts.table_columns().items():
        known = {field.column for field in TABLES[table]._meta.concrete_fields}
        assert {name.strip('"') for name in columns.split()} <= known, table


def test_no_table_is_declared_twice() -> None:
    own = (table for part in PARTS.values() for table in part.tables.keys() - SHARED_TABLES)
    declared = [*AGENCY_TABLES, *own]
    assert len(declared) == len(set(declared))


def test_shared_table_has_the_same_columns_in_each_part() -> None:
    for table in SHARED_TABLES:
        columns = {part.tables[table] for part in PARTS.values() if table in part.tables}
        assert len(columns) == 1, table


def test_names_of_steps_are_unique() -> None:
    for kind in ("for_child", "for_chunk"):
        declared = [item.name for part in PARTS.values() for item in getattr(part, kind)]
        assert len(declared) == len(set(declared))


@pytest.mark.parametrize(("app", "of"), STEPS, ids=lambda value: getattr(value, "name", ""))
def test_a_step_names_none_of_a_layer_above(app: str, of: SimulationStep[object]) -> None:
    order = layers()
    rank = {item.name: order.index(owner.rpartition(".")[2]) for owner, item in STEPS}
    assert [name for name in (*of.after, *of.before) if rank[name] < rank[of.name]] == []
