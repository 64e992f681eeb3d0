"""Every write to requests of researchers: create, approve, refuse, hand out, end."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.approval.actions import record_decision
from saathi.evidence.approval.rules import reasons_not_to_decide
from saathi.evidence.releases import release_files
from saathi.evidence.releases.models import Release
from saathi.evidence.research import rules
from saathi.evidence.research.extracts import ResearchExtract, build_extract
from saathi.evidence.research.models import ExtractHandout, ResearchRequest
from saathi.evidence.research.vocabulary import ResearchRequestState
from saathi.infra import clock


@dataclass(frozen=True)
class ResearchRequestInput:
    """The request of an institute and the terms that it accepted."""

    release: Release
    institute: str
    title: str
    purpose: str
    question: str
    ethics: str
    agreement: str
    agreed_on: dt.date
    until: dt.date


def research_request_facts(request: ResearchRequest) -> rules.ResearchRequestFacts:
    """The facts about a request that the rules need."""
    release = request.release
    return rules.ResearchRequestFacts(
        request.state,
        request.made_by,
        request.until,
        request.tables_hash,
        extract_material(release),
    )


def extract_material(release: Release) -> rules.ExtractMaterial:
    """The facts about a release that the rules need."""
    return rules.ExtractMaterial(release.state, release.passes, release.tables_hash)


@transaction.atomic
def create_request(
    *, request_input: ResearchRequestInput, today: dt.date, actor: Staff
) -> ResearchRequest:
    """Creates the request of an institute; nothing is given out before a second person approves it."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if rules.reasons_against_material(
        extract_material(request_input.release)
    ) or rules.reasons_against_time(request_input.until, today):
        raise access.NotAllowed

    request = ResearchRequest(
        agency_id=actor.agency_id,
        release=request_input.release,
        tables_hash=request_input.release.tables_hash,
        institute=request_input.institute,
        title=request_input.title,
        purpose=request_input.purpose,
        question=request_input.question,
        ethics=request_input.ethics,
        agreement=request_input.agreement,
        agreed_on=request_input.agreed_on,
        until=request_input.until,
        made_by=actor.id,
    )
    request.save(force_insert=True)

    _log(request, "asked", actor)
    return request


@transaction.atomic
def approve_request(
    *, request: ResearchRequest, version: int, today: dt.date, actor: Staff
) -> None:
    """Approves another person's request: its extract can be taken until its end."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if rules.reasons_not_to_approve(research_request_facts(request), actor.id, today):
        raise access.NotAllowed

    record_decision(request, version, ResearchRequestState.APPROVED, "", actor)

    _log(request, "approved", actor, audit.AuditKind.APPROVED)


@transaction.atomic
def refuse_request(*, request: ResearchRequest, version: int, why: str, actor: Staff) -> None:
    """Refuses another person's request with a reason."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if reasons_not_to_decide(request.state, request.made_by, actor.id):
        raise access.NotAllowed

    record_decision(request, version, ResearchRequestState.REFUSED, why, actor)

    _log(request, "refused", actor, audit.AuditKind.SENT_BACK)


@transaction.atomic
def hand_out_extract(*, request: ResearchRequest, today: dt.date, actor: Staff) -> ResearchExtract:
    """The extract of an approved request, with a log entry; otherwise the reasons and no body."""
    access.require(actor, Permission.PREPARE_RELEASE)
    against = rules.reasons_not_to_hand_out(research_request_facts(request), today)
    if against:
        return ResearchExtract("", b"", against)
    made = build_extract(request)
    if made.reasons or not made.body:
        return made

    handing = ExtractHandout(
        request=request, sha256=release_files.file_sha256(made.body), made_by=actor.id
    )
    handing.save(force_insert=True)

    _log(request, "handed_out", actor, audit.AuditKind.EXPORTED)
    return made


@transaction.atomic
def end_request(*, request: ResearchRequest, version: int, why: str, actor: Staff) -> None:
    """Ends an approved request for good; `why` records the institute's statement about its copies."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if request.state != ResearchRequestState.APPROVED:
        raise writing.ChangedMeanwhile(request)

    writing.transition(
        request,
        version,
        actor=actor,
        state=ResearchRequestState.ENDED,
        ending=why,
        ended_by=actor.id,
        ended_at=clock.now(),
    )

    _log(request, "ended", actor)


def _log(
    request: ResearchRequest,
    action: str,
    actor: Staff,
    kind: audit.AuditKind = audit.AuditKind.WROTE,
) -> None:
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        objects=[request.pk],
        detail={"action": action, "release": request.release_id},
    )
