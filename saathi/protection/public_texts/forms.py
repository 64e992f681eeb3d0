"""What is typed about texts for the public."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.protection.public_texts.actions import PublicTextInput
from saathi.protection.public_texts.identifier_scan import IdentifierMatch
from saathi.protection.public_texts.vocabulary import IdentifierKind, TextKind
from saathi.web.fields import LongTextField

MAX_TEXT_LENGTH = 30_000


class PublicTextForm(RecordForm):
    """A text; of one that was looked through also which words are no trace of the child."""

    kind = forms.ChoiceField(choices=TextKind, label=_("What it is"))
    title = forms.CharField(max_length=200, label=_("Title"))
    text = LongTextField(
        label=_("The text, as it is to appear"),
        max_length=MAX_TEXT_LENGTH,
        help_text=_(
            "Write “the child”, no name, no place, no age. It is looked through when it is kept."
        ),
    )
    where = forms.CharField(max_length=200, label=_("Where it is to appear"))
    passed = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("These words are somebody or something else"),
        help_text=_(
            "The second person sees what you say here. A name of the child cannot be kept."
        ),
    )
    passed_why = forms.CharField(required=False, max_length=300, label=_("Who or what they are"))

    def __init__(self, *args: Any, matches: Sequence[IdentifierMatch] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices = {
            one.word: f"{one.word}: {IdentifierKind(one.kind).label}"
            for one in matches
            if not one.is_certain
        }
        if not choices:
            del self.fields["passed"], self.fields["passed_why"]
            return
        passed = self.fields["passed"]
        assert isinstance(passed, forms.MultipleChoiceField)
        passed.choices = list(choices.items())

    def clean(self) -> dict[str, Any]:
        """Who says that a word is no trace says what it is."""
        data = super().clean() or self.cleaned_data
        if data.get("passed") and not data.get("passed_why", "").strip():
            self.add_error("passed_why", _("Say who or what these words are."))
        return data

    def to_input(self) -> PublicTextInput:
        """The valid form as the action takes it."""
        data = self.cleaned_data
        return PublicTextInput(
            kind=TextKind(data["kind"]),
            title=data["title"],
            text=data["text"],
            where=data["where"],
            cleared_words=data.get("passed", []),
            cleared_reason=data.get("passed_why", "") if data.get("passed") else "",
        )
