"""Forms for voice recordings."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import staff_search
from saathi.agencies.form_submission import RecordForm
from saathi.consent.models import Consent
from saathi.consent.queries import list_known_answers
from saathi.consent.refusal_texts import consent_label, refusal_text
from saathi.consent.vocabulary import ConsentScope
from saathi.participation.models import Statement
from saathi.participation.vocabulary import StatementMedium
from saathi.people import languages
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.casework.recordings import queries, rules
from saathi.protection.casework.recordings.actions import AUDIENCE_FIELDS
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.protection.casework.recordings.vocabulary import (
    RecordingAudience,
    RecordingCopyPurpose,
    RecordingRemovalReason,
    RecordingText,
    SpeakerAgreement,
)
from saathi.vault.accepted_media import MAX_BYTES
from saathi.web.dynamic_choices import set_choices

ACCEPTED = "audio/*,.ogg,.opus,.webm,.m4a,.mp4,.mp3,.wav"


def _language_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        required=False,
        choices=languages.language_choices,
        label=label,
    )


def _readers_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("People who may listen to it"),
        help_text=_(
            "Members of the child’s team. The person who adds the recording can always hear it."
        ),
    )


class ConsentChoiceForm(kit.DerivedForm[VoiceRecording]):
    """Offers the consents to a recording, each with the child's refusal that it does not override."""

    model = VoiceRecording

    def offer_consents(self, child: Child) -> None:
        """Makes the field of the consent offer those of this child."""
        self.answers = list_known_answers(self.staff, child)
        label = partial(
            consent_label, answers=self.answers, scope=ConsentScope.PICTURE_OR_RECORDING
        )
        self.offer("consent", queries.recording_consents(self.staff, child), label)

    def clean_consent(self) -> Consent | None:
        """The consent; an error that names the child's refusal where it does not override one."""
        consent: Consent | None = self.cleaned_data["consent"]
        is_of_child = self.cleaned_data.get("speaker", "child") == "child"
        if (
            consent
            and is_of_child
            and (text := refusal_text(consent, self.answers, ConsentScope.PICTURE_OR_RECORDING))
        ):
            raise forms.ValidationError(text)
        return consent


class RecordingFactsForm(kit.DerivedForm[VoiceRecording]):
    """The facts of a recording, and the form to change them. Its consent has its own form."""

    model = VoiceRecording
    names = (
        "title spoken_on language purpose audience readers speaker_name statement words text_kind "
        "text_language"
    )

    language = _language_field(_("Language spoken"))
    readers = _readers_field()
    text_language = _language_field(_("Language of the text"))

    def prepare(self) -> None:
        """Offers the team and readable statements; leaves out what this person may not change."""
        record = self.record
        child = record.child if record else self.about
        statements = queries.offered_statements(self.staff, child)
        self.offer("statement", statements, _statement_label)
        if record and record.statement_id and not queries.statement_of(self.staff, record):
            del self.fields["statement"]
        if record and record.recorded_by != self.staff.pk:
            for name in AUDIENCE_FIELDS:
                del self.fields[name]
            return
        team = staff_search.list_team(child.file_id)
        set_choices(self, "readers", [(str(person.pk), person.name) for person in team])
        if record:
            self.initial["readers"] = [str(reader) for reader in record.readers]

    def clean(self) -> dict[str, Any]:
        """Checks the text and the listeners together with all other fields."""
        data = super().clean() or self.cleaned_data
        self.add_refusal_reasons(
            rules.reasons_against_text(
                RecordingText(data.get("text_kind", "")),
                has_words=bool(data.get("words", "").strip()),
                has_language=bool(data.get("text_language")),
            )
        )
        if data.get("audience"):
            audience = RecordingAudience(data["audience"])
            readers = data.get("readers", [])
            self.add_refusal_reasons(rules.reasons_against_audience(audience, readers))
        return data

    def columns(self) -> dict[str, Any]:
        """The values of the record's columns; readers as ids."""
        columns = super().columns()
        if "readers" in columns:
            columns["readers"] = [UUID(reader) for reader in columns["readers"]]
        return columns


class RecordingForm(ConsentChoiceForm, RecordingFactsForm):
    """A new recording, from a file or made in the browser. `about` is the child."""

    names = (
        "title speaker speaker_name origin consent agreement spoken_on language purpose audience "
        "readers statement words text_kind text_language"
    )

    language = _language_field(_("Language spoken"))
    readers = _readers_field()
    text_language = _language_field(_("Language of the text"))
    consent = kit.derive_field(
        VoiceRecording,
        "consent",
        help_text=_("Required if the child speaks. It must cover a picture or recording."),
    )
    agreement = kit.derive_field(
        VoiceRecording, "agreement", help_text=_("Required if anyone but the child speaks.")
    )
    sound = forms.FileField(
        label=_("Audio file"),
        help_text=_("OGG, WebM, M4A, MP3 or WAV, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def prepare(self) -> None:
        """Also offers the consents to recording."""
        super().prepare()
        self.offer_consents(self.about)

    def clean(self) -> dict[str, Any]:
        """Checks the size before the file is read."""
        data = super().clean()
        sound = data.get("sound")
        if sound and sound.size > MAX_BYTES:
            text = gettext("The file is larger than %(megabytes)d MB.")
            self.add_error("sound", text % {"megabytes": MAX_BYTES // 1024**2})
        return data


class RecordingBasisForm(ConsentChoiceForm):
    """A newer consent or agreement for a recording that is kept."""

    model = VoiceRecording
    names = "consent agreement"

    def prepare(self) -> None:
        """Offers consents for a recording of the child, else whether the speaker agreed."""
        record = self.record
        if record is None:
            return
        if record.speaker != "child":
            del self.fields["consent"]
            return
        del self.fields["agreement"]
        self.offer_consents(record.child)
        self.fields["consent"].required = True

    @property
    def chosen(self) -> tuple[Consent | None, SpeakerAgreement]:
        """The consent and the agreement of the valid form."""
        data = self.cleaned_data
        return data.get("consent"), SpeakerAgreement(data.get("agreement", ""))


def _statement_label(statement: Statement) -> str:
    text = gettext("%(day)s: %(form)s")
    form = StatementMedium(statement.form).label if statement.form else ""
    return text % {"day": kit.format_day(statement.said_on), "form": form}


class RecordingRemovalForm(RecordForm):
    """Why a recording is erased."""

    saved_message = _("The recording was erased.")
    reason = forms.ChoiceField(
        label=_("Reason for removal"), choices=RecordingRemovalReason, widget=forms.RadioSelect
    )


class RecordingCopyForm(forms.Form):
    """Why the original is downloaded."""

    purpose = forms.ChoiceField(
        label=_("Purpose of the download"), choices=RecordingCopyPurpose, widget=forms.RadioSelect
    )
