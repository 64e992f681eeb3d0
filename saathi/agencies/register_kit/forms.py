"""Forms of all registers: a reason, a choice of entries to publish, a table to import."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.register_kit.tables import MAX_TEXT_LENGTH, workbook_to_csv
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.web.fields import ShortTextField


class EntryMoveForm(RecordForm):
    """A move of an entry that needs no text."""


class EntryArchiveForm(RecordForm):
    """Why an entry no longer applies."""

    shows_words = False

    why = ShortTextField(label=_("Reason"), max_length=300)


class EntryReturnForm(RecordForm):
    """What has to be changed before the entry can be published."""

    shows_words = False

    why = ShortTextField(label=_("What needs to be changed"), max_length=500)


class EntriesPublishForm(RecordForm):
    """The submitted entries that a second person publishes together."""

    entries = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, label=_("Choose the entries")
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["entries"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices


class RegisterImportForm(RecordForm):
    """A table of entries, from a CSV file or workbook, or pasted as CSV."""

    shows_words = False

    file = forms.FileField(required=False, label=_("CSV or Excel file"))
    text = forms.CharField(
        required=False,
        strip=False,
        max_length=MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "false"}),
        label=_("Or the table itself"),
    )
    # The digest of the last preview: the table is saved only while it still matches.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def table(self) -> str:
        """The text of the table, from the file or pasted."""
        text: str = self.cleaned_data["text"]
        return text

    def clean(self) -> dict[str, Any]:
        """Reads the text of the table, from the file or pasted."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None:
            if file.size > MAX_TEXT_LENGTH:
                self.add_error("file", _now("This file is too large; divide it."))
                return cleaned
            cleaned["text"] = self._read_file(file.read())
        elif not (cleaned.get("text") or "").strip():
            self.add_error("file", _now("Choose a file, or paste the table."))
        return cleaned

    def _read_file(self, data: bytes) -> str:
        """The text of a CSV file, or of the first sheet of a workbook."""
        try:
            if data.startswith(b"PK"):
                return workbook_to_csv(data)
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _now("This file is not UTF-8 text. Save it as CSV UTF-8."))
        except SheetNotReadable as error:
            text = _now(error.problem.reason.text) % dict(error.problem.values)
            self.add_error("file", text)
        return ""
