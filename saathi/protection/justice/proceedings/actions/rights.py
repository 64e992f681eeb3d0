"""Records referrals of a proceeding to a court for children."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.fields import payload_of
from saathi.infra.reasons import Refused
from saathi.protection.justice.proceedings import rules
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import CourtReferral

WORK = Permission.WORK_ON_CASE


class CourtReferralRefused(Refused):
    """A referral whose outcome and date contradict each other."""


@transaction.atomic
def refer_proceeding(*, referral: CourtReferral, actor: Staff) -> CourtReferral:
    """Records the request to move a proceeding to a court for children."""
    access.require(actor, WORK, referral)
    referral.outcome = codes.CourtReferralOutcome.WAITING
    return writing.add(referral, actor=actor)


@transaction.atomic
def record_referral_outcome(
    *, referral: CourtReferral, columns: Mapping[str, Any], version: int, actor: Staff
) -> CourtReferral:
    """Records what became of a referral; `CourtReferralRefused`."""
    access.require(actor, WORK, referral)
    if reasons := rules.reasons_against_referral_outcome(
        codes.CourtReferralOutcome(columns["outcome"]),
        asked_on=referral.asked_on,
        decided_on=columns["decided_on"],
    ):
        raise CourtReferralRefused(reasons)
    texts = payload_of(referral)
    return writing.change(referral, actor=actor, version=version, payload=texts, **columns)
