"""Writes requests of researchers: create, approve, hand out. `evidence.approval` rejects and ends."""

import datetime as dt

from django.db import transaction

from saathi import audit
from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.approval.actions import add_record, approve_record, log_step
from saathi.evidence.approval.rules import reasons_against_time
from saathi.evidence.releases import release_files
from saathi.evidence.releases.models import Release
from saathi.evidence.research import rules
from saathi.evidence.research.extracts import ResearchExtract, build_extract
from saathi.evidence.research.models import ExtractHandout, ResearchRequest


def research_request_facts(request: ResearchRequest) -> rules.ResearchRequestFacts:
    """The facts about a request that the rules need."""
    return rules.ResearchRequestFacts(
        request.state,
        request.made_by,
        request.until,
        request.tables_hash,
        extract_material(request.release),
    )


def extract_material(release: Release) -> rules.ExtractMaterial:
    """The facts about a release that the rules need."""
    return rules.ExtractMaterial(release.state, release.passes, release.tables_hash)


@transaction.atomic
def create_request(*, request: ResearchRequest, today: dt.date, actor: Staff) -> ResearchRequest:
    """Creates the request of an institute; nothing is shared before a second person approves it."""
    access.require(actor, Permission.PREPARE_RELEASE)
    material = extract_material(request.release)
    if rules.reasons_against_material(material) or reasons_against_time(request.until, today):
        raise access.NotAllowed

    request.tables_hash = material.tables_hash
    add_record(request, "asked", actor)
    return request


@transaction.atomic
def approve_request(
    *, request: ResearchRequest, version: int, today: dt.date, actor: Staff
) -> None:
    """Approves another person's request: its extract can be downloaded until its end date."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if rules.reasons_not_to_approve(research_request_facts(request), actor.id, today):
        raise access.NotAllowed
    approve_record(request, version, actor)


@transaction.atomic
def hand_out_extract(*, request: ResearchRequest, today: dt.date, actor: Staff) -> ResearchExtract:
    """The extract of an approved request, which is logged; otherwise the reasons and no body."""
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

    log_step(request, "handed_out", actor, audit.AuditKind.EXPORTED)
    return made
