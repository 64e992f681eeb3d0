"""What time-critical care contributes to shared pages: a link, a file alert, work to do."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies.access import FileRights
from saathi.agencies.domains import (
    Domain,
    EventKind,
    EventSource,
    FileAction,
    FileAlert,
    FileGroup,
    FileLink,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork, permission_values
from saathi.infra import clock
from saathi.protection.casework.urgent_care import queries
from saathi.protection.casework.urgent_care.models import UrgentCare, UrgentCareStep
from saathi.protection.casework.urgent_care.rules import (
    CareTimes,
    care_times,
    clock_order,
    count_overdue,
    hours_left,
    next_deadline,
    open_steps,
)
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from saathi.protection.casework.urgent_care.wording import HOURS_IN_DAYS, describe_clock
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

_PAGE = "urgent_care:list_urgent_care"


def care_alert(rights: FileRights, open_care: list[dict[str, Any]]) -> list[AlertBox]:
    """An alert for each open time-critical care, with the time left."""
    boxes = []
    for care in open_care:
        title = _("Time-critical care: %(left)s") % {"left": _left(rights.staff, care)}
        action = ActionLink(_("Steps"), reverse(_PAGE, args=[rights.file_id]))
        boxes.append(AlertBox(title, CareReason(care["reason"]).label, action, "danger", "clock"))
    return boxes


def _times(care: dict[str, Any]) -> CareTimes:
    happened_at, earliest_at = (
        dt.datetime.fromisoformat(care[name]) if care[name] else None
        for name in ("happened_at", "earliest_at")
    )
    begun_at = dt.datetime.fromisoformat(care["begun_at"])
    return care_times(care["reason"], happened_at, begun_at, earliest_at)


def _left(staff: Staff, care: dict[str, Any]) -> str:
    return describe_clock(staff.office, care["reason"], _times(care), care["taken"])


def _order(staff: Staff, care: dict[str, Any]) -> tuple[int, dt.datetime]:
    """The sort key: by time left, overdue first."""
    steps = open_steps(queries.steps_for(staff.office, care["reason"]), set(care["taken"]))
    return clock_order(steps, _times(care), now=clock.now())


def _place(staff: Staff, care: dict[str, Any]) -> dict[str, Any]:
    """Its place in Act now: a limit that still runs for some hours, an overdue step, or neither.

    First among the running ones are an overdue step for a risk of self-harm, which does not lose its
    use, and care of the last days without a known time, whose limits may end at any moment.
    """
    now, times = clock.now(), _times(care)
    steps = open_steps(queries.steps_for(staff.office, care["reason"]), set(care["taken"]))
    is_overdue = bool(count_overdue(steps, times, now=now))
    is_recent = hours_left(now, now=times.begun_at) < HOURS_IN_DAYS
    is_unknown = times.start is None and is_recent and bool(steps)
    if is_unknown or (is_overdue and care["reason"] == CareReason.SELF_HARM):
        return {"rank": UrgentRank.RUNNING, "due_at": now}
    due_at = next_deadline(steps, times, now=now)
    if due_at is not None and hours_left(due_at, now=now) < HOURS_IN_DAYS:
        return {"rank": UrgentRank.RUNNING, "due_at": due_at}
    return {"rank": UrgentRank.OVERDUE if is_overdue else UrgentRank.TODAY}


def waiting_care(staff: Staff, waiting: list[dict[str, Any]]) -> list[AlertBox]:
    """Open time-critical care in this person's own cases and in the offices that they lead.

    It does not say why, as My day shows no labels.
    """
    return [
        AlertBox(
            _("%(code)s: time-critical care, %(left)s")
            % {"code": care["code"], "left": _left(staff, care)},
            "",
            ActionLink(_("Steps"), reverse(_PAGE, args=[care["file_id"]])),
            "danger",
            "clock",
            child=AlertChild(UUID(care["child_id"]), UUID(care["file_id"])),
            **_place(staff, care),
        )
        for care in sorted(waiting, key=lambda care: _order(staff, care))
    ]


DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            57, Section.NEEDS, _("Time-critical care"), _PAGE, "clock", group=FileGroup.SERVICES
        ),
    ),
    file_actions=(
        FileAction(
            15,
            Section.NEEDS,
            _("Begin time-critical care"),
            "urgent_care:begin_urgent_care",
            "clock",
            needs_case=True,
        ),
    ),
    file_alerts=(
        FileAlert(
            15,
            "urgent_care",
            Section.NEEDS,
            queries.open_care_column,
            care_alert,
            is_on_every_page=True,
        ),
    ),
    waiting=(
        WaitingWork(
            1,
            frozenset({Permission.WORK_ON_CASE, Permission.APPROVE}),
            waiting_care,
            queries.waiting_care_column,
            permission_values,
        ),
    ),
    notices={"urgent_care": NoticePage(_PAGE)},
    records=(
        RecordKind(UrgentCare, _("Time-critical care")),
        RecordKind(UrgentCareStep, _("Step of time-critical care")),
    ),
    timeline=(
        EventSource(
            "urgent_care",
            UrgentCare,
            "begun_at",
            _("Time-critical care began"),
            (EventKind.SERVICES,),
        ),
        EventSource(
            "urgent_care_ended",
            UrgentCare,
            "ended_on",
            _("Time-critical care ended"),
            (EventKind.SERVICES,),
        ),
        NotOnTimeline(UrgentCareStep, "a part of time-critical care"),
    ),
)
