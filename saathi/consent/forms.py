"""Forms for consent, guardians, information and decisions."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.authors import authors_of
from saathi.consent import acts, queries, rules
from saathi.consent.models import (
    Accompaniment,
    Consent,
    Decision,
    Guardian,
    InformationGiven,
    OtherPersonStatement,
)
from saathi.consent.record_facts import facts_of_decision
from saathi.consent.vocabulary import ChildAgreement, ConsentScope
from saathi.people import languages
from saathi.people import record_screens as kit
from saathi.web.choice_search import searchable_checkboxes
from saathi.web.dynamic_choices import set_choices
from saathi.web.forms import Fold


class GuardianForm(kit.DerivedForm[Guardian]):
    """Form for a guardian, including conflicts of interest."""

    model = Guardian
    names = (
        "name kind contact starts_on ends_on order is_independent has_conflict may_be_involved note"
    )

    def clean(self) -> dict[str, Any]:
        """Checks that the end is not before the beginning."""
        cleaned = super().clean() or self.cleaned_data
        ends, starts = cleaned.get("ends_on"), cleaned.get("starts_on")
        if ends and starts and ends < starts:
            self.add_error("ends_on", _("The end date is before the start date."))
        return cleaned


class AccompanimentForm(kit.DerivedForm[Accompaniment]):
    """Form for whether the child is accompanied."""

    model = Accompaniment
    names = "state as_of"


class OtherPersonStatementForm(kit.DerivedForm[OtherPersonStatement]):
    """Form for another person's view of a decision."""

    model = OtherPersonStatement
    names = "speaker name said_on about words_said"


class ConsentForm(kit.DerivedForm[Consent]):
    """Form for the legal basis of a step or of sharing data."""

    model = Consent
    names = (
        "scopes recipient withheld basis answer child_words capacity language guardian reason given_on "
        "ends_on"
    )
    folds = (
        Fold(_("Recipient and information withheld"), ("recipient", "withheld")),
        Fold(_("In the child’s words"), ("child_words", "language")),
        Fold(_("End date"), ("ends_on",)),
    )
    fields_by_reason: ClassVar = {
        "ends_before": "ends_on",
        "in_the_future": "given_on",
        "not_acting": "guardian",
        "may_be_involved": "guardian",
        "conflict": "guardian",
        "refused": "basis",
    }

    scopes = forms.MultipleChoiceField(
        choices=ConsentScope, widget=searchable_checkboxes(3), label=_("Scope of consent")
    )
    language = forms.ChoiceField(
        choices=languages.language_choices, required=False, label=_("Language")
    )
    guardian = forms.ChoiceField(required=False, label=_("Guardian who consented"))

    def prepare(self) -> None:
        """Offers the guardians of the child by name."""
        guardians = queries.guardians_of(self.staff, self.about)
        self.guardians = {str(guardian.pk): guardian for guardian in guardians}
        names = [(key, guardian.name) for key, guardian in self.guardians.items()]
        set_choices(self, "guardian", [("", "—"), *names])

    def clean_guardian(self) -> Guardian | None:
        """The chosen guardian's record."""
        return self.guardians.get(self.cleaned_data["guardian"])


class ConsentWithdrawForm(kit.DerivedForm[Consent]):
    """Form to withdraw a consent: no reason is required."""

    model = Consent
    names = "why"
    why = kit.derive_field(Consent, "why", label_suffix="")


class InformationForm(kit.DerivedForm[InformationGiven]):
    """Form for information given to the child or family."""

    model = InformationGiven
    names = "about audience informed_on by way language understood note"
    audience = kit.derive_field(InformationGiven, "audience", label_suffix="")
    language = forms.ChoiceField(choices=languages.language_choices, label=_("Language"))


class ChildDecisionForm(kit.DerivedForm[Decision]):
    """Form for a decision about the child, with reasons in plain words."""

    model = Decision
    names = (
        "significant_act kind what decided_on decided_by child_participation why_not_heard views "
        "weight best equal develop harm why informed_on agreement correction answer review_on"
    )
    fields_by_reason: ClassVar = {"in_the_future": "decided_on", "before_decision": "informed_on"}

    significant_act = forms.ChoiceField(
        required=False,
        label=_("Act that this decision is about"),
        help_text=_(
            "Acts in this child’s file that have not been assessed against the four principles."
        ),
    )

    def prepare(self) -> None:
        """Offers the acts without an answer, and the act that the decision is on."""
        record = self.record
        if (
            record is None
            or record.agreement != ChildAgreement.DISAGREES
            or self.staff.pk in authors_of(record)
        ):
            del self.fields["correction"]
        rights = access.rights(self.staff, (record or self.about).file_id)
        offered = {act.key: act.label for act in acts.list_acts(rights, missing_only=True)}
        if record and record.act_id:
            on_record = acts.act_key(record.act, record.act_id)
            act = acts.find_act(rights, record.act, record.act_id)
            offered[on_record] = act.label if act else gettext("An act that you cannot open")
            self.initial["significant_act"] = on_record
        elif (key := self.initial.get("significant_act")) and key not in offered:
            act = acts.find_act(rights, *acts.parse_key(str(key)))
            offered |= {str(key): act.label} if act else {}
        choices = [("", gettext("None of these")), *offered.items()]
        set_choices(self, "significant_act", choices)

    def columns(self) -> dict[str, Any]:
        """The values of the columns, with the act that the decision is on."""
        name, act_id = acts.parse_key(self.cleaned_data["significant_act"])
        return super().columns() | {"act": name, "act_id": act_id}

    def clean(self) -> dict[str, Any]:
        """Adds each of the rules' reasons for refusal as an error of its field."""
        cleaned = super().clean() or self.cleaned_data
        if {"child_participation", "weight", "agreement", "decided_on"} <= cleaned.keys():
            reasons = rules.reasons_against_decision(facts_of_decision(cleaned), today=self.today)
            self.add_refusal_reasons(reasons)
        return cleaned
