"""Rules for steps of a public text and for who may take them. Pure functions that return reasons."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.justice.public_texts.vocabulary import TextState

CHOOSE_PROCEEDING: Final = _("Choose the proceeding that the text is about.")
# The permitted transitions; a published text can be withdrawn but never changed.
TEXT_TRANSITIONS: Final[dict[TextState, frozenset[TextState]]] = {
    TextState.WAITS: frozenset(
        {TextState.WAITS, TextState.APPROVED, TextState.SENT_BACK, TextState.WITHDRAWN}
    ),
    TextState.SENT_BACK: frozenset({TextState.WAITS, TextState.WITHDRAWN}),
    TextState.APPROVED: frozenset({TextState.WAITS, TextState.PUBLISHED, TextState.WITHDRAWN}),
    TextState.PUBLISHED: frozenset({TextState.WITHDRAWN}),
    TextState.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class PublicTextFacts:
    """The state of a text, the author of the current version, and what is left to the author."""

    state: TextState
    written_by: UUID
    unresolved: Collection[str]
    needs_proceeding: bool


def needs_proceeding(named: object, offered: Collection[object]) -> bool:
    """Whether the proceeding that a text is about is still to be chosen among those of the file.

    In SQL: `public_texts_require_proceeding`.
    """
    return named is None and bool(offered)


def needs_only_approval(text: PublicTextFacts, actor_id: UUID) -> bool:
    """Whether a text only needs approval, by someone other than its author `actor_id`.

    Unresolved matches, and naming the proceeding, are the author's task.
    """
    left = text.unresolved or text.needs_proceeding
    return text.state == TextState.WAITS and text.written_by == actor_id and not left


def reasons_against_transition(text: PublicTextFacts, to: TextState) -> tuple[Reason, ...]:
    """Why the transition is not allowed, whoever requests it."""
    reasons = []
    if to not in TEXT_TRANSITIONS[text.state]:
        reasons.append(
            Reason("state", _("This step is not possible in the current status of the text."))
        )
    if to in {TextState.APPROVED, TextState.PUBLISHED} and text.unresolved:
        reasons.append(Reason("traces", _("The text identifies, or may identify, the child.")))
    if to in {TextState.APPROVED, TextState.PUBLISHED} and text.needs_proceeding:
        reasons.append(Reason("proceeding", CHOOSE_PROCEEDING))
    return tuple(reasons)


def reasons_not_to_decide(
    text: PublicTextFacts, to: TextState, actor_id: UUID
) -> tuple[Reason, ...]:
    """Why this person cannot approve or return the text: wrong state, or their own text."""
    reasons = list(reasons_against_transition(text, to))
    if actor_id == text.written_by:
        reasons.append(
            Reason("own", _("You wrote the current version. A second person must decide."))
        )
    return tuple(reasons)
