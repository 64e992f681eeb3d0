"""Dimensions of contacts with a country of origin, and of verifications abroad."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimensions import NOT_KNOWN, Dimension
from saathi.protection.returns.protection_screening.vocabulary import (
    ContactMaker,
    ContactSafeguard,
)
from saathi.protection.returns.verifications.vocabulary import VerificationAnswer

CONTACT_SAFEGUARD = Dimension(
    "contact_safeguard",
    _("Safeguards of the contact"),
    dict(ContactSafeguard.choices),
    column="safeguard",
    sensitive=True,
)
CONTACT_MAKER = Dimension(
    "made_by",
    _("Contact made by"),
    {code: label for code, label in ContactMaker.choices if code != NOT_KNOWN},
)
VERIFICATION_ANSWER = Dimension(
    "verification_answer",
    _("Answer to the verification"),
    dict(VerificationAnswer.choices),
    column="answer",
)
VERIFICATION_WAIT = Dimension(
    "waited",
    _("Time until the answer"),
    {
        "to_30": _("Up to 30 days"),
        "to_90": _("31 to 90 days"),
        "over_90": _("More than 90 days"),
        "waiting": _("No answer yet"),
    },
)
