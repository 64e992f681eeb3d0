"""Forms for public texts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.people.identifying_words.identifier_scan import IdentifierMatch
from saathi.people.identifying_words.vocabulary import IdentifierKind
from saathi.protection.justice.public_texts.actions import PublicTextInput
from saathi.protection.justice.public_texts.rules import CHOOSE_PROCEEDING
from saathi.protection.justice.public_texts.vocabulary import TextKind
from saathi.web.fields import LongTextField

MAX_TEXT_LENGTH = 30_000


class PublicTextForm(RecordForm):
    """Form for a text; after a check, also for matched words that do not identify the child."""

    kind = forms.ChoiceField(choices=TextKind, label=_("Type"))
    proceeding = forms.ChoiceField(
        label=_("Proceeding"),
        widget=forms.RadioSelect,
        help_text=_("The proceeding that the text is about. It is not published."),
        error_messages={"required": _(CHOOSE_PROCEEDING)},
    )
    title = forms.CharField(max_length=200, label=_("Title"))
    text = LongTextField(
        label=_("Text as it will be published"),
        max_length=MAX_TEXT_LENGTH,
        help_text=_(
            "Write “the child”. Do not include a name, place, age, caste or occupation. The text"
            " is checked when you save it."
        ),
    )
    where = forms.CharField(max_length=200, label=_("Place of publication"))
    passed = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("These words refer to someone or something else"),
        help_text=_("The second person sees this explanation. The child’s name is never accepted."),
    )
    passed_why = forms.CharField(
        required=False, max_length=300, label=_("Person or thing referred to")
    )

    def __init__(
        self,
        *args: Any,
        proceedings: Mapping[str, str],
        matches: Sequence[IdentifierMatch] = (),
        **options: Any,
    ) -> None:
        """`proceedings`: the proceedings of the file, by their keys; one alone is proposed."""
        super().__init__(*args, **options)
        self._offer_proceedings(proceedings)
        choices = {
            match.word: f"{match.word}: {IdentifierKind(match.kind).label}"
            for match in matches
            if not match.is_certain
        }
        if not choices:
            del self.fields["passed"], self.fields["passed_why"]
            return
        passed = self.fields["passed"]
        assert isinstance(passed, forms.MultipleChoiceField)
        passed.choices = list(choices.items())

    def _offer_proceedings(self, proceedings: Mapping[str, str]) -> None:
        if not proceedings:
            del self.fields["proceeding"]
            return
        offered = self.fields["proceeding"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = list(proceedings.items())
        if len(proceedings) == 1 and not self.initial.get("proceeding"):
            self.initial["proceeding"] = next(iter(proceedings))

    def clean(self) -> dict[str, Any]:
        """Requires an explanation for words marked as not identifying."""
        data = super().clean() or self.cleaned_data
        if data.get("passed") and not data.get("passed_why", "").strip():
            self.add_error("passed_why", _("Enter who or what these words refer to."))
        return data

    def to_input(self) -> PublicTextInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return PublicTextInput(
            kind=TextKind(data["kind"]),
            proceeding=UUID(data["proceeding"]) if data.get("proceeding") else None,
            title=data["title"],
            text=data["text"],
            where=data["where"],
            cleared_words=data.get("passed", []),
            cleared_reason=data.get("passed_why", "") if data.get("passed") else "",
        )
