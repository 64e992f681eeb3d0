"""Rules of a request for approval: who may decide it, and what can follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _
from saathi.protection.casework.cases.vocabulary import ApprovalDecision

APPROVAL_TRANSITIONS: Final[Mapping[ApprovalDecision, frozenset[ApprovalDecision]]] = {
    ApprovalDecision.WAITING: frozenset(
        {ApprovalDecision.APPROVED, ApprovalDecision.SENT_BACK, ApprovalDecision.WITHDRAWN}
    ),
    ApprovalDecision.APPROVED: frozenset(),
    ApprovalDecision.SENT_BACK: frozenset(),
    ApprovalDecision.WITHDRAWN: frozenset(),
}

ALREADY_DECIDED: Final = Reason("already_decided", _("This request has already been decided."))


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """One request for approval, as the approver finds it."""

    requested_by: str
    decision: ApprovalDecision
    version_asked: int
    version_now: int


def reasons_not_to_approve(
    request: ApprovalFacts, *, approver: str, supervises: bool
) -> tuple[Reason, ...]:
    """Why this person may not approve this request now; empty if they may.

    No one approves their own request, whatever their rank; the supervisor signs (domain B.1, plan
    and closure). A change after the request needs a new request.
    """
    reasons = []
    if approver == request.requested_by:
        reasons.append(Reason("own_request", _("You cannot approve your own request.")))
    if not supervises:
        text = _("Only a supervisor of this case may approve it.")
        reasons.append(Reason("not_supervisor", text))
    if ApprovalDecision.APPROVED not in APPROVAL_TRANSITIONS[request.decision]:
        reasons.append(ALREADY_DECIDED)
    if request.version_now != request.version_asked:
        text = _("The record was changed after it was submitted for approval.")
        reasons.append(Reason("changed_since", text))
    return tuple(reasons)
