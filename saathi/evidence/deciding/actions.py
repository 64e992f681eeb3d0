"""The write that decides; whose right it is, and the line in the log, are the caller's."""

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.evidence.deciding.models import Decided
from saathi.infra import clock


def decide(row: Decided, version: int, state: str, why: str, by: Staff) -> None:
    """Writes down what was decided, and by whom; ChangedMeanwhile when it is not as it was seen."""
    now = clock.now()
    writing.turn(row, version, by=by, state=state, decision=why, decided_by=by.id, decided_at=now)
