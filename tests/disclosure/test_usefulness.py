"""Where suppression leaves little to read, that is said, with the better way."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saathi.config.command import main
from saathi.disclosure.needs import Policy, Problem
from saathi.disclosure.protect import Order, protect
from saathi.disclosure.suppression import Effort, suppress
from saathi.disclosure.tables import Method, Zeros
from saathi.disclosure.usefulness import BETTER, advice, without_design
from tests.disclosure.test_windows import problem_of, table_of

SPARSE = [[0, 1, 2, 9], [3, 0, 0, 8], [1, 2, 30, 4], [0, 7, 1, 2]]
DENSE = [[90, 80, 70, 60, 50], [40, 30, 20, 90, 80], [2, 60, 50, 40, 3], [30, 20, 4, 4, 60]]
small = st.lists(
    st.lists(st.sampled_from([0, 0, 1, 3, 6, 9, 20]), min_size=3, max_size=3),
    min_size=3,
    max_size=3,
)


def told(asked: Problem, hidden: list[int], bound: float) -> str:
    chosen = asked.always.copy()
    chosen[hidden] = True
    return advice(asked, chosen, bound)


def test_a_sparse_table_is_written_with_the_better_way() -> None:
    order = Order(Policy(5, Zeros.PROTECTED), Method.SUPPRESS)
    protected = protect([table_of(SPARSE)], {}, order)

    assert protected.report.passes
    assert "hardly a table to be read" in protected.summary
    assert BETTER in protected.summary


def test_of_a_table_that_keeps_enough_nothing_is_said() -> None:
    asked = problem_of(DENSE, Zeros.PROTECTED)
    assert told(asked, [], 0.0) == ""


def test_a_table_in_which_nothing_is_left_says_so() -> None:
    asked = problem_of(SPARSE, Zeros.PROTECTED)
    everything = list(range(asked.system.size))
    assert told(asked, everything, 0.0).startswith("Nothing is left.")
    public = problem_of(SPARSE, Zeros.PUBLIC)
    there = np.flatnonzero(public.counts).tolist()
    assert told(public, there, 0.0).startswith("Nothing but zeros is left to be seen.")


def test_less_than_four_fifths_is_not_called_hardly_a_table() -> None:
    asked = problem_of([[50, 60, 70], [80, 90, 40], [30, 20, 4]], Zeros.PROTECTED)
    best = suppress(asked, Effort(seconds=5.0))
    said = advice(asked, best.hidden, best.bound)
    assert "That is 75 %, less than four fifths." in said
    assert "more than 12 (75 %): 1 are hidden by the rule itself" in said


@settings(max_examples=25)
@given(small, st.sampled_from(list(Zeros)))
def test_what_no_suppression_could_show_is_never_shown(
    inner: list[list[int]], zeros: Zeros
) -> None:
    asked = problem_of(inner, zeros)
    if not asked.counts.any():
        return
    best = suppress(asked, Effort(seconds=5.0))
    said = advice(asked, best.hidden, best.bound)
    there = asked.counts > 0
    seen = int((there & ~best.hidden).sum())
    if seen >= 0.8 * int(there.sum()):
        assert not said
        return
    at_most = int(said.split("show more than ")[1].split(" ")[0])
    assert at_most >= seen
    if not best.gap and not best.besides:
        assert at_most == seen


@pytest.mark.parametrize(("method", "way"), [("suppress", "--method round"), ("round", "--design")])
def test_the_command_tells_what_to_do_where_no_design_keeps_enough(
    method: str, way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_text("kind,count\na,1\nb,1\nTotal,2\n", encoding="utf-8")
    asked = ["--design", "--method", method, "--out", str(tmp_path / "out")]

    assert main(["protect", str(tmp_path / "t.csv"), *asked]) == 2

    said = capsys.readouterr().err
    assert without_design("t.csv", Method(method)) in said
    assert way in said
    assert not (tmp_path / "out").exists()
