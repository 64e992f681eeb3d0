"""The write that decides; whose right it is, and the line in the log, are the caller's."""

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.evidence.approval.models import TwoPersonDecision
from saathi.infra import clock


def record_decision(
    row: TwoPersonDecision, version: int, state: str, why: str, actor: Staff
) -> None:
    """Writes down what was decided, and by whom; ChangedMeanwhile when it is not as it was seen."""
    now = clock.now()
    writing.transition(
        row, version, actor=actor, state=state, decision=why, decided_by=actor.id, decided_at=now
    )
