"""Dimensions of hearings, proceedings, charges and decisions on testimony."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimensions import Dimension
from saathi.protection.justice.proceedings import vocabulary as codes

CourtKind = codes.CourtKind
COURT_KIND = Dimension("court_kind", _("Kind of court"), dict(codes.CourtKind.choices))
HEARING_MODE = Dimension("mode", _("How the child was heard"), dict(codes.HearingMode.choices))
ADJOURNED_BY = Dimension("adjourned_by", _("Adjourned because of"), dict(codes.AdjournedBy.choices))
ADJOURNMENT_CAUSE = Dimension("cause", _("Cause"), dict(codes.AdjournmentCause.choices))
PROCEEDING_RESULT = Dimension(
    "result", _("Result"), {code: label for code, label in codes.ProceedingResult.choices if code}
)
OFFENCE = Dimension("offence", _("Offence"), dict(codes.ChargedOffence.choices))
CHARGE_OUTCOME = Dimension("outcome", _("Outcome"), dict(codes.ChargeOutcome.choices))
SEVERITY = Dimension(
    "severity", _("Severity of the sentence"), dict(codes.SentenceSeverity.choices)
)
TESTIMONY_ANSWER = Dimension(
    "answer", _("Child’s decision"), dict(codes.TestimonyAnswer.choices), sensitive=True
)
