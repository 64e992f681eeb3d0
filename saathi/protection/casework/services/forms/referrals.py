"""Forms of referrals: the offer, the answer and outcome, the access of a service."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from saathi.agencies.fields import StaffChoiceField
from saathi.agencies.form_submission import SealedTextsForm
from saathi.agencies.models import Staff
from saathi.consent.forms import ConsentForm
from saathi.consent.models import Consent
from saathi.infra import district_list
from saathi.infra.route_countries import land_country_choices
from saathi.people.forms import TextLineField
from saathi.people.models import Child
from saathi.protection.casework.services import sharing_rules
from saathi.protection.casework.services.abroad_rules import OTHER_COUNTRY
from saathi.protection.casework.services.actions.referring import (
    ReferralFollowUpInput,
    ReferralInput,
)
from saathi.protection.casework.services.forms.fields import BLANK_CHOICE, CheckboxChoicesField
from saathi.protection.casework.services.models import Service
from saathi.protection.casework.services.vocabulary import (
    ChildReferralAnswer,
    ReferralDeclineReason,
    ReferralDocumentStatus,
    ReferralOutcome,
    ReferralSentBy,
    ReferralState,
    ReferralUrgency,
    ServiceAccessibility,
    ServiceKind,
    SharedInformation,
)
from saathi.web.choice_search import LocalChoicesFirstForm
from saathi.web.components import Text
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, PastDateField
from saathi.web.forms import Fold

RECORD_NOW = "now"  # the legal basis is recorded with the referral
CONSENT_PREFIX = "basis"


def _countries() -> list[tuple[str, Text]]:
    """Any country: those of the region and of the routes by name, and one choice for all others."""
    return [*land_country_choices(), (OTHER_COUNTRY, _("Another country"))]


def service_country_field() -> forms.ChoiceField:
    """The country of a service that is named in words; chosen each time."""
    return forms.ChoiceField(choices=_countries, label=_("Country of the service"))


class ServiceSearchForm(LocalChoicesFirstForm):
    """A search for a service for a child."""

    q = forms.CharField(required=False, max_length=80, label=_("Name, organisation or place"))
    kind = forms.ChoiceField(
        choices=[BLANK_CHOICE, *ServiceKind.choices], required=False, label=_("Type of service")
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    needs = forms.ChoiceField(
        choices=[BLANK_CHOICE, *ServiceAccessibility.choices],
        required=False,
        label=_("Accessibility needs"),
    )


class ReferralOfferForm(SealedTextsForm):
    """A service offered to a child. No field asks what happened to the child or where they are from."""

    sealed_fields = ("to_whom", "need", "withheld", "withheld_from", "child_words")

    kind = forms.ChoiceField(choices=ServiceKind, label=_("Type of service"))
    to_whom = TextLineField(label=_("Name of the service"))
    country = service_country_field()
    urgency = forms.ChoiceField(choices=ReferralUrgency, label=_("Urgency"))
    offered_on = PastDateField(label=_("Date"))
    child_answer = forms.ChoiceField(choices=ChildReferralAnswer, label=_("Child’s response"))
    child_words = LongTextField(required=False, label=_("Child’s reason (in the child’s words)"))
    need = LongTextField(
        label=_("Information the service needs"),
        help_text=_("This appears in the referral letter. Write only what the service must know."),
        max_length=4000,
    )
    shared = CheckboxChoicesField(
        choices=SharedInformation,
        required=True,
        label=_("Information shared with the service"),
        help_text=_(
            "Select at least one. Usually a service needs the case ID and the child’s needs, which do "
            "not show who the child is. Anything more needs a legal basis."
        ),
    )
    consent = forms.ChoiceField(
        required=False, label=_("Legal basis for sharing"), choices=[BLANK_CHOICE]
    )
    withheld = TextLineField(label=_("Information withheld"), max_length=400)
    withheld_from = TextLineField(label=_("Withheld from"), max_length=200)
    needs_access = CheckboxChoicesField(
        choices=ServiceAccessibility, label=_("Accessibility needs")
    )
    papers = forms.ChoiceField(
        choices=ReferralDocumentStatus,
        required=False,
        label=_("Identity documents"),
        help_text=_(
            "Used only to check whether access to services is equal. Do not ask the child for documents."
        ),
    )

    folds = (
        Fold(_("Child’s reason"), ("child_words",)),
        Fold(_("Information withheld"), ("withheld", "withheld_from")),
        Fold(_("Accessibility needs, identity documents"), ("needs_access", "papers")),
    )

    def __init__(
        self,
        *args: Any,
        service: Service | None,
        consents: Sequence[tuple[Consent, str]] = (),
        may_record_consent: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.service = service
        self.consents = {str(consent.pk): consent for consent, _label in consents}
        choices: list[tuple[str, Text]] = [
            BLANK_CHOICE,
            *((str(consent.pk), label) for consent, label in consents),
        ]
        if may_record_consent:
            choices.append((RECORD_NOW, _("Record a legal basis with this referral")))
            if not consents:
                self.fields["consent"].help_text = _(
                    "No consent or other legal basis that covers this service is recorded."
                )
        set_choices(self, "consent", choices)
        if service is not None:
            del self.fields["to_whom"]
            del self.fields["country"]
            kinds = [pair for pair in ServiceKind.choices if pair[0] in service.kinds]
            set_choices(self, "kind", kinds)
            if len(kinds) == 1:  # nothing to choose
                self.fields["kind"].initial = kinds[0][0]
                self.fields["kind"].widget = forms.HiddenInput()
        else:
            self.fields["to_whom"].required = True

    def to_input(self) -> ReferralInput:
        """The input of the action."""
        data = self.cleaned_data
        return ReferralInput(
            kind=ServiceKind(data["kind"]),
            urgency=ReferralUrgency(data["urgency"]),
            offered_on=data["offered_on"],
            service=self.service,
            country=data.get("country", ""),
            child_answer=ChildReferralAnswer(data["child_answer"]),
            consent=self.consents.get(data["consent"]),
            shared=data["shared"],
            needs_access=data["needs_access"],
            papers=ReferralDocumentStatus(data["papers"]),
            texts=self.texts(),
        )


class ReferralConsentForm(ConsentForm):
    """The legal basis for sharing, recorded with the referral; unused unless chosen there."""

    def __init__(self, data: QueryDict | None, **options: Any) -> None:
        super().__init__(data, prefix=CONSENT_PREFIX, **options)
        # The page has one key and one version; scope, recipient and withheld items come from the
        # referral.
        for name in ("form_key", "version", "scopes", "recipient", "withheld", "language"):
            del self.fields[name]
        # The referral has a child's response of its own, about the service.
        self.fields["answer"].label = _("Child’s response to sharing the information")
        # Marked as required for those who will record it; the browser must not require it of
        # others.
        self.use_required_attribute = False

    @property
    def is_wanted(self) -> bool:
        """Whether the referral says that the legal basis is recorded now."""
        return self.is_bound and self.data.get("consent") == RECORD_NOW

    def full_clean(self) -> None:
        """Validates only a legal basis that is to be recorded."""
        if self.is_wanted or not self.is_bound:
            super().full_clean()
            return
        self._errors, self.cleaned_data = ErrorDict(), {}

    def to_consent(self, child: Child, data: ReferralInput) -> Consent | None:
        """The new record, not saved, for the service of the referral; None if none is to be recorded."""
        if not self.is_wanted:
            return None
        consent = self.to_record(
            file_id=child.file_id,
            child=child,
            scopes=[sharing_rules.service_scope(data.kind)],
        )
        consent.recipient = data.service.name if data.service else data.texts["to_whom"]
        return consent


class ReferralSentForm(SealedTextsForm):
    """How and when the service was informed of a referral."""

    shows_stored_texts = False

    sent_how = forms.ChoiceField(
        choices=[choice for choice in ReferralSentBy.choices if choice[0]],
        widget=forms.RadioSelect,
        label=_("How the service was notified"),
    )
    sent_on = PastDateField(label=_("Date"))


class FamilyReferralForm(SealedTextsForm):
    """A service offered to the family of a report, while the report is being assessed."""

    sealed_fields = ("to_whom", "need")

    kind = forms.ChoiceField(choices=ServiceKind, label=_("Type of service"))
    to_whom = TextLineField(required=True, label=_("Service, group or scheme"))
    country = service_country_field()
    urgency = forms.ChoiceField(choices=ReferralUrgency, label=_("Urgency"))
    offered_on = PastDateField(label=_("Date"))
    need = LongTextField(label=_("Family’s needs"), max_length=4000)

    def to_input(self) -> ReferralInput:
        """The input of the action."""
        data = self.cleaned_data
        return ReferralInput(
            kind=ServiceKind(data["kind"]),
            urgency=ReferralUrgency(data["urgency"]),
            offered_on=data["offered_on"],
            country=data["country"],
            shared=(SharedInformation.NEED,),
            texts=self.texts(),
        )


class ReferralFollowUpForm(SealedTextsForm):
    """The progress of a referral: answer, first day, end, outcome."""

    sealed_fields = ("child_words", "answer", "result")

    state = forms.ChoiceField(
        choices=ReferralState, widget=forms.RadioSelect, label=_("Current status")
    )
    answered_on = PastDateField(required=False, label=_("Date of the response"))
    why_declined = forms.ChoiceField(
        choices=[BLANK_CHOICE, *ReferralDeclineReason.choices],
        required=False,
        label=_("Reason the service declined"),
        help_text=_("Record the actual reason, even if that reason is not permitted."),
    )
    answer = LongTextField(required=False, label=_("Service’s response"), max_length=4000)
    child_answer = forms.ChoiceField(choices=ChildReferralAnswer, label=_("Child’s response"))
    child_words = LongTextField(required=False, label=_("Child’s reason (in the child’s words)"))
    began_on = PastDateField(required=False, label=_("First day of the service"))
    ended_on = PastDateField(required=False, label=_("Last day of the service"))
    outcome = forms.ChoiceField(
        choices=[BLANK_CHOICE, *ReferralOutcome.choices], required=False, label=_("Outcome")
    )
    result = LongTextField(required=False, label=_("Details"), max_length=4000)

    def to_input(self) -> ReferralFollowUpInput:
        """The input of the action."""
        data = self.cleaned_data
        why, outcome = data["why_declined"], data["outcome"]
        return ReferralFollowUpInput(
            state=ReferralState(data["state"]),
            child_answer=ChildReferralAnswer(data["child_answer"]),
            answered_on=data["answered_on"],
            began_on=data["began_on"],
            ended_on=data["ended_on"],
            why_declined=ReferralDeclineReason(why) if why else None,
            outcome=ReferralOutcome(outcome) if outcome else None,
            texts=self.texts(),
        )


class ServiceAccessForm(SealedTextsForm):
    """The person at the service who gets access to the file, and until when."""

    shows_stored_texts = False

    to = StaffChoiceField(
        queryset=Staff.objects.none(),
        label=_("Staff member of the service with access to the file"),
    )
    until = FullDateField(label=_("Last day"))

    def __init__(self, *args: Any, people: QuerySet[Staff], **options: Any) -> None:
        super().__init__(*args, **options)
        set_choices(self, "to", people)

    @property
    def last_day(self) -> dt.date:
        """The last day on which the file is open."""
        day: dt.date = self.cleaned_data["until"]
        return day
