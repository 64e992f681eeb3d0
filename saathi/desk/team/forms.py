"""The forms of team and hiding."""

from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import StaffChoiceField
from saathi.agencies.models import Agency, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk.team import queries
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.casework.handovers.forms import CaseloadStaffField, HandoverChildViewForm
from saathi.protection.casework.handovers.vocabulary import HandoverReason
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import ShortTextField

# The worker's seat changes when the case is reassigned; a supervisor reads through the office.
ADDABLE_ROLES = frozenset(TeamRole) - {TeamRole.CASE_WORKER, TeamRole.SUPERVISOR}


class FillSeatForm(forms.Form):
    """Fills one empty seat."""

    do = forms.CharField(initial="fill", widget=forms.HiddenInput)
    seat = forms.UUIDField(widget=forms.HiddenInput)
    staff = StaffChoiceField(label=_("Colleague"), queryset=Staff.objects.none(), empty_label="—")

    def __init__(self, data: QueryDict | None = None, *, seat: Seat, actor: Staff) -> None:
        initial = {"do": "fill", "seat": seat.pk}
        super().__init__(data, auto_id=f"{seat.pk}-%s", initial=initial)
        set_choices(self, "staff", queries.case_colleagues(actor))
        self.heading = gettext("Nobody yet: %(role)s") % {"role": seat.get_role_display()}
        self.verb = _("Give this seat")


class AddSeatForm(forms.Form):
    """Gives a colleague a seat that the team does not have yet."""

    do = forms.CharField(initial="add", widget=forms.HiddenInput)
    role = forms.ChoiceField(
        label=_("As what"),
        choices=[(role.value, role.label) for role in TeamRole if role in ADDABLE_ROLES],
    )
    staff = StaffChoiceField(label=_("Colleague"), queryset=Staff.objects.none(), empty_label="—")

    def __init__(self, data: QueryDict | None = None, *, actor: Staff) -> None:
        super().__init__(data, auto_id="add-%s", initial={"do": "add"})
        set_choices(self, "staff", queries.case_colleagues(actor))
        self.heading = gettext("Somebody else joins the team")
        self.verb = _("Give this seat")


class CaseHandOverForm(HandoverChildViewForm):
    """Reassigns the case to another worker, with the reason, and what the child says and knows of it."""

    do = forms.CharField(initial="hand_over", widget=forms.HiddenInput)
    staff = CaseloadStaffField(
        label=_("Who works on the case from now on"), queryset=Staff.objects.none()
    )
    why = forms.ChoiceField(choices=[("", "—"), *HandoverReason.choices], label=_("Why"))
    handed = ShortTextField(
        required=False, label=_("What is handed over, and what was talked over")
    )
    beyond = ShortTextField(
        required=False,
        label=_("Why one case more than the procedure allows"),
        help_text=_("Only where the colleague has as many cases as that already."),
    )

    def __init__(self, data: QueryDict | None = None, *, case: Case, actor: Staff) -> None:
        super().__init__(
            data, auto_id="hand-over-%s", initial={"do": "hand_over"}, today=actor.office.today()
        )
        for name in ("form_key", "version"):  # the page has one key for all its forms
            del self.fields[name]
        set_choices(self, "staff", queries.available_case_workers(actor).exclude(pk=case.worker_id))
        self.order_fields(["do", "staff", "why", "handed"])
        self.heading = gettext("Hand the case over")
        self.verb = _("Hand the case over")


class HideFileForm(forms.Form):
    """Hides the file from one person of any agency, or from a whole agency."""

    principal = forms.ChoiceField(label=_("Hide the file from"))

    def __init__(self, data: QueryDict | None = None, *, actor: Staff) -> None:
        super().__init__(data)
        staff = Staff.objects.filter(is_active=True, agency=actor.agency_id).exclude(pk=actor.pk)
        agencies = Agency.objects.filter(is_active=True).exclude(pk=actor.agency_id)
        set_choices(
            self,
            "principal",
            [
                ("", "—"),
                (
                    gettext("Colleagues"),
                    [(str(s.pk), f"{s.name}, {s.office.name}") for s in staff.order_by("name")],
                ),
                (
                    gettext("Other agencies"),
                    [(str(a.pk), a.name) for a in agencies.order_by("name")],
                ),
            ],
        )

    def clean_principal(self) -> UUID:
        """The id of the person or the agency."""
        return UUID(self.cleaned_data["principal"])
