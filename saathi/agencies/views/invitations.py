"""Invitations: by mail or on paper, sent again, withdrawn, and their state."""

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
from saathi.agencies.models import Invitation, Staff
from saathi.agencies.permissions import SHIPPED_ROLES, Permission
from saathi.agencies.sign_in.confirmation import recently_confirmed
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.infra import clock
from saathi.web.components import Text

SHOWN_ONCE_KEY = "invitation_code"  # kept in the session until the paper was shown once
MAIL_DELAY_SECONDS = 120  # after this time the page mentions that a mail was not sent


@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def invite_staff(request: StaffRequest) -> HttpResponse:
    """Invites a person, by mail or with a paper code that is shown once."""

    def save(form: StaffInvitationForm) -> str:
        data = form.cleaned_data
        person = actions.InviteeInput(data["name"], data["email"], data["language"])
        by_mail = data["way"] == "mail"
        try:
            invitation = actions.invite_staff(
                actor=request.staff, invitee=person, position=form.position, by_mail=by_mail
            )
        except actions.EmailAddressTaken:
            form.add_error("email", _("This e-mail address is already in use."))
            return ""
        except ChangeNotPossible:
            form.add_error(
                "role_kind", _("This role or office was changed by someone else. Choose again.")
            )
            return ""
        return _next_address(request, invitation)

    form = StaffInvitationForm(
        request.POST or None,
        offices=queries.list_open_offices(request.staff.agency_id),
        bundles=bundles.assignable_bundles(request.staff.agency_id, request.staff.office.today()),
    )
    return submit_form(request, form, save) or _invite_page(request, form)


def _invite_page(request: StaffRequest, form: StaffInvitationForm) -> HttpResponse:
    roles = [
        (name, wording.permission_sentences(SHIPPED_ROLES[role_kind]))
        for role_kind, name in wording.ROLE_KIND_NAMES.items()
    ]
    return render(request, "agencies/invite_staff.html", {"form": form, "roles": roles})


def _next_address(request: StaffRequest, invitation: actions.CreatedInvitation) -> str:
    """The address of the paper, which is shown once; of the person if mailed."""
    if not invitation.code:
        return reverse("agencies:show_staff", args=[invitation.staff_id])
    request.session[SHOWN_ONCE_KEY] = [str(invitation.staff_id), invitation.code]
    return reverse("agencies:show_invitation_paper", args=[invitation.staff_id])


@staff_screen(Permission.MANAGE_STAFF, Permission.CONFIRM_STAFF)
def show_invitation_paper(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """The paper of an invitation, shown once to the person who made it."""
    person = _invited(request, staff_id)
    shown_id, code = request.session.pop(SHOWN_ONCE_KEY, ["", ""])
    invitation = queries.open_invitation(person.pk)
    shown = code if shown_id == str(staff_id) else ""
    context = {
        "person": person,
        "code": shown,
        "groups": shown.split(),
        "address": request.build_absolute_uri(reverse("agencies:enter_invitation_code")),
        "expires_at": invitation.expires_at if invitation else None,
        "waits": queries.has_waiting_change(person.pk),
    }
    return render(request, "agencies/show_invitation_paper.html", context)


@require_POST
@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def invite_again(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Sends the invitation again, or makes another paper; the previous link stops working."""
    person = _invited(request, staff_id)
    if earlier := idempotency.claim_key(request):
        return earlier
    by_mail = request.POST.get("way") == "mail"
    try:
        invitation = actions.invite_again(actor=request.staff, staff=person, by_mail=by_mail)
    except (ChangeNotPossible, actions.MailNotConfigured):
        idempotency.free_form_key(request)
        raise Http404 from None
    return idempotency.finish_submission(request, _next_address(request, invitation))


@require_POST
@recently_confirmed
@staff_screen(Permission.MANAGE_STAFF)
def withdraw_invitation(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Withdraws an invitation."""
    person = _invited(request, staff_id)
    if earlier := idempotency.claim_key(request):
        return earlier
    try:
        actions.withdraw_invitation(actor=request.staff, staff=person)
    except ChangeNotPossible:
        idempotency.free_form_key(request)
        raise Http404 from None
    return idempotency.finish_submission(request, reverse("agencies:show_staff", args=[person.pk]))


@dataclass(frozen=True)
class InvitationState:
    """The state of an invitation in a sentence, and the possible actions."""

    text: Text
    is_trouble: bool
    is_open: bool
    expires_at: object
    sends_mail: bool
    no_mail: Text


def describe_invitation(person: Staff) -> InvitationState:
    """The state of the invitation of a person who has not joined yet."""
    invitation = queries.open_invitation(person.pk)
    text, is_trouble = _state_and_trouble(invitation)
    return InvitationState(
        text=text,
        is_trouble=is_trouble,
        is_open=invitation is not None
        and not invitation.withdrawn_at
        and invitation.expires_at > clock.now(),
        expires_at=invitation.expires_at if invitation else None,
        sends_mail=settings.SAATHI_SENDS_MAIL,
        no_mail="" if settings.SAATHI_SENDS_MAIL else NO_MAIL_HELP,
    )


def _state_and_trouble(invitation: Invitation | None) -> tuple[Text, bool]:  # noqa: PLR0911 - one line for each state
    now = clock.now()
    if invitation is None or invitation.withdrawn_at:
        return _("The invitation was withdrawn. Its link no longer works."), False
    if invitation.expires_at <= now:
        return _("The invitation expired: it was not used within seven days."), True
    if not invitation.mail_asked_at:
        return _("A paper invitation was created."), False
    if invitation.mailed_at:
        return _("The invitation was sent by e-mail."), False
    if not invitation.is_confirmed:
        return _("The e-mail will be sent after a second person has approved the role."), False
    if invitation.mail_trouble:
        trouble = {"why": invitation.get_mail_trouble_display()}
        return _("The e-mail was not sent. %(why)s.") % trouble, True
    if (now - invitation.mail_asked_at).total_seconds() > MAIL_DELAY_SECONDS:
        return _(
            "The e-mail has not been sent yet. If this message remains, contact your system "
            "operator."
        ), True
    return _("The e-mail will be sent shortly."), False


def _invited(request: StaffRequest, staff_id: UUID) -> Staff:
    person = queries.get_colleague(request.staff.agency_id, staff_id)
    if person is None:
        raise Http404
    return person
