"""What a referral to a service in another country lacks."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.casework.services.abroad_rules import reasons_against_abroad
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.services.vocabulary import ReferralState
from saathi.protection.returns.borders.disclosure_checks import reasons_against_texts

_TEXTS = ("need",)  # of the letter to the service


def reasons_against_service(
    referral: Referral, texts: Mapping[str, str], actor: Staff
) -> tuple[Reason, ...]:
    """Why a child is not referred to the service of a new referral: it is in another country.

    That the child does not want the service is always recorded.
    """
    there = referral.service.country if referral.service else ""
    if (
        there in {"", referral.file.office.country}
        or referral.state == ReferralState.CHILD_DECLINED
    ):
        return ()
    said = {name: texts.get(name, "") for name in _TEXTS}
    return (*_reasons(referral, there), *reasons_against_texts(actor, said))


def reasons_against_recipient(referral: Referral, recipient: Staff) -> tuple[Reason, ...]:
    """Why a person of a service gets no access to the file: the person or the service is abroad."""
    countries = {recipient.office.country, referral.service.country if referral.service else ""}
    abroad = sorted(countries - {"", referral.file.office.country})
    return tuple(dict.fromkeys(reason for there in abroad for reason in _reasons(referral, there)))


def _reasons(referral: Referral, there: str) -> tuple[Reason, ...]:
    values: list[Any] = [referral.file_id, there, list(referral.shared), referral.child_answer]
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_asked_abroad(%s, %s, %s, %s)", values)
        return reasons_against_abroad(cursor.fetchone()[0])
