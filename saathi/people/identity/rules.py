"""Derives disability and risk factors from answers.

A disability is a ground for support and never a diagnosis here; a background explains and does not
blame.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from saathi.people.identity.vocabulary import (
    Difficulty,
    Disability,
    FactorAnswer,
    FunctioningDomain,
    RiskFactor,
)

if TYPE_CHECKING:
    from saathi.people.identity.models import Background

# The six questions in the order of the Washington Group Short Set on Functioning (made for five
# years and over; its wording is to be verified against the published set).
FUNCTIONS: Final = tuple(function.value for function in FunctioningDomain)
_ANSWERS_BELOW_CUT_OFF: Final = frozenset({Difficulty.NONE, Difficulty.SOME})
_ANSWERS_FROM_CUT_OFF: Final = frozenset({Difficulty.A_LOT, Difficulty.CANNOT})


def disability_status(answers: Iterable[str]) -> Disability:
    """Yes if one answer reaches "a lot"; no if all six are below it; otherwise not known.

    "Not asked" and "not answered" do not mean no (cut-off recommended by the Washington Group, to be
    verified).
    """
    given = list(answers)
    if any(answer in _ANSWERS_FROM_CUT_OFF for answer in given):
        return Disability.YES
    if len(given) == len(FUNCTIONS) and all(answer in _ANSWERS_BELOW_CUT_OFF for answer in given):
        return Disability.NO
    return Disability.NOT_KNOWN


def factor_answers(background: "Background") -> dict[RiskFactor, FactorAnswer]:
    """The answer for each factor that was asked; a factor in no list was not asked."""
    lists = {
        FactorAnswer.YES: background.present,
        FactorAnswer.NO: background.absent,
        FactorAnswer.NOT_KNOWN: background.not_known,
        FactorAnswer.CHOSE_NOT: background.withheld,
    }
    return {
        factor: answer
        for answer, codes in lists.items()
        for factor in RiskFactor
        if factor in codes
    }
