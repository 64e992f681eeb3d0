"""Invitations: by mail or on paper, sent again, taken back, and what became of each."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from saathi.agencies import bundles, idempotency, queries, wording
from saathi.agencies.actions import joining as actions
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.form_submission import submit_form
from saathi.agencies.forms import NO_MAIL_HELP, StaffInvitationForm
from saathi.agencies.http import StaffRequest, staff_screen
from saathi.agencies.models import Invitation, Staff
from saathi.agencies.permissions import BUNDLES, Permission
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.infra import clock
from saathi.web.components import Text

SHOWN_ONCE_KEY = "invitation_code"  # kept in the session until the paper was shown, once
MAIL_DELAY_SECONDS = 120  # seconds after which a mail that has not gone is worth a word


@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def invite(request: StaffRequest) -> HttpResponse:
    """Invites somebody, by mail or with a code on paper that is shown once."""

    def save(form: StaffInvitationForm) -> str:
        data = form.cleaned_data
        person = actions.InviteeInput(data["name"], data["email"], data["language"])
        by_mail = data["way"] == "mail"
        try:
            made = actions.invite_staff(
                actor=request.staff, invitee=person, position=form.position, by_mail=by_mail
            )
        except actions.EmailAddressTaken:
            form.add_error("email", _("Somebody signs in with this address already."))
            return ""
        except ChangeNotPossible:
            form.add_error("bundle", _("This role or office has changed meanwhile."))
            return ""
        return _way_on(request, made)

    form = StaffInvitationForm(
        request.POST or None,
        offices=queries.list_open_offices(request.staff.agency_id),
        bundles=bundles.assignable_bundles(request.staff.agency_id, request.staff.office.today()),
    )
    return submit_form(request, form, save) or _invite_page(request, form)


def _invite_page(request: StaffRequest, form: StaffInvitationForm) -> HttpResponse:
    roles = [
        (name, wording.permission_sentences(BUNDLES[bundle]))
        for bundle, name in wording.BUNDLE_NAMES.items()
    ]
    return render(request, "agencies/invite.html", {"form": form, "roles": roles})


def _way_on(request: StaffRequest, made: actions.CreatedInvitation) -> str:
    """To the paper, which is shown once; or to the person, where the mail is on its way."""
    if not made.code:
        return reverse("agencies:show_staff", args=[made.staff_id])
    request.session[SHOWN_ONCE_KEY] = [str(made.staff_id), made.code]
    return reverse("agencies:show_link", args=[made.staff_id])


@staff_screen(Permission.MANAGE_STAFF, Permission.CONFIRM_STAFF)
def show_link(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """The paper of an invitation, to the one who made it, a single time."""
    person = _invited(request, staff_id)
    kept, code = request.session.pop(SHOWN_ONCE_KEY, ["", ""])
    invitation = queries.open_invitation(person.pk)
    shown = code if kept == str(staff_id) else ""
    context = {
        "person": person,
        "code": shown,
        "groups": shown.split(),
        "address": request.build_absolute_uri(reverse("agencies:enter_code")),
        "expires_at": invitation.expires_at if invitation else None,
        "waits": queries.has_waiting_change(person.pk),
    }
    return render(request, "agencies/show_link.html", context)


@require_POST
@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def invite_again(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Sends the invitation again, or makes another paper; the former link ends."""
    person = _invited(request, staff_id)
    if earlier := idempotency.claim_key(request):
        return earlier
    by_mail = request.POST.get("way") == "mail"
    try:
        made = actions.invite_again(actor=request.staff, staff=person, by_mail=by_mail)
    except (ChangeNotPossible, actions.MailNotConfigured):
        idempotency.release_key(request)
        raise Http404 from None
    return idempotency.finish_submission(request, _way_on(request, made))


@require_POST
@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def withdraw(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Takes an invitation back."""
    person = _invited(request, staff_id)
    if earlier := idempotency.claim_key(request):
        return earlier
    try:
        actions.withdraw_invitation(actor=request.staff, staff=person)
    except ChangeNotPossible:
        idempotency.release_key(request)
        raise Http404 from None
    return idempotency.finish_submission(request, reverse("agencies:show_staff", args=[person.pk]))


@dataclass(frozen=True)
class InvitationState:
    """Where an invitation stands, in a sentence, and what can be done with it."""

    text: Text
    is_trouble: bool
    is_open: bool
    expires_at: object
    sends_mail: bool
    no_mail: Text


def describe_invitation(person: Staff) -> InvitationState:
    """What became of the invitation of somebody who has not joined yet."""
    found = queries.open_invitation(person.pk)
    text, is_trouble = _said(found)
    return InvitationState(
        text=text,
        is_trouble=is_trouble,
        is_open=found is not None and not found.withdrawn_at and found.expires_at > clock.now(),
        expires_at=found.expires_at if found else None,
        sends_mail=settings.SAATHI_SENDS_MAIL,
        no_mail="" if settings.SAATHI_SENDS_MAIL else NO_MAIL_HELP,
    )


def _said(found: Invitation | None) -> tuple[Text, bool]:  # noqa: PLR0911 - one line for each state
    now = clock.now()
    if found is None or found.withdrawn_at:
        return _("The invitation was taken back. Its link opens nothing."), False
    if found.expires_at <= now:
        return _("The invitation is over: nobody used it within seven days."), True
    if not found.mail_asked_at:
        return _("The invitation is on paper."), False
    if found.mailed_at:
        return _("The invitation went out by e-mail."), False
    if not found.is_confirmed:
        return _("The e-mail goes out once a second person has confirmed the role."), False
    if found.mail_trouble:
        trouble = {"why": found.get_mail_trouble_display()}
        return _("The e-mail did not go out. %(why)s.") % trouble, True
    if (now - found.mail_asked_at).total_seconds() > MAIL_DELAY_SECONDS:
        return _("The e-mail has not gone out yet. Is the worker of the queue running?"), True
    return _("The e-mail is about to go out."), False


def _invited(request: StaffRequest, staff_id: UUID) -> Staff:
    person = queries.get_colleague(request.staff.agency_id, staff_id)
    if person is None:
        raise Http404
    return person
