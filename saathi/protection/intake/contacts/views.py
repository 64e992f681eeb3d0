"""Screens of contacts: the list, a new one, one contact, what it is turned into, a pile of paper."""

import datetime as dt
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET

from saathi.agencies import access, access_log, records
from saathi.agencies.form_submission import submit_form
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.infra import district_list
from saathi.protection.intake.contacts import actions, pages, queries
from saathi.protection.intake.contacts.forms import (
    ContactFilterForm,
    ContactForm,
    ContactReferralFollowUpForm,
    ContactReferralForm,
    PaperContactForm,
)
from saathi.protection.intake.forms import ReportForm
from saathi.protection.intake.models import Contact, ContactReferral
from saathi.protection.intake.paging import PagePosition
from saathi.protection.intake.vocabulary import (
    KINDS_WITHOUT_TEXT,
    ReportChannel,
    ReportingPersonKind,
)
from saathi.vault import store as vault


@staff_screen(Permission.RECORD_REPORT)
def list_contacts(request: StaffRequest) -> HttpResponse:
    """The contacts that this person may see, latest first."""
    form = ContactFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    wanted = queries.ContactListFilter(
        kind=chosen.get("kind", ""),
        channel=chosen.get("channel", ""),
        outcome=chosen.get("became", ""),
        until=chosen.get("day"),
        position=PagePosition.from_query(request.GET),
    )
    found = queries.list_visible_contacts(request.staff, wanted)
    access_log.log_list_view(
        request.staff, [contact.pk for contact in found.rows], model="intake.contact"
    )
    page = pages.contact_list_page(found, wanted, request.staff)
    return render(request, "intake/list_contacts.html", {"page": page, "form": form})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def record_contact(request: StaffRequest) -> HttpResponse:
    """A new contact. One that is a worry goes straight on to its report."""

    def save(form: ContactForm) -> str:
        contact = actions.record_contact(new=form.to_input(), actor=request.staff)
        if "report" in request.POST and contact.kind not in KINDS_WITHOUT_TEXT:
            return reverse("intake:turn_contact", args=[contact.pk])
        return reverse("intake:show_contact", args=[contact.pk])

    office = request.staff.office
    initial = {"country": office.country, "district": office.district}
    form = ContactForm(request.POST or None, initial=initial, time_zone=office.time_zone)
    answer = submit_form(request, form, save)
    return answer or render(request, "intake/record_contact.html", {"form": form})


@require_GET
@staff_screen(Permission.RECORD_REPORT)
def show_contact(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """One contact: what it was, what was given, what became of it."""
    contact = access.get(request.staff, Contact, contact_id)
    page = pages.contact_details(contact, request)
    return render(request, "intake/show_contact.html", {"page": page})


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def turn_contact(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """The contact, taken down as a report; from there a search and a case follow."""
    contact = access.get(request.staff, Contact, contact_id)
    address = reverse("intake:show_contact", args=[contact.pk])

    def save(form: ReportForm) -> str:
        report = actions.create_report_from_contact(
            contact=contact, new=form.to_input(), version=form.seen_version, actor=request.staff
        )
        on_to = "desk:find_from_report" if "case" in request.POST else "intake:show_report"
        return reverse(on_to, args=[report.pk])

    zone = request.staff.office.time_zone
    form = ReportForm(request.POST or None, initial=_as_report(contact, zone), time_zone=zone)
    answer = submit_form(request, form, save, newest_url=address)
    may_search = Permission.SEARCH in request.may
    context = {"form": form, "address": address, "may_search": may_search}
    return answer or render(request, "intake/turn_contact.html", context)


def _as_report(contact: Contact, zone: str) -> dict[str, object]:
    """What the contact knows already of the worry, for the form of its report."""
    same = ("channel", "reporter_kind", "language", "urgency", "country", "district", "version")
    known = {name: getattr(contact, name) for name in same if getattr(contact, name)}
    told = contact.happened_at.astimezone(ZoneInfo(zone))
    told_on = contact.happened_at.astimezone(ZoneInfo(zone)).date()
    when = {"received_on": told_on, "received_time": f"{told:%H:%M}"}
    return (
        {"reporter_kind": ReportingPersonKind.ANONYMOUS}
        | known
        | records.open_texts(contact)
        | when
    )


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def refer(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """A referral from a contact: to a service, to livelihood, to whoever can help."""
    contact = access.get(request.staff, Contact, contact_id)
    address = reverse("intake:show_contact", args=[contact.pk])

    def save(form: ContactReferralForm) -> str:
        actions.create_contact_referral(contact=contact, new=form.to_input(), actor=request.staff)
        return address

    form = ContactReferralForm(request.POST or None, today=request.staff.office.today())
    answer = submit_form(request, form, save, newest_url=address)
    context = {"form": form, "address": address}
    return answer or render(request, "intake/refer.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def follow_referral(request: StaffRequest, contact_id: UUID, referral_id: UUID) -> HttpResponse:
    """What became of a referral."""
    contact = access.get(request.staff, Contact, contact_id)
    referral = access.get(request.staff, ContactReferral, referral_id)
    if referral.contact_id != contact.pk:
        raise access.NotAllowed
    address = reverse("intake:show_contact", args=[contact.pk])
    words: dict[str, str] = vault.open(referral)

    def save(form: ContactReferralFollowUpForm) -> str:
        actions.follow_up_contact_referral(
            referral=referral,
            data=form.to_input(),
            earlier_texts=words,
            version=form.seen_version,
            actor=request.staff,
        )
        return address

    initial = {**vars(referral), "answer": words.get("answer", "")}
    form = ContactReferralFollowUpForm(
        request.POST or None, initial=initial, today=request.staff.office.today()
    )
    answer = submit_form(request, form, save, newest_url=address)
    context = {"form": form, "address": address}
    return answer or render(request, "intake/refer.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.RECORD_REPORT)
def enter_papers(request: StaffRequest) -> HttpResponse:
    """Paper forms of one day, one after another: day and place stay, both times are kept."""

    def save(form: PaperContactForm) -> str:
        actions.record_paper_form(
            new=form.to_contact_input(), report=form.to_report_input(), actor=request.staff
        )
        return f"{reverse('intake:enter_papers')}?{urlencode(form.next_form_query())}"

    zone = request.staff.office.time_zone
    form = PaperContactForm(request.POST or None, initial=_next_paper(request), time_zone=zone)
    if answer := submit_form(request, form, save):
        return answer
    lines = pages.list_paper_contact_rows(request.staff)
    return render(request, "intake/enter_papers.html", {"form": form, "lines": lines})


def _next_paper(request: HttpRequest) -> dict[str, object]:
    """Day, channel, place and language of the paper before; anything else in the address is nothing."""
    found: dict[str, object] = {"channel": ReportChannel.OUTREACH}
    try:
        found["received_on"] = dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        found["received_on"] = None
    if request.GET.get("channel") in ReportChannel.values:
        found["channel"] = request.GET["channel"]
    if district_list.country_of_district(request.GET.get("district", "")):
        found["district"] = request.GET["district"]
    if request.GET.get("language", "").isalpha():
        found["language"] = request.GET["language"]
    return found
