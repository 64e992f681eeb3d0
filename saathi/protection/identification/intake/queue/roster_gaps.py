"""Times with no one on duty, in words: for the roster, the queue, a report and My day."""

import datetime as dt
from collections import defaultdict
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office, Staff
from saathi.infra import clock
from saathi.infra.join_words import isolate_direction
from saathi.protection.identification.intake.queue import queries, rules
from saathi.protection.identification.intake.queue.models import DutyShift
from saathi.protection.identification.intake.queue.wording import moment_text
from saathi.web.components import ActionLink, AlertBox

GAP_DAYS: Final = 7  # how far ahead the roster is checked for times without cover
MAX_GAPS: Final = 5
SOON: Final = dt.timedelta(hours=24)  # a gap that begins within this time: now, or tonight
MAX_OFFICES: Final = 3  # named on My day


def gap_texts(office: Office, now: dt.datetime) -> list[str]:
    """The times in the next days with no one on duty at an office; one query."""
    end = now + dt.timedelta(days=GAP_DAYS)
    gaps = _gaps(queries.list_shifts(office, now, end), now, end)
    return [_gap_text(gap, office, now, end) for gap in gaps[:MAX_GAPS]]


def next_gap_text(office: Office, now: dt.datetime) -> str:
    """The time without cover that is now or begins within a day; empty if none. One query."""
    end = now + dt.timedelta(days=GAP_DAYS)
    gap = _soon(_gaps(queries.list_shifts(office, now, end), now, end), now)
    return _gap_text(gap, office, now, end) if gap else ""


def missing_cover_boxes(staff: Staff, files: list[UUID]) -> list[AlertBox]:
    """Alerts for offices whose roster this person sets and with no one on duty now or soon.

    One query. An office without any shift around today keeps no roster, and is not named.
    """
    del files  # it is not about cases
    now = clock.now()
    end = now + dt.timedelta(days=GAP_DAYS)
    by_office: dict[Office, list[DutyShift]] = defaultdict(list)
    for shift in queries.list_shifts_of_led_offices(staff, now - dt.timedelta(days=GAP_DAYS), end):
        by_office[shift.office].append(shift)
    gaps = {office: _soon(_gaps(shifts, now, end), now) for office, shifts in by_office.items()}
    open_now = {office: gap for office, gap in gaps.items() if gap}
    boxes = [
        _box(office, _gap_text(gap, office, now, end), is_now=gap.starts_at <= now)
        for office, gap in list(open_now.items())[:MAX_OFFICES]
    ]
    more = len(open_now) - len(boxes)
    if more > 0:
        title = ngettext(
            "%(count)d more office without cover", "%(count)d more offices without cover", more
        )
        url = reverse("intake:show_roster", args=[list(open_now)[MAX_OFFICES].pk])
        link = ActionLink(_("Duty roster"), url)
        boxes.append(AlertBox(title % {"count": more}, "", link, "attend", "clock"))
    return boxes


def _box(office: Office, text: str, *, is_now: bool) -> AlertBox:
    return AlertBox(
        isolate_direction(_("%(office)s: %(gap)s") % {"office": office.name, "gap": text}),
        _("New reports then go to the supervisors."),
        ActionLink(_("Duty roster"), reverse("intake:show_roster", args=[office.pk])),
        "danger" if is_now else "attend",
        "clock",
    )


def _gaps(shifts: list[DutyShift], now: dt.datetime, end: dt.datetime) -> list[rules.Shift]:
    times = [rules.Shift(shift.starts_at, shift.ends_at) for shift in shifts]
    return rules.find_gaps([time for time in times if time.ends_at > now], now, end)


def _soon(gaps: list[rules.Shift], now: dt.datetime) -> rules.Shift | None:
    return next((gap for gap in gaps if gap.starts_at < now + SOON), None)


def _gap_text(gap: rules.Shift, office: Office, now: dt.datetime, end: dt.datetime) -> str:
    start, until = moment_text(gap.starts_at, office), moment_text(gap.ends_at, office)
    if gap.starts_at <= now and gap.ends_at >= end:
        return _("Gap: no one on duty in the next %(days)d days") % {"days": GAP_DAYS}
    if gap.starts_at <= now:
        return _("Gap: no one on duty now, until %(until)s") % {"until": until}
    if gap.ends_at >= end:
        return _("Gap: no one on duty after %(start)s") % {"start": start}
    return _("Gap: no one on duty from %(start)s to %(until)s") % {"start": start, "until": until}
