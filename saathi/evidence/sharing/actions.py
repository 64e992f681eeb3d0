"""Writes agreements of authorities: create, approve, share. `evidence.approval` rejects and ends."""

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
from saathi.evidence.research import actions as research
from saathi.evidence.research.extracts import ResearchExtract, pack_release
from saathi.evidence.sharing import rules
from saathi.evidence.sharing.models import Sharing, SharingAgreement
from saathi.evidence.sharing.terms import sharing_terms
from saathi.evidence.sharing.vocabulary import SharingOutcome


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
    *, agreement: SharingAgreement, today: dt.date, actor: Staff
) -> SharingAgreement:
    """Records a signed agreement; nothing is shared under it before a second person approves it."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if reasons_against_time(agreement.until, today):
        raise access.NotAllowed

    add_record(agreement, "written_down", actor)
    return agreement


@transaction.atomic
def approve_agreement(
    *, agreement: SharingAgreement, version: int, today: dt.date, actor: Staff
) -> None:
    """Approves another person's agreement: its tables can be shared until its end date."""
    access.require(actor, Permission.APPROVE_RELEASE)
    if rules.reasons_not_to_approve(agreement_facts(agreement), actor.id, today):
        raise access.NotAllowed
    approve_record(agreement, version, actor)


@transaction.atomic
def share_tables(
    *, agreement: SharingAgreement, release: Release, to: str, today: dt.date, actor: Staff
) -> ResearchExtract:
    """The archive to hand over, or the reasons if the agreement does not cover it; both logged."""
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
        log_step(agreement, "not_shared", actor)
        return made
    log_step(agreement, "shared", actor, audit.AuditKind.EXPORTED)
    return made
