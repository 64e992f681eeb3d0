"""Records a decision; permission checks and log entries are the caller's."""

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.evidence.approval.models import TwoPersonDecision
from saathi.infra import clock


def record_decision(
    row: TwoPersonDecision, version: int, state: str, why: str, actor: Staff
) -> None:
    """Records the decision and its author; raises `ChangedMeanwhile` when the state is no longer as seen."""
    now = clock.now()
    writing.transition(
        row, version, actor=actor, state=state, decision=why, decided_by=actor.id, decided_at=now
    )
