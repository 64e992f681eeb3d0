"""Forms for complaints and for their handling."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saathi.agencies import bundles
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.forms import DerivedForm
from saathi.people import languages
from saathi.protection.oversight.complaints import rules
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import (
    AnswerAcceptance,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)
from saathi.web.dynamic_choices import set_choices


def _staff_label(person: Staff) -> str:
    return f"{person.name}, {person.office.name}"


class ComplaintForm(DerivedForm[Complaint]):
    """Form for a complaint or suggestion: whom it is about, who may not see it."""

    model = Complaint
    names = "kind her_words language wants about not_for readers handler said_on answer_by"
    language = forms.ChoiceField(
        required=False, choices=languages.language_choices, label=_("In which language")
    )
    not_for = forms.TypedMultipleChoiceField(
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who must not see it"),
        help_text=_(
            "Those it is about, and whom else the child names. They neither read nor answer it."
        ),
    )

    def prepare(self) -> None:
        """Offers colleagues, as those who must not see it and as those who answer it."""
        colleagues = _colleagues(self.staff)
        set_choices(
            self, "not_for", [(str(person.pk), _staff_label(person)) for person in colleagues]
        )
        self.offer("handler", colleagues, _staff_label)

    def clean(self) -> dict[str, Any]:
        """Adds what is missing to its field."""
        data = super().clean() or self.cleaned_data
        answer_by = data.get("answer_by")
        if data.get("said_on") and answer_by and data.get("about"):
            heard = rules.ComplaintFacts(
                data.get("her_words", ""), ComplaintSubject(data["about"]), bool(data.get("not_for")),
                data["said_on"], answer_by,
            )  # fmt: skip
            reasons = rules.reasons_not_to_record(heard, today=self.today)
            self.add_refusal_reasons(reasons, {"words": "her_words"})
        handler = data.get("handler")
        if handler is not None and handler.pk in data.get("not_for", ()):
            self.add_error("handler", _("Who must not see it cannot answer it."))
        return data


class ComplaintStepForm(DerivedForm[Complaint]):
    """Form for a step: what was done, the answer, the child's acceptance, or the escalation."""

    shows_words = True

    model = Complaint
    names = "state handler done answer told_on accepts her_reply brought_before"

    def prepare(self) -> None:
        """Offers the states that can follow, and colleagues who may see the complaint."""
        assert self.record is not None
        before = ComplaintState(self.record.state)
        after = {before} | rules.COMPLAINT_TRANSITIONS[before]
        set_choices(self, "state", [(s.value, s.label) for s in ComplaintState if s in after])
        colleagues = _colleagues(self.staff).exclude(pk__in=self.record.not_for)
        self.offer("handler", colleagues, _staff_label)

    def clean(self) -> dict[str, Any]:
        """Adds what is missing for the step to its field."""
        data = super().clean() or self.cleaned_data
        if {"state", "accepts"} <= data.keys() and self.record is not None:
            step = rules.ComplaintStepFacts(
                ComplaintState(self.record.state),
                ComplaintState(data["state"]),
                data.get("answer", ""),
                data.get("told_on"),
                AnswerAcceptance(data["accepts"]),
                EscalationBody(data["brought_before"]) if data.get("brought_before") else None,
            )
            said_on = self.record.said_on
            reasons = rules.reasons_against_complaint_step(step, said_on=said_on, today=self.today)
            self.add_refusal_reasons(reasons, {})
        return data


def _colleagues(staff: Staff) -> QuerySet[Staff]:
    return bundles.staff_with_permissions(staff.agency_id, Permission.WORK_ON_CASE)
