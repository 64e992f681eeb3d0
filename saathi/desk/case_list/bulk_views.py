"""The page that assigns, transfers, covers or flags several cases, and shows the effects."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from saathi.agencies import idempotency
from saathi.agencies.list_kit.keyset import ListPosition
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk.case_list import bulk, pages
from saathi.desk.case_list.bulk_forms import BulkForm, CoverCasesForm, LeaveWarningForm
from saathi.desk.case_list.case_query import CaseFilter, find_cases
from saathi.desk.case_list.declaration import MAX_SELECTED, may_read_labels
from saathi.desk.case_list.rows import CaseRow, load_case_rows
from saathi.web import discreet_view
from saathi.web.components import Text
from saathi.web.paging import requested_key

PICK, DO, STEP, CHECKED = "pick", "do", "step", "checked"
_NOT_CHOSEN = frozenset({idempotency.KEY_FIELD, "version"})


@dataclass(frozen=True)
class BulkText:
    """The heading and the button of an action."""

    title: Text
    button: Text
    note: Text = ""


TEXTS = {
    "assign": BulkText(
        _("Assign cases"),
        _("Assign"),
        _("Tell each child who the new case worker is, and record what the child says."),
    ),
    "transfer": BulkText(
        _("Transfer cases"),
        _("Request transfer"),
        _(
            "Only offices of your agency are listed. To transfer a case to another agency, "
            "open the child’s file. The child’s consent or another legal basis is required."
        ),
    ),
    "cover": BulkText(
        _("Arrange cover"),
        _("Arrange cover"),
        _(
            "The colleague can read and change these cases until the last day, and sees "
            "them in My day. The case worker keeps the cases and all access. The case "
            "limit does not apply."
        ),
    ),
    "flag": BulkText(_("Flag cases"), _("Add flag")),
}


@sensitive_post_parameters()
@require_POST
@staff_screen(Permission.ASSIGN, Permission.WORK_ON_CASE)
def change_cases(request: StaffRequest) -> HttpResponse:
    """Asks for the action on the chosen cases, shows its effect on each, and carries it out."""
    name = request.POST.get(DO, "")
    action = bulk.BULK_ACTIONS.get(name)
    if action is None or action.permission not in request.may:
        raise Http404
    keys = _picked(request)
    if not keys or len(keys) > MAX_SELECTED:
        context = {"most": MAX_SELECTED, "count": len(keys), "text": TEXTS[name]}
        return render(request, "desk/change_cases.html", context, status=400)
    step = request.POST.get(STEP, "")
    if step == "confirm" and (earlier := idempotency.claim_key(request)):
        return earlier
    is_discreet = discreet_view.is_discreet(request)
    rows = load_case_rows(request.staff, keys, with_names=not is_discreet)
    pages.log_rows(request.staff, rows, "desk:change_cases")
    form = action.form(request.POST if step else None, actor=request.staff)
    lines: Sequence[bulk.BulkLine] = [bulk.BulkLine(row) for row in rows]
    is_valid = bool(step) and form.is_valid()
    if is_valid:
        lines = bulk.plan_bulk(action, rows, form, request.staff)
    mark = _mark(name, form, rows) if is_valid else ""
    leave = _leave_warning(request, form, lines, is_discreet=is_discreet) if is_valid else None
    is_shown = is_valid and step == "confirm" and request.POST.get(CHECKED) == mark
    if is_shown and (leave is None or leave.is_valid()):
        lines = bulk.carry_out(action, lines, form, request.staff)
        idempotency.finish_submission(request, reverse("desk:list_cases"))
        return _page(request, name, lines, is_discreet=is_discreet, is_done=True)
    idempotency.free_form_key(request)
    return _page(
        request,
        name,
        lines,
        is_discreet=is_discreet,
        form=form,
        checked=mark,
        is_changed=is_valid and step == "confirm" and not is_shown,
        leave=leave,
    )


@require_safe
@staff_screen(Permission.ASSIGN)
def cover_worker(request: StaffRequest) -> HttpResponse:
    """The same page, to arrange cover for all open cases of one worker, as from the workload."""
    worker, office = (requested_key(request.GET.get(name, "")) for name in ("worker", "office"))
    if worker is None:
        raise Http404
    result = find_cases(
        request.staff,
        CaseFilter(worker=worker, office=office),
        order="risk",
        position=ListPosition(),
        size=MAX_SELECTED,
    )
    if not result.ids:
        raise Http404
    is_discreet = discreet_view.is_discreet(request)
    rows = load_case_rows(request.staff, result.ids, with_names=not is_discreet)
    pages.log_rows(request.staff, rows, "desk:cover_worker")
    form = CoverCasesForm(None, actor=request.staff)
    lines = bulk.list_cases_to_cover(rows)
    return _page(request, "cover", lines, is_discreet=is_discreet, form=form, checked="")


def _leave_warning(
    request: StaffRequest, form: BulkForm, lines: Sequence[bulk.BulkLine], *, is_discreet: bool
) -> LeaveWarningForm | None:
    """The warning that cases would go to a worker on leave, with its checkbox; None if not."""
    tells_danger = not is_discreet and may_read_labels(request.staff)
    warning = bulk.warn_of_leave(form, lines, tells_danger=tells_danger)
    is_confirming = request.POST.get(STEP) == "confirm"
    return (
        LeaveWarningForm(request.POST if is_confirming else None, warning=warning)
        if warning
        else None
    )


def _picked(request: StaffRequest) -> list[UUID]:
    keys = (requested_key(text) for text in request.POST.getlist(PICK))
    return list(dict.fromkeys(key for key in keys if key))


def _mark(name: str, form: BulkForm, rows: Sequence[CaseRow]) -> str:
    """A digest of the choices and current cases, so that only what was shown is carried out."""
    chosen = [
        (field, str(getattr(value, "pk", value)))
        for field, value in form.cleaned_data.items()
        if field not in _NOT_CHOSEN
    ]
    cases = [(str(row.pk), row.case.version, str(row.case.worker_id)) for row in rows]
    return hashlib.sha256(repr((name, sorted(chosen), cases)).encode()).hexdigest()


def _page(
    request: StaffRequest,
    name: str,
    lines: Sequence[bulk.BulkLine],
    *,
    is_discreet: bool,
    is_done: bool = False,
    **more: object,
) -> HttpResponse:
    possible = [line for line in lines if not line.problem]
    context: dict[str, Any] = {
        "text": TEXTS[name],
        "do": name,
        "table": pages.bulk_table(
            lines,
            is_discreet=is_discreet,
            is_done=is_done,
            shows_risk=name != "flag" and may_read_labels(request.staff),
            is_by_risk=name == "cover",
        ),
        "possible": len(possible),
        "refused": len(lines) - len(possible),
        "is_done": is_done,
        "keys": [line.row.pk for line in lines],
        **more,
    }
    return render(request, "desk/change_cases.html", context)
