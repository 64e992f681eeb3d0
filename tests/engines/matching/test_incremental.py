"""Nightly runs with a frozen plan: comparing changed records with all equals comparing all again."""

import random
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.matching.generator import generate_records
from saathi.engines.matching.linking import incremental
from saathi.engines.matching.linking.incremental import LinkagePlan
from saathi.engines.matching.linking.preparing import PreparedRecords, prepare_records
from saathi.engines.matching.linking.record_files import LinkageRecords, records_from_table
from tests.engines.examples import examples

pytestmark = pytest.mark.xdist_group("frozen")

COLUMNS = (
    "given_name", "family_name", "sex", "birth_date", "father_name", "mother_name", "place",
    "district", "phone",
)  # fmt: skip

type Row = dict[str, str]


def records(rows: list[Row]) -> LinkageRecords:
    return records_from_table(pa.table({name: [row[name] for row in rows] for name in COLUMNS}))


def prepared(rows: list[Row]) -> PreparedRecords:
    return prepare_records(records(rows))


def found(
    plan: LinkagePlan, rows: list[Row], changed: set[int] | None = None
) -> set[tuple[int, int]]:
    """The pairs above the threshold; opened are only those that are compared, as at night."""
    table = np.concatenate(
        [incremental.build_fact_table(prepared([row]), plan.facts) for row in rows]
    )
    mask = None if changed is None else np.isin(np.arange(len(rows)), list(changed))
    result, other = incremental.find_pairs(table, plan, mask)
    if not len(result):
        return set()
    opened = np.unique(np.concatenate([result, other]))
    some = prepared([rows[at] for at in opened])
    at = np.searchsorted(opened, result), np.searchsorted(opened, other)
    probability = incremental.score_pairs(some, plan, at)
    likely = probability >= plan.model.threshold
    return {(int(a), int(b)) for a, b in zip(result[likely], other[likely], strict=True)}


@pytest.fixture(scope="module")
def plan() -> LinkagePlan:
    return incremental.make_plan(prepared(generate_records(2_500, seed=11).rows))


@pytest.mark.slow
@examples(8)
@given(st.integers(0, 10_000), st.integers(0, 40))
def test_incremental_linkage_equals_full_linkage(plan: LinkagePlan, seed: int, count: int) -> None:
    """Some records change, some come, as over a night; pairs of the others are those of yesterday."""
    draw = random.Random(seed)
    made = generate_records(240, seed=seed + 1).rows
    before, later = made[:200], made[200:]
    yesterday = found(plan, before)
    rows = [*before, *later[: draw.randint(0, len(later))]]
    changed = set(range(len(before), len(rows)))
    for at in draw.sample(range(len(before)), count):
        other = draw.choice(made)
        field = draw.choice(COLUMNS)
        rows[at] = {**rows[at], field: other[field]}
        changed.add(at)
    kept = {pair for pair in yesterday if not changed & set(pair)}
    assert kept | found(plan, rows, changed) == found(plan, rows)


def test_plan_is_outgrown_by_half_of_what_it_was_learned_from(plan: LinkagePlan) -> None:
    learned = plan.learned_from
    largest = learned + learned // 2 + incremental.MIN_NEW_RECORDS
    assert learned == 2_500
    assert not plan.is_register_too_large(largest)
    assert plan.is_register_too_large(largest + 1)


def test_linkage_plan_is_stored_and_read_unchanged(plan: LinkagePlan) -> None:
    rows = generate_records(120, seed=5).rows
    again = incremental.plan_from_json(plan.as_json())
    assert again.facts == plan.facts
    assert found(again, rows) == found(plan, rows)


def test_most_records_of_one_child_are_found_by_the_plan_of_another_register(
    plan: LinkagePlan,
) -> None:
    made = generate_records(400, seed=23)
    usual = replace(plan, model=replace(plan.model, threshold=0.5))
    pairs = found(usual, made.rows)
    true = {
        (a, b)
        for a in range(400)
        for b in range(a + 1, 400)
        if made.children[a] == made.children[b]
    }
    assert len(pairs & true) / len(true) > 0.8
    assert len(pairs & true) / len(pairs) > 0.9
    # What ships is stricter, so that fewer are wrong, and finds fewer for it (docs/linking.md).
    stricter = found(plan, made.rows)
    assert stricter <= pairs
    assert len(stricter & true) / len(stricter) > 0.9
    assert len(stricter & true) / len(true) > 0.75


def test_a_crowd_that_shares_a_key_makes_no_pairs_by_it() -> None:
    """Three hundred children recorded as born on one day with one name: a key of these says nothing."""
    row = dict.fromkeys(COLUMNS, "") | {"given_name": "Fatima", "birth_date": "2015-01-01"}
    rows = [row] * 300
    crowded = incremental.make_plan(prepared(rows))
    table = incremental.build_fact_table(prepared(rows), crowded.facts)
    assert len(incremental.find_pairs(table, crowded)[0]) == 0
