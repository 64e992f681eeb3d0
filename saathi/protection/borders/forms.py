"""Forms of a question across a border: what is asked, what may go, what came of it.

What the rules demand is not required by the field, so that they say why; with an empty suffix the
label does not call it "if known".
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.protocols import MayAsk, MayGo, Protocol
from saathi.agencies.sending import WordsForm
from saathi.consent.models import Consent
from saathi.infra.countries import Country
from saathi.protection.borders.actions import Came, Going, Question
from saathi.protection.borders.vocabulary import AskedState, Fear, HerView
from saathi.web.fields import FewLines, PastDayField
from saathi.web.offering import offer

NOTHING = ("", "—")


class Several(forms.MultipleChoiceField):
    """Some of a few choices, as boxes to tick; whether there must be one the rules say."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, label_suffix="", **options)


class QuestionForm(WordsForm):
    """What is asked, under which protocol."""

    sealed_fields = ("question",)

    protocol = forms.ChoiceField(required=False, label=_("Under which protocol"))
    asks = Several(choices=MayAsk, label=_("What is asked"))
    asked_on = PastDayField(label=_("On which day"))
    question = FewLines(required=False, label=_("In other words"), max_length=4000)

    def __init__(self, *args: Any, protocols: Sequence[Protocol], **options: Any) -> None:
        super().__init__(*args, **options)
        self.protocols = {f"{one.name}.{one.version}": one for one in protocols}
        choices = [
            (key, f"{Country(one.country).label} · {one.partner}")
            for key, one in self.protocols.items()
        ]
        offer(self, "protocol", [NOTHING, *choices])
        self.fields["asked_on"].initial = self.today

    def chosen(self) -> Protocol | None:
        """The protocol that was chosen."""
        return self.protocols.get(self.cleaned_data["protocol"])

    def question_told(self) -> Question:
        """The question as the actions take it."""
        protocol, data = self.chosen(), self.cleaned_data
        return Question(
            country=protocol.country if protocol else data.get("country", ""),
            protocol=protocol,
            asks=[MayAsk(code) for code in data["asks"]],
            asked_on=data["asked_on"],
            words={"question": data["question"], "partner": data.get("partner", "")},
        )


class GoingForm(WordsForm):
    """What goes to the other country about the child, what she says to it, on what it rests."""

    facts = Several(
        choices=MayGo,
        label=_("What goes"),
        help_text=_("Each fact by itself. Only what the question needs; the code always goes."),
    )
    clues = FewLines(required=False, label=_("What the child remembers of home"), max_length=4000)
    fear = forms.ChoiceField(
        choices=Fear,
        initial=Fear.NOT_ASKED,
        widget=forms.RadioSelect,
        label=_("Danger, asylum and statelessness"),
        help_text=_("Talk it over alone with the child before anything goes."),
    )
    her_view = forms.ChoiceField(
        required=False,
        choices=HerView,
        widget=forms.RadioSelect,
        label=_("The child"),
        label_suffix="",
    )
    her_words = FewLines(required=False, label=_("In the child’s words"), max_length=4000)
    best = FewLines(
        required=False,
        label=_("Why this is good for this child"),
        label_suffix="",
        max_length=4000,
    )
    consent = forms.ChoiceField(required=False, label=_("On what it rests"), label_suffix="")

    def __init__(
        self, *args: Any, consents: Sequence[tuple[Consent, str]] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices = [NOTHING, *((str(one.pk), label) for one, label in consents)]
        offer(self, "consent", choices)

    def going(self) -> Going:
        """What goes, as the actions take it; on the day of the question, or of the answer."""
        data = self.cleaned_data
        return Going(
            facts=[MayGo(code) for code in data["facts"]],
            fear=Fear(data["fear"]),
            her_view=HerView(data["her_view"]) if data["her_view"] else None,
            consent=UUID(data["consent"]) if data["consent"] else None,
            on=data.get("answered_on") or data["asked_on"],
            words={name: data[name] for name in ("clues", "her_words", "best")},
        )


class AskForm(QuestionForm, GoingForm):
    """A question to another country, with what goes."""

    protocol = forms.ChoiceField(required=False, label=_("Under which protocol"), label_suffix="")
    field_order = ("protocol", "asks", "question", "asked_on")


class ReceiveForm(QuestionForm):
    """A question of another country, as it came."""

    country = forms.ChoiceField(choices=[NOTHING, *Country.choices], label=_("Which country"))
    partner = forms.CharField(
        max_length=200,
        label=_("Who asks"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    field_order = ("country", "partner", "protocol", "asks", "question", "asked_on")

    def clean(self) -> dict[str, Any]:
        """A protocol is one with the country that asks."""
        data = super().clean() or self.cleaned_data
        protocol = self.protocols.get(data.get("protocol", ""))
        if protocol is not None and data.get("country") not in {"", None, protocol.country}:
            self.add_error("protocol", _("This protocol is with another country."))
        return data


class AnswerForm(GoingForm):
    """What we answer another country."""

    answered_on = PastDayField(label=_("On which day"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answered_on"].initial = self.today


class CameForm(WordsForm):
    """What came of a question, and that the child was told."""

    sealed_fields = ("answer", "she_says")

    state = forms.ChoiceField(
        choices=[pair for pair in AskedState.choices if pair[0] != AskedState.TAKEN_BACK],
        widget=forms.RadioSelect,
        label=_("How it stands"),
    )
    answered_on = PastDayField(required=False, label=_("Answered on"))
    answer = FewLines(required=False, label=_("What was answered"), max_length=4000)
    told_on = PastDayField(required=False, label=_("Told to the child on"))
    she_says = FewLines(
        required=False, label=_("What the child says to the answer"), max_length=4000
    )

    def came(self) -> Came:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return Came(AskedState(data["state"]), data["answered_on"], data["told_on"], self.words())
