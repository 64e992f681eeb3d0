"""Planes: what two dimensions prove by themselves holds for every safe choice in the whole."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saathi.disclosure import master, modular, suppression
from saathi.disclosure.cuts import Cut, of_lines
from saathi.disclosure.needs import Policy, Problem, problem
from saathi.disclosure.planes import cuts_of_planes
from saathi.disclosure.reading import checked, system_of
from saathi.disclosure.suppression import Effort, suppress
from saathi.disclosure.tables import Zeros
from saathi.disclosure.windows import frame_of
from tests.disclosure.drawing import World, worlds
from tests.disclosure.test_windows import cube_of

K = 5
CUBES = ((("place", "age", "sex"),), (("place", "age", "sex"), ("place",)))


def prover(view: Problem) -> Iterable[Cut]:
    search = suppression._Search(view, Effort(seconds=5.0))
    search.until_safe(view.needs())
    return list(search.cuts.values())


def proofs_of(asked: Problem) -> list[Cut]:
    return list(cuts_of_planes(asked, frame_of(asked.system), prover, lambda: False))


@settings(max_examples=20)
@given(worlds(CUBES), st.sampled_from(list(Zeros)))
def test_every_safe_choice_hides_what_planes_prove(world: World, zeros: Zeros) -> None:
    tables = checked(world.tables(), world.hierarchies())
    asked = problem(tables, system_of(tables), Policy(K, zeros))

    hidden = suppress(asked, Effort(seconds=5.0)).hidden

    for cut in proofs_of(asked):
        if cut.given is None or hidden[cut.given]:
            assert cut.weights[hidden[cut.cells]].sum() >= 1 - 1e-6


def test_planes_prove_more_than_single_sums() -> None:
    asked = cube_of(1)
    sums = {cut.name: cut for cut in of_lines(asked)}
    both = sums | {cut.name: cut for cut in proofs_of(asked)}
    costs, order = np.ones(asked.system.size), np.arange(asked.system.size)

    few, more = (
        master.cheapest(list(each.values()), costs, order, 10.0).bound for each in (sums, both)
    )

    assert more > few
    assert more <= suppress(asked, Effort(seconds=10.0)).secondary


def test_without_time_planes_prove_nothing() -> None:
    asked = cube_of(1)
    assert not list(cuts_of_planes(asked, frame_of(asked.system), prover, lambda: True))


def test_the_gap_of_a_large_table_is_stated_against_what_planes_prove(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suppression, "MODULAR_CELLS", 0)
    asked = cube_of(1)
    with_planes = suppress(asked, Effort(seconds=20.0))
    monkeypatch.setattr(modular, "PLANES_SHARE", 0.0)
    without = suppress(asked, Effort(seconds=20.0))

    assert with_planes.bound > without.bound
    assert with_planes.secondary >= with_planes.bound
