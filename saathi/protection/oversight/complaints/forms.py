"""Forms for complaints and for their handling."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.agencies.staff_search import (
    SeveralStaffField,
    StaffKind,
    StaffSearchField,
    list_team,
    set_staff_choices,
    staff_of_kind,
)
from saathi.people import languages
from saathi.protection.care.facility_incidents.fields import FacilityChoiceField, offer_facilities
from saathi.protection.oversight.complaints import rules
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import (
    AnswerAcceptance,
    AuthorityInformed,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)


class ComplaintForm(DerivedForm[Complaint]):
    """Form for a complaint or suggestion: the person it is about, and who may not see it."""

    model = Complaint
    names = (
        "kind child_words language wants about facility informs_authority not_for readers handler "
        "said_on answer_by"
    )
    language = forms.ChoiceField(
        required=False, choices=languages.language_choices, label=_("Language")
    )
    facility = FacilityChoiceField(
        required=False,
        label=derive_field(Complaint, "facility").label,
        help_text=_(
            "Choose the facility if the complaint is about the place where the child lives. Staff of "
            "the agency that operates it can neither read nor answer the complaint."
        ),
    )
    informs_authority = forms.ChoiceField(
        required=False,
        choices=AuthorityInformed,
        widget=forms.RadioSelect,
        label=_("Inform the authority of the facility"),
        help_text=_(
            "Ask the child. The authority learns that a child complained, without name and words."
        ),
    )
    not_for = SeveralStaffField(
        kind=StaffKind.COLLEAGUE,
        required=False,
        label=_("People who must not have access"),
        help_text=_(
            "Select the people the complaint is about and others the child names. They can "
            "neither read nor answer the complaint. The child’s team is listed; search for "
            "others."
        ),
    )
    handler = StaffSearchField(
        kind=StaffKind.COLLEAGUE, required=False, label=derive_field(Complaint, "handler").label
    )

    def prepare(self) -> None:
        """Offers the child's team as people who must not see it; others are found by search."""
        not_for = self.fields["not_for"]
        assert isinstance(not_for, SeveralStaffField)
        not_for.prepare(self.staff, list_team(self.about.file_id))
        offer_facilities(self, "facility", self.staff)
        set_staff_choices(self, self.staff, name="handler")

    def clean(self) -> dict[str, Any]:
        """Adds errors to incomplete fields."""
        data = super().clean() or self.cleaned_data
        answer_by = data.get("answer_by")
        if data.get("said_on") and answer_by and data.get("about"):
            heard = rules.ComplaintFacts(
                data.get("child_words", ""), ComplaintSubject(data["about"]), bool(data.get("not_for")),
                data["said_on"], answer_by,
            )  # fmt: skip
            reasons = rules.reasons_not_to_record(heard, today=self.today)
            self.add_refusal_reasons(reasons, {"words": "child_words"})
        self._check_facility(data)
        handler = data.get("handler")
        if handler is not None and handler.pk in data.get("not_for", ()):
            self.add_error(
                "handler",
                _("A person who must not see the complaint cannot answer it. Choose someone else."),
            )
        return data

    def _check_facility(self, data: dict[str, Any]) -> None:
        """Adds errors: the child is asked about the authority; the operator answers nothing."""
        facility, handler = data.get("facility"), data.get("handler")
        if facility is None:
            return
        if not data.get("informs_authority"):
            self.add_error(
                "informs_authority", _("Ask the child whether the authority may be informed.")
            )
        if handler is not None and facility.run_by_id == handler.agency_id:
            self.add_error(
                "handler",
                _(
                    "This person works for the agency that operates the facility. Choose someone "
                    "else, or leave this blank."
                ),
            )


class ComplaintStepForm(DerivedForm[Complaint]):
    """Form for a step: what was done, the answer, the child's acceptance, or the escalation."""

    shows_stored_texts = True

    model = Complaint
    names = "state handler done answer answered_on accepts child_reply brought_before"
    handler = StaffSearchField(
        kind=StaffKind.COLLEAGUE, required=False, label=derive_field(Complaint, "handler").label
    )

    def prepare(self) -> None:
        """Offers the states that can follow, and colleagues who may see the complaint."""
        assert self.record is not None
        before = ComplaintState(self.record.state)
        after = {before} | rules.COMPLAINT_TRANSITIONS[before]
        self.offer_codes("state", [state for state in ComplaintState if state in after])
        colleagues = staff_of_kind(self.staff, StaffKind.COLLEAGUE)
        among = colleagues.exclude(pk__in=self.record.not_for)
        set_staff_choices(self, self.staff, among, name="handler")
        self.initial["handler"] = self.record.handler

    def clean(self) -> dict[str, Any]:
        """Adds errors to fields that the step lacks."""
        data = super().clean() or self.cleaned_data
        if {"state", "accepts"} <= data.keys() and self.record is not None:
            step = rules.ComplaintStepFacts(
                ComplaintState(self.record.state),
                ComplaintState(data["state"]),
                data.get("answer", ""),
                data.get("answered_on"),
                AnswerAcceptance(data["accepts"]),
                EscalationBody(data["brought_before"]) if data.get("brought_before") else None,
            )
            said_on = self.record.said_on
            reasons = rules.reasons_against_complaint_step(step, said_on=said_on, today=self.today)
            self.add_refusal_reasons(reasons)
        return data
