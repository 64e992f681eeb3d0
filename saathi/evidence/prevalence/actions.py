"""Every write to prevalence estimates: create, approve, withdraw. `evidence.approval` refuses."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.approval.actions import add_record, approve_record, log_step
from saathi.evidence.prevalence import rules
from saathi.evidence.prevalence.estimating import list_overlap_patterns
from saathi.evidence.prevalence.models import OverlapCounts, PrevalenceEstimate
from saathi.evidence.prevalence.vocabulary import EstimateState


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
def create_estimate(
    *, estimate: PrevalenceEstimate, counts: Sequence[int], actor: Staff
) -> PrevalenceEstimate:
    """Creates an estimate; only its authors can see it before a second person approves it."""
    access.require(actor, Permission.PREPARE_RELEASE)

    lists = len(estimate.lists)
    overlaps = dict(zip(list_overlap_patterns(lists), counts, strict=True))
    estimate.shown = asdict(rules.compute_visible_overlaps(lists, overlaps))
    add_record(estimate, "written_down", actor)
    OverlapCounts(estimate=estimate, counts=list(counts)).save(force_insert=True)
    return estimate


@transaction.atomic
def approve_estimate(*, estimate: PrevalenceEstimate, version: int, actor: Staff) -> None:
    """Approves another person's estimate; all readers of statistics can then see it."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if rules.reasons_not_to_approve(estimate_facts(estimate), actor.id):
        raise access.NotAllowed
    approve_record(estimate, version, actor)


@transaction.atomic
def withdraw_estimate(
    *, estimate: PrevalenceEstimate, version: int, why: str, actor: Staff
) -> None:
    """Withdraws an estimate that is no longer valid, with a reason; it stays on record."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if estimate.state not in {EstimateState.ASKED, EstimateState.APPROVED}:
        raise writing.ChangedMeanwhile(estimate)

    writing.transition(estimate, version, actor=actor, state=EstimateState.WITHDRAWN, decision=why)

    log_step(estimate, "withdrawn", actor)
