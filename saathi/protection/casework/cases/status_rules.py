"""Which status of a case follows which, and when a case is reopened."""

from collections.abc import Mapping
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.vocabulary import ENDED_STATUSES, CaseStatus

CASE_TRANSITIONS: Final[Mapping[CaseStatus, frozenset[CaseStatus]]] = {
    CaseStatus.OPEN: frozenset({CaseStatus.CLOSING_ASKED, CaseStatus.TRANSFERRED}),
    CaseStatus.CLOSING_ASKED: frozenset({CaseStatus.OPEN, CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset({CaseStatus.OPEN}),
    CaseStatus.TRANSFERRED: frozenset({CaseStatus.OPEN}),
}


def is_allowed_case_transition(before: CaseStatus, after: CaseStatus) -> bool:
    """Whether a case may pass from one status to the other.

    "Closed" is reached only through a request that another person approves, and every status can
    return to "open" (domain B.1: every step may return).
    """
    return after in CASE_TRANSITIONS[before]


NOT_ENDED: Final = Reason("not_ended", _("This case is open. Only a closed case can be reopened."))
EXPLANATION_MISSING: Final = Reason("why", _("Enter why the case is reopened."))


def reasons_against_reopening(status: CaseStatus, *, explanation: str) -> tuple[Reason, ...]:
    """Why a case cannot be reopened; empty if it can: every ended case can return to help."""
    can_open = status in ENDED_STATUSES and is_allowed_case_transition(status, CaseStatus.OPEN)
    reasons = []
    if not can_open:
        reasons.append(NOT_ENDED)
    if not explanation.strip():
        reasons.append(EXPLANATION_MISSING)
    return tuple(reasons)
