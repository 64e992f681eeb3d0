"""Whether the child's best interests were assessed or determined for a return to the family."""

import datetime as dt
from collections.abc import Collection
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
CONTACT_OCCASIONS: Final = (AssessmentOccasion.FAMILY_CONTACT, *OCCASIONS)
SOLUTIONS: Final = (Solution.FAMILY, Solution.RELATIVES)


def has_best_interests(file_id: UUID, reader: Staff, *, on: dt.date) -> bool:
    """Whether an approved assessment of six months recommends the return, or a panel decided for it.

    Once a panel decided for this child, only its determination counts. The same as
    `tracing_has_best_interests` in SQL.
    """
    return _is_covered(file_id, reader, OCCASIONS, on)


def covers_contact(file_id: UUID, reader: Staff, *, on: dt.date) -> bool:
    """Whether best interests cover contact with the family, of a child too young to answer.

    As `has_best_interests`, also by an assessment for this contact; in SQL `tracing_covers_contact`.
    """
    return _is_covered(file_id, reader, CONTACT_OCCASIONS, on)


def _is_covered(
    file_id: UUID, reader: Staff, occasions: Collection[AssessmentOccasion], on: dt.date
) -> bool:
    if has_determination(reader, file_id):
        return has_family_determination(file_id, reader, on=on)
    since = on - dt.timedelta(days=HOME_VALID_DAYS)
    agreed_assessment = find_agreed_assessment(reader, file_id, occasions, SOLUTIONS, since=since)
    return agreed_assessment is not None


def has_family_determination(file_id: UUID, reader: Staff, *, on: dt.date) -> bool:
    """Whether a determination for the family or relatives is in force on a day."""
    return find_in_force(reader, file_id, SOLUTIONS, today=on) is not None
