"""Screens of referrals: choosing a service, the offer, what became of it, access, the letter."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from saathi import audit
from saathi.agencies import access, looking, records
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.agencies.sending import RecordForm, posted, send
from saathi.people.queries import child_of_file, header
from saathi.people.rows import About
from saathi.people.screens import form_page, to_write
from saathi.protection.services import rules
from saathi.protection.services.actions import referring as actions
from saathi.protection.services.forms.referrals import (
    AccessForm,
    ChooseForm,
    FollowForm,
    OfferForm,
)
from saathi.protection.services.models import Referral
from saathi.protection.services.queries import directory, opinions, referrals, support
from saathi.web.paging import page_asked

OFFER = About(
    _("Offer the child a service"),
    _("Ask the child first. Help depends on no finding, no paper and no statement to anybody."),
    _("Keep the referral"),
    "support:choose_service",
    _("Choose another service"),
)
FOLLOW = About(
    _("What became of it"),
    _("Write each day as it happened, also when you learn of it later."),
    _("Keep it"),
    "support:show_referral",
    _("The referral"),
)
ACCESS = About(
    _("Open the file to the service"),
    _("It opens what the child agreed to share, to one person, and closes by itself."),
    _("Open the file"),
    "support:show_referral",
    _("The referral"),
)
END = About(
    _("Close the file to the service"),
    _("The help goes on. The service keeps what it wrote down itself and reads nothing more."),
    _("Close the file now"),
    "support:show_referral",
    _("The referral"),
)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def choose_service(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """Services for this child: by need, age and language; what may not fit is said, never hidden."""
    child = to_write(request, file_id, Section.SUPPORT)
    today = request.staff.office.today()
    asked = request.GET or {"district": request.staff.office.district}
    form = ChooseForm(asked)
    chosen = form.cleaned_data if form.is_valid() else {}
    wanted = directory.Wanted.of({k: v for k, v in chosen.items() if k != "needs"})
    needs = referrals.needs_of(child, today=today, accessible=chosen.get("needs", ""))
    page = page_asked(request, directory.found(wanted, today=today), directory.A_PAGE)
    entries = []
    for one in page.object_list:
        reasons = rules.mismatches(referrals.offers_of(one), needs)
        warnings = [gettext(reason.text) for reason in reasons]
        offer = reverse("support:offer_service", args=[file_id, one.pk])
        entries.append((directory.entry(one, today=today, warnings=warnings), offer))
    entries.sort(key=lambda pair: len(pair[0].warnings))
    context = {
        "child": header(child, staff=request.staff),
        "form": form,
        "page": page,
        "entries": entries,
        "file_id": file_id,
        "counted": directory.counted(page.paginator.count),
    }
    return render(request, "services/choose_service.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def offer_service(
    request: StaffRequest, file_id: UUID, service_id: UUID | None = None
) -> HttpResponse:
    """A referral to a service of the directory, or to one that it does not know."""
    child = to_write(request, file_id, Section.SUPPORT)
    service = directory.service(service_id) if service_id else None
    form = OfferForm(
        posted(request),
        service=service,
        consents=referrals.consents_for(request.staff, child),
        initial={"offered_on": request.staff.office.today()},
        today=request.staff.office.today(),
    )

    def save(sent: OfferForm) -> str:
        try:
            made = actions.refer(child=child, told=sent.told(), by=request.staff)
        except actions.NotSoYet as refused:
            sent.tell(refused.reasons, {})
            return ""
        return reverse("support:show_referral", args=[file_id, made.pk])

    back = reverse("support:choose_service", args=[file_id])
    about = OFFER
    if service is not None:
        title = gettext("%(name)s, %(organisation)s") % {
            "name": service.name,
            "organisation": service.organisation,
        }
        about = replace(OFFER, title=title)
    return send(request, form, save, newest=back) or form_page(request, child, form, about, back)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_referral(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """One referral with its days, what was shared, and to whom the file is open."""
    child = child_of_file(request.staff, file_id, Section.SUPPORT)
    referral = records.one_of(request.staff, Referral, file_id, referral_id)
    may_write = access.may_write(request.staff, file_id, Section.SUPPORT)
    context = {
        "child": header(child, staff=request.staff),
        "page": referrals.referral_page(request.staff, referral),
        "referral": referral,
        "opinions": opinions.of_referral(request.staff, referral),
        "file_id": file_id,
        "may_write": may_write,
        "may_say": access.may_write(request.staff, file_id, Section.VOICE),
        "may_assign": may_write and access.may(request.staff, Permission.ASSIGN),
    }
    return render(request, "services/show_referral.html", context)


@sensitive_post_parameters()
@staff_screen(Permission.WORK_ON_CASE)
def follow_referral(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """What became of a referral: written by her worker or by whom she was referred to."""
    child = to_write(request, file_id, Section.SUPPORT)
    referral = records.one_of(request.staff, Referral, file_id, referral_id)
    back = reverse("support:show_referral", args=[file_id, referral_id])
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
        still = access.visible(request.staff, Referral).filter(pk=referral_id).exists()
        return back if still else reverse("services:list_referrals")

    return send(request, form, save, newest=back) or form_page(request, child, form, FOLLOW, back)


@staff_screen(Permission.ASSIGN)
def give_access(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """Opens the file to one person of a service that uses Saathi, until a day."""
    child = to_write(request, file_id, Section.SUPPORT)
    referral = records.one_of(request.staff, Referral, file_id, referral_id)
    back = reverse("support:show_referral", args=[file_id, referral_id])
    service = referral.service
    if service is None or service.run_by_id is None:
        raise access.NotAllowed
    today = request.staff.office.today()
    form = AccessForm(
        posted(request),
        people=referrals.people_at(service),
        initial={"version": referral.version, "until": today + rules.USUAL_ACCESS},
        today=today,
    )

    def save(sent: AccessForm) -> str:
        try:
            actions.give_access(
                referral=referral,
                to=sent.cleaned_data["to"],
                until=sent.last_day,
                version=sent.seen,
                by=request.staff,
            )
        except actions.NotSoYet as refused:
            sent.tell(refused.reasons, {})
            return ""
        return back

    return send(request, form, save, newest=back) or form_page(request, child, form, ACCESS, back)


@staff_screen(Permission.WORK_ON_CASE)
def end_access(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """Closes the file to a service before its time."""
    child = to_write(request, file_id, Section.SUPPORT)
    referral = records.one_of(request.staff, Referral, file_id, referral_id)
    if not access.may_write(request.staff, file_id, Section.CASE):
        raise access.NotAllowed
    back = reverse("support:show_referral", args=[file_id, referral_id])
    form = RecordForm(posted(request), initial={"version": referral.version})

    def save(sent: RecordForm) -> str:
        actions.end_access(referral=referral, version=sent.seen, by=request.staff)
        return back

    return send(request, form, save, newest=back) or form_page(request, child, form, END, back)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def print_referral(request: StaffRequest, file_id: UUID, referral_id: UUID) -> HttpResponse:
    """The letter to a service: what was agreed to be shared, and nothing else."""
    child = child_of_file(request.staff, file_id, Section.SUPPORT)
    referral = records.one_of(request.staff, Referral, file_id, referral_id)
    audit.record(
        audit.Kind.PRINTED,
        by=request.staff.id,
        agency=request.staff.agency_id,
        file_id=file_id,
        objects=[referral.pk],
        purpose=request.staff.looks_for,
        detail={"screen": "support:print_referral"},
    )
    name = header(child, staff=request.staff).name
    context = {
        "letter": referrals.letter(request.staff, child, referral, name),
        "back": reverse("support:show_referral", args=[file_id, referral_id]),
    }
    return render(request, "services/print_referral.html", context)


@require_safe
@staff_screen(Permission.WORK_ON_CASE)
def show_support(request: StaffRequest, file_id: UUID) -> HttpResponse:
    """What support the child has, waits for, and had."""
    child = child_of_file(request.staff, file_id, Section.SUPPORT)
    page = support.support_page(request.staff, child)
    looking.record(
        request.staff,
        audit.Kind.LISTED,
        Section.SUPPORT,
        file_id=file_id,
        objects=list(page.shown),
    )
    context = {
        "child": header(child, staff=request.staff),
        "page": page,
        "file_id": file_id,
        "may_write": access.may_write(request.staff, file_id, Section.SUPPORT),
    }
    return render(request, "services/show_support.html", context)
