"""Screens of referrals: choosing a service, offer, progress, access, letter."""

from dataclasses import replace
from functools import partial
from operator import itemgetter
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import RecordForm, posted_data, submit_form
from saathi.agencies.models import Staff
from saathi.agencies.offline.drafts import DraftTarget
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.consent.actions import ConsentRecordRefused
from saathi.people.child_pages import render_child_page
from saathi.people.form_pages import child_for_editing, render_child_form_page
from saathi.people.models import Child
from saathi.people.panels import ChildFormPageText
from saathi.people.queries import child_header, child_of_file
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.actions import referring as actions
from saathi.protection.casework.services.forms.referrals import (
    ReferralConsentForm,
    ReferralFollowUpForm,
    ReferralOfferForm,
    ReferralSentForm,
    ServiceAccessForm,
    ServiceSearchForm,
)
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.queries import (
    abroad,
    directory,
    facility_entries,
    legal_bases,
    opinions,
    referrals,
    support,
)
from saathi.protection.casework.services.vocabulary import REFERRAL_DRAFT, ReferralSentBy
from saathi.web.paging import requested_page

OFFER_PAGE_TEXT = ChildFormPageText(
    _("Refer the child to a service"),
    _(
        "Ask the child first. Assistance does not depend on a finding, on documents or on"
        " a statement to anyone."
    ),
    back="support:choose_service",
    back_label=_("Choose another service"),
    template="services/offer_service.html",
)
_form_text = partial(ChildFormPageText, back="support:show_referral", back_label=_("The referral"))
FOLLOW_UP_PAGE_TEXT = _form_text(
    _("Update referral progress"),
    _("Enter the date on which each step happened, even if you learned of it later."),
)
SENT_PAGE_TEXT = _form_text(
    _("Record how the service was notified"),
    _("Tell the service only what the child agreed to share."),
)
ACCESS_PAGE_TEXT = _form_text(
    _("Give the service access"),
    _("One person gets access to what the child agreed to share. Access ends automatically."),
    button=_("Open the file"),
)
END_ACCESS_PAGE_TEXT = _form_text(
    _("End the service’s access"),
    _("The service continues to help. It keeps its own notes and can no longer read the file."),
    button=_("End access now"),
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def choose_service(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Services for this child by need, age and language; mismatches are shown, never hidden."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    today = request.staff.office.today()
    search = request.GET or {"district": request.staff.office.district}
    form = ServiceSearchForm(search)
    chosen = form.cleaned_data if form.is_valid() else {}
    filters = directory.ServiceFilter.from_query({k: v for k, v in chosen.items() if k != "needs"})
    needs = referrals.child_service_needs(child, today=today, accessible=chosen.get("needs", ""))
    sort_accepting_first = directory.sort_accepting_first(
        directory.filter_services(filters), needs.serves
    )
    page = requested_page(request, sort_accepting_first, directory.PAGE_SIZE)
    entries = []
    homes = facility_entries.offering_facilities(page.object_list, today)
    for service in page.object_list:
        reasons = rules.service_mismatches(referrals.service_eligibility(service), needs)
        warnings = [gettext(reason.text) for reason in reasons]
        home = homes.get(service.facility_id) if service.facility_id else None
        warnings += home.warnings if home else []
        offer = reverse("support:offer_service", args=[file_id, service.pk])
        place = facility_entries.place_child_url(file_id, service)
        row = directory.service_directory_row(service, today=today, warnings=warnings)
        refuses = any(reason.code == "serves" for reason in reasons)
        entries.append((refuses, len(warnings), row, offer, place))
    entries.sort(key=itemgetter(0, 1))
    return render_child_page(
        request,
        child,
        "services/choose_service.html",
        form=form,
        page=page,
        entries=[(row, offer, refuses, place) for refuses, _count, row, offer, place in entries],
        counted=directory.service_count_text(page.paginator.count, str(page.paginator.count)),
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def offer_service(
    request: StaffRequest, file_id: UUID, service_id: UUID | None = None
) -> HttpResponse:
    """Creates a referral to a service in the directory, or to one that is not in it."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    service = directory.get_service(service_id) if service_id else None
    may_record = access.may_write(request.staff, file_id, Section.LEGAL)
    known = legal_bases.list_covering_bases(request.staff, child, service)
    form = ReferralOfferForm(
        posted_data(request),
        service=service,
        consents=known,
        may_record_consent=may_record,
        initial={"offered_on": request.staff.office.today()},
        today=request.staff.office.today(),
    )
    form.draft = DraftTarget(REFERRAL_DRAFT, file_id)
    basis = (
        ReferralConsentForm(posted_data(request), staff=request.staff, about=child)
        if may_record
        else None
    )

    def save(sent: ReferralOfferForm) -> str:
        referral = _create_referral(child, sent, basis, request.staff)
        return reverse("support:show_referral", args=[file_id, referral.pk]) if referral else ""

    back = reverse("support:choose_service", args=[file_id])
    about = OFFER_PAGE_TEXT
    if service is not None:
        title = gettext("%(name)s, %(organisation)s") % {
            "name": service.name,
            "organisation": service.organisation,
        }
        about = replace(OFFER_PAGE_TEXT, title=title)
    others = [basis] if basis else []
    return submit_form(
        request, form, save, newest_url=back, other_forms=others
    ) or render_child_form_page(
        request, child, form, about, back, basis=basis, has_consent=bool(known)
    )


def _create_referral(
    child: Child, form: ReferralOfferForm, basis: ReferralConsentForm | None, actor: Staff
) -> Referral | None:
    """Creates the referral and its new legal basis, if any; None if the basis is refused."""
    data = form.to_input()
    consent = basis.to_consent(child, data) if basis else None
    if basis is None or consent is None:
        return actions.create_referral(child=child, data=data, actor=actor)
    try:
        return actions.create_referral_with_consent(
            child=child, data=data, consent=consent, actor=actor
        )
    except ConsentRecordRefused as refusal:
        basis.add_refusal_reasons(refusal.reasons)
        return None


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_referral(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """One referral with its dates, what was shared, and who has access to the file."""
    child = child_of_file(request.staff, file_id, Section.SUPPORT)
    referral = records.get_record_of_file(request.staff, Referral, file_id, referral_id)
    may_write = access.may_write(request.staff, file_id, Section.SUPPORT)
    return render_child_page(
        request,
        child,
        "services/show_referral.html",
        page=referrals.referral_details(request.staff, referral),
        referral=referral,
        opinions=opinions.list_opinions_on_referral(request.staff, referral),
        may_write=may_write,
        may_place=access.may_write(request.staff, file_id, Section.VISITS),
        may_say=access.may_write(request.staff, file_id, Section.VOICE),
        may_assign=may_write and access.has_permission(request.staff, Permission.ASSIGN),
    )


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def record_referral_progress(
    request: StaffRequest, file_id: UUID, referral_id: UUID
) -> HttpResponse:
    """Records the progress of a referral, by the child's worker or by the receiver."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    referral = records.get_record_of_file(request.staff, Referral, file_id, referral_id)
    back = reverse("support:show_referral", args=[file_id, referral_id])
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
        is_still_readable = access.visible(request.staff, Referral).filter(pk=referral_id).exists()
        return back if is_still_readable else reverse("services:list_referrals")

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, FOLLOW_UP_PAGE_TEXT, back
    )


@staff_screen(Permission.WORK_ON_CASE)
def record_referral_sent(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """Records how and when the service was informed of the referral."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    referral = records.get_record_of_file(request.staff, Referral, file_id, referral_id)
    back = reverse("support:show_referral", args=[file_id, referral_id])
    today = request.staff.office.today()
    form = ReferralSentForm(
        posted_data(request),
        initial={"version": referral.version, "sent_on": today},
        today=today,
    )

    def save(sent: ReferralSentForm) -> str:
        try:
            actions.record_referral_sent(
                referral=referral,
                sent_how=ReferralSentBy(sent.cleaned_data["sent_how"]),
                sent_on=sent.cleaned_data["sent_on"],
                version=sent.seen_version,
                actor=request.staff,
            )
        except actions.ReferralNotPermitted as refused:
            sent.add_refusal_reasons(refused.reasons, {})
            return ""
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, SENT_PAGE_TEXT, back
    )


@staff_screen(Permission.ASSIGN)
def give_service_access(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """Opens the file to one person of a service that uses Saathi, until a day."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    referral = records.get_record_of_file(request.staff, Referral, file_id, referral_id)
    back = reverse("support:show_referral", args=[file_id, referral_id])
    service = (
        support.services_by_id([referral]).get(referral.service_id) if referral.service_id else None
    )
    if service is None or service.run_by_id is None:
        raise access.NotAllowed
    today = request.staff.office.today()
    form = ServiceAccessForm(
        posted_data(request),
        people=referrals.list_service_staff(service),
        initial={"version": referral.version, "until": today + rules.DEFAULT_ACCESS_PERIOD},
        today=today,
    )

    def save(sent: ServiceAccessForm) -> str:
        actions.grant_service_access(
            referral=referral,
            recipient=sent.cleaned_data["to"],
            until=sent.last_day,
            version=sent.seen_version,
            actor=request.staff,
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, ACCESS_PAGE_TEXT, back
    )


@staff_screen(Permission.WORK_ON_CASE)
def end_service_access(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """Ends a service's access to the file early."""
    child = child_for_editing(request, file_id, Section.SUPPORT)
    referral = records.get_record_of_file(request.staff, Referral, file_id, referral_id)
    if not access.may_write(request.staff, file_id, Section.CASE):
        raise access.NotAllowed
    back = reverse("support:show_referral", args=[file_id, referral_id])
    form = RecordForm(posted_data(request), initial={"version": referral.version})

    def save(sent: RecordForm) -> str:
        actions.revoke_service_access(
            referral=referral, version=sent.seen_version, actor=request.staff
        )
        return back

    return submit_form(request, form, save, newest_url=back) or render_child_form_page(
        request, child, form, END_ACCESS_PAGE_TEXT, back
    )


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def print_referral(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """The letter to a service: what was agreed to be shared, and nothing else."""
    child = child_of_file(request.staff, file_id, Section.SUPPORT)
    referral = records.get_record_of_file(request.staff, Referral, file_id, referral_id)
    need = records.open_texts(referral).get("need", "")
    if reasons := abroad.reasons_against_letter(referral, need, request.staff):
        for reason in reasons:
            messages.error(request, gettext(reason.text))
        return redirect("support:show_referral", file_id, referral_id)
    audit.record(
        audit.AuditKind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        objects=[referral.pk],
        purpose=request.staff.access_purpose,
        detail={"screen": "support:print_referral"},
    )
    name = child_header(child, staff=request.staff).name
    context = {
        "letter": referrals.referral_letter(request.staff, child, referral, name),
        "back": reverse("support:show_referral", args=[file_id, referral_id]),
    }
    return render(request, "services/print_referral.html", context)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_support(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """The child's present, waiting and past support."""
    child = child_of_file(request.staff, file_id, Section.SUPPORT)
    page = support.support_details(request.staff, child)
    access_log.log_file_list(request.staff, Section.SUPPORT, file_id, list(page.shown_ids))
    return render_child_page(
        request,
        child,
        "services/show_support.html",
        page=page,
        may_write=access.may_write(request.staff, file_id, Section.SUPPORT),
    )
