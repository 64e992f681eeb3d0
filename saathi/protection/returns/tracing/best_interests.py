"""The one place that says whether the child's best interests were assessed for a return to the family.

Today a decision about the return answers it (`consent.models.Decision`); the assessment of its own
takes its place here and in the SQL function `tracing_has_best_interests`.
"""

import datetime as dt
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.consent.models import Decision
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.returns.tracing.family_rules import HOME_VALID_DAYS


def has_best_interests(file_id: UUID, reader: Staff, *, on: dt.date) -> bool:
    """Whether an assessment agreed that the return to the family is in the child's best interests."""
    since = on - dt.timedelta(days=HOME_VALID_DAYS)
    decisions = access.visible(reader, Decision).filter(
        file_id=file_id, kind=DecisionKind.RETURN_HOME, decided_on__range=(since, on)
    )
    return decisions.exists()
