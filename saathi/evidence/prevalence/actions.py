"""Every write to prevalence estimates: create, approve, refuse, withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.approval.actions import record_decision
from saathi.evidence.approval.rules import reasons_not_to_decide
from saathi.evidence.prevalence import rules
from saathi.evidence.prevalence.estimating import list_overlap_patterns
from saathi.evidence.prevalence.models import OverlapCounts, PrevalenceEstimate
from saathi.evidence.prevalence.vocabulary import EstimateState


@dataclass(frozen=True)
class EstimateInput:
    """The estimated population, the lists, their overlaps and the assumptions."""

    title: str
    who: str
    country: str
    first_year: int
    last_year: int
    lists: Sequence[str]
    counts: Sequence[int]
    matched: str
    assumptions: Mapping[str, str]
    doubts: str


def estimate_facts(estimate: PrevalenceEstimate) -> rules.EstimateFacts:
    """The facts about an estimate that the rules need, for its authors. One query, for the exact counts."""
    return rules.EstimateFacts(
        estimate.state,
        estimate.made_by,
        len(estimate.lists),
        estimate.overlaps,
        estimate.assumptions,
    )


@transaction.atomic
def create_estimate(*, estimate_input: EstimateInput, actor: Staff) -> PrevalenceEstimate:
    """Creates an estimate; only its authors can see it before a second person approves it."""
    access.require(actor, Permission.PREPARE_RELEASE)

    lists = len(estimate_input.lists)
    overlaps = dict(zip(list_overlap_patterns(lists), estimate_input.counts, strict=True))
    values = vars(estimate_input) | {
        "lists": list(estimate_input.lists),
        "assumptions": dict(estimate_input.assumptions),
        "shown": asdict(rules.compute_visible_overlaps(lists, overlaps)),
    }
    counts = values.pop("counts")

    estimate = PrevalenceEstimate(agency_id=actor.agency_id, made_by=actor.id, **values)
    estimate.save(force_insert=True)
    OverlapCounts(estimate=estimate, counts=list(counts)).save(force_insert=True)

    _log(estimate, "written_down", actor)
    return estimate


@transaction.atomic
def approve_estimate(*, estimate: PrevalenceEstimate, version: int, actor: Staff) -> None:
    """Approves another person's estimate, which all readers of statistics then see as an estimate."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if rules.reasons_not_to_approve(estimate_facts(estimate), actor.id):
        raise access.NotAllowed

    record_decision(estimate, version, EstimateState.APPROVED, "", actor)

    _log(estimate, "approved", actor, audit.AuditKind.APPROVED)


@transaction.atomic
def refuse_estimate(*, estimate: PrevalenceEstimate, version: int, why: str, actor: Staff) -> None:
    """Refuses another person's estimate with a reason."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if reasons_not_to_decide(estimate.state, estimate.made_by, actor.id):
        raise access.NotAllowed

    record_decision(estimate, version, EstimateState.REFUSED, why, actor)

    _log(estimate, "refused", actor, audit.AuditKind.SENT_BACK)


@transaction.atomic
def withdraw_estimate(
    *, estimate: PrevalenceEstimate, version: int, why: str, actor: Staff
) -> None:
    """Withdraws an estimate that is no longer valid, with a reason; it stays on record."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if estimate.state not in {EstimateState.ASKED, EstimateState.APPROVED}:
        raise writing.ChangedMeanwhile(estimate)

    writing.transition(estimate, version, actor=actor, state=EstimateState.WITHDRAWN, decision=why)

    _log(estimate, "withdrawn", actor)


def _log(
    estimate: PrevalenceEstimate,
    action: str,
    actor: Staff,
    kind: audit.AuditKind = audit.AuditKind.WROTE,
) -> None:
    audit.record(
        kind, by=actor.id, agency=actor.agency_id, objects=[estimate.pk], detail={"action": action}
    )
