"""What the lone-worker check-in contributes to shared pages."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies import idempotency
from saathi.agencies.domains import (
    Domain,
    FileAction,
    FileGroup,
    FileLink,
    NoticePage,
    NotOnTimeline,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kinds import RecordKind
from saathi.agencies.record_kit.rows import format_moment
from saathi.agencies.sections import Section
from saathi.agencies.waiting_work import WaitingWork
from saathi.infra import clock
from saathi.protection.casework.check_ins import queries, rules
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.check_ins.vocabulary import CheckInState
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertButton


def own_visit_boxes(staff: Staff, visits: list[dict[str, Any]]) -> list[AlertBox]:
    """The visits of this person that have not ended, with the button to check in."""
    return [_own_box(visit, staff) for visit in visits]


def _own_box(visit: dict[str, Any], staff: Staff) -> AlertBox:
    expected_end = dt.datetime.fromisoformat(visit["expected_end"])
    end = format_moment(expected_end, staff.office, "H:i")
    is_overdue = rules.is_overdue(CheckInState.OUT, expected_end, clock.now())
    title = _("You have not checked in") if is_overdue else _("You are on a visit alone")
    step = AlertButton(
        _("Check in safe"),
        reverse("check_ins:record_safe", args=[visit["file_id"], visit["id"]]),
        visit["version"],
        idempotency.new_form_key(),
    )
    page = ActionLink(_("Open"), _page(visit))
    text = _("Expected end %(time)s") % {"time": end}
    rank = UrgentRank.IN_DANGER if is_overdue else UrgentRank.TODAY
    return AlertBox(title, text, page, "danger", "home", step, rank=rank, is_overdue=is_overdue)


def overdue_visit_boxes(staff: Staff, overdue: dict[str, Any]) -> list[AlertBox]:
    """For supervisors: workers who have not checked in; if many, those longest overdue."""
    boxes = [_overdue_box(visit, staff) for visit in overdue["first"]]
    more = overdue["count"] - len(boxes)
    return [*boxes, _more_box(more)] if more > 0 else boxes


def _overdue_box(visit: dict[str, Any], staff: Staff) -> AlertBox:
    end = format_moment(dt.datetime.fromisoformat(visit["expected_end"]), staff.office)
    return AlertBox(
        _("%(name)s has not checked in from a home visit") % {"name": visit["name"] or ""},
        _("Expected end %(time)s") % {"time": end},
        ActionLink(_("Open the procedure"), _page(visit)),
        rank=UrgentRank.IN_DANGER,
        is_overdue=True,
    )


def _more_box(count: int) -> AlertBox:
    title = ngettext(
        "%(count)d more worker has not checked in from a home visit",
        "%(count)d more workers have not checked in from a home visit",
        count,
    )
    link = ActionLink(_("Show all"), reverse("check_ins:list_overdue"))
    return AlertBox(title % {"count": count}, "", link, rank=UrgentRank.IN_DANGER, is_overdue=True)


def _page(visit: dict[str, Any]) -> str:
    return reverse("check_ins:list_check_ins", args=[visit["file_id"]])


DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            66,
            Section.VISITS,
            _("Visits alone: check-in"),
            "check_ins:list_check_ins",
            "map-pin",
            group=FileGroup.SERVICES,
        ),
    ),
    file_actions=(
        FileAction(
            18,
            Section.VISITS,
            _("Start a visit alone"),
            "check_ins:start_visit",
            "home",
            needs_case=True,
        ),
    ),
    waiting=(
        WaitingWork(
            2,
            frozenset({Permission.APPROVE}),
            overdue_visit_boxes,
            queries.overdue_visits_column,
            queries.overdue_since,
        ),
        WaitingWork(
            0, frozenset({Permission.WORK_ON_CASE}), own_visit_boxes, queries.own_visits_column
        ),
    ),
    notices={"check_in_overdue": NoticePage("check_ins:list_check_ins")},
    records=(RecordKind(CheckIn, _("Lone visit by a staff member")),),
    timeline=(NotOnTimeline(CheckIn, "it is about the worker; the visit itself is an event"),),
)
