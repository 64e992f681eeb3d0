"""Forms to upload a form, classify its questions, and export answers."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.sections import Section
from saathi.engines.xlsform import limits
from saathi.engines.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.form_checker import data_class_problem
from saathi.infra.classification import DataClass
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
        label=_("Form workbook (.xlsx)"),
        widget=forms.ClearableFileInput({"accept": ".xlsx"}),
    )

    def workbook_bytes(self) -> bytes:
        """The bytes of the workbook; one byte above the limit if it is too large."""
        upload: UploadedFile[Any] = self.cleaned_data["workbook"]
        data: bytes = upload.read(limits.FILE_BYTES + 1)
        return data


class QuestionClassificationForm(RecordForm):
    """The section of the file to which a form belongs, and the class of each question."""

    shows_words = False

    section = forms.TypedChoiceField(
        label=_("Section of the child’s file"),
        help_text=_("Staff who can read or edit this section can read or fill in the form."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
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
        for question in definition.questions:
            if question.kind != XlsformQuestionKind.NOTE:
                self.fields[f"c_{question.name}"] = self._class_field(question, language)

    def _class_field(self, question: XlsformQuestion, language: str) -> forms.ChoiceField:
        offered = [
            (str(code), words)
            for code, words in DATA_CLASS_LABELS.items()
            if not data_class_problem(self.asked, question, code)
        ]
        return forms.ChoiceField(
            choices=[("", _("Not classified yet")), *offered],
            label=self.asked.text_in_language(question.label, language) or question.name,
            initial=question.data_class,
            required=False,
        )

    def classes(self) -> dict[str, str]:
        """The class of each question by name; empty if not chosen yet."""
        return {
            name.removeprefix("c_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("c_")
        }

    def selected_section(self) -> Section | None:
        """The section of the file; None if not chosen yet."""
        chosen = self.cleaned_data["section"]
        return Section(chosen) if chosen else None


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
        help_text=_("Without them, the table contains the case ID and the other answers."),
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
