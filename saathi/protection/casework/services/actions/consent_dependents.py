"""The open referrals that stop when the consent they depend on is withdrawn."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.utils.translation import gettext

from saathi.agencies.models import Staff
from saathi.consent.dependents import ConsentDependent, register_dependent_finder
from saathi.protection.casework.services.actions import referring
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.queries.referrals import list_referrals_by_consent
from saathi.protection.casework.services.vocabulary import ServiceKind


@register_dependent_finder
def list_dependent_referrals(consent_id: UUID, actor: Staff) -> list[ConsentDependent]:
    """The dependent referrals with a label; stopping one ends the service's access at once."""
    return [
        ConsentDependent(_dependent_text(referral), partial(_stop, referral, actor))
        for referral in list_referrals_by_consent(consent_id, actor)
    ]


def _stop(referral: Referral, actor: Staff, on: dt.date) -> None:
    referring.stop_referral(referral=referral, on=on, actor=actor)


def _dependent_text(referral: Referral) -> str:
    kind = str(ServiceKind(referral.kind).label)
    return gettext("Referral: %(kind)s") % {"kind": kind}
