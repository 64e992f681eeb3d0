"""Forms for the child's voice. Every field may be blank, as some questions must not be asked."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.authors import authors_of
from saathi.infra import district_list
from saathi.participation import queries, rules
from saathi.participation.actions import NewStatement
from saathi.participation.models import THEME_FIELDS, Explanation, Statement, Themes
from saathi.participation.refusal_rules import RecordedRefusals
from saathi.participation.vocabulary import (
    StatementAudience,
    StatementMedium,
    StatementState,
    ThemeCountingConsent,
)
from saathi.people import languages
from saathi.people import record_screens as kit
from saathi.people.forms import TextLineField
from saathi.vault.accepted_media import MAX_BYTES
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import LongTextField, ShortTextField


class StatementRecordForm(kit.DerivedForm[Statement]):
    """Form for what the child said, chose not to say, or is not to be asked."""

    model = Statement
    names = (
        "state form words translation drawing said_on language topics present was_read_back audience "
        "readers"
    )

    form = kit.derive_field(
        Statement, "form", choices=StatementMedium.choices, label_suffix=""
    )  # required if something was said
    words = LongTextField(
        required=False,
        label=_("Child’s statements"),
        help_text=_("Use the child’s own words, in the child’s language if you can."),
    )
    translation = LongTextField(required=False, label=_("Translation for the team"))
    drawing = forms.FileField(
        required=False,
        label=_("Drawing"),
        help_text=_("A photo of the drawing (JPEG, PNG, WebP) or a PDF, up to 20 MB."),
    )
    language = forms.ChoiceField(
        required=False, choices=languages.language_choices, label=_("Language")
    )
    present = TextLineField(label=_("Other people present"))
    was_read_back = forms.BooleanField(
        required=False, label=_("The statement was read back, and the child confirmed it")
    )
    readers = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label=_("People named by the child")
    )

    def prepare(self) -> None:
        """Offers the child's team as readers."""
        team = queries.possible_readers(self.about.file_id)
        set_choices(self, "readers", [(str(person.pk), person.name) for person in team])

    def clean(self) -> dict[str, Any]:
        """Requires content only for "said"; the other states are complete without it (GDN-010)."""
        data = super().clean() or self.cleaned_data
        state = data.get("state")
        drawing = data.get("drawing")
        if drawing and drawing.size > MAX_BYTES:
            text = gettext("The file is larger than %(megabytes)d MB.")
            self.add_error("drawing", text % {"megabytes": MAX_BYTES // 1024**2})
        if state:
            form_kind = StatementMedium(data["form"]) if data.get("form") else None
            has_content = bool(data.get("words", "").strip() or drawing)
            reasons = rules.reasons_against_statement(
                StatementState(state), form_kind, has_content=has_content
            )
            self.add_refusal_reasons(reasons, {"form_missing": "form", "content_missing": "words"})
        if data.get("audience") == StatementAudience.NAMED and not data.get("readers"):
            self.add_error(
                "readers", _("Choose the people the child named, or choose another answer above.")
            )
        return data

    def columns(self) -> dict[str, Any]:
        """The values of the record's columns, without the drawing, which is stored as a file."""
        return {name: value for name, value in super().columns().items() if name != "drawing"}

    def new_statement(self) -> NewStatement:
        """The valid form as input of the action."""
        data = self.cleaned_data
        return NewStatement(
            self.to_record(),
            {name: data[name] for name in ("words", "translation", "present")},
            readers=[UUID(reader) for reader in data["readers"]],
            drawing=data["drawing"].read() if data["drawing"] else None,
        )


class ExplanationForm(kit.DerivedForm[Explanation]):
    """Form for the explanation of the limits of confidentiality."""

    model = Explanation
    names = "explained_on language understood"
    language = forms.ChoiceField(choices=languages.language_choices, label=_("Language"))

    def prepare(self) -> None:
        """Preselects the child's first language."""
        self.fields["language"].initial = next(iter(self.about.languages), "")


class ThemesForm(kit.DerivedForm[Themes]):
    """Form for the themes of a statement, as codes. It contains no words of the child."""

    model = Themes
    names = "counted helped hurt missed wants refuses why_wrong risks district country"
    shows_stored_texts = False
    fields_by_reason: ClassVar = {"wants_and_refuses": "refuses", "correction": "why_wrong"}

    district = forms.ChoiceField(
        choices=district_list.district_choices, required=False, label=_("District")
    )
    country = forms.ChoiceField(
        choices=district_list.country_choices, required=False, label=_("Country")
    )
    why_wrong = ShortTextField(
        required=False,
        max_length=2000,
        label=_("Why the entry was wrong"),
        help_text=_(
            "If you remove what the child refused because it was a wrong entry: at least 20 letters. If the "
            "child has changed their mind, record a new statement."
        ),
    )

    def prepare(self) -> None:
        """Asks for the reason of a correction where another person recorded what the child refused."""
        themes = self.record
        if (
            themes is None
            or not RecordedRefusals(themes.refuses, ThemeCountingConsent(themes.counted)).has_any
            or self.staff.pk in authors_of(themes)
        ):
            del self.fields["why_wrong"]

    def clean(self) -> dict[str, Any]:
        """Requires at least one theme, and no contradicting answers."""
        data = super().clean() or self.cleaned_data
        reasons = rules.reasons_against_themes(
            StatementState.SAID,
            wants=data.get("wants", []),
            refuses=data.get("refuses", []),
            has_themes=any(data.get(name) for name in THEME_FIELDS),
        )
        self.add_refusal_reasons(reasons)
        if data.get("district") and not data.get("risks"):
            self.add_error("risks", _("Choose the risk at this place."))
        return data

    def columns(self) -> dict[str, Any]:
        """The values of the record; the country is that of the district, if one is chosen."""
        columns = super().columns()
        if columns["district"]:
            columns["country"] = district_list.country_of_district(columns["district"])
        return columns
