"""Which documents are missing or not needed, and when the handover note is printed. Pure functions."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.transfers.vocabulary import (
    AUTHORISED_STATES,
    REQUIRED_PAPERS,
    SETTLED_PAPERS,
    PaperState,
    TransferPaper,
    TransferState,
    TransferWish,
)

_NOT_YET = (TransferState.AUTHORISED, TransferState.TRAVELLING)
# No transfer goes without these, so no reason makes them unnecessary. The database asks the same.
ALWAYS_NEEDED: Final = (
    TransferPaper.DECISION_SHEET,
    TransferPaper.CHILD_VIEW,
    TransferPaper.GUARDIAN_VIEW,
)
# Each of these needs the day until which it is valid. The database asks the same.
DATED_PAPERS: Final = (
    TransferPaper.TRAVEL_PERMIT,
    TransferPaper.EXIT_PERMIT,
    TransferPaper.ESCORT_ORDER,
    TransferPaper.FIT_TO_TRAVEL,
)
# That one of these is not required is said by an authority, which is named.
PERMIT_PAPERS: Final = (TransferPaper.TRAVEL_PERMIT, TransferPaper.EXIT_PERMIT)
MIN_LETTERS: Final = 6  # a dash or a dot is no reason


def is_settled_paper(paper: TransferPaper, state: PaperState) -> bool:
    """Whether a document of the checklist is here, or not needed."""
    if state == PaperState.NOT_NEEDED:
        return paper not in ALWAYS_NEEDED
    return state in SETTLED_PAPERS


def reasons_against_waiver(
    paper: TransferPaper, state: PaperState, note: str, *, issuer: str = ""
) -> tuple[Reason, ...]:
    """Why a document cannot be recorded as not needed: it always is, or the reason says nothing.

    `issuer`: for a permit, the authority that says that none is required.
    """
    if state != PaperState.NOT_NEEDED:
        return ()
    if paper in ALWAYS_NEEDED:
        text = _(
            "This document is always needed. If there is no guardian, the best interests "
            "determination says so."
        )
        return (Reason("state", text),)
    if paper in PERMIT_PAPERS and not issuer.strip():
        text = _("Enter as issuing authority who says that this permit is not required.")
        return (Reason("issuer", text),)
    if note.strip() and sum(letter.isalpha() for letter in note) < MIN_LETTERS:
        return (Reason("note", _("Enter the reason in words.")),)
    return ()


def reason_against_note(
    state: TransferState, wish: TransferWish | None, *, is_replied: bool = False
) -> str:
    """Why the handover note is not printed; empty if it is. `wish`: the child's newest answer.

    After the handover it says what was recorded, whatever it was.
    """
    if state not in AUTHORISED_STATES:
        return _("The handover note is printed after the authorisation.")
    if state not in _NOT_YET:
        return ""
    if wish == TransferWish.DOES_NOT_WANT:
        return _("The child does not want to go. No handover note is printed.")
    if wish in {None, TransferWish.NOT_ASKED}:
        return _("Ask the child first, then print the handover note.")
    if wish == TransferWish.HAS_DOUBTS and not is_replied:
        return _("Answer the child’s doubts first, then print the handover note.")
    return ""


def reasons_against_travel_papers(
    state: TransferState, *, missing: Collection[Reason], is_off: bool
) -> tuple[Reason, ...]:
    """Why no paper of the journey is printed: the departure would not be allowed now.

    `missing`: what the authorisation lacks now; `is_off`: the child did not want to go after it.
    After the handover a paper says what was recorded.
    """
    if state not in AUTHORISED_STATES:
        return (Reason("state", _("This paper is printed after the authorisation.")),)
    if state not in _NOT_YET:
        return ()
    off = Reason("child_view", _("The child does not want to go. This paper is not printed."))
    asked = tuple(missing) if state == TransferState.AUTHORISED else ()
    return (*([off] if is_off else []), *asked)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """The newest entry of one document of the checklist."""

    state: PaperState
    valid_until: dt.date | None
    has_issuer: bool = True  # the issuing authority, or who says that it is not required


def is_without_day(paper: TransferPaper, facts: PaperFacts) -> bool:
    """Whether a document that is here needs the day until which it is valid."""
    return (
        paper in DATED_PAPERS
        and facts.state in {PaperState.HELD, PaperState.GIVEN}
        and facts.valid_until is None
    )


def missing_papers(
    papers: Mapping[TransferPaper, PaperFacts], *, day: dt.date, has_guardian: bool = True
) -> list[str]:
    """The required documents that are not here, or not valid on a day, in their order."""
    missing = []
    for paper in REQUIRED_PAPERS:
        if paper == TransferPaper.GUARDIAN_VIEW and not has_guardian:
            continue
        result = papers.get(paper)
        if (
            result is None
            or not is_settled_paper(paper, result.state)
            or _is_faulty(paper, result, day)
        ):
            missing.append(paper.value)
    return missing


def _is_faulty(paper: TransferPaper, facts: PaperFacts, day: dt.date) -> bool:
    """Whether a document does not count on a day: it ends before, has no end, or no one is named."""
    if facts.state == PaperState.NOT_NEEDED:
        return paper in PERMIT_PAPERS and not facts.has_issuer
    is_over = facts.valid_until is not None and facts.valid_until < day
    return is_over or is_without_day(paper, facts)
