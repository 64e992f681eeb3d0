"""Screens of referrals beyond one child's file: one's own, those to one's service, from a report."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi.agencies import access, looking, records
from saathi.agencies.form_pages import About, form_page
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sending import posted, send
from saathi.protection.intake.models import Report
from saathi.protection.services.actions import referring as actions
from saathi.protection.services.forms.referrals import FamilyOfferForm, FollowForm
from saathi.protection.services.models import Referral
from saathi.protection.services.queries import referrals
from saathi.web.parts import Tab

FAMILY = About(
    _("Offer the family a livelihood or other help"),
    _("At the same time as the report is looked into, whatever is found. No name goes with it."),
    _("Keep the referral"),
    _("The report"),
)
FOLLOW = About(
    _("What became of it"),
    _("Write each day as it happened, also when you learn of it later."),
    _("Keep it"),
    _("Referrals"),
)
LABELS = {
    "made": _("Made by you"),
    "waiting": _("Answer is late"),
    "received": _("To your service"),
    "ended_access": _("Access ended lately"),
}


@require_safe
@staff_screen(Permission.WORK_ON_CASE, Permission.RECORD_REPORT)
def list_referrals(request: StaffRequest) -> HttpResponse:
    """A person's referrals and those to her, by codes and without a name."""
    asked = request.GET.get("which", "")
    which = asked if asked in referrals.WHICH else _first(request)
    page = referrals.referrals_of(request.staff, which, request.GET.get("page", "1"))
    looking.listed(
        request.staff,
        [one.pk for one in page.object_list],
        model="services.referral",
        count=len(page.object_list),
    )
    context = {
        "tabs": [
            Tab(label, f"?which={name}", is_here=name == which) for name, label in LABELS.items()
        ],
        "label": _("Which referrals"),
        "page": page,
        "table": referrals.table(request.staff, page) if page.object_list else None,
    }
    return render(request, "services/list_referrals.html", context)


def _first(request: StaffRequest) -> str:
    """What is shown first: what waits for her own answer."""
    return "received" if referrals.counts(request.staff).received else "made"


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def refer_from_report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """A livelihood or other help for the family that a report is about, before any case."""
    report = access.get(request.staff, Report, report_id)
    back = reverse("intake:show_report", args=[report.pk])
    today = request.staff.office.today()
    form = FamilyOfferForm(posted(request), initial={"offered_on": today}, today=today)

    def save(sent: FamilyOfferForm) -> str:
        actions.refer_from_report(report=report, told=sent.told(), by=request.staff)
        return reverse("services:list_referrals")

    return send(request, form, save, newest=back) or form_page(request, form, FAMILY, back)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE, Permission.RECORD_REPORT)
def follow_report(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """What became of a referral that was made from a report."""
    referral = access.get(request.staff, Referral, referral_id)
    if referral.child_id is not None:
        raise access.NotAllowed
    back = reverse("services:list_referrals")
    earlier = records.words_of(referral)
    form = FollowForm(
        posted(request), initial={**vars(referral), **earlier}, today=request.staff.office.today()
    )

    def save(sent: FollowForm) -> str:
        try:
            actions.follow(
                referral=referral,
                told=sent.told(),
                earlier=earlier,
                version=sent.seen,
                by=request.staff,
            )
        except actions.NotSoYet as refused:
            sent.tell(refused.reasons, {})
            return ""
        return back

    about = About(FOLLOW.title, earlier.get("need", "") or FOLLOW.lead, FOLLOW.button, FOLLOW.back)
    return send(request, form, save, newest=back) or form_page(request, form, about, back)
