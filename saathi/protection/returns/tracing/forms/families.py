"""Forms of claims, verification, home assessment, contact and reunification."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_search import list_team, staff_label
from saathi.infra.route_countries import country_choices
from saathi.people import record_screens as kit
from saathi.people.around.models import AllegedPerpetrator, Outcome
from saathi.protection.returns.tracing.forms.searches import claim_values, country_field
from saathi.protection.returns.tracing.kept_from import kept_from_field, kept_from_words
from saathi.protection.returns.tracing.models import (
    FamilyClaim,
    FamilyContact,
    HomeAssessment,
    RelationshipVerification,
    Reunification,
    VerificationItem,
)
from saathi.protection.returns.tracing.reunification_rules import DECIDING_BODIES
from saathi.protection.returns.tracing.visit_vocabulary import SafetyAtVisit, SeenAtVisit
from saathi.protection.returns.tracing.vocabulary import (
    ClaimSign,
    ClaimState,
    ContactState,
    OrderCheck,
    SignsAssessed,
    VerificationOutcome,
    YesNoNotKnown,
)
from saathi.web.components import join_facts


def prepare_kept_from(form: kit.DerivedForm[Any], file_id: UUID) -> None:
    """Asks whether the person must not learn of the tracing only if a search in the file says who."""
    if kept_from_words(file_id, form.staff):
        form.shows_stored_texts = True  # the alert beside the form
    else:
        form.fields.pop("kept_from")


class FamilyClaimForm(kit.DerivedForm[FamilyClaim]):
    """A person who claims the child."""

    model = FamilyClaim
    names = (
        "claimed_on name relation kept_from reach brought_by papers unasked said assessed signs "
        "explained told note"
    )
    kept_from = kept_from_field()

    def prepare(self) -> None:
        """Asks whether the claimant must not learn of the tracing, if a search says who must not."""
        prepare_kept_from(self, self.about.file_id)

    def clean(self) -> dict[str, Any]:
        """Records as a warning sign that the claimant must not learn of the tracing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kept_from") == YesNoNotKnown.YES:
            signs = cleaned.get("signs", [])
            cleaned["signs"] = list(dict.fromkeys([*signs, ClaimSign.KEPT_FROM.value]))
            cleaned["assessed"] = SignsAssessed.SEEN
        return cleaned


class FamilyClaimChangeForm(FamilyClaimForm):
    """Corrects a claim, or records that it was withdrawn or refused."""

    shows_stored_texts = True
    names = (
        "name relation reach brought_by papers unasked said assessed signs explained told note state "
        "refusal"
    )

    def prepare(self) -> None:
        """The day of a claim stays, and its state once a verification decided it."""
        self.fields.pop("claimed_on", None)
        self.fields.pop("kept_from", None)
        states = [ClaimState.OPEN, ClaimState.WITHDRAWN, ClaimState.REFUSED]
        if self.record and self.record.state in states:
            self.offer_codes("state", states)
        else:
            self.fields.pop("state")
            self.fields.pop("refusal")


class ClaimRefusalForm(kit.DerivedForm[FamilyClaim]):
    """The reasons for refusing a claim."""

    model = FamilyClaim
    names = "refusal"
    refusal = kit.derive_field(FamilyClaim, "refusal", required=True)


class RelationshipVerificationForm(kit.DerivedForm[RelationshipVerification]):
    """Whose relationship is verified, how, and who asks. `about` is the tracing request."""

    model = RelationshipVerification
    names = (
        "name relation kept_from began_on claim methods child_worker family_worker other_worker "
        "recognises"
    )
    kept_from = kept_from_field()
    filled_by_address = ("claim",)

    def prepare(self) -> None:
        """Offers the child's team and the claims in the file; fills in what a chosen claim says."""
        file_id = self.record.file_id if self.record else self.about.file_id
        team = Staff.objects.filter(pk__in=[person.pk for person in list_team(file_id)])
        team = team.select_related("office").order_by("name")
        self.offer("child_worker", team, staff_label)
        self.offer("family_worker", team, staff_label)
        claims = access.visible(self.staff, FamilyClaim).filter(file_id=file_id)
        records.open_texts_of_each(listed := list(claims))
        labels = {claim.pk: _label_claim(claim) for claim in listed}
        self.offer("claim", claims, lambda claim: labels.get(claim.pk, ""))
        if self.record is None:
            self.initial.update(claim_values(listed, self.initial.get("claim")))
            prepare_kept_from(self, file_id)


class VerificationChangeForm(RelationshipVerificationForm):
    """Corrects an open verification."""

    shows_stored_texts = True
    names = "name claim methods child_worker family_worker other_worker recognises"

    def prepare(self) -> None:
        """The form as for a new verification, without relationship and start, which cannot be changed."""
        super().prepare()
        for name in ("relation", "began_on", "kept_from"):
            self.fields.pop(name, None)


def _label_claim(claim: FamilyClaim) -> str:
    facts = (claim.name, str(claim.get_relation_display()), format_day(claim.claimed_on))
    return join_facts(fact for fact in facts if fact)


class VerificationItemForm(kit.DerivedForm[VerificationItem]):
    """A question to both sides. `about` is the verification."""

    model = VerificationItem
    names = "question use child_answer family_answer match note"


class FindingForm(kit.DerivedForm[RelationshipVerification]):
    """The finding, which a second person confirms."""

    model = RelationshipVerification
    names = "outcome reasons"
    outcome = kit.derive_field(RelationshipVerification, "outcome", required=True)
    reasons = kit.derive_field(RelationshipVerification, "reasons", required=True)

    def prepare(self) -> None:
        """Offers the findings."""
        verification_outcomes = [
            each for each in VerificationOutcome if each != VerificationOutcome.NOT_RECORDED
        ]
        self.offer_codes("outcome", verification_outcomes)


class FindingReturnForm(kit.DerivedForm[RelationshipVerification]):
    """The question with which a finding is sent back."""

    model = RelationshipVerification
    names = "question"
    question = kit.derive_field(RelationshipVerification, "question", required=True)


class HomeAssessmentForm(kit.DerivedForm[HomeAssessment]):
    """A home assessment. `about` is the verification."""

    model = HomeAssessment
    names = (
        "assessor visited_on visits address household seen_alone family_part family_role factors "
        "violence violence_words others_at_risk others_done alleged_near school_health support "
        "result conditions reasons"
    )
    shows_stored_texts = True


class HomeAssessmentChangeForm(HomeAssessmentForm):
    """Completes a home assessment; another visit is a new assessment."""

    names = (
        "assessor visits address household seen_alone family_part family_role factors violence "
        "violence_words others_at_risk others_done alleged_near school_health support result "
        "conditions reasons"
    )


class FamilyContactForm(kit.DerivedForm[FamilyContact]):
    """A contact. `about` is the verification."""

    model = FamilyContact
    names = (
        "made_through step contact_on officials origin_country present safety safety_words "
        "words_before"
    )
    origin_country = country_field(FamilyContact, "origin_country")


class ContactOutcomeForm(kit.DerivedForm[FamilyContact]):
    """How a contact went, and what the child said."""

    shows_stored_texts = True

    model = FamilyContact
    names = "state contact_on present words_before words_after note"

    def prepare(self) -> None:
        """Offers how a planned contact ends."""
        ends = [state for state in ContactState if state != ContactState.PLANNED]
        self.offer_codes("state", ends)


class ReunificationForm(kit.DerivedForm[Reunification]):
    """A proposed return. `about` is the verification."""

    model = Reunification
    names = "carer country planned_on order_check conditions answer_to_child"
    shows_stored_texts = True
    country = forms.ChoiceField(choices=country_choices, label=_("Country of the home"))


class ReunificationReturnForm(kit.DerivedForm[Reunification]):
    """The question with which a proposal is sent back."""

    model = Reunification
    names = "question"
    question = kit.derive_field(Reunification, "question", required=True)


class HandoverForm(kit.DerivedForm[Reunification]):
    """The handover of the child after the approval."""

    model = Reunification
    names = "handed_over_on first_visit_on handover undertaking"
    handed_over_on = kit.derive_field(Reunification, "handed_over_on", required=True)
    first_visit_on = kit.derive_field(
        Reunification,
        "first_visit_on",
        required=True,
        help_text=_("After the handover, within 7 days."),
    )
    handover = kit.derive_field(Reunification, "handover", required=True)
    undertaking = kit.derive_field(
        Reunification,
        "undertaking",
        help_text=_("For example: to tell us of any risk to the child."),
    )


class HandoverByOthersForm(kit.DerivedForm[Reunification]):
    """A handover that others made without our approval; it is recorded in any case."""

    model = Reunification
    names = "handed_over_by handed_over_on carer handover"
    handed_over_by = kit.derive_field(Reunification, "handed_over_by", required=True)
    handed_over_on = kit.derive_field(Reunification, "handed_over_on", required=True)
    carer = kit.derive_field(Reunification, "carer", label=_("Person who has the child now"))
    handover = kit.derive_field(Reunification, "handover", label=_("What is known of it"))

    def to_fact(self, **context: Any) -> Reunification:
        """The record; whether an order prohibits it was not checked."""
        return self.to_record(order_check=OrderCheck.NOT_CHECKED, **context)


class FirstVisitForm(kit.DerivedForm[Reunification]):
    """The first visit at home."""

    model = Reunification
    names = "visited_on visit_seen visit_safety visit_words visit_needs next_visit_on"
    shows_stored_texts = False
    visited_on = kit.derive_field(Reunification, "visited_on", required=True)
    visit_needs = kit.derive_field(Reunification, "visit_needs", required=True)

    def prepare(self) -> None:
        """Offers what is known after a visit; it has no default."""
        self.offer_codes("visit_seen", [each for each in SeenAtVisit if each])
        self.offer_codes("visit_safety", [each for each in SafetyAtVisit if each])


class NoProsecutionForm(kit.DerivedForm[Outcome]):
    """A decision of an authority not to prosecute a relative. `about` is the child."""

    model = Outcome
    names = "alleged body decided_on note"
    alleged = kit.derive_field(Outcome, "alleged", label=_("Relative"))
    body = kit.derive_field(Outcome, "body", label=_("Authority that decided"), required=True)
    note = kit.derive_field(Outcome, "note", label=_("Reasons and conditions"), required=True)

    def prepare(self) -> None:
        """Offers the alleged perpetrators who are recorded as a person of the child's life."""
        alleged = access.visible(self.staff, AllegedPerpetrator).filter(
            file_id=self.about.file_id, relation__isnull=False
        )
        records.open_texts_of_each(listed := list(alleged))
        labels = {
            each.pk: join_facts([each.name, str(each.get_relationship_display())])
            for each in listed
        }
        self.offer("alleged", alleged, lambda one: labels.get(one.pk, ""))
        self.offer_codes("body", DECIDING_BODIES)
