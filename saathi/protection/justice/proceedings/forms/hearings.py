"""Forms of hearings and of visits that prepare the child."""

from typing import Any

from saathi.agencies.record_kit.forms import DerivedForm
from saathi.protection.justice.proceedings import rules
from saathi.protection.justice.proceedings.models import CourtVisit, Hearing
from saathi.protection.justice.proceedings.vocabulary import ChildPart


class HearingForm(DerivedForm[Hearing]):
    """A hearing as it is listed. `about` is the proceeding."""

    model = Hearing
    names = "listed_on time_and_room purpose child_expected"


class HearingChangeForm(HearingForm):
    """A change of a hearing; that the child is no longer to testify has its reason."""

    names = "listed_on time_and_room purpose purpose_note child_expected"


class ArrangementForm(DerivedForm[Hearing]):
    """What the child needs for a hearing."""

    model = Hearing
    names = "support_arranged support_person transport_arranged interpreter_arranged"


class AdjournmentForm(DerivedForm[Hearing]):
    """An adjournment, and the next date."""

    model = Hearing
    names = "adjourned_by cause waited_minutes next_on note"


class HeldForm(DerivedForm[Hearing]):
    """How a hearing was held, and how the child was heard."""

    model = Hearing
    names = (
        "child_part public mode in_room questions questions_stopped breaks support faced_accused "
        "child_room times_told waited_minutes child_words note"
    )

    def prepare(self) -> None:
        """Asks how the child was heard only where the child took part."""
        for name in rules.ABOUT_CHILD:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Each question about the child is answered, unless the child was not present."""
        data = super().clean() or {}
        if data.get("child_part") != ChildPart.NOT_PRESENT:
            for name in rules.ABOUT_CHILD:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return data


class CourtVisitForm(DerivedForm[CourtVisit]):
    """A visit that prepares the child. `about` is the proceeding."""

    model = CourtVisit
    names = "visited_on companions seen knows_refusal knows_breaks child_words note"
