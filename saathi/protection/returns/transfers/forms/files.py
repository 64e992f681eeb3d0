"""Forms of transfer files: the contact of the sender; the file and its passphrase; the confirmation."""

import json
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.people.forms import TextLineField
from saathi.protection.returns.transfers.transfer_file import (
    FORMAT,
    VERSION,
    TransferFile,
    UnreadableTransferFile,
    parse_transfer,
    read_transfer_file,
)

_SALT: Final = "transfers.file"
_PASSPHRASES: Final = signing.TimestampSigner(salt="transfers.passphrase")
MAX_AGE: Final = 3600  # seconds between preview and confirmation


class TransferFileForm(RecordForm):
    """Form for the file of one transfer: where the other agency sends its answer."""

    contact = TextLineField(
        required=True,
        label=_("Contact for the answer"),
        help_text=_("Office, function, telephone. No name of a shelter."),
    )
    # Signed: the server made it, and no one replaces it by a short one.
    passphrase = forms.CharField(widget=forms.HiddenInput)

    def clean_passphrase(self) -> str:
        """The passphrase that the page showed; refused if this server did not make it."""
        try:
            return _PASSPHRASES.unsign(self.cleaned_data["passphrase"], max_age=MAX_AGE)
        except signing.BadSignature:
            raise forms.ValidationError(
                _("The passphrase is too old. Open the page again.")
            ) from None


def sign_passphrase(passphrase: str) -> str:
    """The passphrase as the form sends it back; it begins with the passphrase itself."""
    return _PASSPHRASES.sign(passphrase)


def shown_passphrase(signed: object) -> str:
    """The passphrase in what the form sends back."""
    return str(signed).partition(":")[0]


class TransferUploadForm(RecordForm):
    """Form for a received file and the passphrase that came by another way."""

    file = forms.FileField(label=_("Transfer file"))
    passphrase = TextLineField(
        required=True,
        label=_("Passphrase"),
        help_text=_("You get it by telephone, not with the file."),
    )
    content: TransferFile | None = None

    def clean(self) -> dict[str, Any]:
        """Reads the file, and says in one sentence why it cannot be read."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if isinstance(file, UploadedFile) and cleaned.get("passphrase"):
            try:
                self.content = read_transfer_file(file.read(), cleaned["passphrase"])
            except UnreadableTransferFile as unreadable:
                self.add_error("file", str(unreadable.text))
        return cleaned


class TransferConfirmForm(RecordForm):
    """Form that confirms what the preview showed; its content is signed for an hour.

    It is signed for the file of the child whose preview it was, and opens a transfer in no other.
    """

    signed = forms.CharField(widget=forms.HiddenInput)
    is_same_child = forms.BooleanField(
        label=_("I compared both: the transfer file is about this child"),
        error_messages={
            "required": _("Compare name, sex and age. Confirm only if it is the same child.")
        },
    )

    def __init__(self, *args: Any, file_id: UUID, **options: Any) -> None:
        super().__init__(*args, **options)
        self.file_id = file_id

    def clean_signed(self) -> TransferFile:
        """The content of the preview; refused if it was changed, is too old or of another child."""
        signed = self.cleaned_data["signed"]
        try:
            body = signing.loads(signed, salt=_salt_of(self.file_id), max_age=MAX_AGE)
            return parse_transfer(json.dumps(body).encode())
        except (signing.BadSignature, UnreadableTransferFile):
            raise forms.ValidationError(
                _("The preview is too old, or was for another child. Choose the file again.")
            ) from None


def sign_content(content: TransferFile, file_id: UUID) -> str:
    """The content as a text that the confirmation sends back, for the file of this child alone."""
    body = {"format": FORMAT, "version": VERSION, **asdict(content)}
    return signing.dumps(body, salt=_salt_of(file_id))


def _salt_of(file_id: UUID) -> str:
    return f"{_SALT}.{file_id.hex}"
