"""The closing of a case as an act that has to answer to the four principles."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from saathi.agencies.significant_acts import SignificantAct
from saathi.consent.vocabulary import DecisionKind
from saathi.protection.casework.cases.models import Approval
from saathi.protection.casework.cases.vocabulary import ApprovalDecision, ApprovalSubject

CLOSING: Final = SignificantAct(
    "closing",
    Approval,
    ("decided_at", "asked_at"),
    _("Case closure was requested"),
    DecisionKind.CLOSING,
    code="decision",
    texts={ApprovalDecision.APPROVED: _("Case closure was approved")},
    by=("decided_by", "recorded_by"),
    key="subject_id",
    only={
        "subject": ApprovalSubject.CLOSING,
        "decision__in": [ApprovalDecision.WAITING, ApprovalDecision.APPROVED],
    },
)
