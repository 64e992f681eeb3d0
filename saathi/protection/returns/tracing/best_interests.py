"""Whether the child's best interests were assessed or determined for a return to the family."""

import datetime as dt
from typing import Final
from uuid import UUID

from saathi.agencies.models import Staff
from saathi.protection.decisions.best_interests.queries import (
    find_agreed_assessment,
    find_in_force,
    has_determination,
)
from saathi.protection.decisions.best_interests.vocabulary import AssessmentOccasion, Solution
from saathi.protection.returns.tracing.family_rules import HOME_VALID_DAYS

OCCASIONS: Final = (AssessmentOccasion.REUNIFICATION,)
SOLUTIONS: Final = (Solution.FAMILY, Solution.RELATIVES)


def has_best_interests(file_id: UUID, reader: Staff, *, on: dt.date) -> bool:
    """Whether an approved assessment of six months recommends the return, or a panel decided for it.

    Once a panel decided for this child, only its determination counts. The same as
    `tracing_has_best_interests` in SQL.
    """
    if has_determination(reader, file_id):
        return find_in_force(reader, file_id, SOLUTIONS, today=on) is not None
    since = on - dt.timedelta(days=HOME_VALID_DAYS)
    found = find_agreed_assessment(reader, file_id, OCCASIONS, SOLUTIONS, since=since)
    return found is not None
