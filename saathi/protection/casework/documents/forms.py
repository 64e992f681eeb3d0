"""Forms for documents and their files."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import staff_search
from saathi.agencies.form_submission import RecordForm
from saathi.infra import district_list
from saathi.people import record_screens as kit
from saathi.protection.casework.documents import rules
from saathi.protection.casework.documents.actions import SentFile, SentFiles
from saathi.protection.casework.documents.models import Document
from saathi.protection.casework.documents.vocabulary import (
    OTHER_COUNTRY,
    DocumentAudience,
    DocumentKind,
    OriginalPurpose,
    RemovalReason,
)
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import SeveralFilesField

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"
FACTS = (
    "kind title issuer number issued_on valid_until issued_in original_with source received_on "
    "purpose audience readers note"
)


def _files_field() -> SeveralFilesField:
    return SeveralFilesField(
        required=False,
        label=_("Files"),
        help_text=_(
            "Photos or scans (JPEG, PNG, WebP) or PDF. At most 10 files per document, 20 "
            "MB in total."
        ),
        widget=SeveralFilesField.widget(attrs={"accept": ACCEPTED, "multiple": True}),
    )


def _photo_field() -> forms.FileField:
    return forms.FileField(
        required=False,
        label=_("Or photograph a page"),
        help_text=_("On a phone, this opens the camera."),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )


def _has_read_field() -> forms.BooleanField:
    return forms.BooleanField(
        required=False,
        label=_("I have read what must not be uploaded. These files contain none of it."),
    )


def _sent_files(form: forms.Form) -> "list[UploadedFile[Any]]":
    photo = form.cleaned_data.get("photo")
    return [*(form.cleaned_data.get("uploads") or []), *([photo] if photo else [])]


def _as_sent(form: forms.Form) -> SentFiles:
    files = [SentFile(file.name or "", file.read()) for file in _sent_files(form)]
    return SentFiles(files, has_read=bool(form.cleaned_data.get("has_read")))


class DocumentFactsForm(kit.DerivedForm[Document]):
    """The facts of a document, and the form to change them."""

    model = Document
    names = FACTS

    issued_in = forms.ChoiceField(required=False, label=_("Country of issue"))
    readers = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("People who can see it"),
        help_text=_(
            "Members of the child’s team. The person who adds the document can always see it."
        ),
    )

    def prepare(self) -> None:
        """Offers the child's team as readers, and the countries."""
        file_id = (self.record or self.about).file_id
        team = staff_search.list_team(file_id)
        set_choices(self, "readers", [(str(person.pk), person.name) for person in team])
        other = (OTHER_COUNTRY, gettext("Another country"))
        set_choices(self, "issued_in", [*district_list.country_choices(), other])
        if self.record is not None:
            self.initial["readers"] = [str(reader) for reader in self.record.readers]

    def clean(self) -> dict[str, Any]:
        """Checks dates and readers together with all other fields."""
        data = super().clean() or self.cleaned_data
        if data.get("received_on"):
            self.add_refusal_reasons(
                rules.reasons_against_dates(
                    issued_on=data.get("issued_on"),
                    valid_until=data.get("valid_until"),
                    received_on=data["received_on"],
                    today=self.today,
                )
            )
        if data.get("audience"):
            audience = DocumentAudience(data["audience"])
            readers = data.get("readers", [])
            self.add_refusal_reasons(rules.reasons_against_audience(audience, readers))
        return data

    def columns(self) -> dict[str, Any]:
        """The values of the record's columns; readers as ids."""
        columns = super().columns()
        return columns | {"readers": [UUID(reader) for reader in columns["readers"]]}


class DocumentForm(DocumentFactsForm):
    """A new document with its files."""

    has_read = _has_read_field()
    uploads = _files_field()
    photo = _photo_field()

    def clean(self) -> dict[str, Any]:
        """Checks number and size of the files before any is read."""
        data = super().clean()
        sizes = [file.size or 0 for file in _sent_files(self)]
        has_read = bool(data.get("has_read"))
        self.add_refusal_reasons(rules.reasons_against_files(sizes, kept=0, has_read=has_read))
        return data

    def sent_files(self) -> SentFiles:
        """The files of the valid form as input of the action."""
        return _as_sent(self)


class DocumentFilesForm(RecordForm):
    """Further files of a document."""

    has_read = _has_read_field()
    uploads = _files_field()
    photo = _photo_field()

    def sent_files(self) -> SentFiles:
        """The files of the valid form as input of the action."""
        return _as_sent(self)


class RemovalForm(RecordForm):
    """Why a file or a document is removed."""

    saved_message = _("Removed.")
    reason = forms.ChoiceField(
        label=_("Reason for removal"), choices=RemovalReason, widget=forms.RadioSelect
    )

    @property
    def chosen_reason(self) -> RemovalReason:
        """The reason of the valid form."""
        return RemovalReason(self.cleaned_data["reason"])


class OriginalDownloadForm(forms.Form):
    """Why an original is downloaded."""

    purpose = forms.ChoiceField(
        label=_("Purpose of the download"), choices=OriginalPurpose, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, is_pdf: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_pdf:  # a picture can be read from its copy
            set_choices(
                self,
                "purpose",
                [each for each in OriginalPurpose.choices if each[0] != OriginalPurpose.READ],
            )


class DocumentSearchForm(forms.Form):
    """The text that the list is searched for; sent by POST, never in a URL."""

    text = forms.CharField(
        required=False,
        max_length=100,
        label=_("Title, issuer or number"),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "type": "search"}),
    )


class DocumentFilterForm(forms.Form):
    """Which type of document the list shows."""

    kind = forms.ChoiceField(
        required=False,
        label=_("Type of document"),
        choices=[("", _("All types")), *DocumentKind.choices],
    )
