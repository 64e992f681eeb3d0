"""What answers about functioning come to. A disability opens help and is never a diagnosis here."""

from collections.abc import Iterable
from typing import Final

from saathi.people.identity.vocabulary import Difficulty, Disability, Function

# The six questions in the order of the Washington Group Short Set on Functioning (made for five
# years and over; its wording is to be verified against the published set).
FUNCTIONS: Final = tuple(function.value for function in Function)
_ANSWERED: Final = frozenset({Difficulty.NONE, Difficulty.SOME})
_CUT_OFF: Final = frozenset({Difficulty.A_LOT, Difficulty.CANNOT})


def disability(answers: Iterable[str]) -> Disability:
    """Yes where one answer reaches "a lot"; no where all six lie below it; else not known.

    What was not asked or not told is no "no" (cut-off recommended by the Washington Group, to be
    verified).
    """
    given = list(answers)
    if any(answer in _CUT_OFF for answer in given):
        return Disability.YES
    if len(given) == len(FUNCTIONS) and all(answer in _ANSWERED for answer in given):
        return Disability.NO
    return Disability.NOT_KNOWN
