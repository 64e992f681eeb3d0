"""Forms of all registers: a reason, a choice of entries to publish, a table to import."""

import re
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.register_kit.models import RegisterEntry
from saathi.agencies.register_kit.tables import MAX_TEXT_LENGTH, workbook_to_csv
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.web.fields import ShortTextField

# The id of an entry and the version that the page showed.
_SEEN_ENTRY: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9][0-9]{0,8})")


class EntryMoveForm(RecordForm):
    """The form of a move that needs no text."""


class EntryArchiveForm(RecordForm):
    """Why an entry no longer applies."""

    shows_stored_texts = False

    why = ShortTextField(label=_("Reason"), max_length=300)


class EntryReturnForm(RecordForm):
    """What has to be changed before the entry can be published."""

    shows_stored_texts = False

    why = ShortTextField(label=_("What needs to be changed"), max_length=500)


class EntryVersionsField(forms.MultipleChoiceField):
    """A choice of entries, each with the version that the page showed.

    Also accepts entries that changed or are no longer offered: the action reports which.
    """

    def valid_value(self, value: str) -> bool:
        """Whether the value is an id with a version."""
        return _SEEN_ENTRY.fullmatch(value) is not None


class EntriesPublishForm(RecordForm):
    """The submitted entries that a second person publishes together."""

    entries = EntryVersionsField(widget=forms.CheckboxSelectMultiple, label=_("Choose the entries"))

    def __init__(
        self, *args: Any, choices: list[tuple[RegisterEntry, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field = self.fields["entries"]
        assert isinstance(field, EntryVersionsField)
        field.choices = [(f"{entry.pk}.{entry.version}", title) for entry, title in choices]

    def seen_versions(self) -> dict[UUID, int]:
        """The chosen entries, each with the version that the person saw."""
        parts = (value.split(".") for value in self.cleaned_data["entries"])
        return {UUID(entry_id): int(version) for entry_id, version in parts}


class RegisterImportForm(RecordForm):
    """A table of entries, from a CSV file or workbook, or pasted as CSV."""

    shows_stored_texts = False

    file = forms.FileField(required=False, label=_("CSV or Excel file"))
    text = forms.CharField(
        required=False,
        strip=False,
        max_length=MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "false"}),
        label=_("Or paste the table here"),
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
            if data.startswith(b"%PDF") or b"\0" in data[:1000]:
                self.add_error("file", _now("This is not a table. Choose a CSV or Excel file."))
                return ""
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _now("This file is not UTF-8 text. Save it as CSV UTF-8."))
        except SheetNotReadable as error:
            text = _now(error.problem.reason.text) % dict(error.problem.values)
            self.add_error("file", text)
        return ""
