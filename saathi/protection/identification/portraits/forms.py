"""Forms for photos of a child."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.consent.models import Consent
from saathi.consent.queries import list_known_answers
from saathi.consent.refusal_texts import consent_label, refusal_text
from saathi.consent.vocabulary import ConsentScope
from saathi.people import record_screens as kit
from saathi.protection.identification.portraits import queries
from saathi.protection.identification.portraits.models import Portrait
from saathi.protection.identification.portraits.vocabulary import ErasurePhotoReason


class PortraitForm(kit.DerivedForm[Portrait]):
    """A photo with the consent that allows it. `about` is the child."""

    model = Portrait
    names = "consent purposes taken_on taken_by"

    has_read = forms.BooleanField(
        required=False,
        label=_("I have read what must not be uploaded. This photo shows none of it."),
    )
    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("Show the child’s face and everyday clothes (JPEG, PNG or WebP, up to 20 MB)."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def prepare(self) -> None:
        """Offers the child's consents to photos as choices."""
        consents = queries.picture_consents(self.staff, self.about)
        self.answers = list_known_answers(self.staff, self.about)
        label = partial(
            consent_label, answers=self.answers, scope=ConsentScope.PICTURE_OR_RECORDING
        )
        self.offer("consent", queries.consents_queryset(self.staff, consents), label)

    def clean_consent(self) -> Consent:
        """The consent; an error that names the child's refusal where it does not override one."""
        consent: Consent = self.cleaned_data["consent"]
        if text := refusal_text(consent, self.answers, ConsentScope.PICTURE_OR_RECORDING):
            raise forms.ValidationError(text)
        return consent


class PhotoErasureForm(RecordForm):
    """Why a photo is erased."""

    saved_message = _("The photo was erased.")
    reason = forms.ChoiceField(
        label=_("Reason"), choices=ErasurePhotoReason, widget=forms.RadioSelect
    )
