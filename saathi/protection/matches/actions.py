"""Decides on possible matches, and parts what was joined. The warden's functions count and join.

Nobody sees what another decided before the pair is settled, not in the log of the file either.
"""

import uuid
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, warden, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.warden import NotPossible
from saathi.agencies.writing import ChangedMeanwhile
from saathi.infra import clock
from saathi.protection.matches.models import Merge, Pair, Repeat, Review
from saathi.protection.matches.vocabulary import (
    Decision,
    Ground,
    PairState,
    RepeatAnswer,
    UndoReason,
)
from saathi.vault import store as vault


@dataclass(frozen=True)
class Told:
    """What one person says of two records, and on what it rests."""

    decision: Decision
    ground: Ground
    words: str


@transaction.atomic
def decide(*, pair: Pair, told: Told, by: Staff) -> PairState:
    """What the pair comes to: waiting, while another person is needed.

    ChangedMeanwhile where it is settled already, or where she has decided before.
    """
    access.require(by, Permission.REVIEW_MATCHES)

    review = Review(id=uuid.uuid4(), file_id=pair.file_id)
    vault.seal(review, {"words": told.words})
    values = [pair.pk, review.pk, told.decision.value, told.ground.value, review.sealed]
    try:
        settled = warden.change("matches_review", values, by=by.id)
    except NotPossible:
        raise ChangedMeanwhile(pair) from None

    # About no file: whoever reads the log of a file would learn that somebody has decided.
    audit.record(
        audit.Kind.WROTE,
        by=by.id,
        agency=by.agency_id,
        objects=[pair.pk, review.pk],
        detail={"action": "decided", "model": "matches.review"},
    )
    state = PairState(settled)
    if state == PairState.SAME:
        _note_both(audit.Kind.MERGED, pair.file_id, pair.other_id, pair.pk, by)
    return state


@transaction.atomic
def part(*, merge: Merge, why: UndoReason, by: Staff) -> list[UUID]:
    """The incidents that it opens: for each of the two children, since others may have read of her.

    ChangedMeanwhile where somebody parted them before.
    """
    access.require(by, Permission.REVIEW_MATCHES)

    try:
        incidents = list(map(UUID, warden.change("matches_part", [merge.pk, why.value], by=by.id)))
    except NotPossible:
        raise ChangedMeanwhile(merge) from None

    _note_both(audit.Kind.UNMERGED, merge.file_id, merge.into_id, merge.pk, by)
    for file_id, incident in zip((merge.file_id, merge.into_id), incidents, strict=True):
        audit.record(
            audit.Kind.WROTE,
            by=by.id,
            agency=by.agency_id,
            file_id=file_id,
            objects=[incident],
            detail={"action": "added", "model": "incidents.incident"},
        )
    return incidents


@transaction.atomic
def answer(*, repeat: Repeat, told: RepeatAnswer, version: int, by: Staff) -> Repeat:
    """The word answered: it stands in no list any more. ChangedMeanwhile where somebody was earlier."""
    access.require(by, Permission.REVIEW_MATCHES)

    return writing.change(
        repeat, by=by, version=version, answer=told.value, answered_at=clock.now()
    )


def _note_both(kind: audit.Kind, one: UUID, other: UUID, record: UUID, by: Staff) -> None:
    for file_id, beside in ((one, other), (other, one)):
        audit.record(
            kind,
            by=by.id,
            agency=by.agency_id,
            file_id=file_id,
            objects=[record],
            detail={"other": beside},
        )
