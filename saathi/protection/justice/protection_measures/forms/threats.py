"""Forms of threats."""

from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import AllegationState
from saathi.protection.justice.protection_measures.models import Threat, ThreatCheck


class ThreatForm(DerivedForm[Threat]):
    """A threat as it happened."""

    model = Threat
    names = "happened_on urgency targets ways what child_words alleged police"

    def prepare(self) -> None:
        """Offers the alleged perpetrators of the file whom the reader may read."""
        file_id = self.record.file_id if self.record else self.about.file_id
        rows = (
            access.visible(self.staff, AllegedPerpetrator)
            .filter(file_id=file_id)
            .exclude(allegation_state=AllegationState.MISTAKEN)
        )
        opened = records.open_texts_of_each(list(rows))
        names = {pk: texts.get("name", "") for pk, texts in opened.items()}
        self.offer("alleged", rows, lambda row: names.get(row.pk) or str(_("Name not known")))


class ThreatAnswerForm(DerivedForm[Threat]):
    """The action taken on a threat."""

    model = Threat
    names = "answered_on response police"
    answered_on = derive_field(Threat, "answered_on", required=True)
    response = derive_field(Threat, "response", required=True)


class ThreatCheckForm(DerivedForm[ThreatCheck]):
    """A check whether the child is safe. `about` is the threat."""

    model = ThreatCheck
    names = "checked_on safe_now sources checker seen child_words next_on"


class ThreatEndForm(DerivedForm[Threat]):
    """Why it is no longer a threat."""

    model = Threat
    names = "ended_on end_reason end_note"
    ended_on = derive_field(Threat, "ended_on", required=True)
    end_note = derive_field(Threat, "end_note", required=True)
