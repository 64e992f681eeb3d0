"""The form for how a child found a service: faces, her own words, and what she lets be done with it."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from saathi.agencies.sending import WordsForm
from saathi.participation.vocabulary import Audience, Counted
from saathi.people import languages
from saathi.protection.services.actions.opinions import OpinionTold
from saathi.protection.services.vocabulary import HerView
from saathi.web import inline
from saathi.web.fields import LongText, PastDayField

# A child who reads nothing points at a face. We draw them: not every machine has them in its fonts.
FACES = {
    HerView.GOOD: "mood-smile",
    HerView.MIXED: "mood-empty",
    HerView.BAD: "mood-sad",
    HerView.CHOSE_NOT: "mood-silence",
}
READERS = (Audience.TEAM, Audience.WORKER)


def _drawn(face: str, label: object) -> SafeString:
    return format_html("{}{}", inline.icon(face, "face"), label)


_with_face = lazy(_drawn, SafeString)  # the label in the language of the page


class OpinionForm(WordsForm):
    """How the child found it. Each answer is whole, also that she does not say."""

    sealed_fields = ("own_words",)

    found = forms.ChoiceField(
        choices=[(one.value, _with_face(face, one.label)) for one, face in FACES.items()],
        widget=forms.RadioSelect,
        label=_("How was it for the child?"),
        help_text=_("Show the faces, and let the child point. Nobody from the service is there."),
        label_suffix="",
    )
    own_words = LongText(required=False, max_length=4000, label=_("In own words"))
    language = forms.ChoiceField(
        required=False, choices=languages.choices, label=_("In which language")
    )
    said_on = PastDayField(label=_("On which day"))
    audience = forms.ChoiceField(
        choices=[(one.value, one.label) for one in READERS],
        initial=Audience.TEAM,
        widget=forms.RadioSelect,
        label=_("Who may read it, as the child decided"),
    )
    counted = forms.ChoiceField(
        choices=Counted,
        initial=Counted.NOT_ASKED,
        widget=forms.RadioSelect,
        label=_("May it be counted?"),
        help_text=_(
            "Those who keep the entry of the service learn how most children found it, never before "
            "ten of them spoke."
        ),
        label_suffix="",
    )

    def clean(self) -> dict[str, Any]:
        """What was written down is never dropped in silence."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("found") == HerView.CHOSE_NOT and cleaned.get("own_words"):
            said = _("Words stand here: say how it was, or take them out.")
            self.add_error("own_words", said)
        return cleaned

    def told(self) -> OpinionTold:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return OpinionTold(
            found=HerView(data["found"]),
            said_on=data["said_on"],
            audience=Audience(data["audience"]),
            counted=Counted(data["counted"]),
            language=data["language"],
            words=data["own_words"],
        )
