"""Rules of closing a case: what must be recorded first, open matters. Reopening: `status_rules`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import (
    ClosingReason,
    EvaluationState,
    NeedState,
    RiskLevel,
)


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """What is on record when a case is to be closed.

    `contact_attempts` are the days of failed attempts to reach the child.
    `outcome_recorded`: the last assessment says that the child is safe or has recovered.
    `has_summary`: the request says what support was provided and how the child is now.
    `death_confirmed`: by a certificate, a hospital, the police, a court or own staff.
    `met_since_death`: a visit met the child after the reported death, which no one from outside confirms.
    `knows_what_it_means`: the child knows what closing means and that they may come back.
    """

    reason: ClosingReason
    evaluation: EvaluationState | None
    contact_attempts: tuple[date, ...] = ()
    outcome_recorded: bool = False
    knows_what_it_means: bool = False
    other_case_named: bool = False
    has_summary: bool = True
    death_confirmed: bool = False
    met_since_death: bool = False


def reasons_without_outcome(
    *,
    assessed_on: date | None,
    risk: RiskLevel | None,
    needs: Collection[NeedState],
    today: date,
    procedure: Procedure,
) -> tuple[Reason, ...]:
    """Why no assessment shows that the child is safe or has recovered (CAS-011); empty if one does.

    Such an assessment is not older than the review interval and finds a low risk [derived]. `needs`
    are the latest assessed levels of the domains: none of them is urgent.
    """
    if assessed_on is None:
        return (Reason("no_assessment", _("The child’s situation has not been assessed yet.")),)
    reasons = []
    if today - assessed_on > timedelta(days=procedure.review_days):
        text = _("The last assessment is older than the review interval.")
        reasons.append(Reason("assessment_old", text))
    if risk != RiskLevel.LOW:
        text = _("The risk level in the last assessment is not low.")
        reasons.append(Reason("risk_not_low", text))
    if NeedState.URGENT in needs:
        text = _(
            "An assessment identified an urgent need, and no later assessment of that "
            "domain says otherwise."
        )
        reasons.append(Reason("need_urgent", text))
    return tuple(reasons)


# These close the record, not the help: open matters end or pass to the other case. Danger does not:
# a child not recorded as safe would disappear from every list.
ENDS_THE_RECORD_ONLY: Final = frozenset({ClosingReason.DUPLICATE, ClosingReason.OPENED_IN_ERROR})
# A child who cannot be found or wants no more visits is never visited in time; overdue visits must
# not keep the case open permanently. Attempts to reach the child are required, or that the child knows
# how to come back.
_CHILD_NOT_VISITED: Final = frozenset({ClosingReason.LOST_CONTACT, ClosingReason.INFORMED_REQUEST})
LATE_DUES: Final = "late_dues"
# Staff who may not read the risk level do not learn of danger, and so cannot rule it out.
DANGERS: Final = frozenset(
    {"danger_reported", "contact_prevented", "seen_unsafe", "risk_not_readable"}
)
# A place in care that no one ends stays occupied, whatever the reason for closure.
ENDED_FIRST: Final = frozenset({"placement_open"})
# A returned child counts as recovered or safe only after a year of follow-up and a final evaluation
# with the child, or with the reason why not. Such a case is no mistake in the record either.
AFTER_RETURN: Final = frozenset({"return_early", "return_unheard"})
# A child who was transferred to another country is followed up there, or a second person accepts why not:
# whatever the reason for closure, unless the child died.
AFTER_TRANSFER: Final = "transfer_unfollowed"
# A child whom another country expects, or who is on the way there, is not left without a case, unless
# the child died. A visit there that is not recorded is no obstacle if no one can reach the child.
EXPECTED_ABROAD: Final = frozenset({"transfer_open", "transfer_under_way"})
UNVISITED_ABROAD: Final = "transfer_unvisited"
_FOLLOWED_AFTER_RETURN: Final = frozenset(
    {
        ClosingReason.RECOVERY,
        ClosingReason.SAFE_NO_FURTHER_NEED,
        ClosingReason.OPENED_IN_ERROR,
    }
)
OUTCOME_MISSING: Final = "outcome_missing"
EVALUATION_MISSING: Final = Reason(
    "evaluation_missing",
    _("Ask for the child’s view, or record why that is not possible."),
)
SUMMARY_MISSING: Final = Reason(
    "summary_missing", _("Enter the support provided and the child’s current situation.")
)
LOST_BUT_SAFE: Final = _(
    "The reason says how the child is now, but the evaluation says that contact was lost. "
    "Correct one of them."
)
DEATH_NOT_CONFIRMED: Final = Reason(
    "death_not_confirmed",
    _(
        "The child may be in danger. Before the case can be closed, the death must be "
        "confirmed by a death certificate, a hospital, the police, a court or our staff. "
        "Record the confirmation in a new request."
    ),
)
MET_SINCE_DEATH: Final = Reason(
    "met_since_death",
    _(
        "A visit met the child after the reported death. Find out what is true. If the visit was "
        "recorded in error, a death certificate, a hospital, the police or a court must confirm the "
        "death in a new request."
    ),
)
NEEDS_OUTCOME: Final = frozenset(
    {
        ClosingReason.RECOVERY,
        ClosingReason.SAFE_NO_FURTHER_NEED,
        ClosingReason.ADULT,
        ClosingReason.MOVED_AWAY,
    }
)


def reasons_not_to_close(
    closing: ClosingFacts, *, open_matters: Sequence[Reason], procedure: Procedure, today: date
) -> tuple[Reason, ...]:
    """Why a case may not close yet; empty if it may (CAS-011, domain B.1 and C 9).

    A case closes after recovery, where no further help is needed or it is handed on, after death, an
    informed request, contact lost after documented attempts, or a mistake in the record, never after
    transfer or repatriation; and it needs the child's evaluation or the reason why there is none.
    An unverified report of death does not end the risk: alleged perpetrators may report a death falsely.
    `open_matters` come from every domain and have no default.
    """
    reasons: list[Reason] = []
    open_matters = _matters_of_reason(closing.reason, open_matters)
    if closing.reason in NEEDS_OUTCOME and not closing.outcome_recorded:
        text = _("Record the child’s current situation in a final assessment first.")
        reasons.append(Reason(OUTCOME_MISSING, text))
    if closing.reason == ClosingReason.INFORMED_REQUEST and not closing.knows_what_it_means:
        text = _(
            "Record that the child understands what case closure means and how to return for help."
        )
        reasons.append(Reason("not_informed", text))
    if closing.reason == ClosingReason.LOST_CONTACT:
        attempt_days = {day for day in closing.contact_attempts if day <= today}
        if len(attempt_days) < procedure.contact_attempts:
            text = _(
                "Contact has not been attempted on enough days. Record each attempt as a visit at which "
                "the child was not met."
            )
            reasons.append(Reason("attempts_missing", text))
    if closing.reason == ClosingReason.DUPLICATE and not closing.other_case_named:
        reasons.append(Reason("other_case_missing", _("Enter the case that continues.")))
    if not closing.has_summary and closing.reason not in ENDS_THE_RECORD_ONLY:
        reasons.append(SUMMARY_MISSING)
    reasons += _reasons_about_evaluation(closing)
    if closing.reason in _CHILD_NOT_VISITED:
        left_out = {LATE_DUES, UNVISITED_ABROAD}
        reasons += [reason for reason in open_matters if reason.code not in left_out]
    elif closing.reason in ENDS_THE_RECORD_ONLY:
        needed = DANGERS | ENDED_FIRST | AFTER_RETURN | EXPECTED_ABROAD | {AFTER_TRANSFER}
        reasons += [reason for reason in open_matters if reason.code in needed]
    elif closing.reason == ClosingReason.DIED:
        reasons += _reasons_about_death(closing, open_matters)
    else:
        reasons += open_matters
    return tuple(reasons)


def _matters_of_reason(reason: ClosingReason, open_matters: Sequence[Reason]) -> Sequence[Reason]:
    left_out = frozenset[str]() if reason in _FOLLOWED_AFTER_RETURN else AFTER_RETURN
    if reason == ClosingReason.DIED:
        left_out |= EXPECTED_ABROAD | {AFTER_TRANSFER, UNVISITED_ABROAD}
    return [matter for matter in open_matters if matter.code not in left_out]


def _reasons_about_death(closing: ClosingFacts, open_matters: Sequence[Reason]) -> list[Reason]:
    dangers = [reason for reason in open_matters if reason.code in DANGERS]
    reasons = [*dangers, DEATH_NOT_CONFIRMED] if dangers and not closing.death_confirmed else []
    reasons += [reason for reason in open_matters if reason.code in ENDED_FIRST]
    return [*reasons, MET_SINCE_DEATH] if closing.met_since_death else reasons


def _reasons_about_evaluation(closing: ClosingFacts) -> list[Reason]:
    if closing.reason in ENDS_THE_RECORD_ONLY:
        return []
    if closing.evaluation is None:
        return [EVALUATION_MISSING]
    died = closing.evaluation == EvaluationState.DIED
    if died and closing.reason != ClosingReason.DIED:
        text = _(
            "The evaluation says that the child died, but the closure reason does not. "
            "Correct one of them."
        )
        return [Reason("evaluation_contradicts", text)]
    if closing.evaluation == EvaluationState.LOST and closing.reason in NEEDS_OUTCOME:
        return [Reason("evaluation_contradicts", LOST_BUT_SAFE)]
    return []
