"""Screens of contacts: list, record, show, turn into a report, refer, enter paper forms."""

import datetime as dt
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log, records
from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra import district_list
from saathi.protection.identification.intake.contacts import actions, pages, queries
from saathi.protection.identification.intake.contacts.forms import (
    ContactFilterForm,
    ContactForm,
    ContactReferralFollowUpForm,
    ContactReferralForm,
    PaperContactForm,
)
from saathi.protection.identification.intake.forms import ReportForm
from saathi.protection.identification.intake.models import Contact, ContactReferral
from saathi.protection.identification.intake.queue.views import url_after_naming
from saathi.protection.identification.intake.time_paging import PagePosition
from saathi.protection.identification.intake.vocabulary import (
    KINDS_WITHOUT_TEXT,
    ContactKind,
    ReportChannel,
    ReportingPersonKind,
    Urgency,
)
from saathi.vault import store as vault
from saathi.web.page_names import OPEN_CASE_FROM_REPORT

REFERRAL_PAGE_TEXT = FormPageText(
    _("Referral"),
    _("No report or case is needed. The service cannot read any report."),
    _("Save"),
    _("The contact"),
)

_NOT_NOTIFIED = _(
    "Saved as a contact only: no one is notified. This concern is urgent: record it as a report now."
)


@staff_screen(Permission.RECORD_REPORT)
def list_contacts(request: StaffRequest) -> HttpResponse:
    """The contacts that this person may see, latest first."""
    form = ContactFilterForm(request.GET)
    options = form.cleaned_data if form.is_valid() else {}
    filters = queries.ContactListFilter(
        kind=options.get("kind", ""),
        channel=options.get("channel", ""),
        outcome=options.get("became", ""),
        until=options.get("day"),
        position=PagePosition.from_query(request.GET),
    )
    contact_page = queries.list_visible_contacts(request.staff, filters)
    access_log.log_list_view(
        request.staff, [contact.pk for contact in contact_page.rows], model="intake.contact"
    )
    page = pages.contact_list_page(contact_page, filters, request.staff)
    return render(request, "intake/list_contacts.html", {"page": page, "form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_contact(request: StaffRequest) -> HttpResponse:
    """Records a contact. A concern leads directly to its report."""

    def save(form: ContactForm) -> str:
        contact = actions.record_contact_with_report(
            new=form.to_input(), report=form.to_report_input(), actor=request.staff
        )
        if contact.report_id is not None:
            return url_after_naming(request, contact.report_id)
        if "report" in request.POST and contact.kind not in KINDS_WITHOUT_TEXT:
            return reverse("intake:create_report_from_contact", args=[contact.pk])
        if contact.kind == ContactKind.CONCERN and contact.urgency in {Urgency.NOW, Urgency.TODAY}:
            messages.warning(request, str(_NOT_NOTIFIED))
        return reverse("intake:show_contact", args=[contact.pk])

    form = ContactForm(
        request.POST or None, time_zone=request.staff.office.time_zone, actor=request.staff
    )
    answer = submit_form(request, form, save)
    return answer or render(request, "intake/record_contact.html", {"form": form})


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_contact(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """One contact: what it was, what help was given, its outcomes."""
    contact = access.get(request.staff, Contact, contact_id)
    page = pages.contact_details(contact, request)
    context = {"page": page, "file_id": contact.file_id}
    return render(request, "intake/show_contact.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def create_report_from_contact(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Turns a contact into a report, from which a search and a case can follow."""
    contact = access.get(request.staff, Contact, contact_id)
    contact_url = reverse("intake:show_contact", args=[contact.pk])

    def save(form: ReportForm) -> str:
        report = actions.create_report_from_contact(
            contact=contact, new=form.to_input(), version=form.seen_version, actor=request.staff
        )
        if (
            "case" in request.POST
            and Permission.OPEN_CASE in request.may
            and not form.cleaned_data["named"]
        ):
            return reverse(OPEN_CASE_FROM_REPORT, args=[report.pk])
        return url_after_naming(request, report.pk)

    zone = request.staff.office.time_zone
    form = ReportForm(
        request.POST or None,
        initial=_report_initial(contact, zone),
        time_zone=zone,
        actor=request.staff,
    )
    answer = submit_form(request, form, save, newest_url=contact_url)
    may_search = Permission.SEARCH in request.may
    context = {"form": form, "address": contact_url, "may_search": may_search}
    return answer or render(request, "intake/create_report_from_contact.html", context)


def _report_initial(contact: Contact, zone: str) -> dict[str, object]:
    """The initial values of the report form, taken from the contact."""
    shared_fields = (
        "channel",
        "reporter_kind",
        "language",
        "urgency",
        "country",
        "district",
        "version",
    )
    values = {name: getattr(contact, name) for name in shared_fields if getattr(contact, name)}
    happened_at = contact.happened_at.astimezone(ZoneInfo(zone))
    received_on = contact.happened_at.astimezone(ZoneInfo(zone)).date()
    received = {"received_on": received_on, "received_time": f"{happened_at:%H:%M}"}
    return (
        {"reporter_kind": ReportingPersonKind.ANONYMOUS}
        | values
        | records.open_texts(contact)
        | received
    )


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def refer_from_contact(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Records a referral from a contact: to a service, livelihood support or other help."""
    contact = access.get(request.staff, Contact, contact_id)
    contact_url = reverse("intake:show_contact", args=[contact.pk])

    def save(form: ContactReferralForm) -> str:
        actions.create_contact_referral(contact=contact, new=form.to_input(), actor=request.staff)
        return contact_url

    form = ContactReferralForm(request.POST or None, today=request.staff.office.today())
    answer = submit_form(request, form, save, newest_url=contact_url)
    return answer or render_form_page(request, form, REFERRAL_PAGE_TEXT, contact_url)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_contact_referral_progress(
    request: StaffRequest, contact_id: UUID, referral_id: UUID
) -> HttpResponse:
    """Records the outcome of a referral."""
    contact = access.get(request.staff, Contact, contact_id)
    referral = access.get(request.staff, ContactReferral, referral_id)
    if referral.contact_id != contact.pk:
        raise access.NotAllowed
    contact_url = reverse("intake:show_contact", args=[contact.pk])
    texts: dict[str, str] = vault.open(referral)

    def save(form: ContactReferralFollowUpForm) -> str:
        actions.follow_up_contact_referral(
            referral=referral,
            data=form.to_input(),
            earlier_texts=texts,
            version=form.seen_version,
            actor=request.staff,
        )
        return contact_url

    initial = {**vars(referral), "answer": texts.get("answer", "")}
    form = ContactReferralFollowUpForm(
        request.POST or None, initial=initial, today=request.staff.office.today()
    )
    answer = submit_form(request, form, save, newest_url=contact_url)
    return answer or render_form_page(request, form, REFERRAL_PAGE_TEXT, contact_url)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def enter_paper_forms(request: StaffRequest) -> HttpResponse:
    """Enters paper forms of one day one after another: day and place are kept, both times are stored."""

    def save(form: PaperContactForm) -> str:
        actions.record_contact_with_report(
            new=form.to_contact_input(), report=form.to_report_input(), actor=request.staff
        )
        return f"{reverse('intake:enter_paper_forms')}?{urlencode(form.next_form_query())}"

    zone = request.staff.office.time_zone
    form = PaperContactForm(
        request.POST or None,
        initial=_paper_form_initial(request),
        time_zone=zone,
        actor=request.staff,
    )
    if answer := submit_form(request, form, save):
        return answer
    lines = pages.list_paper_contact_rows(request.staff)
    return render(request, "intake/enter_paper_forms.html", {"form": form, "lines": lines})


def _paper_form_initial(request: HttpRequest) -> dict[str, object]:
    """Day, channel, place and language of the previous paper form; invalid query values are ignored."""
    initial: dict[str, object] = {"channel": ReportChannel.OUTREACH}
    try:
        initial["received_on"] = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        initial["received_on"] = None
    if request.GET.get("channel") in ReportChannel.values:
        initial["channel"] = request.GET["channel"]
    if district_list.country_of_district(request.GET.get("district", "")):
        initial["district"] = request.GET["district"]
    if request.GET.get("language", "").isalpha():
        initial["language"] = request.GET["language"]
    return initial
