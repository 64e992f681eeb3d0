"""Forms for follow-ups and committee observations."""

from typing import Any

from django import forms

from saathi.agencies.models import Staff
from saathi.agencies.record_kit.forms import DerivedForm, record_form
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.queries import committee_members_to_ask
from saathi.web.dynamic_choices import set_choices


class CommitteeMemberField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of people of any agency."""

    def label_from_instance(self, obj: Staff) -> str:
        """Agency, office and name."""
        return f"{obj.office.agency.name}, {obj.office.name}: {obj.name}"


class FollowUpForm(DerivedForm[FollowUp]):
    """Form for a follow-up. The committee member reads these texts and no others."""

    model = FollowUp
    names = "asked_of called where look_at keep_in_mind until"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "asked_of", committee_members_to_ask(self.staff))


ObservationForm = record_form(CommitteeObservation, "seen_on seen how what her_words", __name__)
