"""Forms for photos of a child."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
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
        help_text=_("The face, in usual clothes (JPEG, PNG, WebP, up to 20 MB)."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def prepare(self) -> None:
        """Offers the child's consents to photos as choices."""
        consents = queries.picture_consents(self.staff, self.about)
        self.offer("consent", queries.as_query(self.staff, consents), _consent_label)


def _consent_label(consent: Any) -> str:
    day = kit.format_day(consent.given_on)
    return gettext("%(day)s: %(basis)s") % {"day": day, "basis": consent.get_basis_display()}


class PhotoErasureForm(RecordForm):
    """Why a photo is erased."""

    saved_message = _("The photo was erased.")
    reason = forms.ChoiceField(
        label=_("Reason"), choices=ErasurePhotoReason, widget=forms.RadioSelect
    )
