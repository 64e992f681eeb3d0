"""Forms for cross-border enquiries: question, disclosed facts, outcome.

Fields do not require what the rules require, so that the rules give the reason; the empty suffix
keeps "if known" off the label.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.country_protocols import (
    CountryProtocol,
    ProtocolQuestion,
    ProtocolShareableFact,
)
from saathi.agencies.form_submission import SealedTextsForm
from saathi.consent.models import Consent
from saathi.infra.countries import Country
from saathi.policy.agreements.models import FocalPoint
from saathi.protection.returns.borders import routes
from saathi.protection.returns.borders.actions import (
    CrossBorderDisclosureInput,
    CrossBorderEnquiryInput,
    CrossBorderOutcomeInput,
)
from saathi.protection.returns.borders.vocabulary import (
    ChildViewOnEnquiry,
    CrossBorderEnquiryState,
    EnquiryRoute,
    FearOfAuthority,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import PastDateField, ShortTextField

EMPTY_CHOICE = ("", "—")
WITHOUT_FOCAL_POINT = (EnquiryRoute.DIRECT, EnquiryRoute.NOT_KNOWN)


class OptionalCheckboxesField(forms.MultipleChoiceField):
    """Checkboxes for several choices; the rules say whether one is required."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, label_suffix="", **options)


class CrossBorderQuestionForm(SealedTextsForm):
    """Form for the question and its protocol."""

    sealed_fields = ("question",)

    protocol = forms.ChoiceField(required=False, label=_("Agreement with the other country"))
    asks = OptionalCheckboxesField(choices=ProtocolQuestion, label=_("Request"))
    asked_on = PastDateField(label=_("Date"))
    route = forms.ChoiceField(
        required=False, label=_("National focal point of the other country"), label_suffix=""
    )
    question = ShortTextField(required=False, label=_("Further details"), max_length=4000)

    def __init__(
        self,
        *args: Any,
        protocols: Sequence[CountryProtocol],
        focal_points: Mapping[str, FocalPoint],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.focal_points = {str(entry.pk): entry for entry in focal_points.values()}
        ways = [pair for pair in EnquiryRoute.choices if pair[0] in WITHOUT_FOCAL_POINT]
        offices = [(key, routes.route_text(row)) for key, row in self.focal_points.items()]
        set_choices(self, "route", [EMPTY_CHOICE, *offices, *ways])
        lacking = {protocol.country for protocol in protocols} - set(focal_points)
        self.fields["route"].help_text = routes.no_focal_point_text(lacking)
        self.protocols = {f"{protocol.name}.{protocol.version}": protocol for protocol in protocols}
        choices = [
            (key, f"{Country(protocol.country).label} · {protocol.partner}")
            for key, protocol in self.protocols.items()
        ]
        set_choices(self, "protocol", [EMPTY_CHOICE, *choices])
        self.fields["asked_on"].initial = self.today

    def selected_protocol(self) -> CountryProtocol | None:
        """The chosen protocol."""
        return self.protocols.get(self.cleaned_data["protocol"])

    def to_enquiry_input(self) -> CrossBorderEnquiryInput:
        """The question as input of the actions."""
        protocol, data = self.selected_protocol(), self.cleaned_data
        through = self.focal_points.get(data["route"])
        return CrossBorderEnquiryInput(
            country=protocol.country if protocol else data.get("country", ""),
            protocol=protocol,
            asks=[ProtocolQuestion(code) for code in data["asks"]],
            asked_on=data["asked_on"],
            route=EnquiryRoute.FOCAL_POINT if through else EnquiryRoute(data["route"]),
            focal_point=through,
            texts={"question": data["question"], "partner": data.get("partner", "")},
        )


class CrossBorderDisclosureForm(SealedTextsForm):
    """Form for the facts to disclose, the child's view, and the legal basis."""

    facts = OptionalCheckboxesField(
        choices=ProtocolShareableFact,
        label=_("Information shared"),
        help_text=_(
            "Select each fact separately, and only what the request needs. The case ID is "
            "always included."
        ),
    )
    clues = ShortTextField(required=False, label=_("Child’s memories of home"), max_length=4000)
    fear = forms.ChoiceField(
        choices=FearOfAuthority,
        required=False,
        widget=forms.RadioSelect,
        label=_("Danger, asylum and statelessness"),
        help_text=_("Discuss this alone with the child before any information is shared."),
    )
    child_view = forms.ChoiceField(
        required=False,
        choices=ChildViewOnEnquiry,
        widget=forms.RadioSelect,
        label=_("The child"),
        label_suffix="",
    )
    child_words = ShortTextField(required=False, label=_("In the child’s words"), max_length=4000)
    best = ShortTextField(
        required=False,
        label=_("Why this is in the child’s best interests"),
        label_suffix="",
        max_length=4000,
    )
    consent = forms.ChoiceField(required=False, label=_("Legal basis"), label_suffix="")

    def __init__(
        self, *args: Any, consents: Sequence[tuple[Consent, str]] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices = [EMPTY_CHOICE, *((str(consent.pk), label) for consent, label in consents)]
        set_choices(self, "consent", choices)

    def to_disclosure_input(self) -> CrossBorderDisclosureInput:
        """The disclosure as input of the actions, on the day of the enquiry or of the answer."""
        data = self.cleaned_data
        return CrossBorderDisclosureInput(
            facts=[ProtocolShareableFact(code) for code in data["facts"]],
            fear=FearOfAuthority(data["fear"]),
            child_view=ChildViewOnEnquiry(data["child_view"]) if data["child_view"] else None,
            consent=UUID(data["consent"]) if data["consent"] else None,
            on=data.get("answered_on") or data["asked_on"],
            texts={name: data[name] for name in ("clues", "child_words", "best")},
        )


class CrossBorderEnquiryForm(CrossBorderQuestionForm, CrossBorderDisclosureForm):
    """Form for an enquiry to another country, with the facts to disclose."""

    protocol = forms.ChoiceField(
        required=False, label=_("Agreement with the other country"), label_suffix=""
    )
    field_order = ("protocol", "route", "asks", "question", "asked_on")


class CrossBorderReceivedEnquiryForm(CrossBorderQuestionForm):
    """Form for an enquiry of another country as received."""

    country = forms.ChoiceField(choices=[EMPTY_CHOICE, *Country.choices], label=_("Country"))
    partner = forms.CharField(
        max_length=200,
        label=_("Requested by"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    field_order = ("country", "partner", "protocol", "route", "asks", "question", "asked_on")

    def clean(self) -> dict[str, Any]:
        """Checks that the protocol is one with the enquiring country."""
        data = super().clean() or self.cleaned_data
        protocol = self.protocols.get(data.get("protocol", ""))
        if protocol is not None and data.get("country") not in {"", None, protocol.country}:
            self.add_error(
                "protocol",
                _(
                    "This agreement is with another country. Choose an agreement with the requesting "
                    "country."
                ),
            )
        return data


class CrossBorderAnswerForm(CrossBorderDisclosureForm):
    """Form for our answer to another country."""

    answered_on = PastDateField(label=_("Date"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answered_on"].initial = self.today


class CrossBorderOutcomeForm(SealedTextsForm):
    """Form for the outcome of an enquiry, and that the child was informed."""

    sealed_fields = ("answer", "child_response")

    state = forms.ChoiceField(
        choices=[
            pair
            for pair in CrossBorderEnquiryState.choices
            if pair[0] != CrossBorderEnquiryState.WITHDRAWN
        ],
        widget=forms.RadioSelect,
        label=_("Current status"),
    )
    answered_on = PastDateField(required=False, label=_("Date of the response"))
    answer = ShortTextField(required=False, label=_("Content of the answer"), max_length=4000)
    informed_on = PastDateField(required=False, label=_("Date the child was informed"))
    child_response = ShortTextField(
        required=False, label=_("Child’s response to the answer"), max_length=4000
    )

    def to_input(self) -> CrossBorderOutcomeInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return CrossBorderOutcomeInput(
            CrossBorderEnquiryState(data["state"]),
            data["answered_on"],
            data["informed_on"],
            self.texts(),
        )
