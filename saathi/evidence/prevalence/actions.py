"""Every write to estimates of prevalence: write down, approve, refuse, withdraw."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.deciding.actions import decide
from saathi.evidence.deciding.rules import reasons_not_to_decide
from saathi.evidence.prevalence import rules
from saathi.evidence.prevalence.estimating import patterns
from saathi.evidence.prevalence.models import OverlapCounts, PrevalenceEstimate
from saathi.evidence.prevalence.vocabulary import EstimateState


@dataclass(frozen=True)
class EstimateTold:
    """Whose number is estimated, from which lists, how they overlap, and what was assumed."""

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


def standing(estimate: PrevalenceEstimate) -> rules.Standing:
    """What the rules ask about an estimate, of its makers. One query, for the exact counts."""
    return rules.Standing(
        estimate.state,
        estimate.made_by,
        len(estimate.lists),
        estimate.overlaps,
        estimate.assumptions,
    )


@transaction.atomic
def write_down(*, told: EstimateTold, by: Staff) -> PrevalenceEstimate:
    """An estimate on record; nobody else sees it before a second person approved it."""
    access.require(by, Permission.PREPARE_RELEASE)

    lists = len(told.lists)
    overlaps = dict(zip(patterns(lists), told.counts, strict=True))
    known = vars(told) | {
        "lists": list(told.lists),
        "assumptions": dict(told.assumptions),
        "shown": asdict(rules.shown(lists, overlaps)),
    }
    counts = known.pop("counts")

    estimate = PrevalenceEstimate(agency_id=by.agency_id, made_by=by.id, **known)
    estimate.save(force_insert=True)
    OverlapCounts(estimate=estimate, counts=list(counts)).save(force_insert=True)

    _log(estimate, "written_down", by)
    return estimate


@transaction.atomic
def approve(*, estimate: PrevalenceEstimate, version: int, by: Staff) -> None:
    """Approves what somebody else made: from now on whoever sees numbers sees it, as an estimate."""
    access.require(by, Permission.APPROVE_RELEASE)
    if rules.reasons_not_to_approve(standing(estimate), by.id):
        raise access.NotAllowed

    decide(estimate, version, EstimateState.APPROVED, "", by)

    _log(estimate, "approved", by, audit.Kind.APPROVED)


@transaction.atomic
def refuse(*, estimate: PrevalenceEstimate, version: int, why: str, by: Staff) -> None:
    """Refuses what somebody else made, with why."""
    access.require(by, Permission.APPROVE_RELEASE)
    if reasons_not_to_decide(estimate.state, estimate.made_by, by.id):
        raise access.NotAllowed

    decide(estimate, version, EstimateState.REFUSED, why, by)

    _log(estimate, "refused", by, audit.Kind.SENT_BACK)


@transaction.atomic
def withdraw(*, estimate: PrevalenceEstimate, version: int, why: str, by: Staff) -> None:
    """Withdraws an estimate that holds no more, with why; it stays on record."""
    access.require(by, Permission.PREPARE_RELEASE)
    if estimate.state not in {EstimateState.ASKED, EstimateState.APPROVED}:
        raise writing.ChangedMeanwhile(estimate)

    writing.turn(estimate, version, by=by, state=EstimateState.WITHDRAWN, decision=why)

    _log(estimate, "withdrawn", by)


def _log(
    estimate: PrevalenceEstimate, action: str, by: Staff, kind: audit.Kind = audit.Kind.WROTE
) -> None:
    audit.record(
        kind, by=by.id, agency=by.agency_id, objects=[estimate.pk], detail={"action": action}
    )
