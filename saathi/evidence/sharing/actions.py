"""Every write to agreements between authorities: write down, approve, refuse, share, end."""

import datetime as dt
from collections.abc import Sequence
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
from saathi.evidence.research import actions as research
from saathi.evidence.research.extracts import Extract, packed
from saathi.evidence.research.rules import reasons_against_time
from saathi.evidence.sharing import rules
from saathi.evidence.sharing.models import Sharing, SharingAgreement
from saathi.evidence.sharing.terms import terms
from saathi.evidence.sharing.vocabulary import AgreementState, SharingOutcome
from saathi.infra import clock


@dataclass(frozen=True)
class AgreementTold:
    """What two authorities agreed, as the signed paper says it."""

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


def agreed(agreement: SharingAgreement) -> rules.Agreed:
    """What the rules ask about an agreement."""
    return rules.Agreed(
        agreement.state, agreement.made_by, agreement.until, agreement.indicators, agreement.by
    )


def tables(release: Release) -> rules.Tables:
    """What the rules ask about the tables of a release."""
    by = {name for table in release.family.tables for name in table.split(",") if name}
    return rules.Tables(research.material(release), release.family.indicator, by)


@transaction.atomic
def write_down(*, told: AgreementTold, today: dt.date, by: Staff) -> SharingAgreement:
    """A signed agreement on record; nothing is shared under it before a second person approved."""
    access.require(by, Permission.PREPARE_RELEASE)
    if reasons_against_time(told.until, today):
        raise access.NotAllowed

    known = vars(told) | {"indicators": list(told.indicators), "by": list(told.by)}
    agreement = SharingAgreement(agency_id=by.agency_id, made_by=by.id, **known)
    agreement.save(force_insert=True)

    _log(agreement, "written_down", by)
    return agreement


@transaction.atomic
def approve(*, agreement: SharingAgreement, version: int, today: dt.date, by: Staff) -> None:
    """Approves what somebody else wrote down: from now on its tables can be shared until its end."""
    access.require(by, Permission.APPROVE_RELEASE)
    if rules.reasons_not_to_approve(agreed(agreement), by.id, today):
        raise access.NotAllowed

    decide(agreement, version, AgreementState.APPROVED, "", by)

    _log(agreement, "approved", by, audit.Kind.APPROVED)


@transaction.atomic
def refuse(*, agreement: SharingAgreement, version: int, why: str, by: Staff) -> None:
    """Refuses what somebody else wrote down, with why."""
    access.require(by, Permission.APPROVE_RELEASE)
    if reasons_not_to_decide(agreement.state, agreement.made_by, by.id):
        raise access.NotAllowed

    decide(agreement, version, AgreementState.REFUSED, why, by)

    _log(agreement, "refused", by, audit.Kind.SENT_BACK)


@transaction.atomic
def share(
    *, agreement: SharingAgreement, release: Release, to: str, today: dt.date, by: Staff
) -> Extract:
    """The archive to hand over; outside of the agreement the reasons and no body. Both go on record."""
    access.require(by, Permission.PREPARE_RELEASE)
    against = rules.reasons_not_to_share(agreed(agreement), tables(release), today)
    made = Extract("", b"", against) if against else packed(release, terms(agreement, release, to))

    refused = [reason.code for reason in made.reasons] or ([] if made.body else ["content"])
    sharing = Sharing(
        agreement=agreement,
        release=release,
        outcome=SharingOutcome.REFUSED if refused else SharingOutcome.GIVEN,
        against=list(dict.fromkeys(refused)),
        to=to,
        sha256="" if refused else package.sha256(made.body),
        made_by=by.id,
    )
    sharing.save(force_insert=True)

    if refused:
        _log(agreement, "not_shared", by)
        return made
    _log(agreement, "shared", by, audit.Kind.EXPORTED)
    return made


@transaction.atomic
def end(*, agreement: SharingAgreement, version: int, why: str, by: Staff) -> None:
    """Ends an agreement for good; `why` says what the other authority told of its copies."""
    access.require(by, Permission.PREPARE_RELEASE)
    if agreement.state != AgreementState.APPROVED:
        raise writing.ChangedMeanwhile(agreement)

    ended = {"state": AgreementState.ENDED, "ending": why}
    writing.turn(agreement, version, by=by, ended_by=by.id, ended_at=clock.now(), **ended)

    _log(agreement, "ended", by)


def _log(
    agreement: SharingAgreement, action: str, by: Staff, kind: audit.Kind = audit.Kind.WROTE
) -> None:
    audit.record(
        kind, by=by.id, agency=by.agency_id, objects=[agreement.pk], detail={"action": action}
    )
