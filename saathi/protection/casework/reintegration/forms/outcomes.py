"""Forms of the outcome scale: in conversation, and the child view."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.people import record_screens as kit
from saathi.protection.casework.reintegration import outcome_rules, queries
from saathi.protection.casework.reintegration import vocabulary as codes
from saathi.protection.casework.reintegration.child_questions import (
    ChildViewLanguage,
    answer_words,
    child_words,
)
from saathi.protection.casework.reintegration.models import OutcomeAnswer, Reintegration

PREFIX = "face_"


def _wave_field() -> forms.ChoiceField:
    return forms.ChoiceField(choices=codes.OutcomeWave.choices, label=_("Time"))


class OutcomeForm(kit.DerivedForm[OutcomeAnswer]):
    """The answers of one person. `about` is the follow-up."""

    model = OutcomeAnswer
    names = "wave respondent method answered_on words"

    def prepare(self) -> None:
        """A question for each domain, in simple words to say; the time is that of today."""
        about: Reintegration = self.about
        wave = outcome_rules.wave_on(about.returned_on, self.today)
        self.initial.setdefault("wave", wave.value)
        self.offer_codes("method", [codes.OutcomeMethod.IN_PERSON, codes.OutcomeMethod.OBSERVED])
        language = get_language() or "en"
        questions = child_words(language if language in ChildViewLanguage.values else "en")
        for domain in codes.OutcomeDomain:
            self.fields[f"{PREFIX}{domain.value}"] = forms.ChoiceField(
                choices=codes.OutcomeFace.choices,
                widget=forms.RadioSelect,
                label=domain.label,
                help_text=questions[domain.value],
            )

    def faces(self) -> dict[str, str]:
        """The answer for each domain."""
        return _faces(self.cleaned_data)


class ChildViewStartForm(kit.DerivedForm[OutcomeAnswer]):
    """Time and language of the child view. `about` is the follow-up."""

    model = OutcomeAnswer
    names = "wave language"
    wave = _wave_field()
    language = forms.ChoiceField(
        choices=[("", "—"), *ChildViewLanguage.choices], label=_("Language")
    )

    def prepare(self) -> None:
        """Chooses the time of today, or the first after it that the child has not answered."""
        about: Reintegration = self.about
        answered = queries.answered_waves(about, self.staff)
        wave = outcome_rules.wave_to_answer(about.returned_on, self.today, answered)
        if wave is not None:
            self.initial.setdefault("wave", wave.value)


CHILD_FACES = (*codes.FACES, codes.OutcomeFace.DECLINED)


class ChildViewForm(RecordForm):
    """The child's own answers, in the language of the child; nothing is chosen beforehand."""

    saved_message = ""

    def __init__(
        self, data: Any = None, *, language: str, sounds: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data)
        self.words = child_words(language)
        for domain in codes.OutcomeDomain:
            self.fields[f"{PREFIX}{domain.value}"] = forms.ChoiceField(
                choices=[
                    (face.value, answer_words(language, domain.value, face.value))
                    for face in CHILD_FACES
                ],
                widget=forms.RadioSelect,
                label=self.words[domain.value],
                error_messages={"required": self.words["choose"]},
            )
            # The address of its recording; without one the voice of the device reads it, as a draft.
            self.fields[f"{PREFIX}{domain.value}"].sound = (sounds or {}).get(domain.value, "")  # type: ignore[attr-defined]

    def faces(self) -> dict[str, str]:
        """The answer for each domain."""
        return _faces(self.cleaned_data)


def _faces(data: dict[str, Any]) -> dict[str, str]:
    return {domain.value: data[f"{PREFIX}{domain.value}"] for domain in codes.OutcomeDomain}
