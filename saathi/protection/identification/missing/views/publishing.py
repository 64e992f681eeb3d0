"""Screens of public notices: request, decide as the second person, withdraw, print."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from saathi import audit
from saathi.agencies import access
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.identification.intake.vocabulary import Seeker
from saathi.protection.identification.missing import descriptions, queries
from saathi.protection.identification.missing.actions import publishing
from saathi.protection.identification.missing.actions.searching import MissingReportNotChangeable
from saathi.protection.identification.missing.forms.searching import (
    PublicNoticeDecisionForm,
    PublicNoticeForm,
)
from saathi.protection.identification.missing.models import MissingReport, PublicNotice
from saathi.protection.identification.missing.views.searching import (
    get_missing_report,
    render_report_form,
    report_form_text,
)
from saathi.protection.identification.missing.vocabulary import NoticeState
from saathi.vault import store as vault
from saathi.web.components import LabelledValue

REPORT_AND_APPROVE = (Permission.RECORD_REPORT, Permission.APPROVE)


@dataclass(frozen=True)
class PublicNoticePreview:
    """A notice as it would be published, and its background for staff."""

    lines: list[LabelledValue]
    contact: str
    background: list[LabelledValue]
    may_print: bool
    may_withdraw: bool


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def request_public_notice(request: StaffRequest, missing_id: UUID) -> HttpResponse:
    """Requests a notice, which a second person approves."""
    report = get_missing_report(request, missing_id)
    form = PublicNoticeForm(request.POST or None, today=request.staff.office.today())
    text = report_form_text(
        _("Request a public notice"),
        _("The notice shows only what you choose and never why the child may have left. A "
          "published notice cannot be recalled from those who saw it, so a second person "
          "decides."),
        _("Submit for approval"),
    )  # fmt: skip

    def work(sent: PublicNoticeForm) -> None:
        publishing.ask_for_notice(report=report, new=sent.to_input(), actor=request.staff)

    return render_report_form(request, report, form, work, text)


@sensitive_post_parameters()
@staff_screen(*REPORT_AND_APPROVE)
def show_public_notice(request: StaffRequest, missing_id: UUID, notice_id: UUID) -> HttpResponse:
    """A notice as it would be published; the second person decides here."""
    report = access.get(request.staff, MissingReport, missing_id)
    notice = queries.get_public_notice(request.staff, report, notice_id)
    notice_url = reverse("missing:show_public_notice", args=[report.pk, notice.pk])
    may_decide = _may_decide(request, notice)

    def save(form: PublicNoticeDecisionForm) -> str:
        if not may_decide:
            raise access.NotAllowed
        data = form.cleaned_data
        try:
            publishing.decide_notice(
                notice=notice,
                is_approved=data["decision"] == "approve",
                reason=data["reason"],
                version=form.seen_version,
                actor=request.staff,
            )
        except MissingReportNotChangeable as refused:
            for reason in refused.reasons:
                form.add_error(None, gettext(reason.text))
            return ""
        return notice_url

    form = PublicNoticeDecisionForm(request.POST or None, initial={"version": notice.version})
    if answer := submit_form(request, form, save, newest_url=notice_url):
        return answer
    context = _context(request, report, notice) | {"form": form if may_decide else None}
    return render(request, "missing/show_public_notice.html", context)


@require_POST
@staff_screen(Permission.RECORD_REPORT)
def withdraw_public_notice(
    request: StaffRequest, missing_id: UUID, notice_id: UUID
) -> HttpResponse:
    """Withdraws a notice."""
    report = access.get(request.staff, MissingReport, missing_id)
    notice = queries.get_public_notice(request.staff, report, notice_id)

    def save(form: RecordForm) -> str:
        publishing.withdraw_notice(notice=notice, version=form.seen_version, actor=request.staff)
        return reverse("missing:show_public_notice", args=[report.pk, notice.pk])

    notice_url = reverse("missing:show_public_notice", args=[report.pk, notice.pk])
    answer = submit_form(request, RecordForm(request.POST), save, newest_url=notice_url)
    return answer or redirect(notice_url)


@require_GET
@staff_screen(*REPORT_AND_APPROVE)
def print_public_notice(request: StaffRequest, missing_id: UUID, notice_id: UUID) -> HttpResponse:
    """Prints a notice that is approved and has not expired."""
    report = access.get(request.staff, MissingReport, missing_id)
    notice = queries.get_public_notice(request.staff, report, notice_id)
    if not _is_shown(notice, request.staff.office.today()):
        raise access.NotAllowed
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=notice.file_id,
        objects=[notice.pk],
        purpose="missing_child",
    )
    return render(request, "missing/print_public_notice.html", _context(request, report, notice))


def _may_decide(request: StaffRequest, notice: PublicNotice) -> bool:
    return (
        Permission.APPROVE in request.may
        and notice.state == NoticeState.WAITS
        and notice.recorded_by != request.staff.pk
        and access.may_write(request.staff, notice.file_id, notice.section)
    )


def _is_shown(notice: PublicNotice, today: dt.date) -> bool:
    return notice.state == NoticeState.APPROVED and today <= notice.until


def _context(request: StaffRequest, report: MissingReport, notice: PublicNotice) -> dict[str, Any]:
    child = queries.get_missing_child(request.staff, report)
    opened = vault.open_many([child, notice])
    texts, child_texts = opened[notice.pk], opened[child.pk]
    may_withdraw = notice.state in {NoticeState.WAITS, NoticeState.APPROVED}
    page = PublicNoticePreview(
        lines=descriptions.notice_pairs(notice.parts, report, child, child_texts),
        contact=texts.get("contact", ""),
        background=_background_pairs(notice, texts),
        may_print=_is_shown(notice, request.staff.office.today()),
        may_withdraw=may_withdraw and Permission.RECORD_REPORT in request.may,
    )
    report_url = reverse("missing:show_missing", args=[report.pk])
    return {"page": page, "notice": notice, "report": report, "address": report_url}


def _background_pairs(notice: PublicNotice, texts: dict[str, str]) -> list[LabelledValue]:
    names = names_of([notice.recorded_by, notice.decided_by])
    pairs = [
        LabelledValue(_("Current status"), NoticeState(notice.state).label),
        LabelledValue(_("Requested by"), names.get(notice.recorded_by, "")),
        LabelledValue(_("Consent given by"), Seeker(notice.consent_by).label,
             note=descriptions.format_day(notice.consent_on)),
        LabelledValue(
            _("How consent was requested"), texts.get("consent_note", ""), missing=_("not recorded")
        ),
        LabelledValue(_("Shown until"), descriptions.format_day(notice.until)),
    ]  # fmt: skip
    if notice.decided_by is not None:
        pairs.append(LabelledValue(_("Decided by"), names.get(notice.decided_by, "")))
        pairs.append(LabelledValue(_("Reason"), texts.get("reason", ""), missing=_("not recorded")))
    return pairs
