"""If suppression leaves little to read, that is reported, with the better way."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.disclosure import small_tables
from saathi.engines.disclosure.budget import SuppressionEffort
from saathi.engines.disclosure.command import main
from saathi.engines.disclosure.policy import DisclosurePolicy, SuppressionProblem
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.suppression import suppress_cells
from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.engines.disclosure.usefulness import (
    COARSER_ADVICE,
    ROLL_UP_ADVICE,
    advise_without_design,
    describe_loss,
)
from tests.engines.disclosure.refusals import redrawn_if_refused
from tests.engines.disclosure.test_windows import problem_of, table_of
from tests.engines.examples import examples

SPARSE = [[0, 1, 2, 9], [3, 0, 0, 8], [1, 2, 30, 4], [0, 7, 1, 2]]
DENSE = [[90, 80, 70, 60, 50], [40, 30, 20, 90, 80], [2, 60, 50, 40, 3], [30, 20, 4, 4, 60]]
small = st.lists(
    st.lists(st.sampled_from([0, 0, 1, 3, 6, 9, 20]), min_size=3, max_size=3),
    min_size=3,
    max_size=3,
)


def told(asked: SuppressionProblem, hidden: list[int], bound: float) -> str:
    chosen = asked.always_hidden.copy()
    chosen[hidden] = True
    return describe_loss(asked, chosen, bound)


@pytest.mark.parametrize("is_designed", [False, True])
def test_a_sparse_table_is_written_with_the_better_way(*, is_designed: bool) -> None:
    policy = DisclosurePolicy(5, ZeroPolicy.PROTECTED)
    order = ProtectionSettings(policy, DisclosureMethod.SUPPRESS, is_designed=is_designed)
    protected = protect_tables([table_of(SPARSE)], {}, order)

    assert protected.report.passes
    assert "hardly a table to be read" in protected.summary
    # Who has just designed the table is not advised to do it again.
    assert (COARSER_ADVICE if is_designed else ROLL_UP_ADVICE) in protected.summary
    assert ("--design" in protected.summary) is not is_designed


def test_loss_of_sufficiently_visible_table_is_not_reported() -> None:
    problem = problem_of(DENSE, ZeroPolicy.PROTECTED)
    assert told(problem, [], 0.0) == ""


def test_fully_hidden_table_is_reported() -> None:
    problem = problem_of(SPARSE, ZeroPolicy.PROTECTED)
    everything = list(range(problem.system.size))
    assert told(problem, everything, 0.0).startswith("Nothing is left.")
    public = problem_of(SPARSE, ZeroPolicy.PUBLIC)
    non_zero = np.flatnonzero(public.counts).tolist()
    assert told(public, non_zero, 0.0).startswith("Nothing but zeros is left to be seen.")


@pytest.mark.usefixtures("as_larger_tables")
def test_less_than_four_fifths_is_not_called_hardly_a_table() -> None:
    problem = problem_of([[50, 60, 70], [80, 90, 40], [30, 20, 4]], ZeroPolicy.PROTECTED)
    best = suppress_cells(problem, SuppressionEffort(seconds=5.0))
    description = describe_loss(problem, best.hidden, best.bound)
    assert "That is 75 %, less than four fifths." in description
    assert (
        "more than 12 (75 %) beside the same totals: 1 are hidden by the rule itself" in description
    )


@examples(25)
@given(small, st.sampled_from(list(ZeroPolicy)))
def test_what_no_suppression_could_show_is_never_shown(
    inner: list[list[int]], zeros: ZeroPolicy
) -> None:
    problem = problem_of(inner, zeros)
    if not problem.counts.any():
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(small_tables, "MAX_FINEST_CELLS", 0)
        with redrawn_if_refused():
            best = suppress_cells(problem, SuppressionEffort(seconds=5.0))
    description = describe_loss(problem, best.hidden, best.bound)
    non_zero = problem.counts > 0
    seen = int((non_zero & ~best.hidden).sum())
    if seen >= 0.8 * int(non_zero.sum()):
        assert not description
        return
    at_most = int(description.split("show more than ")[1].split(" ")[0])
    # Not always equal: the choice minimises what readers lose, not the number of hidden cells.
    assert at_most >= seen


@pytest.mark.parametrize(("method", "way"), [("suppress", "--method round"), ("round", "--design")])
def test_the_command_tells_what_to_do_where_no_design_keeps_enough(
    method: str, way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.csv").write_text("kind,count\na,1\nb,1\nTotal,2\n", encoding="utf-8")
    asked = ["--design", "--method", method, "--out", str(tmp_path / "out")]

    assert main(["protect", str(tmp_path / "t.csv"), *asked]) == 2

    output = capsys.readouterr().err
    assert advise_without_design("t.csv", DisclosureMethod(method)) in output
    assert way in output
    assert not (tmp_path / "out").exists()
