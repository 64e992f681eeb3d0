"""Forms for a child's team and for hiding files."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import AgencyChoiceField
from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import Agency, Staff
from saathi.agencies.queries import exclude_hidden_staff
from saathi.agencies.staff_search import (
    StaffKind,
    StaffSearchField,
    set_staff_choices,
    staff_of_kind,
)
from saathi.agencies.vocabulary import TeamRole
from saathi.protection.casework.cases.caseload import with_open_case_counts
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.casework.handovers import queries as handovers
from saathi.protection.casework.handovers.forms import HandoverChildViewForm
from saathi.protection.casework.handovers.vocabulary import HandoverReason
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import ShortTextField

# The worker's seat changes when the case is reassigned; supervisors read files through their
# office.
ADDABLE_ROLES = frozenset(TeamRole) - {TeamRole.CASE_WORKER, TeamRole.SUPERVISOR}


class FillSeatForm(RecordForm):
    """Fills one empty seat."""

    do = forms.CharField(initial="fill", widget=forms.HiddenInput)
    seat = forms.UUIDField(widget=forms.HiddenInput)
    staff = StaffSearchField(kind=StaffKind.COLLEAGUE, label=_("Colleague"))

    def __init__(self, data: QueryDict | None = None, *, seat: Seat, actor: Staff) -> None:
        initial = {"do": "fill", "seat": seat.pk}
        super().__init__(data, auto_id=f"{seat.pk}-%s", initial=initial)
        colleagues = staff_of_kind(actor, StaffKind.COLLEAGUE)
        set_staff_choices(self, actor, exclude_hidden_staff(colleagues, seat.file_id))
        self.record = seat
        self.heading = gettext("Not assigned: %(role)s") % {"role": seat.get_role_display()}
        self.verb = _("Add to team")


class EndSeatForm(RecordForm):
    """Ends one taken seat."""

    do = forms.CharField(initial="end", widget=forms.HiddenInput)
    seat = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, seat: Seat) -> None:
        super().__init__(data, auto_id=f"{seat.pk}-%s", initial={"do": "end", "seat": seat.pk})
        self.record = seat
        self.heading = gettext("End this role: %(role)s") % {"role": seat.get_role_display()}
        self.verb = _("End role")


class AddSeatForm(RecordForm):
    """Gives a colleague a seat that the team does not have yet."""

    do = forms.CharField(initial="add", widget=forms.HiddenInput)
    role = forms.ChoiceField(
        label=_("Role on the team"),
        choices=[(role.value, role.label) for role in TeamRole if role in ADDABLE_ROLES],
    )
    staff = StaffSearchField(kind=StaffKind.COLLEAGUE, label=_("Colleague"))

    def __init__(self, data: QueryDict | None = None, *, case: Case, actor: Staff) -> None:
        super().__init__(data, auto_id="add-%s", initial={"do": "add"})
        colleagues = staff_of_kind(actor, StaffKind.COLLEAGUE)
        set_staff_choices(self, actor, exclude_hidden_staff(colleagues, case.file_id))
        self.heading = gettext("Add a team member")
        self.verb = _("Add to team")


class CaseHandOverForm(HandoverChildViewForm):
    """Reassigns the case to another worker, with the reason, and what the child says and knows of it."""

    do = forms.CharField(initial="hand_over", widget=forms.HiddenInput)
    staff = StaffSearchField(kind=StaffKind.CASE_WORKER, label=_("New case worker"))
    why = forms.ChoiceField(choices=[("", "—"), *HandoverReason.choices], label=_("Reason"))
    handed = ShortTextField(required=False, label=_("Handover notes"))
    beyond = ShortTextField(
        required=False,
        label=_("Reason for exceeding the case limit"),
        help_text=_("Only if the colleague has reached the case limit."),
    )

    def __init__(self, data: QueryDict | None = None, *, case: Case, actor: Staff) -> None:
        super().__init__(
            data, auto_id="hand-over-%s", initial={"do": "hand_over"}, today=actor.office.today()
        )
        workers = staff_of_kind(actor, StaffKind.CASE_WORKER).exclude(pk=case.worker_id)
        workers = exclude_hidden_staff(workers, case.file_id)
        # Colleagues with their open case counts, which the action needs, so that it needs no
        # further query.
        set_staff_choices(self, actor, with_open_case_counts(workers, actor.office.today()))
        self.order_fields(["do", "staff", "why", "handed"])
        self.heading = gettext("Reassign case")
        self.verb = _("Reassign case")

    def clean(self) -> dict[str, Any]:
        """Requires the reason for exceeding the limit, reported with all other errors."""
        data = super().clean()
        if worker := data.get("staff"):
            _is_beyond, reasons = handovers.check_caseload(
                worker, data.get("beyond", ""), on=self.today
            )
            self.add_refusal_reasons(reasons)
        return data


class HideFileForm(forms.Form):
    """Hides the file from one colleague, or from a whole agency."""

    colleague = StaffSearchField(
        kind=StaffKind.ANYBODY, required=False, label=_("Hide the file from a colleague")
    )
    agency = AgencyChoiceField(required=False, label=_("Or from another agency"))

    def __init__(self, data: QueryDict | None = None, *, actor: Staff) -> None:
        super().__init__(data)
        staff = staff_of_kind(actor, StaffKind.ANYBODY).exclude(pk=actor.pk)
        set_staff_choices(self, actor, staff, name="colleague")
        agencies = Agency.objects.filter(is_active=True).exclude(pk=actor.agency_id)
        set_choices(self, "agency", agencies.order_by("name"))

    def clean(self) -> dict[str, Any]:
        """Sets `principal` to the id of the person or agency that the file is hidden from."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [data[name] for name in ("colleague", "agency") if data.get(name)]
        if len(chosen) == 1:
            return data | {"principal": chosen[0].pk}
        if not self.errors:
            self.add_error("colleague", _("Choose a colleague or an agency."))
        return data
