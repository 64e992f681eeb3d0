"""Forms of protection measures and their reviews."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.protection.justice.proceedings.models import Proceeding
from saathi.protection.justice.proceedings.pages import proceeding_title
from saathi.protection.justice.protection_measures import vocabulary as codes
from saathi.protection.justice.protection_measures.models import (
    ProtectionMeasure,
    ProtectionReview,
)


class ProtectionChangeForm(DerivedForm[ProtectionMeasure]):
    """What was requested, and what the child thinks of it. The kind of a measure stays."""

    model = ProtectionMeasure
    names = (
        "authority_kind authority requested_on proceeding child_view child_words why_despite note"
    )

    def prepare(self) -> None:
        """Offers the proceedings of the file."""
        file_id = self.record.file_id if self.record else self.about.file_id
        rows = access.visible(self.staff, Proceeding).filter(file_id=file_id)
        self.offer("proceeding", rows, proceeding_title)


class ProtectionRequestForm(ProtectionChangeForm):
    """A new request for protection."""

    names = "kind authority_kind authority requested_on proceeding child_view child_words why_despite note"


class ProtectionAnswerForm(DerivedForm[ProtectionMeasure]):
    """The answer of the authority."""

    model = ProtectionMeasure
    names = "decided_on refusal"
    answer = forms.ChoiceField(
        choices=codes.MeasureAnswer.choices, label=_("Answer"), widget=forms.RadioSelect
    )
    decided_on = derive_field(ProtectionMeasure, "decided_on", required=True)
    field_order = ("answer", "decided_on", "refusal")


class ProtectionStartForm(DerivedForm[ProtectionMeasure]):
    """Since when a measure is in force, and who the child can call."""

    model = ProtectionMeasure
    names = "in_force_from until_on review_on call note"
    in_force_from = derive_field(ProtectionMeasure, "in_force_from", required=True)
    review_on = derive_field(ProtectionMeasure, "review_on", required=True)
    call = derive_field(ProtectionMeasure, "call", required=True)


class ProtectionEndForm(DerivedForm[ProtectionMeasure]):
    """When and why a measure ended."""

    model = ProtectionMeasure
    names = "ended_on end_reason note"
    ended_on = derive_field(ProtectionMeasure, "ended_on", required=True)
    end_reason = derive_field(ProtectionMeasure, "end_reason", required=True)


class ProtectionReviewForm(DerivedForm[ProtectionReview]):
    """A review of a measure in force. `about` is the measure."""

    model = ProtectionReview
    names = "reviewed_on threat effect child_view child_words decision next_on note"
