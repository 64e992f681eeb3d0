"""Which of the child's answers about contact with a country of origin counts. Pure functions.

Once the child does not want a contact with a country, whoever is contacted there, an agreement counts
only if another person recorded it on a later day: no child is persuaded within an hour. Silence, and an
answer in the child's place, end no refusal. The database asks the same (`functions/answers.sql`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.superseding import RecordedFact, supersedes
from saathi.protection.returns.protection_screening.vocabulary import PermissionAnswer

_AGREES: Final = frozenset({PermissionAnswer.AGREES, PermissionAnswer.IN_PART})
# Recorded whatever the child said before: they open nothing.
_OPENS_NOTHING: Final = frozenset({PermissionAnswer.REFUSES, PermissionAnswer.NOT_ASKED})
_HOLDS: Final = _(
    "The child did not want any contact with this country. An agreement counts only if another person "
    "than the one who recorded this asks the child again and records it on a later day."
)


@dataclass(frozen=True, slots=True)
class CountryAnswer:
    """What the child said about contact with one country, and how it was recorded."""

    answer: PermissionAnswer
    fact: RecordedFact


def refusals_that_hold(answers: Sequence[CountryAnswer]) -> list[CountryAnswer]:
    """The refusals that no later agreement ended, of all answers about one country."""
    agreements = [each.fact for each in answers if each.answer in _AGREES]
    return [
        each
        for each in answers
        if each.answer == PermissionAnswer.REFUSES
        and not any(supersedes(fact, each.fact) for fact in agreements)
    ]


def reasons_against_answer(
    said: CountryAnswer, before: Sequence[CountryAnswer]
) -> tuple[Reason, ...]:
    """Why a request with this answer is not made: the child refused, and this does not end it."""
    if said.answer in _OPENS_NOTHING or not refusals_that_hold([*before, said]):
        return ()
    return (Reason("child_answer", _HOLDS),)


def reasons_of_refusal(field: str, *, holds: bool) -> tuple[Reason, ...]:
    """Why a contact is neither permitted nor made: a refusal of the child holds."""
    return (Reason(field, _HOLDS),) if holds else ()
