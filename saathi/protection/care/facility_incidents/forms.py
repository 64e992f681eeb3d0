"""Forms of incidents in facilities and of the steps after them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.forms import DerivedForm
from saathi.agencies.staff_search import SeveralStaffField, StaffKind, list_team
from saathi.protection.care.facility_incidents import queries, rules
from saathi.protection.care.facility_incidents.actions import (
    FacilityIncidentInput,
    IncidentStepInput,
)
from saathi.protection.care.facility_incidents.fields import FacilityChoiceField, offer_facilities
from saathi.protection.care.facility_incidents.models import (
    FacilityIncident,
    FacilityIncidentChild,
)
from saathi.protection.care.facility_incidents.vocabulary import (
    FacilityIncidentKind,
    FacilityIncidentState,
    FacilityIncidentStepKind,
    IncidentChannel,
    IncidentFinding,
    IncidentSeverity,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import DigitsField, PastDateField, ShortTextField

BLANK_CHOICE = ("", "—")
NO_NAMES = _("Do not enter names of children, or anything by which a child can be recognised.")
DETAILS_HELP = _(
    "Do not enter names of children, or anything by which a child can be recognised. Two people close a "
    "serious incident, or mark it as recorded in error, each in at least 20 letters. If it happened, first "
    "record the steps that the children’s safety was ensured, and that the police or the authority was "
    "informed."
)
NOT_FOR_HELP = _(
    "Staff of the agency that operates the facility never have access. Select others of your agency "
    "whom the incident is about, or who must not know of it."
)


def _kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[BLANK_CHOICE, *FacilityIncidentKind.choices], label=_("Type of incident")
    )


def _severity_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=IncidentSeverity,
        widget=forms.RadioSelect,
        label=_("Severity"),
        help_text=_("The authority of the facility is notified of a serious incident at once."),
    )


def _channel_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[BLANK_CHOICE, *IncidentChannel.choices], label=_("How it became known")
    )


def _text_field() -> ShortTextField:
    return ShortTextField(rows=3, label=_("What happened"), help_text=NO_NAMES, max_length=2000)


def _not_for_field() -> SeveralStaffField:
    return SeveralStaffField(
        kind=StaffKind.ANYBODY,
        required=False,
        label=_("People who must not have access"),
        help_text=NOT_FOR_HELP,
    )


def incident_input(data: dict[str, Any]) -> FacilityIncidentInput:
    """The input of the action from the values of a form."""
    return FacilityIncidentInput(
        kind=data["kind"],
        severity=data["severity"],
        channel=data["channel"],
        occurred_on=data["occurred_on"],
        children_harmed=data.get("children_harmed"),
        text=data["text"],
        not_for=data["not_for"],
    )


class FacilityIncidentForm(SealedTextsForm):
    """An incident in a facility, without any child's name."""

    shows_stored_texts = False

    kind = _kind_field()
    severity = _severity_field()
    occurred_on = PastDateField(label=_("Date of the incident"))
    channel = _channel_field()
    children_harmed = DigitsField(
        max_length=3, required=False, label=_("Number of children harmed or at risk")
    )
    text = _text_field()
    not_for = _not_for_field()

    def __init__(self, data: Any = None, *, staff: Staff, **options: Any) -> None:
        super().__init__(data, today=staff.office.today(), **options)
        not_for = self.fields["not_for"]
        assert isinstance(not_for, SeveralStaffField)
        not_for.prepare(staff)


class ChildIncidentForm(DerivedForm[FacilityIncidentChild]):
    """An incident in a facility that concerns a child."""

    model = FacilityIncidentChild
    names = "facility kind severity occurred_on channel text role words known_on not_for"
    shows_stored_texts = True

    facility = FacilityChoiceField(
        label=_("Facility"),
        help_text=_("Published facilities of the register are listed."),
    )
    kind = _kind_field()
    severity = _severity_field()
    occurred_on = PastDateField(label=_("Date of the incident"))
    channel = _channel_field()
    text = _text_field()
    not_for = _not_for_field()

    def prepare(self) -> None:
        """Offers the facilities, and the child's team as people who must not have access."""
        offer_facilities(self, "facility", self.staff)
        not_for = self.fields["not_for"]
        assert isinstance(not_for, SeveralStaffField)
        not_for.prepare(self.staff, list_team(self.about.file_id))


class IncidentStepForm(SealedTextsForm):
    """A step after an incident, or a decision on it."""

    shows_stored_texts = False

    kind = forms.ChoiceField(choices=(), label=_("Step"))
    done_on = PastDateField(label=_("Date"))
    finding = forms.ChoiceField(
        required=False,
        choices=[BLANK_CHOICE, *IncidentFinding.choices],
        label=_("Result"),
        help_text=_("Only if you close the incident."),
    )
    text = ShortTextField(rows=3, label=_("Details"), help_text=DETAILS_HELP, max_length=2000)

    def __init__(
        self, data: Any = None, *, staff: Staff, incident: FacilityIncident, **options: Any
    ) -> None:
        super().__init__(data, today=staff.office.today(), **options)
        decisions = _offered_decisions(staff, incident)
        codes = [
            (kind.value, kind.label)
            for kind in FacilityIncidentStepKind
            if kind not in rules.DECISIONS or kind in decisions
        ]
        set_choices(self, "kind", [BLANK_CHOICE, *codes])
        if FacilityIncidentStepKind.CLOSED not in decisions:
            del self.fields["finding"]

    def to_input(self) -> IncidentStepInput:
        """The input of the action."""
        data: dict[str, Any] = self.cleaned_data
        return IncidentStepInput(
            data["kind"], data["done_on"], data["text"], data.get("finding", "")
        )


def _offered_decisions(
    staff: Staff, incident: FacilityIncident
) -> frozenset[FacilityIncidentStepKind]:
    """The decisions that this person can make on an incident now."""
    if not queries.may_decide(incident):
        return frozenset()
    possible = rules.possible_decisions(FacilityIncidentState(incident.state))
    if incident.recorded_by == staff.id:
        possible &= {FacilityIncidentStepKind.REOPENED}
    return possible
