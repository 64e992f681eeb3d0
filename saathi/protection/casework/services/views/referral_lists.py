"""Screens of referrals outside a child's file: own referrals, those to a service, from a report."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log, records
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.protection.casework.services.actions import referring as actions
from saathi.protection.casework.services.forms.referrals import (
    FamilyReferralForm,
    ReferralFollowUpForm,
)
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.queries import referral_lists, referrals
from saathi.protection.identification.intake.models import Report
from saathi.web.components import TabLink

FAMILY_REFERRAL_PAGE_TEXT = FormPageText(
    _("Refer the family for livelihood or other support"),
    _(
        "You can refer the family while the report is being assessed, whatever its "
        "outcome. No name is shared."
    ),
    _("Save"),
    _("Report"),
)
FOLLOW_UP_PAGE_TEXT = FormPageText(
    _("Update referral progress"),
    _("Enter the date on which each step happened, even if you learned of it later."),
    _("Save"),
    _("Referrals"),
)
LIST_LABELS = {
    "made": _("Made by you"),
    "waiting": _("Response overdue"),
    "received": _("To your service"),
    "ended_access": _("Access ended recently"),
}


@require_safe
@staff_screen(Permission.WORK_ON_CASE, Permission.RECORD_REPORT)
def list_referrals(request: StaffRequest) -> HttpResponse:
    """The staff member's own referrals and those to them, by code and without names."""
    requested_list = request.GET.get("which", "")
    which = (
        requested_list
        if requested_list in referral_lists.REFERRAL_LISTS
        else _default_list(request)
    )
    page = referral_lists.list_staff_referrals(request.staff, which, request.GET.get("page", "1"))
    access_log.log_list_view(
        request.staff,
        [referral.pk for referral in page.object_list],
        model="services.referral",
        count=len(page.object_list),
    )
    context = {
        "tabs": [
            TabLink(label, f"?which={name}", is_here=name == which)
            for name, label in LIST_LABELS.items()
        ],
        "label": _("Referrals shown"),
        "page": page,
        "table": referrals.referral_table(request.staff, page) if page.object_list else None,
    }
    return render(request, "services/list_referrals.html", context)


def _default_list(request: StaffRequest) -> str:
    """The list shown first: referrals that wait for the staff member's own answer, if any."""
    return "received" if referral_lists.count_referrals(request.staff).received else "made"


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def refer_from_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Offers livelihood or other support to the family of a report, before any case."""
    report = access.get(request.staff, Report, report_id)
    back = reverse("intake:show_report", args=[report.pk])
    today = request.staff.office.today()
    form = FamilyReferralForm(posted_data(request), initial={"offered_on": today}, today=today)

    def save(sent: FamilyReferralForm) -> str:
        actions.create_referral_from_report(
            report=report, data=sent.to_input(), actor=request.staff
        )
        return reverse("services:list_referrals")

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, FAMILY_REFERRAL_PAGE_TEXT, back
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE, Permission.RECORD_REPORT)
def record_report_referral_progress(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Records the progress of a referral made from a report."""
    referral = access.get(request.staff, Referral, referral_id)
    if referral.child_id is not None:
        raise access.NotAllowed
    back = reverse("services:list_referrals")
    earlier = records.open_texts(referral)
    form = ReferralFollowUpForm(
        posted_data(request),
        initial={**vars(referral), **earlier},
        today=request.staff.office.today(),
    )

    def save(sent: ReferralFollowUpForm) -> str:
        actions.follow_up_referral(
            referral=referral,
            data=sent.to_input(),
            earlier_texts=earlier,
            version=sent.seen_version,
            actor=request.staff,
        )
        return back

    about = FormPageText(
        FOLLOW_UP_PAGE_TEXT.title,
        earlier.get("need", "") or FOLLOW_UP_PAGE_TEXT.lead,
        FOLLOW_UP_PAGE_TEXT.button,
        FOLLOW_UP_PAGE_TEXT.back,
    )
    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, about, back
    )
