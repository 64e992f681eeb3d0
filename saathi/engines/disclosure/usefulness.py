"""Whether suppression leaves a useful table, and a better way if it does not, in plain words."""

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure.design import LARGEST_LOSS
from saathi.engines.disclosure.policy import SuppressionProblem
from saathi.engines.disclosure.reader_costs import list_important_totals
from saathi.engines.disclosure.tables import DisclosureMethod, describe_cell

# A table with less than this share of its non-zero cells is hardly useful.
HARDLY_USEFUL_SHARE = 0.5
# How many hidden totals are named.
MAX_NAMED = 8
WHY_HIDDEN = "showing all of them would reveal a small cell"
ROUNDING_ADVICE = (
    "round them: rounding shows every cell to a multiple of k and protects zeros as well."
)
ROLL_UP_ADVICE = (
    "Roll the tables up before they are protected (--design; in a release, a less detailed design), or "
    f"{ROUNDING_ADVICE}"
)
# After a design was chosen.
COARSER_ADVICE = (
    f"Choose a design that shows a larger share of its cells (--choose), or {ROUNDING_ADVICE}"
)


def describe_loss(
    problem: SuppressionProblem,
    hidden: NDArray[np.bool_],
    bound: float,
    *,
    is_designed: bool = False,
) -> str:
    """What is lost, how much of it any choice would lose, and the better way; empty if little is lost.

    `bound` is how many secondary cells every safe choice hides; none of them is zero.
    """
    size = len(hidden)
    non_zero = problem.printed[:size] & (problem.counts[:size] > 0)
    many, seen = int(non_zero.sum()), int((non_zero & ~hidden).sum())
    if seen >= (1 - LARGEST_LOSS) * many:
        return ""
    by_rule = int((non_zero & problem.sensitive[:size]).sum())
    at_most = max(seen, many - by_rule - int(np.ceil(bound - 1e-6)))
    if not seen:
        text = "Nothing but zeros is left to be seen." if (~hidden).any() else "Nothing is left."
    else:
        is_hardly = seen < HARDLY_USEFUL_SHARE * many
        text = f"That is {_percent(seen, many)}, "
        text += "hardly a table to be read." if is_hardly else "less than four fifths."
    return (
        f"{text} No suppression could show more than {at_most:,} ({_percent(at_most, many)}) beside the "
        f"same totals: "
        f"{by_rule:,} are hidden by the rule itself. {COARSER_ADVICE if is_designed else ROLL_UP_ADVICE}"
    )


def describe_shown(problem: SuppressionProblem, hidden: NDArray[np.bool_]) -> str:
    """The shares of the children in the finest cells and of the totals that stay visible."""
    printed, counts = problem.printed, problem.counts
    ends = problem.system.is_finest_in_tables() & printed
    totals = printed & ~ends & (counts > 0)
    seen, everybody = int(counts[ends & ~hidden].sum()), int(counts[ends].sum())
    return (
        f"{_percent(seen, everybody)} of the children in inner cells, and "
        f"{int((totals & ~hidden).sum()):,} of {int(totals.sum()):,} totals"
    )


def describe_hidden_totals(
    problem: SuppressionProblem, hidden: NDArray[np.bool_], *, out_of_time: bool
) -> str:
    """Which grand and one-way totals of k or more are hidden, and why; empty if all are shown."""
    cells = np.flatnonzero(list_important_totals(problem) & hidden).tolist()
    if not cells:
        return ""
    names = "; ".join(describe_cell(problem.system.keys[cell]) for cell in cells[:MAX_NAMED])
    more = f" and {len(cells) - MAX_NAMED:,} more" if len(cells) > MAX_NAMED else ""
    reason = "no choice that shows them was found in the time" if out_of_time else WHY_HIDDEN
    return f"Totals of {problem.policy.k} or more that are hidden: {names}{more}; {reason}."


def advise_without_design(
    name: str, method: DisclosureMethod, *, has_requirements: bool = False
) -> str:
    """What to do if no design of a table keeps enough."""
    text = f"{name}: no design keeps four fifths of its cells"
    if has_requirements:
        text = f"{name}: no design with what --require names keeps four fifths of its cells"
    if method is DisclosureMethod.ROUND:
        return (
            f"{text}: fewer are so small. Without --design it is rounded as it is; none is hidden."
        )
    advice = "Require less, leave" if has_requirements else "Leave"
    return f"{text} to be seen. {advice} out a dimension, or round: --method round hides no cell."


def _percent(some: int, all_of: int) -> str:
    """The share in whole percent, rounded down, so that nothing looks better than it is."""
    return f"{100 * some // max(1, all_of)} %"
