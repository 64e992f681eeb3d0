"""Forms of case conferences and their decisions."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.agencies.sections import Section
from saathi.agencies.staff_search import (
    SeveralStaffField,
    StaffKind,
    list_team,
    staff_label,
)
from saathi.consent.known_people import KnownPeopleField, add_known_people, offer_known_people
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.protection.casework.conferences.vocabulary import DecisionState
from saathi.protection.casework.notes.queries import assignable_team_members

WHO_DOES_IT = Section.DECISIONS | Section.VISITS  # to read the conference and what is due


class ConferenceChangeForm(DerivedForm[Conference]):
    """Corrects a case conference. The next date is changed on the page of due dates."""

    shows_stored_texts = True

    model = Conference
    names = (
        "held_on setting place purpose attended others child_part child_how child_said discussed"
    )
    attended = SeveralStaffField(
        kind=StaffKind.COLLEAGUE, label=_("Colleagues who took part"), required=False
    )

    def prepare(self) -> None:
        """Offers the child's team and those chosen before; others are found by search."""
        field = self.fields["attended"]
        assert isinstance(field, SeveralStaffField)
        first = list_team(self.record.file_id if self.record else self.about.file_id)
        chosen = self.record.attended if self.record else []
        known = {person.pk for person in first}
        others = Staff.objects.filter(pk__in=set(chosen) - known).select_related("office")
        field.prepare(self.staff, [*first, *others])
        self.initial["attended"] = frozenset(chosen)  # the widget would take a list for its parts


class ConferenceForm(ConferenceChangeForm):
    """A new case conference."""

    shows_stored_texts = False

    names = (
        "held_on setting place purpose attended others known child_part child_how child_said "
        "discussed next_on"
    )
    attended = SeveralStaffField(
        kind=StaffKind.COLLEAGUE, label=_("Colleagues who took part"), required=False
    )
    known = KnownPeopleField(label=_("Other participants, from the child’s file"))

    def prepare(self) -> None:
        """Offers the people of the child's file too."""
        super().prepare()
        offer_known_people(self, "known", self.about.child, self.staff)

    def clean(self) -> dict[str, Any]:
        """Adds the people who were chosen."""
        cleaned = super().clean() or self.cleaned_data
        add_known_people(self, "known", into="others", joined_by="\n")
        return cleaned


class DecisionForm(DerivedForm[ConferenceDecision]):
    """A decision of a conference. `about` is the conference."""

    model = ConferenceDecision
    names = "text to other until"
    to = derive_field(
        ConferenceDecision, "to", help_text=_("Colleagues who can read case conferences.")
    )
    other = derive_field(
        ConferenceDecision, "other", help_text=_("For a person outside this list: name and role.")
    )

    until = derive_field(
        ConferenceDecision, "until", help_text=_("Required if a colleague is responsible.")
    )

    def prepare(self) -> None:
        """Offers the colleagues who can read the conference and due dates."""
        result = assignable_team_members(self.about.case, self.staff, WHO_DOES_IT)
        self.offer("to", result, staff_label)


class DecisionEndForm(DerivedForm[ConferenceDecision]):
    """The outcome of a decision."""

    shows_stored_texts = True

    model = ConferenceDecision
    names = "state answer"

    def prepare(self) -> None:
        """Offers the states in which a decision ends."""
        self.offer_codes("state", [DecisionState.DONE, DecisionState.DROPPED])
