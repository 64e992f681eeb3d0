"""Sentences about requests for approval."""

from django.utils.translation import gettext

from saathi.protection.casework.cases.models import Approval
from saathi.protection.casework.cases.vocabulary import ApprovalDecision


def describe_not_withdrawn(approval: Approval) -> str:
    """Why a request that has been decided in the meantime is not withdrawn."""
    if approval.decision == ApprovalDecision.APPROVED:
        return gettext("The request was already approved. It can no longer be withdrawn.")
    if approval.decision == ApprovalDecision.SENT_BACK:
        return gettext("The request was already returned for revision. Nothing was withdrawn.")
    return gettext("This request was already withdrawn.")
