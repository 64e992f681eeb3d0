"""When a document may be added, replaced or removed, and when its end is a duty. Pure functions."""

import datetime as dt
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.documents.vocabulary import (
    DocumentAudience,
    DocumentState,
    RemovalReason,
)

MAX_FILES: Final = 10  # of one document
MAX_SENT_BYTES: Final = 20 * 1024 * 1024  # of all files sent together, and of a single file
REMINDER: Final = dt.timedelta(days=30)  # before the end of its validity
# Removal for these reasons leaves no text: what was written about it must not stay either.
REASONS_TO_ERASE_TEXTS: Final = frozenset(
    {RemovalReason.OTHER_CHILD, RemovalReason.NOT_ACCEPTED, RemovalReason.ASKED}
)
# The states that can follow each state.
TRANSITIONS: Final[dict[DocumentState, frozenset[DocumentState]]] = {
    DocumentState.CURRENT: frozenset({DocumentState.REPLACED, DocumentState.REMOVED}),
    DocumentState.REPLACED: frozenset({DocumentState.REMOVED}),
    DocumentState.REMOVED: frozenset(),
}


class Validity(StrEnum):
    """Whether a document is still valid."""

    UNLIMITED = "unlimited"
    VALID = "valid"
    ENDS_SOON = "ends_soon"
    EXPIRED = "expired"


def validity(valid_until: dt.date | None, today: dt.date) -> Validity:
    """Whether a document is valid on a day; the last day counts."""
    if valid_until is None:
        return Validity.UNLIMITED
    if valid_until < today:
        return Validity.EXPIRED
    return Validity.ENDS_SOON if valid_until - REMINDER <= today else Validity.VALID


def reminder_day(valid_until: dt.date | None, today: dt.date) -> dt.date | None:
    """The day on which a renewal is due, today at the earliest; None if none is needed."""
    if valid_until is None or valid_until < today:
        return None
    return max(valid_until - REMINDER, today)


def reasons_against_dates(
    *,
    issued_on: dt.date | None,
    valid_until: dt.date | None,
    received_on: dt.date,
    today: dt.date,
) -> tuple[Reason, ...]:
    """Why a document cannot have these dates; empty if it can."""
    reasons = []
    if received_on > today:
        reasons.append(Reason("received_on", _("Enter today’s date or an earlier date.")))
    if issued_on is not None and issued_on > received_on:
        text = _("The document was received before it was issued. Correct one of the two dates.")
        reasons.append(Reason("issued_on", text))
    if issued_on is not None and valid_until is not None and valid_until < issued_on:
        reasons.append(Reason("valid_until", _("Enter a date on or after the date of issue.")))
    return tuple(reasons)


def reasons_against_audience(
    audience: DocumentAudience, readers: Collection[object]
) -> tuple[Reason, ...]:
    """Why these people cannot be the readers; empty if they can."""
    if audience == DocumentAudience.NAMED and not readers:
        return (Reason("readers", _("Choose the people, or choose another answer above.")),)
    return ()


def reasons_against_narrowing(
    before: DocumentAudience, after: DocumentAudience, *, is_recorder: bool, is_named: bool
) -> tuple[Reason, ...]:
    """Why this person cannot change a document's audience to `after`; empty if they can.

    Only the person who added it may keep it to themselves; others may not exclude themselves.
    """
    if is_recorder:
        return ()
    if after == DocumentAudience.RECORDER != before:
        text = _("Only the person who added the document can choose this. Choose another answer.")
        return (Reason("audience", text),)
    if after == DocumentAudience.NAMED and not is_named:
        text = _(
            "You would no longer see the document. Choose another answer, or include yourself."
        )
        return (Reason("audience", text),)
    return ()


def reasons_against_files(
    sizes: Sequence[int], *, kept: int, has_read: bool, must_send: bool = False
) -> tuple[Reason, ...]:
    """Why files of these sizes cannot be added to a document that has `kept`; empty if they can."""
    reasons = []
    if must_send and not sizes:
        reasons.append(Reason("uploads", _("Choose a file.")))
    if kept + len(sizes) > MAX_FILES:
        text = _("A document can have at most 10 files. Add the other files as a new document.")
        reasons.append(Reason("uploads", text))
    if sum(sizes) > MAX_SENT_BYTES:
        text = _("The files are larger than 20 MB in total. Upload fewer at a time.")
        if len(sizes) == 1:
            text = _(
                "The file is larger than 20 MB. Reduce its size, or split it into several files."
            )
        reasons.append(Reason("uploads", text))
    if sizes and not has_read:
        text = _("Read above what must not be uploaded, then confirm.")
        reasons.append(Reason("has_read", text))
    return tuple(reasons)


def reasons_against_state(state: DocumentState, target: DocumentState) -> tuple[Reason, ...]:
    """Why a document cannot change from its present state to `target`; empty if it can."""
    if target in TRANSITIONS[state]:
        return ()
    return (Reason("state", _("This document was replaced or removed. Reload the page.")),)


def reasons_against_file_removal(*, is_kept: bool) -> tuple[Reason, ...]:
    """Why a file cannot be removed; empty if it can."""
    return () if is_kept else (Reason("state", _("This file was already removed.")),)
