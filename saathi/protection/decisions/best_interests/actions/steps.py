"""What the steps of assessments and determinations share: refusal, duties, the audit log."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from saathi import audit
from saathi.agencies.models import Scoped, Staff
from saathi.infra.reasons import Reason, Refused
from saathi.protection.casework.cases.actions import duties
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import Duty


class BestInterestsRefused(Refused):
    """A step of an assessment or determination that cannot be taken; `reasons` give the codes."""


def add_duty(case: Case, duty: Duty, due_on: dt.date | None, actor: Staff) -> UUID | None:
    """The id of a new duty of the case's worker; None without a day or without the right."""
    if due_on is None:
        return None
    due = duties.add_standalone_duty(case=case, duty=duty, due_on=due_on, actor=actor)
    return due.pk if due else None


def days_later(day: dt.date, days: int) -> dt.date:
    """The day this many days later."""
    return day + dt.timedelta(days=days)


def end_duty(due: UUID | None, actor: Staff) -> None:
    """Marks a duty as done today, if there is one."""
    if due is not None:
        duties.finish_standalone_duty(due_id=due, done_on=actor.office.today(), actor=actor)


def log_decision(kind: audit.AuditKind, record: Scoped, actor: Staff) -> None:
    """Logs who decided on a record, without its contents."""
    audit.record(
        kind,
        by=actor.pk,
        agency=actor.agency_id,
        file_id=record.file_id,
        objects=[record.pk],
        detail={"action": record._meta.model_name or "", "version": record.version},
    )


def raise_if_refused(reasons: Sequence[Reason]) -> None:
    """Raises `BestInterestsRefused` with the reasons, if there are any."""
    if reasons:
        raise BestInterestsRefused(reasons)
