"""Forms for a report of a concern and for its outcome."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.infra import clock, district_list
from saathi.people.forms import LANGUAGE_CHOICES, AgeRangeForm, TextLineField
from saathi.people.vocabulary import Gender, YesNo
from saathi.protection.identification.intake.actions import ReportInput
from saathi.protection.identification.intake.danger_warnings import TIME_DECIDES
from saathi.protection.identification.intake.queue.colleague_questions import (
    NAMED_HELP,
    NAMED_LABEL,
    ColleagueQuestionsForm,
    ReportAdditionForm,
)
from saathi.protection.identification.intake.queue.forms import NamedInReportField
from saathi.protection.identification.intake.queue.vocabulary import (
    ReportMeeting,
    ReportVisitPlace,
)
from saathi.protection.identification.intake.report_notes import ReportVisit
from saathi.protection.identification.intake.vocabulary import (
    CASE_OUTCOMES,
    CommunicationNeed,
    Concern,
    ContactBackPreference,
    HarmTiming,
    InformationSource,
    ReportChannel,
    ReportingPersonKind,
    ReportOutcome,
    Urgency,
)
from saathi.web.choice_search import searchable_checkboxes
from saathi.web.fields import FullDateField, LongTextField, PastDateField, ShortTextField
from saathi.web.time_field import TimeField

NOT_MET = "not_met"
FIRST_YEAR = 1990  # an earlier day is a typing error
SEALED_FIELDS = ("what", "child_names", "place", "suspect", "reporter_name", "reporter_contact")
NAMES_OF_OTHERS = ("child_names", "reporter_name")  # not of those accused in a report
ACCUSING_FIELDS = tuple(name for name in SEALED_FIELDS if name not in NAMES_OF_OTHERS)


class ReceivedTimeForm(RecordForm):
    """When something was reported: now if left blank, a day, or a day and a time."""

    received_on = FullDateField(
        required=False,
        label=_("Date of the report"),
        help_text=_("Leave blank if the report is being made now."),
    )
    received_time = TimeField(
        label=_("Time of day"), help_text=_("For example 14:30, if you know it.")
    )

    def __init__(self, *args: Any, time_zone: str, **options: Any) -> None:
        self.zone = ZoneInfo(time_zone)
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        """Adds `received_at`, not in the future nor before 1990, and whether only its day is known."""
        cleaned = super().clean() or self.cleaned_data
        is_day_alone = bool(cleaned.get("received_on")) and cleaned.get("received_time") is None
        received = {"received_at": self._received_at(cleaned), "is_time_unknown": is_day_alone}
        return cleaned | received

    def _received_at(self, cleaned: dict[str, Any]) -> dt.datetime:
        now = clock.now()
        on, time = cleaned.get("received_on"), cleaned.get("received_time")
        if on is None and time is None:
            return now
        today = now.astimezone(self.zone).date()
        day = on or today
        # A day without a time means that day; never a moment in the future.
        fallback = min(dt.datetime.combine(day, dt.time(12), self.zone), now)
        at = dt.datetime.combine(day, time, self.zone) if time else fallback
        if day > today or at > now:
            self.add_error("received_on", _("Enter a date and time that are not in the future."))
        if day.year < FIRST_YEAR:
            self.add_error("received_on", _("Enter a date of 1990 or later."))
        return at


class ReportForm(ColleagueQuestionsForm, ReceivedTimeForm, AgeRangeForm):
    """A concern as it is reported. Only its details are required, no data about any person.

    Where the texts name a colleague, it asks whether the report is about them.
    """

    what = ShortTextField(  # grows with its text
        label=_("Details of the report"),
        help_text=_("Use the reporting person’s words. If there are no details, say why."),
        error_messages={
            "required": _("Enter the details of the report, or say why there are none.")
        },
    )
    concerns = forms.MultipleChoiceField(
        choices=Concern,
        required=False,
        widget=searchable_checkboxes(9),
        label=_("Protection concerns"),
    )
    urgency = forms.ChoiceField(
        choices=Urgency,
        label=_("Urgency"),
    )
    timing = forms.ChoiceField(
        choices=HarmTiming,
        required=False,
        label=_("Timing of the harm"),
        help_text=_("Report a concern even if nothing has happened yet."),
    )
    suspect = ShortTextField(
        required=False,
        max_length=2000,
        label=_("Alleged perpetrator, as reported"),
        help_text=_("This is an allegation, not a finding. Stored encrypted."),
    )
    channel = forms.ChoiceField(choices=ReportChannel, label=_("Channel"))
    reporter_kind = forms.ChoiceField(choices=ReportingPersonKind, label=_("Reporting person"))
    needs = forms.MultipleChoiceField(
        choices=CommunicationNeed,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Communication needs"),
    )
    known_from = forms.ChoiceField(
        choices=InformationSource,
        required=False,
        label=_("Source of information"),
    )
    reporter_is_confidential = forms.TypedChoiceField(
        choices=[("yes", _("Keep confidential")), ("no", _("May be disclosed"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        label=_("Confidentiality of the reporting person’s identity"),
        help_text=_("If not recorded, the identity is kept confidential."),
    )
    reporter_name = TextLineField(label=_("Name of the reporting person"))
    reporter_contact = TextLineField(label=_("Contact details of the reporting person"))
    contact_back = forms.ChoiceField(
        choices=ContactBackPreference,
        required=False,
        label=_("Permission to call or visit the person again"),
        help_text=_(
            "Ask everyone, especially a child: the person they fear may have access to the "
            "phone or the home."
        ),
    )
    child_names = TextLineField(label=_("Names of the child, as spoken or written"))
    child_gender = forms.ChoiceField(choices=Gender, required=False, label=_("Gender"))
    language = forms.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, label=_("Language of the child")
    )
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Country where the child is")
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices,
        required=False,
        label=_("District where the child is"),
    )
    place = TextLineField(
        max_length=500,
        label=_("Where the child can be found"),
        help_text=_("Village, street, landmark. Stored encrypted."),
    )
    named = NamedInReportField(
        required=False,
        label=NAMED_LABEL,
        help_text=NAMED_HELP,
    )

    def clean(self) -> dict[str, Any]:
        """Asks about colleagues named in the texts; `named` then holds those that the report is about."""
        cleaned = super().clean()
        if self.may_accuse(cleaned):
            texts = self.typed(ACCUSING_FIELDS)
            others = self.typed(NAMES_OF_OTHERS)
            named = self.confirm_named_colleagues(cleaned.get("named"), texts, others)
            cleaned |= {"named": named} if named is not None else {}
        return cleaned

    def may_accuse(self, _cleaned: dict[str, Any]) -> bool:
        """Whether its texts are asked about."""
        return True

    def to_input(self) -> ReportInput:
        """The input of the action."""
        data = self.cleaned_data
        return ReportInput(
            received_at=data["received_at"],
            is_time_unknown=data["is_time_unknown"],
            channel=data["channel"],
            reporter_kind=data["reporter_kind"],
            urgency=data["urgency"],
            reporter_is_confidential=data["reporter_is_confidential"],
            concerns=data["concerns"],
            country=data["country"] or district_list.country_of_district(data["district"]),
            district=data["district"],
            language=data["language"],
            child_gender=data["child_gender"],
            child_age_low=data["age_low"],
            child_age_high=data["age_high"],
            timing=data["timing"],
            known_from=data["known_from"],
            contact_back=data["contact_back"],
            needs=data["needs"],
            texts={name: data[name] for name in SEALED_FIELDS},
            named_staff=[person.pk for person in data["named"].staff],
            named_office=data["named"].office.pk if data["named"].office else None,
        )


class ReportOutcomeForm(ReportAdditionForm):
    """The outcome of a report. Opening or adding to a case sets it automatically."""

    asked_texts = ("note",)
    question_help = _(
        "If yes, the outcome is not recorded: the reason is saved as information, and those who then "
        "handle the report decide."
    )
    outcome = forms.ChoiceField(widget=forms.RadioSelect, label=_("Outcome of the report"))
    earlier = forms.CharField(
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        label=_("Reference of the earlier report"),
        label_suffix="",
        help_text=_("Required for “Same report as an earlier one”. For example R-7K2P-9QXM."),
    )
    note = LongTextField(
        label=_("Reason"),
        help_text=_("For example: what was said, where the report was referred, what was checked."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        outcome = self.fields["outcome"]
        if isinstance(outcome, forms.ChoiceField):
            outcome.choices = [(o.value, o.label) for o in ReportOutcome if o not in CASE_OUTCOMES]


class AddInformationForm(ReportAdditionForm):
    """Information added to a saved report."""

    asked_texts = ("text",)
    text = ShortTextField(
        max_length=4000,
        label=_("Information"),
        help_text=_("To correct the report, say what was wrong and what is right."),
    )


class ReportVisitForm(ReportAdditionForm, SealedTextsForm):
    """A visit after a report: who went, when, the child's safety, findings; no defaults."""

    asked_texts = ("found",)
    lists_of_people = ("who",)
    who = TextLineField(
        required=True, label=_("Who went to the child"), help_text=_("Names and roles.")
    )
    went_on = PastDateField(label=_("Date"))
    went_time = TimeField(label=_("Time of day"), help_text=TIME_DECIDES)
    met = forms.ChoiceField(
        choices=[
            *(choice for choice in ReportMeeting.choices if choice[0]),
            (NOT_MET, _("Not met")),
        ],
        widget=forms.RadioSelect,
        label=_("Was the child met?"),
    )
    place = forms.ChoiceField(
        choices=[choice for choice in ReportVisitPlace.choices if choice[0]], label=_("Place")
    )
    child_safe = forms.ChoiceField(
        choices=[choice for choice in YesNo.choices if choice[0]],
        required=False,
        widget=forms.RadioSelect,
        label=_("Is the child safe now?"),
        label_suffix="",
        help_text=_(
            "If the child was in immediate danger, the alert ends only with “Yes”; if the child was seen "
            "alone and not safe, only if the child is met alone again. Leave this blank if the child was "
            "not met."
        ),
    )
    found = ShortTextField(
        rows=3,
        max_length=4000,
        label=_("Visit findings"),
        help_text=_("The child’s situation and safety. If the child was not met, say why."),
    )

    def clean(self) -> dict[str, Any]:
        """Requires whether the child is safe for a child who was met, and only then."""
        data = super().clean() or self.cleaned_data
        safe = data.get("child_safe", "")
        if data.get("met") in set(ReportMeeting) and not safe:
            self.add_error("child_safe", _("Record whether the child is safe now."))
        if data.get("met") == NOT_MET and safe:
            self.add_error("child_safe", _("Leave this blank: the child was not met."))
        return data

    def to_visit(self) -> ReportVisit:
        """The visit as input of the action."""
        data = self.cleaned_data
        met = data["met"] != NOT_MET
        return ReportVisit(
            data["who"],
            data["went_on"],
            data["went_time"],
            met,
            YesNo(data["child_safe"]),
            ReportMeeting(data["met"]) if met else ReportMeeting.NOT_RECORDED,
            ReportVisitPlace(data["place"]),
        )


class CaseRequestForm(ReportAdditionForm, SealedTextsForm):
    """Why a case is requested."""

    asked_texts = ("note",)
    question_help = _("If yes, those who then handle the report decide on the case.")
    note = ShortTextField(
        rows=3,
        max_length=2000,
        label=_("Reason for the request"),
        help_text=_("What the supervisor should know, for example the case ID of a known child."),
    )
