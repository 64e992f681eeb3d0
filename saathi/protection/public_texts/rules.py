"""What may be done with a text for the public, by whom. Plain decisions, with reasons against."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _
from saathi.protection.public_texts.vocabulary import TextState

# One table of what may follow; a published text is withdrawn and never changed.
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
    """What the rules ask about a text: its state, who wrote it as it is, what it still tells."""

    state: TextState
    written_by: UUID
    unresolved: Collection[str]


def needs_only_approval(text: PublicTextFacts, by: UUID) -> bool:
    """Whether nothing but a second person is missing to what `by` wrote; what still tells is hers to do."""
    return text.state == TextState.WAITS and text.written_by == by and not text.unresolved


def reasons_against_transition(text: PublicTextFacts, to: TextState) -> tuple[Reason, ...]:
    """Why a text cannot become that now, whoever asks."""
    reasons = []
    if to not in TEXT_TRANSITIONS[text.state]:
        reasons.append(Reason("state", _("The text is not at this step.")))
    if to in {TextState.APPROVED, TextState.PUBLISHED} and text.unresolved:
        reasons.append(Reason("traces", _("The text still tells, or may tell, who the child is.")))
    return tuple(reasons)


def reasons_not_to_decide(text: PublicTextFacts, to: TextState, by: UUID) -> tuple[Reason, ...]:
    """Why this person cannot approve it or send it back: it is not at that step, or her own."""
    reasons = list(reasons_against_transition(text, to))
    if by == text.written_by:
        reasons.append(Reason("own", _("You wrote it as it is. A second person decides.")))
    return tuple(reasons)
