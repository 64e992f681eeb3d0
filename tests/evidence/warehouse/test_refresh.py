"""A refresh exports each change exactly once, whatever happens meanwhile."""

import uuid

import pytest

from saathi.agencies import facts
from saathi.agencies.facts import FactView
from saathi.evidence.warehouse.errors import WarehouseError
from saathi.evidence.warehouse.facts_source import (
    DatabaseMoment,
    expand_transaction_id,
    open_facts_source,
)
from tests.evidence.indicators.facts_rows import OF_ROW, SCHEMAS
from tests.evidence.warehouse.conftest import WarehouseTestRegister

pytestmark = [pytest.mark.real_transactions, pytest.mark.slow]

AGE = """
INSERT INTO people_agestatement (id, file_id, child_id, recorded_at, recorded_by, version, basis, low, high, as_of)
SELECT %s, file_id, id, now(), recorded_by, 1, 'documented', 12, 13, '2026-03-02' FROM people_child LIMIT 1
"""


@pytest.mark.requirement("PRI-009")
def test_a_snapshot_holds_codes_and_numbers_and_nothing_that_leads_to_a_page(
    register: WarehouseTestRegister,
) -> None:
    snapshot = register.refresh()
    assert set(snapshot.facts) == {view.name for view in facts.all_fact_views()}
    rows = register.rows(snapshot, "facts_child")
    assert len(rows) == 3
    assert {type(row["child"]) for row in rows} == {int}
    everything = repr([register.rows(snapshot, view) for view in snapshot.facts])
    for case in register.cases:
        for value in (case.file_id, case.id, case.child_id, case.child.code, case.recorded_by):
            assert str(value) not in everything
            assert repr(getattr(value, "bytes", value)) not in everything
    assert "Sunita" not in everything
    assert register.store.root.stat().st_mode & 0o077 == 0


def test_refresh_exports_only_changed_views(
    register: WarehouseTestRegister,
) -> None:
    first = register.refresh()
    register.change(
        "UPDATE people_child SET gender = 'boy' WHERE id = %s", register.cases[0].child_id
    )
    second = register.refresh()
    assert register.exported_row_counts("facts_child") == [1]
    assert register.exported_row_counts("facts_case") == [0]
    assert second.facts["facts_case"].sha256 == first.facts["facts_case"].sha256
    before = {row["record"]: row for row in register.rows(first, "facts_child")}
    after = {row["record"]: row for row in register.rows(second, "facts_child")}
    assert len(register.rows(second, "facts_child")) == 3
    (changed,) = [record for record in after if after[record] != before[record]]
    assert after[changed]["gender"] == "boy"
    assert register.rows(first, "facts_child")  # the older snapshot is unchanged


def test_refresh_without_changes_keeps_the_newest_snapshot(register: WarehouseTestRegister) -> None:
    first = register.refresh()
    assert register.refresh().id == first.id
    assert [snapshot.id for snapshot in register.store.list_snapshots()] == [first.id]


def test_refresh_includes_slow_transactions(
    register: WarehouseTestRegister,
) -> None:
    """Its number is lower than all that were seen before it: an order by time would lose it."""
    register.settle()
    with register.connect() as slow:
        slow.execute(AGE, [uuid.uuid4()])
        register.change("UPDATE people_child SET gender = 'boy'")
        first = register.refresh(settled=False)
        ages = len(register.rows(first, "facts_age"))
        slow.commit()
    second = register.refresh()
    assert register.exported_row_counts("facts_age") == [1]
    assert len(register.rows(second, "facts_age")) == ages + 1
    assert register.refresh().id == second.id


def test_deleted_rows_cause_a_full_export_of_the_view(
    register: WarehouseTestRegister,
) -> None:
    register.refresh()
    register.change("DELETE FROM people_agestatement")
    snapshot = register.refresh()
    assert "facts_age: rows are gone without notice; all anew." in register.progress_messages
    assert register.rows(snapshot, "facts_age") == []


def test_refresh_exports_rows_whose_joined_record_changed(register: WarehouseTestRegister) -> None:
    register.refresh()
    register.change("UPDATE agencies_office SET country = 'BTN'")
    snapshot = register.refresh()
    assert register.exported_row_counts("facts_case") == [3]
    assert {row["country"] for row in register.rows(snapshot, "facts_case")} == {"BTN"}


def test_interrupted_refresh_continues(register: WarehouseTestRegister) -> None:
    views = list(facts.all_fact_views())
    with pytest.raises(Exception, match="facts_nothing"):
        register.refresh(views=[*views, FactView("facts_nothing", "SELECT 1", "nothing")])
    assert set(register.store.load_unfinished()) == {view.name for view in views}
    assert register.store.list_snapshots() == []
    register.change(
        "UPDATE people_child SET gender = 'boy' WHERE id = %s", register.cases[0].child_id
    )
    snapshot = register.refresh()
    assert register.exported_row_counts("facts_case") == [0]
    assert register.exported_row_counts("facts_child") == [1]
    assert len(register.rows(snapshot, "facts_case")) == 3
    assert register.store.load_unfinished() == {}


FORM = """
INSERT INTO supplements_formversion (id, agency_id, code, version, section, body, is_end, asked_by, asked_at,
    decided_by, decided_at, outcome)
SELECT gen_random_uuid(), agency_id, 'a_visit', 1, 2048, '{}', false, gen_random_uuid(), now(),
    gen_random_uuid(), now(), 'agreed' FROM agencies_file LIMIT 1
"""
ANSWERS = """
INSERT INTO supplements_needsanswers (id, file_id, child_id, form_id, recorded_at, recorded_by, version, form_code,
    form_version, filled_on, language, counted, sealed)
SELECT gen_random_uuid(), c.file_id, c.id, f.id, now(), c.recorded_by, 1, f.code, 1, '2026-03-02', 'en',
    jsonb_build_object('safe', %s::text), '' FROM people_child c, supplements_formversion f WHERE c.id = %s
"""
ERASED = """
INSERT INTO vault_erasure (file_id, erased_at, erased_by, reason, keys_gone_from_backups_on)
VALUES (%s, now(), gen_random_uuid(), 'asked', '2026-06-01')
"""


def test_answers_of_an_erased_child_are_in_no_later_snapshot(
    register: WarehouseTestRegister,
) -> None:
    register.change(FORM)
    for case, answer in zip(register.cases, ("a", "b", "c"), strict=True):
        register.change(ANSWERS, answer, case.child_id)
    first = register.rows(register.refresh(), "facts_form_needs")
    assert sorted(row["answers"] for row in first) == [["a"], ["b"], ["c"]]
    register.change(ERASED, register.cases[0].file_id)
    register.change(ANSWERS, "d", register.cases[1].child_id)
    later = register.rows(register.refresh(), "facts_form_needs")
    assert sorted(row["answers"] for row in later) == [["b"], ["c"], ["d"]]


def test_full_refresh_exports_every_row(register: WarehouseTestRegister) -> None:
    register.refresh()
    register.refresh(anew=True)
    assert register.exported_row_counts("facts_child") == [3]


def test_restored_database_is_exported_in_full(register: WarehouseTestRegister) -> None:
    """A restored backup counts its transactions from another start."""
    moment = DatabaseMoment(system=1, database="a", horizon=500, counted_from=600)
    assert moment.can_continue_from(1, "a", 450)
    assert not moment.can_continue_from(2, "a", 450)
    assert not moment.can_continue_from(1, "b", 450)
    assert not moment.can_continue_from(1, "a", 700)
    assert not moment.can_continue_from(1, "a", 450 - 1_500_000_000)
    assert moment.transactions_since(450) == 150


@pytest.mark.parametrize(
    ("near", "low", "full"),
    [
        (1000, 1003, 1003),
        ((5 << 32) + 10, 12, (5 << 32) + 12),
        ((5 << 32) - 1, 3, (5 << 32) + 3),
        ((5 << 32) + 2, (1 << 32) - 4, (5 << 32) - 4),
    ],
)
def test_the_number_of_a_transaction_survives_the_turn_of_its_lower_half(
    near: int, low: int, full: int
) -> None:
    assert expand_transaction_id(near, low) == full


def test_a_column_that_arrow_does_not_know_is_refused_by_name(
    register: WarehouseTestRegister,
) -> None:
    with register.connect("owner") as connection:
        connection.execute("SET ROLE saathi_facts")
        connection.execute("CREATE VIEW facts_odd AS SELECT 1.5::numeric AS weight")
        connection.execute("GRANT SELECT ON facts_odd TO saathi_analyst")
    with pytest.raises(WarehouseError, match=r"facts_odd\.weight .* cast it in the view"):
        register.refresh(views=[FactView("facts_odd", "", "odd")])


def test_two_refreshes_at_once_are_refused(register: WarehouseTestRegister) -> None:
    with register.store.lock_exclusively(), pytest.raises(WarehouseError, match="being refreshed"):
        register.refresh()


def test_the_tables_of_the_tests_are_the_views_themselves(register: WarehouseTestRegister) -> None:
    with open_facts_source(register.address, 1) as source:
        for view in facts.all_fact_views():
            if view.name in SCHEMAS:
                # A domain may add a column freely; a column that a step reads must stay.
                assert set(SCHEMAS[view.name]) | set(OF_ROW) <= set(source.columns(view)), view.name
