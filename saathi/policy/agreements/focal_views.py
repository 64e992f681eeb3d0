"""Screens of focal points, a register: all staff read it, its keepers change and test it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from saathi.agencies.form_pages import FormPageText, render_form_page
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.register_kit import importing, screens
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.agencies.register_kit.queries import get_own_entry
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.policy.agreements import actions, queries
from saathi.policy.agreements.focal_register import ADDRESSES, REGISTER, contact_pairs
from saathi.policy.agreements.forms import (
    ContactPublishForm,
    ContactTestForm,
    OfficeContactForm,
)

TEST_PAGE_TEXT = FormPageText(
    _("Record a contact test"),
    _("Contact the office and ask whether it is still the focal point. Do not mention a child."),
    _("Save"),
    _("The focal point"),
)
PUBLISH_CONTACT_TEXT = FormPageText(
    _("Publish the contact details"),
    _("Compare them with an official source, not with the message that announced the change."),
    _("Publish"),
    _("The focal point"),
)
CONTACT_PAGE_TEXT = FormPageText(
    _("Contact details of the office"),
    _(
        "Enter official numbers and addresses only, never those of a person. Until a second person "
        "publishes them, the former details are used."
    ),
    _("Save"),
    _("The focal point"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen()
def list_focal_points(request: StaffRequest) -> HttpResponse:
    """The focal points, filtered and by page."""
    return screens.show_list(request, REGISTER, "agreements/list_focal_points.html")


@require_safe
@staff_screen()
def show_focal_point(request: StaffRequest, focal_point_id: UUID) -> HttpResponse:
    """One focal point, its contact for those who may use it, and its earlier content."""
    return screens.show_entry(request, REGISTER, focal_point_id, "agreements/show_focal_point.html")


@require_safe
@staff_screen(Permission.KEEP_AGREEMENTS)
def download_focal_points(request: StaffRequest) -> HttpResponse:
    """The agency's focal points as a table that can be changed and imported again."""
    return screens.download_entries(request, REGISTER)


@staff_screen(Permission.KEEP_AGREEMENTS)
def add_focal_point(request: StaffRequest) -> HttpResponse:
    """Adds a focal point."""
    return screens.new_entry_page(request, REGISTER)


@staff_screen(Permission.KEEP_AGREEMENTS)
def change_focal_point(request: StaffRequest, focal_point_id: UUID) -> HttpResponse:
    """Changes a focal point of the staff member's own agency; the earlier content is kept."""
    return screens.entry_form_page(request, REGISTER, focal_point_id)


@staff_screen(Permission.KEEP_AGREEMENTS)
def act_on_focal_point(request: StaffRequest, focal_point_id: UUID, action: str) -> HttpResponse:
    """Submits, publishes, returns, confirms or withdraws a focal point of the own agency."""
    return screens.act_on_entry(request, REGISTER, focal_point_id, action)


@staff_screen(Permission.KEEP_AGREEMENTS)
def publish_focal_points(request: StaffRequest) -> HttpResponse:
    """Publishes several submitted focal points as the second person."""
    return screens.bulk_publish_page(request, REGISTER)


@staff_screen(Permission.KEEP_AGREEMENTS)
def import_focal_points(request: StaffRequest) -> HttpResponse:
    """Reads a table, shows a preview, and imports all of it or nothing."""
    return importing.import_entries(request, REGISTER)


@staff_screen(Permission.KEEP_AGREEMENTS)
def test_focal_point(request: StaffRequest, focal_point_id: UUID) -> HttpResponse:
    """Records whether the office of a focal point answered."""
    entry = get_own_entry(actions.FOCAL_POINTS, focal_point_id, request.staff)
    back = ADDRESSES.of_entry("show", entry.pk)
    form = ContactTestForm(
        posted_data(request), initial={"version": entry.version}, today=request.staff.office.today()
    )

    def save(sent: ContactTestForm) -> str:
        seen = SeenEntry(entry, sent.seen_version)
        actions.record_contact_test(seen=seen, test=sent.to_input(), actor=request.staff)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, TEST_PAGE_TEXT, back
    )


@staff_screen(Permission.KEEP_AGREEMENTS)
def publish_focal_contact(request: StaffRequest, focal_point_id: UUID) -> HttpResponse:
    """Publishes the contact of a focal point's office that another keeper entered."""
    entry = get_own_entry(actions.FOCAL_POINTS, focal_point_id, request.staff)
    contact = queries.newest_contact(entry)
    if contact is None or (request.method != "POST" and queries.proposed_contact(entry) is None):
        raise Http404
    back = ADDRESSES.of_entry("show", entry.pk)
    form = ContactPublishForm(posted_data(request), initial={"seen": contact.pk})

    def save(sent: ContactPublishForm) -> str:
        seen, actor = sent.cleaned_data["seen"], request.staff
        try:
            actions.publish_contact(entry=entry, contact=contact, seen=seen, actor=actor)
        except actions.OfficeContactRefused as refused:
            for reason in refused.reasons:
                sent.add_error(None, gettext(reason.text))
            return ""
        return back

    names = names_of([contact.recorded_by])
    context = {
        "form": form,
        "about": PUBLISH_CONTACT_TEXT,
        "back": back,
        "title": queries.focal_point_text(entry),
        "pairs": contact_pairs(contact, request.staff.office, names),
    }
    answer = submit_form(request, form, save, newest_url=back)
    return answer or render(request, "register_kit/act_on_entry.html", context)


@staff_screen(Permission.KEEP_AGREEMENTS)
def contact_focal_point(request: StaffRequest, focal_point_id: UUID) -> HttpResponse:
    """Records the official telephone and e-mail of a focal point's office."""
    entry = get_own_entry(actions.FOCAL_POINTS, focal_point_id, request.staff)
    back = ADDRESSES.of_entry("show", entry.pk)
    contacts = queries.latest_contacts(entry, request.staff)
    form = OfficeContactForm(posted_data(request), initial=vars(contacts[0]) if contacts else {})

    def save(sent: OfficeContactForm) -> str:
        actions.record_contact(entry=entry, contact=sent.to_contact(), actor=request.staff)
        return back

    return submit_form(request, form, save, newest_url=back) or render_form_page(
        request, form, CONTACT_PAGE_TEXT, back
    )
