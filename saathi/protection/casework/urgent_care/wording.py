"""Time-critical care in words: how much time is left."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office, Staff
from saathi.agencies.record_kit.rows import format_day, format_moment
from saathi.infra import clock
from saathi.protection.casework.urgent_care import rules
from saathi.protection.casework.urgent_care.models import UrgentCare
from saathi.protection.casework.urgent_care.queries import EarlierCare, list_open_care, steps_for
from saathi.protection.casework.urgent_care.rules import CareStep, CareTimes
from saathi.protection.casework.urgent_care.steps import step_text
from saathi.web.components import join_facts

HOURS_IN_DAYS = 168  # from a week on, shown in days


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
    """The time within which a step is useful, such as "within 72 hours"."""
    if not step.hours:
        return _("immediately")
    if step.hours >= HOURS_IN_DAYS and not step.hours % 24:
        days = step.hours // 24
        return ngettext("within %(count)d day", "within %(count)d days", days) % {"count": days}
    words = ngettext("within %(count)d hour", "within %(count)d hours", step.hours)
    return words % {"count": step.hours}


def immediate_steps(office: Office, reason: str) -> list[str]:
    """The steps for one reason that must be done at once, as worded for the worker."""
    return [step_text(step) for step in steps_for(office, reason) if not step.hours]


def describe_open_steps(office: Office, reason: str, taken: Collection[str]) -> str:
    """The steps without a result, by name; empty if there is none."""
    left = rules.open_steps(steps_for(office, reason), taken)
    if not left:
        return ""
    return _("No result is recorded: %(steps)s") % {
        "steps": "; ".join(step_text(step) for step in left)
    }


def describe_clock(office: Office, reason: str, times: CareTimes, taken: Collection[str]) -> str:
    """How many open steps are overdue, and the time left for the next one, in words."""
    left = rules.open_steps(steps_for(office, reason), {code for code in taken if code})
    if not left:
        return _("every step is done or decided")
    now = clock.now()
    deadline = rules.next_deadline(left, times, now=now)
    overdue = rules.count_overdue(left, times, now=now)
    passed = ngettext("%(count)d step overdue", "%(count)d steps overdue", overdue)
    passed %= {"count": overdue}
    if deadline is not None:
        next_one = describe_hours_left(deadline)
        both = _("%(overdue)s, %(left)s") % {"overdue": passed, "left": next_one}
        return both if overdue else next_one
    if overdue:
        return passed
    open_now = ngettext("%(count)d step open", "%(count)d steps open", len(left))
    open_now %= {"count": len(left)}
    if times.start is None:
        return _("time of the event not known, %(open)s") % {"open": open_now}
    return open_now


def describe_care(office: Office, care: Any) -> str:
    """The clock of open care with its steps `taken`."""
    times = rules.care_times(care.reason, care.happened_at, care.begun_at, care.earliest_at)
    return describe_clock(office, care.reason, times, care.taken)


def describe_event(event: UrgentCare | EarlierCare, office: Office) -> str:
    """When it happened; says if the hour is unknown and when limits start. Empty if unknown."""
    if event.happened_at is None or event.is_hour_known is not False:
        return format_moment(event.happened_at, office)
    note = _("hour not known: time limits count from the start of the day")
    return join_facts([format_day(office.date_of(event.happened_at)), note])


def describe_open_care(staff: Staff, files: Collection[UUID]) -> dict[UUID, str]:
    """The time left for the open time-critical care of each of these files. One query."""
    return {
        care.file_id: describe_care(staff.office, care)
        for care in reversed(list_open_care(staff, files))
    }
