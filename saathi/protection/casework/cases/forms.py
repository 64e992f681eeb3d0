"""Forms of a case: a visit, small enough for a slow connection, and an assessment of needs."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.infra import clock
from saathi.people import languages
from saathi.protection.casework.cases.actions.assessing import AssessmentInput
from saathi.protection.casework.cases.actions.visiting import VisitInput
from saathi.protection.casework.cases.rules import reasons_against_recording_safe
from saathi.protection.casework.cases.vocabulary import (
    ChildSafety,
    DueDateReason,
    Facet,
    NeedState,
    NotMetReason,
    RiskLevel,
    SelfHarmSigns,
    VisitKind,
    VisitOutcome,
)
from saathi.protection.identification.intake.danger_warnings import TIME_DECIDES
from saathi.web.fields import FullDateField, LongTextField, PastDateField, ShortTextField
from saathi.web.forms import Fold
from saathi.web.time_field import TimeField, moment_of

MOST_AHEAD = dt.timedelta(days=366)  # a later next visit is a typing error


_ALERT_ENDS = _(
    "The child may be in danger. The alert ends only when a visit records “Yes” and a note "
    "says how you know. Leave this blank if the child was not met."
)
_ALERT_ENDS_ALONE = _(
    "Others prevented contact with this child, or the child was seen alone and not safe. The alert ends "
    "only when a visit that met the child alone records “Yes” and a note says how you know. Leave this "
    "blank if the child was not met."
)
_ALERT_BEGINS = _(
    "“No” alerts the supervisors immediately. “Yes” requires a note that says how you "
    "know. Leave this blank if you cannot tell, or if the child was not met."
)


class VisitForm(RecordForm):
    """A visit, as short as possible: the child, when, how, and one note."""

    outcome = forms.ChoiceField(
        choices=VisitOutcome, widget=forms.RadioSelect, label=_("Was the child met?")
    )
    not_met_because = forms.ChoiceField(
        choices=NotMetReason,
        required=False,
        label=_("Reason if the child was not met"),
        label_suffix="",
    )
    child_safe = forms.ChoiceField(
        choices=[choice for choice in ChildSafety.choices if choice[0]],
        required=False,
        widget=forms.RadioSelect,
        label=_("Is the child safe now?"),
        label_suffix="",
    )
    kind = forms.ChoiceField(
        choices=VisitKind,
        label=_("Place"),
        help_text=_(
            "A telephone call with the child counts as contact; see the child in person soon. Record a "
            "contact without the child, such as a call to the school, as a case note."
        ),
    )
    happened_on = PastDateField(label=_("Date"))
    happened_time = TimeField(label=_("Time"))
    note = LongTextField(required=False, label=_("Observations and actions"))
    worry = ShortTextField(
        required=False,
        label=_("Concerns"),
    )
    next_visit_on = FullDateField(required=False, label=_("Next visit agreed"))

    folds: tuple[Fold, ...] = (Fold(_("Time and next visit"), ("happened_time", "next_visit_on")),)

    def __init__(
        self,
        *args: Any,
        time_zone: str,
        asks_safety: bool = False,
        is_in_danger: bool = False,
        is_prevented: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.is_in_danger = is_in_danger
        alert_ends = _ALERT_ENDS_ALONE if is_prevented else _ALERT_ENDS
        self.fields["child_safe"].help_text = alert_ends if is_in_danger else _ALERT_BEGINS
        if is_in_danger:
            self.folds = ()
            self.fields["happened_time"].help_text = TIME_DECIDES
        if not asks_safety:
            del self.fields["child_safe"]
        self.zone = ZoneInfo(time_zone)
        day = self.fields["happened_on"]
        assert isinstance(day, PastDateField)
        day.today = day.initial = clock.today_in(time_zone)

    def clean(self) -> dict[str, Any]:
        """Refuses a time later today, and a next visit before this one or far ahead."""
        data = super().clean() or self.cleaned_data
        day, time = data.get("happened_on"), data.get("happened_time")
        if day and time and dt.datetime.combine(day, time, self.zone) > clock.now():
            self.add_error("happened_time", _("Enter a time that is not in the future."))
        reason = data.get("not_met_because")
        if data.get("outcome") == VisitOutcome.NOT_MET and not reason:
            self.add_error("not_met_because", _("Choose why the child was not met."))
        if reason and data.get("outcome") in {VisitOutcome.MET_ALONE, VisitOutcome.MET_WITH_OTHERS}:
            self.add_error("not_met_because", _("Leave the reason blank: the child was met."))
        self._check_safety(data)
        agreed: dt.date | None = data.get("next_visit_on")
        if agreed and day and agreed < day:
            self.add_error("next_visit_on", _("The next visit must not be before this visit."))
        if agreed and day and agreed > day + MOST_AHEAD:
            self.add_error("next_visit_on", _("Enter a date within a year of this visit."))
        return data

    def _check_safety(self, data: dict[str, Any]) -> None:
        """Requires an answer on safety if a child who may be in danger was met."""
        if "child_safe" not in self.fields or "child_safe" in self.errors:
            return
        was_met = data.get("outcome") in {VisitOutcome.MET_ALONE, VisitOutcome.MET_WITH_OTHERS}
        if was_met and not data["child_safe"] and self.is_in_danger:
            self.add_error("child_safe", _("Record whether the child is safe now."))
        elif data.get("outcome") == VisitOutcome.NOT_MET and data["child_safe"]:
            self.add_error("child_safe", _("Leave this blank: the child was not met."))
        elif data["child_safe"] and "kind" in data:
            safety, note = ChildSafety(data["child_safe"]), data.get("note", "")
            for reason in reasons_against_recording_safe(
                VisitKind(data["kind"]),
                child_safe=safety,
                note=note,
                is_in_danger=self.is_in_danger,
            ):
                self.add_error(reason.code, reason.text)

    def to_input(self) -> VisitInput:
        """The input of the action; without a time, now if it was today, otherwise noon."""
        data = self.cleaned_data
        moment = moment_of(data["happened_on"], data["happened_time"], self.zone.key)
        return VisitInput(
            happened_at=moment,
            is_time_unknown=data["happened_time"] is None,
            kind=VisitKind(data["kind"]),
            outcome=VisitOutcome(data["outcome"]),
            not_met_because=NotMetReason(data["not_met_because"]),
            child_safe=ChildSafety(data.get("child_safe", "")),
            next_visit_on=data["next_visit_on"],
            note=data["note"],
            worry=data["worry"],
        )


class MoveDueForm(SealedTextsForm):
    """Another day for an open duty, and why."""

    due_on = FullDateField(label=_("New due date"))
    moved_because = forms.ChoiceField(choices=DueDateReason, label=_("Reason"))

    @property
    def reason(self) -> DueDateReason:
        """The reason that was chosen."""
        return DueDateReason(self.cleaned_data["moved_because"])


class AssessmentForm(RecordForm):
    """Needs, strengths and wishes by domain; a domain left blank is not assessed."""

    wishes = LongTextField(
        required=False,
        label=_("Child’s wishes"),
        help_text=_("In the child’s own words."),
    )
    language = forms.ChoiceField(
        required=False,
        choices=languages.language_choices,
        label=_("Language the child spoke"),
    )
    risk = forms.ChoiceField(choices=RiskLevel, widget=forms.RadioSelect, label=_("Risk level"))
    danger = LongTextField(
        label=_("Reason for the risk level"),
        help_text=_(
            "Describe what you saw and heard. The risk level is your professional judgement."
        ),
    )
    self_harm = forms.ChoiceField(
        choices=SelfHarmSigns,
        required=False,
        label=_("Signs of self-harm or thoughts of suicide"),
        label_suffix="",
        help_text=_("“Yes” begins time-critical care and notifies the supervisor."),
    )
    assessed_on = PastDateField(label=_("Date"))

    def __init__(self, *args: Any, today: dt.date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        day = self.fields["assessed_on"]
        assert isinstance(day, PastDateField)
        day.today = day.initial = today
        for facet in Facet:
            self.fields[f"state_{facet.value}"] = forms.ChoiceField(
                choices=[("", _("Not assessed")), *NeedState.choices],
                required=False,
                label=_("Finding"),
                label_suffix="",
            )
            details = ShortTextField(required=False, label=_("Details"), label_suffix="")
            # The page's styles know a field without text by its empty placeholder and hide it until
            # a finding is chosen; a field with text is always shown.
            details.widget.attrs["placeholder"] = " "
            self.fields[f"text_{facet.value}"] = details

    def to_input(self) -> AssessmentInput:
        """The input of the action."""
        data = self.cleaned_data
        states = {facet: data[f"state_{facet.value}"] for facet in Facet}
        return AssessmentInput(
            assessed_on=data["assessed_on"],
            risk=RiskLevel(data["risk"]),
            facets={facet: NeedState(state) for facet, state in states.items() if state},
            texts={facet: data[f"text_{facet.value}"] for facet in Facet},
            wishes=data["wishes"],
            danger=data["danger"],
            self_harm=SelfHarmSigns(data["self_harm"]),
            language=data["language"],
        )
