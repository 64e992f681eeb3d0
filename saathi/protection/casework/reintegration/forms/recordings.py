"""Forms of the recordings of the child view's questions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.web.fields import ShortTextField

ACCEPTED = "audio/*,.ogg,.opus,.webm,.m4a,.mp4,.mp3,.wav"


class QuestionRecordingForm(RecordForm):
    """The sound of one question with its answers."""

    shows_stored_texts = False

    sound = forms.FileField(
        label=_("Audio file"),
        help_text=_("OGG, WebM, M4A, MP3 or WAV, up to 1 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


class QuestionRecordingWithdrawalForm(RecordForm):
    """Why a recording is withdrawn."""

    shows_stored_texts = False

    why = ShortTextField(label=_("Reason"), max_length=300)
