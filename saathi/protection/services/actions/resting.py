"""What stops when a consent is taken back: each open referral whose sharing rests on it alone."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.utils.translation import gettext

from saathi.agencies.models import Staff
from saathi.consent.resting import Resting, register
from saathi.protection.services.actions import referring
from saathi.protection.services.models import Referral
from saathi.protection.services.vocabulary import ServiceKind


@register
def referrals(consent_id: UUID, by: Staff) -> list[Resting]:
    """The referrals, in words; stopping one closes the file to the service at once."""
    return [
        Resting(_words(one), partial(_stop, one, by))
        for one in referring.resting_on(consent_id, by)
    ]


def _stop(referral: Referral, by: Staff, on: dt.date) -> None:
    referring.stop(referral=referral, on=on, by=by)


def _words(referral: Referral) -> str:
    kind = str(ServiceKind(referral.kind).label)
    return gettext("Referral: %(kind)s") % {"kind": kind}
