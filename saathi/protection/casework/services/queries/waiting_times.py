"""How long children wait for the help of a service, or had to wait, in words."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import ngettext

from saathi.agencies import collection_methods
from saathi.agencies.models import Office
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.vocabulary import ReferralState


def _import_days(referrals: Sequence[Referral], office: Office) -> dict[UUID, dt.date]:
    """The day of the import, for referrals that an import made after their offer. At most one query.

    The other system does not say what became of the offer until then.
    """
    recorded = {
        referral.pk: day
        for referral in referrals
        if (day := office.date_of(referral.recorded_at)) > referral.offered_on
    }
    if not recorded:
        return {}
    return {pk: recorded[pk] for pk in collection_methods.list_imported(recorded)}


def waiting_time_texts(referrals: Sequence[Referral], office: Office) -> dict[UUID, str]:
    """How long children have waited, or had to wait, for help: of imported referrals from the import.

    Empty if help never began. At most one query.
    """
    today, imported_on = office.today(), _import_days(referrals, office)
    return {
        referral.pk: _waiting_time_text(
            referral, imported_on.get(referral.pk, referral.offered_on), today
        )
        for referral in referrals
    }


def _waiting_time_text(referral: Referral, since: dt.date, today: dt.date) -> str:
    if referral.began_on is not None and referral.began_on < since:
        since = referral.offered_on
    days = rules.days_until_help(
        offered_on=since,
        began_on=referral.began_on,
        today=today,
        is_open=ReferralState(referral.state) in rules.OPEN_STATES,
    )
    if days is None:
        return ""
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
