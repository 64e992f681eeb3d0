"""Every write to agreements between authorities: create, approve, refuse, share, end."""

import datetime as dt
from collections.abc import Sequence
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
from saathi.evidence.research import actions as research
from saathi.evidence.research.extracts import ResearchExtract, pack_release
from saathi.evidence.research.rules import reasons_against_time
from saathi.evidence.sharing import rules
from saathi.evidence.sharing.models import Sharing, SharingAgreement
from saathi.evidence.sharing.terms import sharing_terms
from saathi.evidence.sharing.vocabulary import AgreementState, SharingOutcome
from saathi.infra import clock


@dataclass(frozen=True)
class AgreementInput:
    """The agreement between two authorities as on the signed paper."""

    partner: str
    partner_kind: str
    country: str
    number: str
    purpose: str
    what: str
    keeping: str
    indicators: Sequence[str]
    by: Sequence[str]
    agreed_on: dt.date
    until: dt.date


def agreement_facts(agreement: SharingAgreement) -> rules.AgreementFacts:
    """The facts about an agreement that the rules need."""
    return rules.AgreementFacts(
        agreement.state, agreement.made_by, agreement.until, agreement.indicators, agreement.by
    )


def shared_table_facts(release: Release) -> rules.SharedTableFacts:
    """The facts about the tables of a release that the rules need."""
    by = {name for table in release.family.tables for name in table.split(",") if name}
    return rules.SharedTableFacts(research.extract_material(release), release.family.indicator, by)


@transaction.atomic
def create_agreement(
    *, agreement_input: AgreementInput, today: dt.date, actor: Staff
) -> SharingAgreement:
    """Records a signed agreement; nothing is shared under it before a second person approves it."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if reasons_against_time(agreement_input.until, today):
        raise access.NotAllowed

    values = vars(agreement_input) | {
        "indicators": list(agreement_input.indicators),
        "by": list(agreement_input.by),
    }
    agreement = SharingAgreement(agency_id=actor.agency_id, made_by=actor.id, **values)
    agreement.save(force_insert=True)

    _log(agreement, "written_down", actor)
    return agreement


@transaction.atomic
def approve_agreement(
    *, agreement: SharingAgreement, version: int, today: dt.date, actor: Staff
) -> None:
    """Approves another person's agreement: its tables can be shared until its end."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if rules.reasons_not_to_approve(agreement_facts(agreement), actor.id, today):
        raise access.NotAllowed

    record_decision(agreement, version, AgreementState.APPROVED, "", actor)

    _log(agreement, "approved", actor, audit.AuditKind.APPROVED)


@transaction.atomic
def refuse_agreement(*, agreement: SharingAgreement, version: int, why: str, actor: Staff) -> None:
    """Refuses another person's agreement with a reason."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if reasons_not_to_decide(agreement.state, agreement.made_by, actor.id):
        raise access.NotAllowed

    record_decision(agreement, version, AgreementState.REFUSED, why, actor)

    _log(agreement, "refused", actor, audit.AuditKind.SENT_BACK)


@transaction.atomic
def share_tables(
    *, agreement: SharingAgreement, release: Release, to: str, today: dt.date, actor: Staff
) -> ResearchExtract:
    """The archive to hand over, or the reasons without a body if it is not covered. Both are logged."""
    access.require(actor, Permission.PREPARE_RELEASE)
    against = rules.reasons_not_to_share(
        agreement_facts(agreement), shared_table_facts(release), today
    )
    made = (
        ResearchExtract("", b"", against)
        if against
        else pack_release(release, sharing_terms(agreement, release, to))
    )

    refused = [reason.code for reason in made.reasons] or ([] if made.body else ["content"])
    sharing = Sharing(
        agreement=agreement,
        release=release,
        outcome=SharingOutcome.REFUSED if refused else SharingOutcome.GIVEN,
        against=list(dict.fromkeys(refused)),
        to=to,
        sha256="" if refused else release_files.file_sha256(made.body),
        made_by=actor.id,
    )
    sharing.save(force_insert=True)

    if refused:
        _log(agreement, "not_shared", actor)
        return made
    _log(agreement, "shared", actor, audit.AuditKind.EXPORTED)
    return made


@transaction.atomic
def end_agreement(*, agreement: SharingAgreement, version: int, why: str, actor: Staff) -> None:
    """Ends an agreement for good; `why` records the other authority's statement about its copies."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if agreement.state != AgreementState.APPROVED:
        raise writing.ChangedMeanwhile(agreement)

    ended = {"state": AgreementState.ENDED, "ending": why}
    writing.transition(
        agreement, version, actor=actor, ended_by=actor.id, ended_at=clock.now(), **ended
    )

    _log(agreement, "ended", actor)


def _log(
    agreement: SharingAgreement,
    action: str,
    actor: Staff,
    kind: audit.AuditKind = audit.AuditKind.WROTE,
) -> None:
    audit.record(
        kind, by=actor.id, agency=actor.agency_id, objects=[agreement.pk], detail={"action": action}
    )
