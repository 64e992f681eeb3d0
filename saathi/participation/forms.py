"""Forms for the child's voice. Every field may be blank, because some questions must not be asked."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import Staff
from saathi.infra import district_list
from saathi.participation import rules
from saathi.participation.actions import NewStatement, ThemesInput
from saathi.participation.vocabulary import (
    FuturePath,
    HelpTheme,
    StatementAudience,
    StatementForm,
    StatementState,
    StatementTopic,
    ThemeCountingConsent,
    UnderstandingLevel,
)
from saathi.people import languages
from saathi.people.identity.vocabulary import RiskFactor
from saathi.vault.accepted_media import MAX_BYTES
from saathi.web.fields import LongTextField, PastDateField


class StatementRecordForm(RecordForm):
    """Form for what the child said, chose not to say, or is not to be asked."""

    state = forms.ChoiceField(
        choices=StatementState,
        widget=forms.RadioSelect,
        label=_("Did the child speak?"),
    )
    form = forms.ChoiceField(
        choices=StatementForm,
        required=False,
        widget=forms.RadioSelect,
        label=_("What is kept"),
        label_suffix="",  # required if something was said
    )
    words = LongTextField(
        required=False,
        label=_("What the child said"),
        help_text=_("As the child said it, in the child's language if you can write it."),
    )
    translation = LongTextField(required=False, label=_("In the language of the team"))
    drawing = forms.FileField(
        required=False,
        label=_("A drawing"),
        help_text=_("A photograph of it (JPEG, PNG, WebP) or a PDF, at most 20 MB."),
    )
    said_on = PastDateField(label=_("On which day"))
    language = forms.ChoiceField(
        required=False, choices=languages.language_choices, label=_("In which language")
    )
    topics = forms.MultipleChoiceField(
        choices=StatementTopic,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("About what"),
    )
    present = forms.CharField(
        required=False,
        max_length=200,
        label=_("Who else was there"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    was_read_back = forms.BooleanField(
        required=False, label=_("It was read back, and the child agrees that this is what was said")
    )
    audience = forms.ChoiceField(
        choices=StatementAudience,
        initial=StatementAudience.TEAM,
        widget=forms.RadioSelect,
        label=_("Who may read it, as the child decided"),
    )
    readers = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("The persons the child named")
    )

    def __init__(
        self, *args: Any, team: Sequence[Staff] = (), today: dt.date | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        readers = self.fields["readers"]
        assert isinstance(readers, forms.MultipleChoiceField)
        readers.choices = [(str(person.pk), person.name) for person in team]
        day = self.fields["said_on"]
        assert isinstance(day, PastDateField)
        day.today = today
        day.initial = today

    def clean(self) -> dict[str, Any]:
        """Requires content for "said" only; the other states are complete without it (GDN-010)."""
        data = super().clean() or self.cleaned_data
        state = data.get("state")
        drawing = data.get("drawing")
        if drawing and drawing.size > MAX_BYTES:
            text = gettext("The file is larger than %(megabytes)d MB.")
            self.add_error("drawing", text % {"megabytes": MAX_BYTES // 1024**2})
        if state:
            form_kind = StatementForm(data["form"]) if data.get("form") else None
            has_content = bool(data.get("words", "").strip() or drawing)
            for reason in rules.reasons_against_statement(
                StatementState(state), form_kind, has_content=has_content
            ):
                field = "form" if reason.code == "form_missing" else "words"
                self.add_error(field, gettext(reason.text))
        if data.get("audience") == StatementAudience.NAMED and not data.get("readers"):
            self.add_error(
                "readers", _("Say whom the child named, or choose another answer above.")
            )
        return data

    def new_statement(self) -> NewStatement:
        """The valid form as input of the action."""
        data = self.cleaned_data
        drawing = data["drawing"]
        return NewStatement(
            state=StatementState(data["state"]),
            said_on=data["said_on"],
            form=StatementForm(data["form"]) if data["form"] else None,
            language=data["language"],
            topics=data["topics"],
            was_read_back=data["was_read_back"],
            audience=StatementAudience(data["audience"]),
            readers=[UUID(reader) for reader in data["readers"]],
            words=data["words"],
            translation=data["translation"],
            present=data["present"],
            drawing=drawing.read() if drawing else None,
        )


class ExplanationForm(RecordForm):
    """Form for the explanation of the limits of confidentiality."""

    explained_on = PastDateField(label=_("On which day"))
    language = forms.ChoiceField(choices=languages.language_choices, label=_("In which language"))
    understood = forms.ChoiceField(
        choices=UnderstandingLevel, widget=forms.RadioSelect, label=_("Did the child understand?")
    )

    def __init__(self, *args: Any, today: dt.date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        day = self.fields["explained_on"]
        assert isinstance(day, PastDateField)
        day.today = today
        day.initial = today


class ThemesForm(RecordForm):
    """Form for the themes of a statement, as codes. It contains no words of the child."""

    shows_words = False

    counted = forms.ChoiceField(
        choices=ThemeCountingConsent,
        widget=forms.RadioSelect,
        label=_("May it be counted?"),
        help_text=_("Ask the child. Without a yes it is kept here, and counted nowhere."),
    )
    helped = forms.MultipleChoiceField(
        choices=HelpTheme,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What was good or helped"),
    )
    hurt = forms.MultipleChoiceField(
        choices=HelpTheme,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What was bad or did harm"),
    )
    missed = forms.MultipleChoiceField(
        choices=HelpTheme,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What the child missed and did not get"),
    )
    wants = forms.MultipleChoiceField(
        choices=FuturePath,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("How the child wants it to go on"),
    )
    refuses = forms.MultipleChoiceField(
        choices=FuturePath,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("How it must not go on, as the child sees it"),
    )
    risks = forms.MultipleChoiceField(
        choices=RiskFactor,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("What puts children at risk at a place, as the child says"),
    )
    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("In which district")
    )
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("In which country")
    )

    def clean(self) -> dict[str, Any]:
        """Requires at least one theme, and no contradicting answers."""
        data = super().clean() or self.cleaned_data
        fields_by_reason = {"wants_and_refuses": "refuses"}
        for reason in rules.reasons_against_themes(
            StatementState.SAID,
            wants=data.get("wants", []),
            refuses=data.get("refuses", []),
            has_themes=any(data.get(name) for name in THEME_FIELDS),
        ):
            self.add_error(fields_by_reason.get(reason.code), gettext(reason.text))
        if data.get("district") and not data.get("risks"):
            self.add_error("risks", _("Say which risk is meant at this place."))
        return data

    def to_input(self) -> ThemesInput:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return ThemesInput(
            counted=ThemeCountingConsent(data["counted"]),
            country=district_list.country_of_district(data["district"])
            if data["district"]
            else data["country"],
            district=data["district"],
            **{name: data[name] for name in THEME_FIELDS},
        )


THEME_FIELDS = ("helped", "hurt", "missed", "wants", "refuses", "risks")
