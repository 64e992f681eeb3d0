"""Forms of care committees: an entry, the record of a meeting."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.agencies.models import Staff
from saathi.agencies.register_kit.declaration import RegisterForm
from saathi.infra import district_list
from saathi.people.forms import TextLineField
from saathi.protection.care.care_committees import rules
from saathi.protection.care.care_committees import vocabulary as codes
from saathi.protection.care.care_committees.rules import MeetingInput
from saathi.web.fields import DigitsField, FullDateField, PastDateField, ShortTextField

_BLANK = ("", "—")
COLUMNS = (
    "kind", "name", "district", "area", "groups", "seats", "child_seats", "child_role", "pledge",
    "contact", "since", "source", "review_on",
)  # fmt: skip


def _any_of(vocabulary: type[TextChoices], label: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=vocabulary, label=label, widget=forms.CheckboxSelectMultiple, **options
    )


def _one_of(vocabulary: type[TextChoices], label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[_BLANK, *vocabulary.choices], label=label)


class CareCommitteeForm(SealedTextsForm, RegisterForm):
    """A committee: its area and the groups with a seat; no person."""

    shows_stored_texts = False  # open data: no text here is about a child

    kind = _one_of(codes.CareCommitteeKind, _("Kind of committee"))
    name = TextLineField(required=True, label=_("Name of the committee"), max_length=200)
    district = forms.ChoiceField(choices=district_list.district_choices, label=_("District"))
    area = TextLineField(
        label=_("Area"), help_text=_("Municipality, ward or villages."), max_length=200
    )
    groups = _any_of(codes.SeatGroup, _("Groups with a seat"))
    seats = DigitsField(max_length=3, label=_("Number of seats"))
    child_seats = DigitsField(max_length=3, label=_("Seats of children and young people"))
    child_role = _one_of(codes.ChildSeatRole, _("What children with a seat can do"))
    pledge = _one_of(
        codes.CommitteePledge, _("Members were screened and promised confidentiality in writing")
    )
    contact = TextLineField(
        label=_("Official telephone or e-mail"),
        help_text=_("Of the office, never of a person."),
        max_length=200,
    )
    since = FullDateField(required=False, label=_("Working since"))
    source = TextLineField(label=_("Source"), max_length=300)
    review_on = FullDateField(required=False, label=_("Review due"))

    def clean(self) -> dict[str, Any]:
        """Checks that the seats fit together, so that the preview of an import says it as well."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            reasons = rules.reasons_against_seats(
                cleaned["groups"],
                seats=cleaned["seats"],
                child_seats=cleaned["child_seats"],
                child_role=cleaned["child_role"],
            )
            for reason in reasons:
                self.add_error(reason.code, gettext(reason.text))
        return cleaned

    def entry_values(self, actor: Staff) -> dict[str, Any]:  # noqa: ARG002 - of `RegisterForm`
        """The columns of the entry; the country follows from the district."""
        values = {name: self.cleaned_data[name] for name in COLUMNS}
        return values | {"country": district_list.country_of_district(values["district"])}


class CommitteeMeetingForm(SealedTextsForm):
    """A meeting of a committee; it names no child and no family."""

    shows_stored_texts = False

    held_on = PastDateField(label=_("Date of the meeting"))
    groups = _any_of(codes.SeatGroup, _("Groups that were present"))
    children_present = DigitsField(
        max_length=3, required=False, label=_("Children and young people present")
    )
    subjects = _any_of(codes.MeetingSubject, _("Subjects"))
    decided = ShortTextField(
        required=False,
        rows=3,
        max_length=500,
        label=_("Decisions"),
        help_text=_(
            "All staff can read this. Do not write about a child or a family, even without a name."
        ),
    )
    is_general = forms.BooleanField(
        label=_("No child and no family was discussed by name, and the text names none.")
    )

    def to_input(self) -> MeetingInput:
        """The input of the action."""
        data = self.cleaned_data
        return MeetingInput(
            held_on=data["held_on"],
            groups=data["groups"],
            children_present=data["children_present"],
            subjects=data["subjects"],
            decided=data["decided"],
        )


class MeetingErrorForm(RecordForm):
    """Why the record of a meeting is an error."""

    shows_stored_texts = False

    why = ShortTextField(label=_("Reason"), max_length=300)
