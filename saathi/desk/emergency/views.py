"""Emergency access: a code, a reason, a few hours."""

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from saathi.agencies import access_purposes, idempotency
from saathi.agencies.access_purposes import FileAccessPurpose
from saathi.agencies.form_submission import RecordForm, submit_form
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.people import emergency_access
from saathi.people.child_codes import ChildCodeField
from saathi.web import error_pages
from saathi.web.components import AlertBox
from saathi.web.fields import DigitsField

# The same response for an unknown code, a file hidden from this person, a protected child, and a child whose
# file may not be read from this person's country now.
REFUSAL_ALERT = AlertBox(
    _("You have no access to a file with this case ID"),
    _(
        "Check the case ID. From another country, a file opens only if the screening for international "
        "protection and the permission to contact that country allow it. If a child is in danger, call "
        "the staff on duty in your district now."
    ),
    None,
    "attend",
)


class EmergencyReason(TextChoices):
    """The reason for emergency access; a code, so that the log can store it."""

    DANGER = "danger", _("The child is in danger now")
    MISSING = "missing", _("The child is missing")
    MEDICAL = "medical", _("The child needs a doctor now")
    FOUND = "found", _("The child is with us and the team cannot be reached")
    DEADLINE = "deadline", _("Urgent request from a court or the police")


class EmergencyAccessForm(RecordForm):
    """Form for the file code, the reason, and the duration."""

    code = ChildCodeField(
        help_text=_("Printed on the child’s card and on letters, for example NP-7K3F-92.")
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=EmergencyReason, widget=forms.RadioSelect)
    hours = DigitsField(label=_("Number of hours"), max_length=2)

    def clean_hours(self) -> int:
        """The number of hours; an error if above this installation's limit."""
        hours = int(self.cleaned_data["hours"])
        if not 1 <= hours <= settings.SAATHI_GLASS_HOURS:
            raise forms.ValidationError(
                _("Enter a number of hours between 1 and %(most)d."),
                params={"most": settings.SAATHI_GLASS_HOURS},
            )
        return hours


@require_http_methods(["GET", "HEAD", "POST"])
@staff_screen(Permission.EMERGENCY_ACCESS)
def open_in_emergency(request: StaffRequest) -> HttpResponse:
    """Opens a file for a few hours, or shows the same error for every code that does not open."""
    is_refused = False

    def save(form: EmergencyAccessForm) -> str:
        nonlocal is_refused
        data = form.cleaned_data
        file_id = emergency_access.open_in_emergency(
            actor=request.staff, code=data["code"], reason=data["reason"], hours=data["hours"]
        )
        if file_id is None:
            is_refused = True
            return ""
        access_purposes.remember_purpose(
            request.staff, request.session, file_id, FileAccessPurpose.EMERGENCY
        )
        return reverse("desk:child_file", args=[file_id])

    form = EmergencyAccessForm(
        request.POST or None, initial={"hours": min(2, settings.SAATHI_GLASS_HOURS)}
    )
    try:
        answer = submit_form(request, form, save)
    except emergency_access.EmergencyAccessLimitReached:
        idempotency.free_form_key(request)
        return error_pages.too_many_requests(request, wait_seconds=3600)
    context = {"form": form, "is_refused": is_refused, "refusal": REFUSAL_ALERT}
    return answer or render(request, "desk/open_in_emergency.html", context)
