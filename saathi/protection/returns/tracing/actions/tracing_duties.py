"""The duties that tracing sets in a case: one of each kind at a time for all persons sought."""

import datetime as dt
from uuid import UUID

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.returns.tracing import queries


def set_duty(file_id: UUID, duty: Duty, due_on: dt.date, *, actor: Staff) -> None:
    """Makes a duty due on a day, unless one of this kind is due earlier; none without an open case."""
    case = queries.open_case(file_id, actor)
    if case is None:
        return
    dues = access.visible(actor, Due).filter(case=case, duty=duty, done_on=None)
    if not dues.filter(due_on__lte=due_on).exists():
        duties.add_standalone_duty(case=case, duty=duty, due_on=due_on, actor=actor)


def end_duty(file_id: UUID, duty: Duty, *, done_on: dt.date, actor: Staff) -> None:
    """Marks the open duties of this kind as done."""
    dues = access.visible(actor, Due).filter(file_id=file_id, duty=duty, done_on=None)
    for due_id in list(dues.values_list("pk", flat=True)):
        duties.finish_standalone_duty(due_id=due_id, done_on=done_on, actor=actor)
