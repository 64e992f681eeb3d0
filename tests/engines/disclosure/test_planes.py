"""Planes: what two dimensions prove by themselves holds for every safe choice in the whole."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.disclosure import (
    set_cover,
    small_tables,
    suppression,
    windowed_suppression,
)
from saathi.engines.disclosure.budget import SuppressionEffort
from saathi.engines.disclosure.cuts import SuppressionCut, find_sum_cuts
from saathi.engines.disclosure.plane_cuts import find_plane_cuts
from saathi.engines.disclosure.policy import DisclosurePolicy, SuppressionProblem, build_problem
from saathi.engines.disclosure.suppression import suppress_cells
from saathi.engines.disclosure.table_files import build_counted_system, complete_and_check
from saathi.engines.disclosure.tables import ZeroPolicy
from saathi.engines.disclosure.windows import build_frame
from tests.engines.disclosure.random_worlds import RandomWorld, random_worlds
from tests.engines.disclosure.refusals import redrawn_if_refused
from tests.engines.disclosure.test_windows import cube_of
from tests.engines.examples import examples

K = 5
CUBES = ((("place", "age", "sex"),), (("place", "age", "sex"), ("place",)))


def prover(view: SuppressionProblem) -> Iterable[SuppressionCut]:
    search = suppression._Search(view, SuppressionEffort(seconds=5.0))
    search.until_safe(view.list_requirements())
    return list(search.cuts.values())


def proofs_of(asked: SuppressionProblem) -> list[SuppressionCut]:
    return list(find_plane_cuts(asked, build_frame(asked.system), prover, lambda: False))


@pytest.mark.slow
@examples(20)
@given(random_worlds(CUBES), st.sampled_from(list(ZeroPolicy)))
def test_every_safe_choice_hides_what_planes_prove(world: RandomWorld, zeros: ZeroPolicy) -> None:
    tables = complete_and_check(world.tables(), world.hierarchies())
    problem = build_problem(tables, build_counted_system(tables), DisclosurePolicy(K, zeros))

    with redrawn_if_refused():
        hidden = suppress_cells(problem, SuppressionEffort(seconds=5.0)).hidden

    for cut in proofs_of(problem):
        if cut.required_hidden is None or hidden[cut.required_hidden]:
            assert cut.weights[hidden[cut.cells]].sum() >= 1 - 1e-6


@pytest.mark.slow
def test_planes_prove_more_than_single_sums() -> None:
    problem = cube_of(1)
    sums = {cut.identity: cut for cut in find_sum_cuts(problem)}
    both = sums | {cut.identity: cut for cut in proofs_of(problem)}
    costs, order = np.ones(problem.system.size), np.arange(problem.system.size)

    few, more = (
        set_cover.solve_set_cover(list(each.values()), costs, order, 10.0).bound
        for each in (sums, both)
    )

    assert more > few
    assert more <= suppress_cells(problem, SuppressionEffort(seconds=10.0)).secondary


def test_without_time_planes_prove_nothing() -> None:
    problem = cube_of(1)
    assert not list(find_plane_cuts(problem, build_frame(problem.system), prover, lambda: True))


@pytest.mark.slow
def test_the_gap_of_a_large_table_is_stated_against_what_planes_prove(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suppression, "MODULAR_CELLS", 0)
    monkeypatch.setattr(small_tables, "MAX_FINEST_CELLS", 0)
    problem = cube_of(1)
    with_planes = suppress_cells(problem, SuppressionEffort(seconds=20.0))
    monkeypatch.setattr(windowed_suppression, "PLANES_SHARE", 0.0)
    without = suppress_cells(problem, SuppressionEffort(seconds=20.0))

    assert with_planes.bound > without.bound
    assert with_planes.secondary >= with_planes.bound
