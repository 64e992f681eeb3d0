"""Decides possible duplicates and undoes merges. The warden's functions count and merge.

No one learns another person's decision before the pair is settled, not even from the file's log.
"""

import uuid
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, definer_functions, writing
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.writing import ChangedMeanwhile
from saathi.infra import clock
from saathi.protection.identification.matches.models import (
    MatchPair,
    MatchReview,
    Merge,
    RepeatAllegation,
)
from saathi.protection.identification.matches.vocabulary import (
    MatchDecision,
    MatchDecisionGround,
    MergeUndoReason,
    PairState,
    RepeatAnswer,
)
from saathi.vault import store as vault


@dataclass(frozen=True)
class MatchDecisionInput:
    """One person's decision on two records, and its grounds."""

    decision: MatchDecision
    ground: MatchDecisionGround
    reason: str


@transaction.atomic
def decide_pair(*, pair: MatchPair, data: MatchDecisionInput, actor: Staff) -> PairState:
    """Records a decision and returns the pair's state: waiting while another person is needed.

    ChangedMeanwhile if the pair is settled, or if the actor has decided before.
    """
    access.require(actor, Permission.REVIEW_MATCHES)

    review = MatchReview(id=uuid.uuid4(), file_id=pair.file_id)
    vault.seal(review, {"words": data.reason})
    values = [pair.pk, review.pk, data.decision.value, data.ground.value, review.sealed]
    try:
        settled = definer_functions.make_change("matches_review", values, by=actor.id)
    except ChangeNotPossible:
        raise ChangedMeanwhile(pair) from None

    # Logged without a file id: otherwise readers of a file's log would learn that a decision was
    # made.
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[pair.pk, review.pk],
        detail={"action": "decided", "model": "matches.review"},
    )
    state = PairState(settled)
    if state == PairState.SAME:
        _note_both(audit.AuditKind.MERGED, pair.file_id, pair.other_id, pair.pk, actor)
    return state


@transaction.atomic
def undo_merge(*, merge: Merge, reason: MergeUndoReason, actor: Staff) -> list[UUID]:
    """Undoes a merge and opens an incident for each child, since others may have read their data.

    ChangedMeanwhile if the merge was undone before.
    """
    access.require(actor, Permission.REVIEW_MATCHES)

    try:
        incidents = list(
            map(
                UUID,
                definer_functions.make_change(
                    "matches_part", [merge.pk, reason.value], by=actor.id
                ),
            )
        )
    except ChangeNotPossible:
        raise ChangedMeanwhile(merge) from None

    _note_both(audit.AuditKind.UNMERGED, merge.file_id, merge.into_id, merge.pk, actor)
    for file_id, incident in zip((merge.file_id, merge.into_id), incidents, strict=True):
        audit.record(
            audit.AuditKind.WROTE,
            by=actor.id,
            agency=actor.agency_id,
            file_id=file_id,
            objects=[incident],
            detail={"action": "added", "model": "incidents.incident"},
        )
    return incidents


@transaction.atomic
def answer_repeat(
    *, repeat: RepeatAllegation, answer: RepeatAnswer, version: int, actor: Staff
) -> RepeatAllegation:
    """Records the answer to a repeat allegation, which then disappears from every list.

    ChangedMeanwhile if answered before.
    """
    access.require(actor, Permission.REVIEW_MATCHES)

    return writing.change(
        repeat, actor=actor, version=version, answer=answer.value, answered_at=clock.now()
    )


def _note_both(
    kind: audit.AuditKind, first_file: UUID, other_id: UUID, record: UUID, actor: Staff
) -> None:
    for file_id, beside in ((first_file, other_id), (other_id, first_file)):
        audit.record(
            kind,
            by=actor.id,
            agency=actor.agency_id,
            file_id=file_id,
            objects=[record],
            detail={"other": beside},
        )
