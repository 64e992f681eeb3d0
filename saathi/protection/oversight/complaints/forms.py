"""Forms for complaints and for their handling."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import StaffChoiceField
from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.people import languages
from saathi.protection.oversight.complaints import rules
from saathi.protection.oversight.complaints.actions import ComplaintInput, ComplaintStepInput
from saathi.protection.oversight.complaints.models import Complaint
from saathi.protection.oversight.complaints.vocabulary import (
    AnswerAcceptance,
    ComplaintKind,
    ComplaintReaders,
    ComplaintState,
    ComplaintSubject,
    EscalationBody,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, PastDateField, ShortTextField


class ComplaintForm(SealedTextsForm):
    """Form for a complaint or suggestion: whom it is about, who may not see it."""

    kind = forms.ChoiceField(
        choices=ComplaintKind,
        initial=ComplaintKind.COMPLAINT,
        widget=forms.RadioSelect,
        label=_("What it is"),
    )
    her_words = LongTextField(required=False, label=_("In the child’s words"))
    language = forms.ChoiceField(
        required=False, choices=languages.language_choices, label=_("In which language")
    )
    wants = ShortTextField(required=False, label=_("What the child wants to be done"))
    about = forms.ChoiceField(
        choices=ComplaintSubject, widget=forms.RadioSelect, label=_("About whom or what")
    )
    not_for = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Who must not see it"),
        help_text=_(
            "Those it is about, and whom else the child names. They neither read nor answer it."
        ),
    )
    readers = forms.ChoiceField(
        choices=ComplaintReaders,
        initial=ComplaintReaders.LEADERS,
        widget=forms.RadioSelect,
        label=_("Who of the others may read it, as the child decided"),
    )
    handler = StaffChoiceField(
        queryset=Staff.objects.none(), required=False, label=_("Who is to answer it")
    )
    said_on = PastDateField(label=_("On which day the child said it"))
    answer_by = FullDateField(
        label=_("By when the child is answered"),
        help_text=_("Tell the child this day. Later, those above are told."),
    )

    def __init__(self, *args: Any, colleagues: QuerySet[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        people = list(colleagues)
        set_choices(
            self,
            "not_for",
            [(str(person.pk), f"{person.name}, {person.office.name}") for person in people],
        )
        set_choices(self, "handler", colleagues)
        self.fields["said_on"].initial = self.today
        self.fields["answer_by"].initial = self.today + dt.timedelta(days=rules.ANSWER_DAYS)

    def clean(self) -> dict[str, Any]:
        """Adds what is missing to its field."""
        data = super().clean() or self.cleaned_data
        answer_by = data.get("answer_by")
        if data.get("said_on") and answer_by and data.get("about"):
            heard = rules.ComplaintFacts(
                data.get("her_words", ""), ComplaintSubject(data["about"]), bool(data.get("not_for")),
                data["said_on"], answer_by,
            )  # fmt: skip
            self.add_refusal_reasons(
                rules.reasons_not_to_record(heard, today=self.today), {"words": "her_words"}
            )
        handler = data.get("handler")
        if handler is not None and str(handler.pk) in data.get("not_for", ()):
            self.add_error("handler", _("Who must not see it cannot answer it."))
        return data

    def to_input(self) -> ComplaintInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return ComplaintInput(
            kind=ComplaintKind(data["kind"]),
            about=ComplaintSubject(data["about"]),
            words=data["her_words"],
            wants=data["wants"],
            said_on=data["said_on"],
            answer_by=data["answer_by"],
            language=data["language"],
            not_for=[UUID(staff_id) for staff_id in data["not_for"]],
            readers=ComplaintReaders(data["readers"]),
            handler=data["handler"],
        )


class ComplaintStepForm(SealedTextsForm):
    """Form for a step: what was done, the answer, the child's acceptance, or the escalation."""

    shows_words = True
    sealed_fields = ("done", "answer", "her_reply")

    state = forms.ChoiceField(widget=forms.RadioSelect, label=_("Current status"))
    handler = StaffChoiceField(
        queryset=Staff.objects.none(), required=False, label=_("Who is to answer it")
    )
    done = ShortTextField(required=False, label=_("What was done"))
    answer = ShortTextField(required=False, label=_("What the child was answered"))
    told_on = PastDateField(
        required=False, label=_("On which day the answer was given to the child")
    )
    accepts = forms.ChoiceField(
        choices=AnswerAcceptance,
        widget=forms.RadioSelect,
        label=_("Will it do, as the child sees it?"),
    )
    her_reply = ShortTextField(required=False, label=_("What the child says to the answer"))
    brought_before = forms.ChoiceField(
        choices=[("", "—"), *EscalationBody.choices],
        required=False,
        label=_("Before whom it is brought, where it will not do"),
    )

    def __init__(
        self, *args: Any, complaint: Complaint, colleagues: QuerySet[Staff], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.complaint = complaint
        state_before = ComplaintState(complaint.state)
        offered = [
            state
            for state in ComplaintState
            if state == state_before or state in rules.COMPLAINT_TRANSITIONS[state_before]
        ]
        set_choices(self, "state", [(state.value, state.label) for state in offered])
        set_choices(self, "handler", colleagues.exclude(pk__in=complaint.not_for))

    def clean(self) -> dict[str, Any]:
        """Adds what is missing for the step to its field."""
        data = super().clean() or self.cleaned_data
        if {"state", "accepts"} <= data.keys():
            step = rules.ComplaintStepFacts(
                ComplaintState(self.complaint.state),
                ComplaintState(data["state"]),
                data.get("answer", ""),
                data.get("told_on"),
                AnswerAcceptance(data["accepts"]),
                EscalationBody(data["brought_before"]) if data.get("brought_before") else None,
            )
            said_on = self.complaint.said_on
            self.add_refusal_reasons(
                rules.reasons_against_step(step, said_on=said_on, today=self.today), {}
            )
        return data

    def to_input(self) -> ComplaintStepInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        body = data["brought_before"]
        return ComplaintStepInput(
            state=ComplaintState(data["state"]),
            told_on=data["told_on"],
            accepts=AnswerAcceptance(data["accepts"]),
            brought_before=EscalationBody(body) if body else None,
            handler=data["handler"],
            texts=self.texts(),
        )
