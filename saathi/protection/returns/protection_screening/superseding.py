"""When a favourable record replaces an unfavourable one about a child. Pure functions.

A child's refusal, an unsafe place, a refused permit: a later record replaces it only if it is dated on a
later day, was recorded on a later day, and by another person. This prevents pressure on a child, and a
quick correction of an assessment. The database enforces the same (`functions/superseding.sql`).
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """The day of a fact, the day on which it was recorded, and the recorder.

    Both days are by the clock of the same office.
    """

    day: dt.date
    recorded_on: dt.date
    recorded_by: UUID


def supersedes(newer: RecordedFact, earlier: RecordedFact) -> bool:
    """Whether a fact replaces an earlier one that is worse for the child."""
    return (
        newer.day > earlier.day
        and newer.recorded_on > earlier.recorded_on
        and newer.recorded_by != earlier.recorded_by
    )
