"""Forms for photos that are given for the search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.people import record_screens as kit
from saathi.protection.identification.missing.models import SearchPhoto
from saathi.protection.identification.missing.vocabulary import SearchPhotoErasure


class SearchPhotoForm(kit.DerivedForm[SearchPhoto]):
    """A photo with the consent of those who miss the child."""

    model = SearchPhoto
    names = "consent_by consent_on consent_note until taken_in"

    has_read = forms.BooleanField(
        required=False,
        label=_("I have read what must not be uploaded. This photo shows none of it."),
    )
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("Show the child’s face and everyday clothes (JPEG, PNG or WebP, up to 20 MB)."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class SearchPhotoErasureForm(RecordForm):
    """Why a photo is erased."""

    saved_message = _("The photo was erased.")
    reason = forms.ChoiceField(
        label=_("Reason"), choices=SearchPhotoErasure, widget=forms.RadioSelect
    )
