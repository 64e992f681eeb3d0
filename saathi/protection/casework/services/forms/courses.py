"""Forms of courses: the course, a session with attendance, an enrolment."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.people import languages
from saathi.people.forms import TextLineField
from saathi.protection.casework.services.actions.courses import (
    CourseInput,
    CourseSessionInput,
    EnrolmentEndInput,
    ProgrammeProposalInput,
)
from saathi.protection.casework.services.forms.fields import (
    BLANK_CHOICE,
    CheckboxChoicesField,
    age_field,
    check_age_order,
)
from saathi.protection.casework.services.models import Course
from saathi.protection.casework.services.vocabulary import (
    AttendanceStatus,
    CourseKind,
    CourseModule,
    EnrolmentEndReason,
    ProposalMethod,
    ProposalResponse,
    ProposalTopic,
    ServiceExperience,
    SupportProvider,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import DigitsField, FullDateField, LongTextField, PastDateField


class CourseForm(SealedTextsForm):
    """A course: what, for which children, and the dates."""

    shows_stored_texts = False

    name = TextLineField(required=True, label=_("Course name"))
    kind = forms.ChoiceField(choices=CourseKind, label=_("Type of course"))
    led_by = forms.ChoiceField(choices=SupportProvider, label=_("Led by"))
    language = forms.ChoiceField(
        choices=languages.language_choices, required=False, label=_("Language")
    )
    modules = CheckboxChoicesField(choices=CourseModule, label=_("Subject"))
    about = LongTextField(required=False, label=_("Activities"), max_length=2000)
    age_low = age_field(_("Minimum age"))
    age_high = age_field(_("Maximum age"))
    starts_on = FullDateField(label=_("First day"))
    ends_on = FullDateField(required=False, label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        """Checks the order of ages and of days."""
        cleaned = super().clean() or self.cleaned_data
        check_age_order(self)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The end date must not be before the start date."))
        return cleaned

    def to_input(self) -> CourseInput:
        """The input of the action."""
        names = (
            "name", "kind", "starts_on", "ends_on", "led_by", "language", "modules", "about",
            "age_low", "age_high",
        )  # fmt: skip
        return CourseInput(**{name: self.cleaned_data[name] for name in names})


class CourseSessionForm(SealedTextsForm):
    """A session of a course, with the attendance of each child the reader works with."""

    shows_stored_texts = False

    held_on = PastDateField(label=_("Date"))
    modules = CheckboxChoicesField(choices=CourseModule, label=_("Topics"))
    topic = TextLineField(label=_("Topic in brief"), max_length=200)
    minutes = DigitsField(max_length=3, required=False, label=_("Duration (minutes)"))

    def __init__(
        self, *args: Any, children: Sequence[tuple[UUID, str, str]], **options: Any
    ) -> None:
        """`children`: enrolment id, the child's label and the attendance so far."""
        super().__init__(*args, **options)
        self.places = {
            f"place_{enrolment_id}": enrolment_id for enrolment_id, _label, _attendance in children
        }
        for enrolment_id, label, attendance in children:
            self.fields[f"place_{enrolment_id}"] = forms.ChoiceField(
                choices=[BLANK_CHOICE, *AttendanceStatus.choices],
                required=False,
                label=label,
                initial=attendance,
                label_suffix="",
            )

    def to_input(self) -> CourseSessionInput:
        """The session as input of the action."""
        data = self.cleaned_data
        return CourseSessionInput(data["held_on"], data["modules"], data["topic"], data["minutes"])

    def attendance(self) -> dict[UUID, AttendanceStatus]:
        """The attendance by enrolment id; fields left blank are left out."""
        return {
            enrolment_id: AttendanceStatus(chosen)
            for name, enrolment_id in self.places.items()
            if (chosen := self.cleaned_data[name])
        }


class AttendanceForm(CourseSessionForm):
    """The attendance at a session recorded earlier."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("held_on", "modules", "topic", "minutes"):
            del self.fields[name]


class CourseChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of a course by name and first day."""

    def label_from_instance(self, obj: Course) -> str:
        """Name, kind and first day."""
        first = date_format(obj.starts_on, "SHORT_DATE_FORMAT")
        return f"{obj.name} · {CourseKind(obj.kind).label} · {first}"


class EnrolmentForm(SealedTextsForm):
    """A child's enrolment in a course."""

    sealed_fields = ("wish",)

    course = CourseChoiceField(queryset=Course.objects.none(), empty_label="—", label=_("Course"))
    starts_on = FullDateField(label=_("First day"))
    wish = LongTextField(required=False, label=_("Child’s expectations, in the child’s own words"))

    def __init__(self, *args: Any, courses: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "course", courses)
        if not courses.exists():
            self.fields["course"].help_text = _(
                "Your agency has no open course. Add one under “Courses and groups”."
            )

    @property
    def first_day(self) -> dt.date:
        """The first day."""
        day: dt.date = self.cleaned_data["starts_on"]
        return day


class EnrolmentEndForm(SealedTextsForm):
    """How an enrolment ended, and the child's opinion of the course."""

    sealed_fields = ("child_view_words",)

    ended_on = PastDateField(label=_("Last day"))
    why_ended = forms.ChoiceField(
        choices=EnrolmentEndReason, widget=forms.RadioSelect, label=_("Reason")
    )
    child_view = forms.ChoiceField(choices=ServiceExperience, label=_("Child’s opinion"))
    child_view_words = LongTextField(
        required=False, label=_("In the child’s own words"), max_length=4000
    )

    def __init__(self, *args: Any, starts_on: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.starts_on = starts_on

    def clean_ended_on(self) -> dt.date:
        """The last day; refused if before the first day."""
        day: dt.date = self.cleaned_data["ended_on"]
        if day < self.starts_on:
            raise forms.ValidationError(_("The end date must not be before the start date."))
        return day

    def to_input(self) -> EnrolmentEndInput:
        """The input of the action."""
        data = self.cleaned_data
        return EnrolmentEndInput(
            data["ended_on"],
            EnrolmentEndReason(data["why_ended"]),
            ServiceExperience(data["child_view"]),
            data["child_view_words"],
        )


class ProgrammeProposalForm(SealedTextsForm):
    """Children's proposals for a programme, and the response."""

    shows_stored_texts = False  # about a group, without names

    proposed_on = PastDateField(label=_("Date"))
    how = forms.ChoiceField(
        choices=ProposalMethod, widget=forms.RadioSelect, label=_("Method of participation")
    )
    took_part = DigitsField(max_length=3, label=_("Number of children who took part"))
    about = CheckboxChoicesField(choices=ProposalTopic, label=_("Topics discussed"), required=True)
    proposed = LongTextField(
        label=_("Proposals"),
        help_text=_("In the children’s words, without naming a child."),
        max_length=4000,
    )
    taken_up = forms.ChoiceField(
        choices=ProposalResponse,
        initial=ProposalResponse.OPEN,
        widget=forms.RadioSelect,
        label=_("Outcome"),
    )
    followed = LongTextField(
        required=False, label=_("Action taken, or reason for no action"), max_length=4000
    )
    informed_on = PastDateField(required=False, label=_("Date the children were informed"))

    def to_input(self) -> ProgrammeProposalInput:
        """The input of the action."""
        names = (
            "proposed_on", "how", "took_part", "about", "proposed", "taken_up", "followed", "informed_on",
        )  # fmt: skip
        return ProgrammeProposalInput(**{name: self.cleaned_data[name] for name in names})
