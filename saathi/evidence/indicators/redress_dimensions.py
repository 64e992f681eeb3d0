"""Dimensions of remedies and compensation, of threats, and of protection measures."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimensions import Dimension
from saathi.protection.decisions.orders.vocabulary import Safeguard
from saathi.protection.justice.compensation import vocabulary as remedies
from saathi.protection.justice.proceedings.vocabulary import MaximumPenalty
from saathi.protection.justice.protection_measures import vocabulary as protection

MEASURE_KIND = Dimension("kind", _("Measure"), dict(remedies.LegalMeasureKind.choices))
MEASURE_STATE = Dimension("state", _("Status of the measure"), dict(remedies.MeasureState.choices))
PAYER = Dimension("payer", _("Who is to pay"), dict(remedies.CompensationPayer.choices))
CONTROLLER = Dimension(
    "controller", _("Who controls the money"), dict(remedies.MoneyController.choices)
)
MAXIMUM_PENALTY = Dimension(
    "maximum_penalty",
    _("Most severe penalty that the law allows"),
    {code: label for code, label in MaximumPenalty.choices if code},
)
URGENCY = Dimension("urgency", _("Urgency"), dict(protection.ThreatUrgency.choices), sensitive=True)
PROTECTION_KIND = Dimension(
    "kind", _("Protection measure"), dict(protection.ProtectionKind.choices), sensitive=True
)
PROTECTION_AUTHORITY = Dimension(
    "authority_kind", _("Requested from"), dict(protection.ProtectionAuthority.choices)
)
PRIVACY_VIOLATION = Dimension(
    "safeguard",
    _("Violation of privacy"),
    {code: code.label for code in (Safeguard.NAMED, Safeguard.OPEN_COURT)},
    sensitive=True,
)
