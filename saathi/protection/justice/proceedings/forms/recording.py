"""Forms of proceedings, stages, accused persons and charges."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.infra.district_list import district_choices
from saathi.infra.route_countries import land_country_choices
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import AllegationState
from saathi.policy.courts.queries import all_published_courts, court_label
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import (
    Accused,
    Charge,
    Proceeding,
    ProceedingStep,
)


class ProceedingForm(DerivedForm[Proceeding]):
    """What identifies a proceeding."""

    model = Proceeding
    names = "kind country court_kind special_court court district number law note"
    country = forms.ChoiceField(choices=land_country_choices, label=_("Country"))
    district = forms.ChoiceField(
        choices=district_choices, required=False, label=_("District of the court")
    )

    def prepare(self) -> None:
        """Offers the published courts of the register."""
        self.offer("special_court", all_published_courts(), court_label)


class NewProceedingForm(ProceedingForm):
    """A new proceeding with the stage that it has reached."""

    names = "kind country court_kind special_court court district number law stage reached_on result note"
    stage = derive_field(ProceedingStep, "stage", label=_("Stage reached"))
    reached_on = derive_field(ProceedingStep, "reached_on", label=_("Stage reached on"))
    result = derive_field(ProceedingStep, "result")

    def prepare(self) -> None:
        """Suggests the country of the office."""
        super().prepare()
        self.initial.setdefault("country", self.staff.office.country)

    def to_step(self, proceeding: Proceeding) -> ProceedingStep:
        """The stage of the form, as the first step of the proceeding."""
        return ProceedingStep(
            file_id=proceeding.file_id,
            stage=self.cleaned_data["stage"],
            reached_on=self.cleaned_data["reached_on"],
            result=self.cleaned_data["result"],
        )


class StepForm(DerivedForm[ProceedingStep]):
    """A stage that a proceeding reached. `about` is the proceeding."""

    model = ProceedingStep
    names = "stage reached_on result note"


class AccusedForm(DerivedForm[Accused]):
    """A person accused in a proceeding. `about` is the proceeding."""

    model = Accused
    names = "alleged name whereabouts note"

    def prepare(self) -> None:
        """Offers the alleged perpetrators of the file that the reader may read."""
        file_id = self.record.file_id if self.record else self.about.file_id
        rows = (
            access.visible(self.staff, AllegedPerpetrator)
            .filter(file_id=file_id)
            .exclude(allegation_state=AllegationState.MISTAKEN)
        )
        opened = records.open_texts_of_each(list(rows))
        names = {pk: texts.get("name", "") for pk, texts in opened.items()}
        self.offer("alleged", rows, lambda row: names.get(row.pk) or str(_("Name not known")))


class ChargeForm(DerivedForm[Charge]):
    """A charge with outcome and sentence. `about` is the accused person."""

    model = Charge
    names = "offence law maximum_penalty charged_on outcome decided_on sentence prison_months appeal note"
    outcome = derive_field(Charge, "outcome", choices=codes.ChargeOutcome.choices)
