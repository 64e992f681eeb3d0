"""The form for a child's opinion of a service: faces, the child's words, audience and counting."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import SealedTextsForm
from saathi.participation.vocabulary import StatementAudience, ThemeCountingConsent
from saathi.people import languages
from saathi.protection.casework.services.actions.opinions import ServiceOpinionInput
from saathi.protection.casework.services.vocabulary import ServiceExperience
from saathi.web import inline_elements
from saathi.web.fields import LongTextField, PastDateField

# Children who cannot read point at a face. We draw them, because not every font has them.
EXPERIENCE_ICONS = {
    ServiceExperience.GOOD: "mood-smile",
    ServiceExperience.MIXED: "mood-empty",
    ServiceExperience.BAD: "mood-sad",
    ServiceExperience.CHOSE_NOT: "mood-silence",
}
OPINION_AUDIENCES = (StatementAudience.TEAM, StatementAudience.WORKER)


def _render_face(face: str, label: object) -> SafeString:
    return format_html("{}{}", inline_elements.icon(face, "face"), label)


_face_label = lazy(
    _render_face, SafeString
)  # lazy, so that the label is in the language of the page


class ServiceOpinionForm(SealedTextsForm):
    """The child's opinion. Each answer is complete, including not to say."""

    sealed_fields = ("own_words",)

    experience = forms.ChoiceField(
        choices=[
            (experience.value, _face_label(face, experience.label))
            for experience, face in EXPERIENCE_ICONS.items()
        ],
        widget=forms.RadioSelect,
        label=_("How was the service for the child?"),
        help_text=_(
            "Show the faces and let the child point. No one from the service may be present."
        ),
        label_suffix="",
    )
    own_words = LongTextField(required=False, max_length=4000, label=_("In the child’s own words"))
    language = forms.ChoiceField(
        required=False, choices=languages.language_choices, label=_("Language")
    )
    said_on = PastDateField(label=_("Date"))
    audience = forms.ChoiceField(
        choices=[(audience.value, audience.label) for audience in OPINION_AUDIENCES],
        initial=StatementAudience.TEAM,
        widget=forms.RadioSelect,
        label=_("Readers chosen by the child"),
    )
    counted = forms.ChoiceField(
        choices=ThemeCountingConsent,
        required=False,
        widget=forms.RadioSelect,
        label=_("May the answers be used in statistics?"),
        help_text=_(
            "Those who manage the service’s entry see only overall results, and only after at"
            " least ten children have answered."
        ),
        label_suffix="",
    )

    def clean(self) -> dict[str, Any]:
        """Refuses words together with "chose not to say", so that none are dropped silently."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("experience") == ServiceExperience.CHOSE_NOT and cleaned.get("own_words"):
            text = _(
                "You chose “Chose not to say” but entered words. Choose another answer or remove "
                "the words."
            )
            self.add_error("own_words", text)
        return cleaned

    def to_input(self) -> ServiceOpinionInput:
        """The input of the action."""
        data = self.cleaned_data
        return ServiceOpinionInput(
            experience=ServiceExperience(data["experience"]),
            said_on=data["said_on"],
            audience=StatementAudience(data["audience"]),
            counted=ThemeCountingConsent(data["counted"]),
            language=data["language"],
            own_words=data["own_words"],
        )
