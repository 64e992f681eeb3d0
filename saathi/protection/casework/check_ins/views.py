"""Screens of the lone-worker check-in."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra import clock
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.panels import RowStep
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.queries import case_of_file
from saathi.protection.casework.check_ins import actions, queries, rules
from saathi.protection.casework.check_ins.models import CheckIn
from saathi.protection.casework.check_ins.vocabulary import CheckInState, VisitLength

screens = kit.RecordScreens("check_ins")
TITLE = _("Visits alone: check-in")
LIST = "check_ins:list_check_ins"
PROCEDURE = (
    _("1. Telephone the worker. Let it ring twice, five minutes apart."),
    _("2. Telephone the office and colleagues who may know where the worker is."),
    _("3. If you cannot reach the worker within 15 minutes, two people go to the address."),
    _("4. If there is a sign of danger, telephone the police and do not go in."),
    _("5. Record here when the worker has been reached."),
)


class StartVisitForm(kit.DerivedForm[CheckIn]):
    """Form before a visit alone: where, how long, and how to reach the worker."""

    model = CheckIn
    names = "place minutes telephone remarks"
    minutes = forms.TypedChoiceField(
        coerce=int, choices=[("", "—"), *VisitLength.choices], label=_("Expected length")
    )


@screens.child_list("check-ins/", Permission.WORK_ON_CASE, kit.RecordQuery(CheckIn, "-recorded_at"))
def list_check_ins(
    request: StaffRequest, child: Child, check_ins: list[CheckIn]
) -> kit.PageContent:
    """Visits alone to this child: current ones, with the procedure if overdue, and earlier."""
    names = names_of({check_in.recorded_by for check_in in check_ins})
    rows = [_row(request, check_in, names) for check_in in check_ins]
    start = screens.links(request, child.file_id, "start_visit", _("Start a visit alone"), "home")
    parts = [kit.Panel(TITLE, rows=rows, empty=_("No visits alone yet."))]
    if any(_is_overdue(check_in) for check_in in check_ins):
        steps = [kit.PanelRow(step) for step in PROCEDURE]
        parts.insert(0, kit.Panel(_("The worker has not checked in"), rows=steps))
    return kit.PageContent(buttons=start, parts=parts)


@screens.listing("check-ins/overdue/", Permission.APPROVE, queries.list_overdue)
def list_overdue(request: StaffRequest, overdue: Sequence[CheckIn]) -> kit.PageContent:
    """All workers overdue to check in from a visit, longest first, with the telephone."""
    names = names_of({check_in.recorded_by for check_in in overdue})
    rows = [
        kit.PanelRow(
            names.get(check_in.recorded_by, ""),
            kit.format_moment(check_in.expected_end, request.staff.office),
            needs_attention=True,
            pairs=kit.labelled_values(check_in, "place telephone"),
            actions=[kit.link(_("Open the procedure"), LIST, check_in.file_id)],
        )
        for check_in in overdue
    ]
    empty = _("All workers have checked in.")
    panel = kit.Panel(_("Expected end of the visit"), rows=rows, empty=empty)
    return kit.PageContent(_("Workers who have not checked in"), parts=[panel])


def _is_overdue(check_in: CheckIn) -> bool:
    return rules.is_overdue(CheckInState(check_in.state), check_in.expected_end, clock.now())


def _row(request: StaffRequest, check_in: CheckIn, names: dict[UUID, str]) -> kit.PanelRow:
    staff, is_out = request.staff, check_in.state == CheckInState.OUT
    end = kit.format_moment(check_in.expected_end, staff.office)
    ended = kit.format_moment(check_in.ended_at, staff.office)
    pairs = [kit.LabelledValue(_("Expected end"), end)]
    if is_out:
        pairs += kit.labelled_values(check_in, "place telephone remarks")[
            : 3 if check_in.remarks else 2
        ]
    else:
        pairs.append(kit.LabelledValue(_("Ended"), ended))
    return kit.PanelRow(
        f"{names.get(check_in.recorded_by, '')}, "
        + kit.format_moment(check_in.recorded_at, staff.office),
        state=_("overdue") if _is_overdue(check_in) else check_in.get_state_display(),
        is_over=not is_out,
        needs_attention=_is_overdue(check_in),
        pairs=pairs,
        steps=_steps(request, check_in),
    )


def _steps(request: StaffRequest, check_in: CheckIn) -> list[RowStep]:
    is_own = check_in.recorded_by == request.staff.pk
    reasons = rules.reasons_against_check_in(
        CheckInState(check_in.state), is_own=is_own, supervises=Permission.APPROVE in request.may
    )
    if reasons:
        return []
    safe = _("Check in safe") if is_own else _("The worker was reached and is safe")
    steps = screens.steps(request, check_in, "record_safe", safe)
    if is_own:
        steps += screens.steps(request, check_in, "put_off_end", _("30 minutes more"))
    return steps


@screens.child_form(
    "check-ins/new/",
    Permission.WORK_ON_CASE,
    StartVisitForm,
    kit.ChildFormPageText(
        _("Start a visit alone"),
        _(
            "If you do not check in within 15 minutes after the expected end, the supervisors of the "
            "office are alerted."
        ),
        button=_("Start"),
        back=LIST,
    ),
    load=case_of_file,
)
def start_visit(request: StaffRequest, case: Case, form: StartVisitForm) -> None:
    """Starts a visit alone."""
    check_in = form.to_record(file_id=case.file_id, case=case)
    minutes = form.cleaned_data["minutes"]
    actions.start_visit(check_in=check_in, minutes=minutes, actor=request.staff)


@screens.child_step(
    "check-ins/<uuid:check_in_id>/safe/", Permission.WORK_ON_CASE, CheckIn, "list_check_ins"
)
def record_safe(request: StaffRequest, check_in: CheckIn, _version: int) -> None:
    """Records that the worker is safe, whatever the version: the job may just have alerted."""
    actions.record_safe(check_in=check_in, actor=request.staff)


@screens.child_step(
    "check-ins/<uuid:check_in_id>/more/", Permission.WORK_ON_CASE, CheckIn, "list_check_ins"
)
def put_off_end(request: StaffRequest, check_in: CheckIn, _version: int) -> None:
    """Postpones the expected end by half an hour."""
    actions.put_off_end(check_in=check_in, actor=request.staff)
