"""Forms to upload a form, classify its questions, and export answers."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.sections import Section
from saathi.engines.xlsform import limits
from saathi.engines.xlsform.data_classes import (
    DATA_CLASS_VALUES,
    STATISTICAL_KINDS,
    data_class_problem,
)
from saathi.engines.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.form_reader import FORM_CODE, RESERVED_FORM_CODES
from saathi.engines.xlsform.language_codes import CODE as LANGUAGE_CODE
from saathi.infra.classification import DataClass
from saathi.protection.casework.supplements.actions.versions import DraftSeen, FormDraftInput
from saathi.protection.casework.supplements.models import FormDraft
from saathi.protection.casework.supplements.vocabulary import (
    DATA_CLASS_LABELS,
    SECTION_LABELS,
    AnswersExportReason,
)
from saathi.web.dynamic_choices import set_choices


class FormWorkbookUploadForm(RecordForm):
    """The workbook that defines a form."""

    workbook = forms.FileField(
        label=_("Form workbook (.xlsx, .xls or .csv)"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.csv"}),
    )

    # The value of the box: the draft that was shown beside it, and its version.
    replaces_draft = forms.CharField(
        label=_("Replace the draft"), required=False, widget=forms.HiddenInput
    )

    def clean_replaces_draft(self) -> DraftSeen | None:
        """The draft to be replaced. The answer is for this upload alone: it is not shown again."""
        answer: str = self.cleaned_data["replaces_draft"]
        data = cast("QueryDict", self.data).copy()
        data.pop(self.add_prefix("replaces_draft"), None)
        self.data = data
        draft_id, _dot, version = answer.partition(".")
        try:
            return DraftSeen(UUID(draft_id), int(version))
        except ValueError:  # no answer, or none of ours: it is asked again
            return None

    def ask_to_replace(self, draft: FormDraft, text: str) -> None:
        """Shows an empty box for replacing this draft, with a text that says which it is."""
        value = f"{draft.pk}.{draft.version}"
        self.fields["replaces_draft"].widget = forms.CheckboxInput({"value": value})
        self.add_error("replaces_draft", text)

    def workbook_bytes(self) -> bytes:
        """The bytes of the workbook; one byte above the limit if it is too large."""
        upload: UploadedFile[Any] = self.cleaned_data["workbook"]
        data: bytes = upload.read(limits.FILE_BYTES + 1)
        return data


LANGUAGE_PREFIX = "language_"
CLASS_PREFIX = "c_"


class FormDraftForm(RecordForm):
    """The title, ID and languages of a form, its section of the file, and the class of each question."""

    shows_stored_texts = False

    title = forms.CharField(
        label=_("Title of the form"),
        max_length=limits.TITLE_LETTERS,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("Form ID"),
        help_text=_("A form with the ID of an existing form becomes its next version."),
        max_length=limits.FORM_CODE_LETTERS,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "short"}),
    )

    section = forms.TypedChoiceField(
        label=_("Section of the child’s file"),
        help_text=_("Staff who can read or edit this section can read or fill in the form."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    others = forms.ChoiceField(
        label=_("Class for all remaining questions"),
        required=False,
        choices=[
            ("", "—"),
            *(
                (str(code), words)
                for code, words in DATA_CLASS_LABELS.items()
                if code != DataClass.STATISTICAL
            ),
        ],
    )

    def __init__(
        self,
        *args: Any,
        draft: FormDraft,
        definition: XlsformDefinition,
        language: str,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.asked = definition
        choices = [(int(section), words) for section, words in SECTION_LABELS.items()]
        set_choices(self, "section", choices)
        self.fields["section"].initial = draft.section or None
        self.fields["version"].initial = draft.version
        self.fields["title"].initial = next(iter(definition.title.values()), "")
        self.fields["code"].initial = definition.code
        for code, name in definition.languages.items():
            self.fields[f"{LANGUAGE_PREFIX}{code}"] = self._language_field(code, name)
        self.order_fields(["title", "code", *self._language_fields(), "section", "others"])
        for question in definition.questions:
            if question.kind != XlsformQuestionKind.NOTE:
                self.fields[f"{CLASS_PREFIX}{question.name}"] = self._class_field(
                    question, language
                )

    def _language_fields(self) -> list[str]:
        return [name for name in self.fields if name.startswith(LANGUAGE_PREFIX)]

    @staticmethod
    def _language_field(code: str, name: str) -> forms.Field:
        return forms.CharField(
            label=_("Code of the language “%(language)s”") % {"language": name},
            help_text=_("As in BCP 47: en, ur, ne, hi"),
            initial=code,
            max_length=20,
            widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "short"}),
        )

    def clean_code(self) -> str:
        """The form ID in lower-case Latin letters."""
        code: str = self.cleaned_data["code"].strip()
        if not FORM_CODE.fullmatch(code) or code in RESERVED_FORM_CODES:
            raise forms.ValidationError(
                _("Use lower-case Latin letters, digits and _, for example home_visit.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        """Adds errors for codes that are not codes of languages, or used twice."""
        data = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for old in self.asked.languages:
            field = f"{LANGUAGE_PREFIX}{old}"
            code = str(data.get(field, "")).strip().lower()
            if code and not LANGUAGE_CODE.fullmatch(code):
                self.add_error(field, _("This is not the code of a language."))
            elif code in seen:
                self.add_error(field, _("Two languages have the same code."))
            seen.add(code)
        return data

    def to_input(self, section: Section) -> FormDraftInput:
        """The input of the action."""
        codes = {
            old: str(self.cleaned_data[f"{LANGUAGE_PREFIX}{old}"]).strip().lower()
            for old in self.asked.languages
        }
        return FormDraftInput(
            title=self.cleaned_data["title"],
            code=self.cleaned_data["code"],
            language_codes=codes,
            section=section,
            classes=self.classes(),
        )

    def _class_field(self, question: XlsformQuestion, language: str) -> forms.ChoiceField:
        offered = [
            (str(code), words)
            for code, words in DATA_CLASS_LABELS.items()
            if not data_class_problem(self.asked, question, code)
        ]
        problem = ""
        if question.kind in STATISTICAL_KINDS:
            problem = data_class_problem(self.asked, question, DataClass.STATISTICAL)
        return forms.ChoiceField(
            choices=[("", _("Not classified yet")), *offered],
            help_text=gettext(problem) % DATA_CLASS_VALUES if problem else "",
            label=self.asked.text_in_language(question.label, language) or question.name,
            initial=question.data_class,
            required=False,
        )

    def classes(self) -> dict[str, str]:
        """The class of each question by name: its own, or the common one; empty if not chosen."""
        return {
            name.removeprefix(CLASS_PREFIX): value or self.cleaned_data["others"]
            for name, value in self.cleaned_data.items()
            if name.startswith(CLASS_PREFIX)
        }

    def selected_section(self) -> Section | None:
        """The section of the file; None if not chosen yet."""
        chosen = self.cleaned_data["section"]
        return Section(chosen) if chosen else None


class NextVersionForm(RecordForm):
    """The ID of the form in use of which a draft is the next version."""

    saved_message = _("The draft has the form ID, section and classification of the form in use.")

    code = forms.CharField(max_length=limits.FORM_CODE_LETTERS, widget=forms.HiddenInput)


class AnswersExportForm(RecordForm):
    """The reason for a table of answers, and which classes it includes."""

    reason = forms.ChoiceField(
        label=_("Purpose of the export"), choices=AnswersExportReason, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label=_("Format"),
        choices=[("xlsx", _("Workbook (.xlsx)")), ("csv", _("CSV file (.csv)"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    with_sensitive = forms.BooleanField(label=_("Include sensitive answers"), required=False)
    with_identifying = forms.BooleanField(
        label=_("Include identifying answers"),
        help_text=_("Without these answers, the table contains the case ID and the other answers."),
        required=False,
    )

    def classes(self) -> frozenset[DataClass]:
        """The classes of answers included in the table."""
        classes = {DataClass.OPERATIONAL, DataClass.STATISTICAL}
        if self.cleaned_data["with_sensitive"]:
            classes.add(DataClass.SENSITIVE)
        if self.cleaned_data["with_identifying"]:
            classes.add(DataClass.IDENTIFYING)
        return frozenset(classes)
