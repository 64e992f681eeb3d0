"""Time-critical care in words: how much time is left."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office, Staff
from saathi.infra import clock
from saathi.protection.casework.urgent_care import rules
from saathi.protection.casework.urgent_care.queries import list_open_care, steps_for
from saathi.protection.casework.urgent_care.rules import CareStep
from saathi.protection.casework.urgent_care.steps import step_text

HOURS_IN_DAYS = 168  # from a week on, hours are said as days


def describe_hours_left(deadline: dt.datetime) -> str:
    """The hours until a deadline, such as "31 hours left"."""
    now = clock.now()
    if deadline <= now:
        return _("overdue")
    hours = rules.hours_left(deadline, now=now)
    if not hours:
        return _("less than one hour left")
    if hours >= HOURS_IN_DAYS:
        days = hours // 24
        return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}


def describe_step_limit(step: CareStep) -> str:
    """Within which time a step is useful, such as "within 72 hours"."""
    if not step.hours:
        return _("immediately")
    if step.hours >= HOURS_IN_DAYS and not step.hours % 24:
        days = step.hours // 24
        return ngettext("within %(count)d day", "within %(count)d days", days) % {"count": days}
    words = ngettext("within %(count)d hour", "within %(count)d hours", step.hours)
    return words % {"count": step.hours}


def immediate_steps(office: Office, reason: str) -> list[str]:
    """The steps of one reason that are to be done at once, as they are written for the worker."""
    return [step_text(step) for step in steps_for(office, reason) if not step.hours]


def describe_clock(
    office: Office, reason: str, happened_at: dt.datetime | None, taken: Collection[str]
) -> str:
    """The time left for the most urgent open step, in words."""
    left = rules.open_steps(steps_for(office, reason), {code for code in taken if code})
    deadline = rules.next_deadline(left, happened_at, now=clock.now())
    if deadline is not None:
        return describe_hours_left(deadline)
    if left:
        open_now = ngettext("%(count)d step open", "%(count)d steps open", len(left))
        return open_now % {"count": len(left)}
    return _("every step is done or decided")


def describe_open_care(staff: Staff, files: Collection[UUID]) -> dict[UUID, str]:
    """The time left for the open time-critical care of each of these files. One query."""
    return {
        care.file_id: describe_clock(staff.office, care.reason, care.happened_at, care.taken)
        for care in reversed(list_open_care(staff, files))
    }
