"""What the lone-worker check-in contributes to shared pages."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from saathi.agencies import idempotency
from saathi.agencies.domains import (
    Domain,
    FileAction,
    FileGroup,
    FileLink,
    NoticePage,
    NotOnTimeline,
    WaitingWork,
)
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.record_kit.rows import format_moment
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.protection.casework.check_ins import queries, rules
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.check_ins.vocabulary import CheckInState
from saathi.web.components import ActionLink, AlertBox, AlertStep


def own_visit_boxes(staff: Staff, files: list[UUID]) -> list[AlertBox]:  # noqa: ARG001 - as WaitingWork
    """The visits of this person that have not ended, with the button to check in."""
    return [_own_box(check_in, staff) for check_in in queries.list_open_check_ins(staff).own]


def _own_box(check_in: CheckIn, staff: Staff) -> AlertBox:
    end = format_moment(check_in.expected_end, staff.office, "H:i")
    is_overdue = rules.is_overdue(CheckInState(check_in.state), check_in.expected_end, clock.now())
    title = _("You have not checked in") if is_overdue else _("You are on a home visit")
    step = AlertStep(
        _("I am safe"),
        reverse("check_ins:record_safe", args=[check_in.file_id, check_in.pk]),
        check_in.version,
        idempotency.new_form_key(),
    )
    page = ActionLink(_("Open"), _page(check_in))
    text = _("Expected end %(time)s") % {"time": end}
    return AlertBox(title, text, page, "danger", "home", step)


def overdue_visit_boxes(staff: Staff, files: list[UUID]) -> list[AlertBox]:  # noqa: ARG001 - as WaitingWork
    """Workers who have not checked in from a visit, for those who supervise."""
    overdue = queries.list_open_check_ins(staff).overdue
    names = names_of({check_in.recorded_by for check_in in overdue})
    return [
        AlertBox(
            _("%(name)s has not checked in from a home visit")
            % {"name": names.get(check_in.recorded_by, "")},
            _("Expected end %(time)s")
            % {"time": format_moment(check_in.expected_end, staff.office)},
            ActionLink(_("Open the procedure"), _page(check_in)),
        )
        for check_in in overdue
    ]


def _page(check_in: CheckIn) -> str:
    return reverse("check_ins:list_check_ins", args=[check_in.file_id])


DOMAIN = Domain(
    urls={"views": ""},
    file_links=(
        FileLink(
            66,
            Section.VISITS,
            _("Home visit check-in"),
            "check_ins:list_check_ins",
            "map-pin",
            group=FileGroup.SERVICES,
        ),
    ),
    file_actions=(
        FileAction(
            18,
            Section.VISITS,
            _("Check in for a home visit"),
            "check_ins:start_visit",
            "home",
            needs_case=True,
        ),
    ),
    waiting=(
        WaitingWork(2, frozenset({Permission.APPROVE}), overdue_visit_boxes),
        WaitingWork(0, frozenset({Permission.WORK_ON_CASE}), own_visit_boxes),
    ),
    notices={"check_in_overdue": NoticePage("check_ins:list_check_ins")},
    timeline=(NotOnTimeline(CheckIn, "it is about the worker; the visit itself is an event"),),
)
