"""Every write to requests of researchers: ask, approve, refuse, hand out, end."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.deciding.actions import decide
from saathi.evidence.deciding.rules import reasons_not_to_decide
from saathi.evidence.releases import package
from saathi.evidence.releases.models import Release
from saathi.evidence.research import rules
from saathi.evidence.research.extracts import Extract, extract
from saathi.evidence.research.models import Handing, ResearchRequest
from saathi.evidence.research.vocabulary import RequestState
from saathi.infra import clock


@dataclass(frozen=True)
class RequestTold:
    """What an institute asks for and what it agreed to."""

    release: Release
    institute: str
    title: str
    purpose: str
    question: str
    ethics: str
    agreement: str
    agreed_on: dt.date
    until: dt.date


def standing(request: ResearchRequest) -> rules.Standing:
    """What the rules ask about a request."""
    release = request.release
    return rules.Standing(
        request.state, request.made_by, request.until, request.tables_hash, material(release)
    )


def material(release: Release) -> rules.Material:
    """What the rules ask about a release."""
    return rules.Material(release.state, release.passes, release.tables_hash)


@transaction.atomic
def ask(*, told: RequestTold, today: dt.date, by: Staff) -> ResearchRequest:
    """The request of an institute, written down; nothing is given before a second person approved."""
    access.require(by, Permission.PREPARE_RELEASE)
    if rules.reasons_against_material(material(told.release)) or rules.reasons_against_time(
        told.until, today
    ):
        raise access.NotAllowed

    request = ResearchRequest(
        agency_id=by.agency_id, release=told.release, tables_hash=told.release.tables_hash,
        institute=told.institute, title=told.title, purpose=told.purpose, question=told.question,
        ethics=told.ethics, agreement=told.agreement, agreed_on=told.agreed_on, until=told.until,
        made_by=by.id,
    )  # fmt: skip
    request.save(force_insert=True)

    _log(request, "asked", by)
    return request


@transaction.atomic
def approve(*, request: ResearchRequest, version: int, today: dt.date, by: Staff) -> None:
    """Approves a request of somebody else: from now on its extract can be taken until its end."""
    access.require(by, Permission.APPROVE_RELEASE)
    if rules.reasons_not_to_approve(standing(request), by.id, today):
        raise access.NotAllowed

    decide(request, version, RequestState.APPROVED, "", by)

    _log(request, "approved", by, audit.Kind.APPROVED)


@transaction.atomic
def refuse(*, request: ResearchRequest, version: int, why: str, by: Staff) -> None:
    """Refuses a request of somebody else, with why."""
    access.require(by, Permission.APPROVE_RELEASE)
    if reasons_not_to_decide(request.state, request.made_by, by.id):
        raise access.NotAllowed

    decide(request, version, RequestState.REFUSED, why, by)

    _log(request, "refused", by, audit.Kind.SENT_BACK)


@transaction.atomic
def hand_out(*, request: ResearchRequest, today: dt.date, by: Staff) -> Extract:
    """The extract of an approved request, and that it was taken; with reasons and no body if not."""
    access.require(by, Permission.PREPARE_RELEASE)
    against = rules.reasons_not_to_give(standing(request), today)
    if against:
        return Extract("", b"", against)
    made = extract(request)
    if made.reasons or not made.body:
        return made

    handing = Handing(request=request, sha256=package.sha256(made.body), made_by=by.id)
    handing.save(force_insert=True)

    _log(request, "handed_out", by, audit.Kind.EXPORTED)
    return made


@transaction.atomic
def end(*, request: ResearchRequest, version: int, why: str, by: Staff) -> None:
    """Ends an approved request for good; `why` says what the institute told of its copies."""
    access.require(by, Permission.PREPARE_RELEASE)
    if request.state != RequestState.APPROVED:
        raise writing.ChangedMeanwhile(request)

    writing.turn(
        request,
        version,
        by=by,
        state=RequestState.ENDED,
        ending=why,
        ended_by=by.id,
        ended_at=clock.now(),
    )

    _log(request, "ended", by)


def _log(
    request: ResearchRequest, action: str, by: Staff, kind: audit.Kind = audit.Kind.WROTE
) -> None:
    audit.record(
        kind,
        by=by.id,
        agency=by.agency_id,
        objects=[request.pk],
        detail={"action": action, "release": request.release_id},
    )
