"""Which of the child's answers about a person counts. Pure functions.

Once the child says no, a later answer counts only if another person asks the child again on a later
day: no child is persuaded within an hour. A "no" holds in every search for the same relationship.
The database asks the same (`functions/views.sql`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.superseding import RecordedFact, supersedes
from saathi.protection.returns.tracing.vocabulary import TracingWish

_NO_ANSWERS: Final = frozenset({TracingWish.NO, TracingWish.NOT_ASKED})


@dataclass(frozen=True, slots=True)
class RecordedView:
    """An answer of the child: in which search, what, and how it was recorded."""

    request_id: UUID
    wish: TracingWish
    fact: RecordedFact


def counting_view(views: Sequence[RecordedView], request_id: UUID) -> RecordedView | None:
    """The answer that counts for a search; None if there is none in it and no "no" holds.

    `views`: about one matter, in the order of asking, of all searches for the same relationship.
    An answer in the search of a "no", or in this search, can replace that "no".
    """
    for refusal in reversed(views):
        replacing = {request_id, refusal.request_id}
        if refusal.wish == TracingWish.NO and not any(
            view.request_id in replacing
            and view.wish not in _NO_ANSWERS
            and supersedes(view.fact, refusal.fact)
            for view in views
        ):
            return refusal
    own = [view for view in views if view.request_id == request_id]
    return own[-1] if own else None


@dataclass(frozen=True, slots=True)
class SoughtPerson:
    """Whom a search is for: the relationship, and the person of the child's file if one is chosen."""

    relation: str
    person_id: UUID | None


def reasons_against_other_sought(
    before: SoughtPerson, after: SoughtPerson, *, has_no: bool, takes_answers: bool
) -> tuple[Reason, ...]:
    """Why a search is not changed to another person: a "no" of the child would hold less.

    `has_no`: a "no" about tracing, contact or living with the person holds for the search. A person may
    then be added, not changed or removed.
    `takes_answers`: the child said no about the new person in another search, and the answers of this
    search, about someone else, would replace that.
    """
    stays = _(
        "The child said no about this person, so this stays. Trace another person in a search of their "
        "own. A later answer counts only if another person asks the child again on a later day."
    )
    asked = _(
        "The child said no about this other person. Trace this person in a search of their own: the "
        "answers in this search are about someone else."
    )
    changed = {
        "relation": before.relation != after.relation,
        "person": before.person_id != after.person_id,
    }
    kept = {"relation", "person"} if before.person_id else {"relation"}
    reasons = []
    for name in (name for name, is_changed in changed.items() if is_changed):
        if has_no and name in kept:
            reasons.append(Reason(name, stays))
        elif takes_answers:
            reasons.append(Reason(name, asked))
    return tuple(reasons)
