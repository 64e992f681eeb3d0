"""Forms of inspections and notices to facilities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm, SealedTextsForm
from saathi.people.forms import TextLineField
from saathi.protection.care.inspections.actions import FacilityNoticeInput, InspectionAccount
from saathi.protection.care.inspections.vocabulary import (
    ConflictStatement,
    DiscriminationFinding,
    FacilityNoticeKind,
    FindingResult,
    InspectionKind,
    PhotoRemovalReason,
)
from saathi.web.fields import DigitsField, FullDateField, PastDateField, ShortTextField

BLANK_CHOICE = ("", "—")
NO_NAMES = _("Do not enter names of children, or anything by which a child can be recognised.")


def _conflict_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=ConflictStatement, widget=forms.RadioSelect, label=_("Conflict of interest")
    )


class InspectionPlanForm(SealedTextsForm):
    """When a facility is to be inspected, and how."""

    shows_stored_texts = False

    kind = forms.ChoiceField(
        choices=[BLANK_CHOICE, *InspectionKind.choices], label=_("Type of inspection")
    )
    planned_on = FullDateField(label=_("Planned for"))


class InspectionBeginForm(SealedTextsForm):
    """The beginning of an inspection by its lead inspector."""

    shows_stored_texts = False

    held_on = PastDateField(label=_("Date of the inspection"))
    team = TextLineField(
        label=_("Others in the team"),
        help_text=_("Functions, such as “nurse” or “interpreter”."),
        max_length=300,
    )
    conflict = _conflict_field()


class InspectionReasonForm(RecordForm):
    """Why an inspection is cancelled or returned."""

    shows_stored_texts = False

    why = ShortTextField(label=_("Reason"), max_length=300)


class CriterionFindingForm(RecordForm):
    """Whether one criterion is met, and the evidence."""

    shows_stored_texts = False

    result = forms.ChoiceField(choices=FindingResult, widget=forms.RadioSelect, label=_("Result"))
    evidence = ShortTextField(
        required=False, rows=3, label=_("Evidence"), help_text=NO_NAMES, max_length=2000
    )


class ChecklistCriterionForm(CriterionFindingForm):
    """The same on the checklist, which says once what not to enter."""

    evidence = ShortTextField(required=False, rows=2, label=_("Evidence"), max_length=2000)


class InspectionPhotoForm(RecordForm):
    """A photo at a criterion."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG, PNG or WebP, up to 20 MB. It is stored smaller, without its metadata."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class PhotoRemovalForm(RecordForm):
    """Why a photo is removed."""

    saved_message = _("The photo was removed.")
    reason = forms.ChoiceField(
        label=_("Reason"), choices=PhotoRemovalReason, widget=forms.RadioSelect
    )


class InspectionAccountForm(SealedTextsForm):
    """The people the inspectors heard, and discrimination between residents."""

    shows_stored_texts = False

    staff_seen = DigitsField(max_length=3, required=False, label=_("Staff interviewed"))
    children_heard = DigitsField(max_length=3, required=False, label=_("Children heard alone"))
    themes = ShortTextField(
        required=False,
        rows=3,
        label=_("Themes that children raised"),
        help_text=NO_NAMES,
        max_length=2000,
    )
    discrimination = forms.ChoiceField(
        required=False,
        choices=DiscriminationFinding,
        widget=forms.RadioSelect,
        label=_("Discrimination between residents"),
        help_text=_("By caste, nationality, sex, disability, documents or past."),
    )
    discrimination_text = ShortTextField(
        required=False,
        rows=3,
        label=_("Description of the discrimination, or why it was not examined"),
        help_text=NO_NAMES,
        max_length=2000,
    )

    def to_account(self) -> InspectionAccount:
        """The input of the action."""
        names = InspectionAccount.__dataclass_fields__
        return InspectionAccount(**{name: self.cleaned_data[name] for name in names})


class InspectionAgreementForm(RecordForm):
    """The second inspector's agreement."""

    shows_stored_texts = False

    conflict = _conflict_field()


class FacilityNoticeForm(SealedTextsForm):
    """A notice to a facility."""

    shows_stored_texts = False

    kind = forms.ChoiceField(
        choices=[BLANK_CHOICE, *FacilityNoticeKind.choices],
        label=_("Type of notice"),
        help_text=_(
            "Suspensions and a closure stop new placements at once. A suspension of the licence and "
            "a closure wait for a second inspector."
        ),
    )
    text = ShortTextField(rows=3, label=_("What the facility must do"), max_length=2000)
    due_on = FullDateField(label=_("Due on"))
    residents = ShortTextField(
        required=False,
        rows=3,
        label=_("Where the residents go"),
        help_text=_(
            "Needed for a closure and a suspension of the licence: which facilities or families take "
            "them, or how they are safe where they stay. Do not name a child."
        ),
        max_length=2000,
    )
    ordered_by = TextLineField(
        label=_("Another authority that ordered it"),
        help_text=_(
            "Only if a court or another authority already closed the facility or suspended its "
            "licence. It is then recorded as a fact."
        ),
        max_length=160,
    )

    def to_input(self) -> FacilityNoticeInput:
        """The input of the action."""
        data: dict[str, Any] = self.cleaned_data
        return FacilityNoticeInput(
            data["kind"], data["text"], data["due_on"], data["residents"], data["ordered_by"]
        )


class FacilityNoticeClosingForm(SealedTextsForm):
    """The check after which a notice is closed."""

    shows_stored_texts = False

    checked_on = PastDateField(label=_("Checked in the facility on"))
    proof = ShortTextField(rows=3, label=_("What was seen"), help_text=NO_NAMES, max_length=2000)
