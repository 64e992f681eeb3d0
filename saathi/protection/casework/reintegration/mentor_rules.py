"""What the approval of a mentor needs. Pure functions; the same in SQL: `functions/mentors.sql`."""

import datetime as dt
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.engines.matching.names import name_similarity
from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.reintegration.vocabulary import (
    MentorChoice,
    MentorEnd,
    MentorRating,
    MentorReach,
    MentorReached,
    MentorScreening,
    MentorState,
    MentorTies,
)

AGREED_CHOICES: Final = (MentorChoice.CHOSEN, MentorChoice.AGREED, MentorChoice.TOO_YOUNG)
WAITING: Final = (MentorState.PROPOSED, MentorState.RETURNED)
ENDABLE: Final = (*WAITING, MentorState.APPROVED, MentorState.BY_OTHERS)
SCREENING_YEARS: Final = 2  # a screening is repeated after so many years [derived]
_SCREENING_DAYS: Final = SCREENING_YEARS * 365
_SAME_NAME: Final = 0.5  # from here on both are more likely one name than not, in any script
# What is on record against a person stays; the same in SQL: `reintegration_keep_mentor_finding`.
FINDINGS: Final[Mapping[str, str]] = {
    "screening": MentorScreening.FAILED.value,
    "ties": MentorTies.LINKED.value,
    "reach": MentorReach.UNSAFE.value,
    "child_choice": MentorChoice.REFUSED.value,
}
# Who the finding is about, and what was checked: sealed together, so the database keeps all of them.
KEPT_TEXTS: Final = ("name", "known_from", "contact", "screened_by")
# Of another proposal for the child, these count as well.
EARLIER_FINDINGS: Final[Mapping[str, str]] = {
    **FINDINGS,
    "rating": MentorRating.AFRAID.value,
    "end_reason": MentorEnd.UNSAFE.value,
}


@dataclass(frozen=True, slots=True)
class MentorFacts:
    """What is on record of a proposed mentor."""

    child_choice: MentorChoice
    screening: MentorScreening
    screened_on: dt.date | None
    ties: MentorTies
    reach: MentorReach
    has_contact: bool
    has_screener: bool
    has_other: bool  # the child has another mentor
    has_earlier_finding: bool = False  # another proposal for the child has one on record
    earlier_reason: str = (
        ""  # why it is another person or no longer holds, by the person who decides
    )


def missing_for_approval(facts: MentorFacts, *, today: dt.date) -> tuple[Reason, ...]:
    """All that is missing before a person may be the child's mentor; empty if nothing is (REI-001)."""
    reasons = list(_missing_of_screening(facts, today))
    if facts.ties == MentorTies.LINKED:
        text = _("This person is close to an alleged perpetrator and cannot be the child’s mentor.")
        reasons.append(Reason("ties", text))
    elif facts.ties == MentorTies.NOT_CHECKED:
        text = _("Check whether this person is close to an alleged perpetrator.")
        reasons.append(Reason("ties", text))
    if facts.child_choice not in AGREED_CHOICES:
        text = _("The child must choose this person or agree.")
        reasons.append(Reason("child_choice", text))
    if facts.reach != MentorReach.SAFE or not facts.has_contact:
        text = _("Agree with the child on ways to reach the mentor that are safe, and enter them.")
        reasons.append(Reason("contact", text))
    if facts.has_other:
        text = _("The child already has a mentor. End that support first.")
        reasons.append(Reason("state", text))
    if facts.has_earlier_finding and not has_enough_letters(facts.earlier_reason):
        text = _(
            "A finding against a person proposed for this child is recorded. To approve, the second "
            "person enters why this is another person, or why it no longer holds: at least 20 letters."
        )
        reasons.append(Reason("earlier_reason", text))
    return tuple(reasons)


def is_same_person(name: str, other: str) -> bool:
    """Whether two mentors of one child are the same person by name, also in another script.

    "Rambahadur" is "Ram Bahadur", and "RB" are its initials. A nickname is not found: so pages sort by
    this, and nothing is left out by it.
    """
    one, two = _words(name), _words(other)
    if not one or not two:
        return False
    is_similar = name_similarity(name, other) >= _SAME_NAME or "".join(one) == "".join(two)
    return is_similar or _are_initials(one, two) or _are_initials(two, one)


def _words(name: str) -> list[str]:
    """All words of a name, in its own script: with "Bahadur", which `names.split_name` takes as a title."""
    kept = (sign if unicodedata.category(sign)[0] in "LM" else " " for sign in name.casefold())
    return "".join(kept).split()


def _are_initials(short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a name is another with two or more words in a row as initials in one word."""
    rows = [
        (first, last)
        for first in range(len(words) - 1)
        for last in range(first + 2, len(words) + 1)
    ]
    return any(
        [*words[:first], "".join(word[0] for word in words[first:last]), *words[last:]]
        == list(short)
        for first, last in rows
    )


def reasons_against_mentor_change(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Why a proposal cannot be changed so: what is on record against a person stays, with its texts.

    Both hold the columns of `FINDINGS` and `KEPT_TEXTS`. Similar names are not enough: two small changes
    would move a finding to another person.
    """
    found = [name for name, code in FINDINGS.items() if before[name] == code]
    text = _(
        "What was recorded against this person stays. If it no longer holds, propose the person again: "
        "the supervisor sees both proposals and decides."
    )
    reasons = [Reason(name, text) for name in found if after[name] != before[name]]
    text = _(
        "What was recorded against this person stays, with the name and the other texts. For another "
        "spelling or another person, propose a new mentor; to add an explanation, end the support."
    )
    changed = [name for name in KEPT_TEXTS if found and after[name] != before[name]]
    return (*reasons, *(Reason(name, text) for name in changed))


def _missing_of_screening(facts: MentorFacts, today: dt.date) -> list[Reason]:
    if facts.screening == MentorScreening.FAILED:
        text = _("The screening found this person not suitable.")
        return [Reason("screening", text)]
    if facts.screening == MentorScreening.NOT_DONE or facts.screened_on is None:
        text = _("The mentor must be screened before contact with the child.")
        return [Reason("screening", text)]
    reasons = []
    if (today - facts.screened_on).days > _SCREENING_DAYS:
        reasons.append(Reason("screened_on", _("The screening is older than 2 years.")))
    if not facts.has_screener:
        text = _("Enter who screened the mentor, and what was checked.")
        reasons.append(Reason("screened_by", text))
    return reasons


def reasons_not_to_decide(
    state: MentorState, *, authors: Collection[UUID | None], actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot approve a mentor or return the proposal: a second person decides."""
    if state != MentorState.PROPOSED:
        return (Reason("state", _("This mentor is not waiting for approval.")),)
    if actor_id in authors:
        text = _("You proposed or changed this mentor. A second person decides.")
        return (Reason("own", text),)
    return ()


def reasons_against_rating(
    rating: MentorRating, reached: MentorReached, *, state: MentorState, before: MentorRating
) -> tuple[Reason, ...]:
    """Why the child's opinion cannot be saved: it needs an answer, or that the child was not asked.

    `before`: the answer on record. That the child does not feel safe is a finding and stays.
    """
    reasons = []
    if before == MentorRating.AFRAID != rating:
        text = _(
            "The child does not feel safe with this person. This answer stays. Record what the child says "
            "now in a visit; end the support if the child is not safe."
        )
        reasons.append(Reason("rating", text))
    if state not in {MentorState.APPROVED, MentorState.BY_OTHERS, MentorState.ENDED}:
        reasons.append(Reason("rating", _("This person is not the child’s mentor yet.")))
    if not rating:
        reasons.append(Reason("rating", _("Choose the child’s answer, or that it was not asked.")))
    if not reached:
        text = _("Choose the child’s answer, or that it was not asked.")
        reasons.append(Reason("reached", text))
    return tuple(reasons)


def reasons_against_mentor_end(
    state: MentorState, end_reason: str, *, has_note: bool
) -> tuple[Reason, ...]:
    """Why the support of a mentor cannot end as entered: a change is explained."""
    if state not in ENDABLE:
        return (Reason("end_reason", _("This support has already ended.")),)
    reasons = []
    if not end_reason:
        reasons.append(Reason("end_reason", _("Choose the reason for the change.")))
    if end_reason == MentorEnd.UNSAFE and not has_note:
        reasons.append(Reason("end_note", _("Enter what makes the contact unsafe.")))
    return tuple(reasons)
