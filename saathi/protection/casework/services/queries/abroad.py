"""What a referral to a service in another country lacks."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.casework.services.abroad_rules import (
    reasons_against_abroad,
    reasons_against_country,
    reasons_against_family_abroad,
)
from saathi.protection.casework.services.models import Referral, Service
from saathi.protection.casework.services.vocabulary import ReferralState
from saathi.protection.identification.intake.models import Report
from saathi.protection.returns.borders.disclosure_checks import reasons_against_texts

_TEXTS = ("need",)  # of the letter to the service


def reasons_against_service(
    referral: Referral, texts: Mapping[str, str], actor: Staff
) -> tuple[Reason, ...]:
    """Why a child is not referred to the service of a new referral: it is in another country.

    A service that is named in words says in which country it is. That the child does not want the
    service is always recorded.
    """
    there = country_of(referral)
    if unknown := reasons_against_country(there, is_in_directory=referral.service is not None):
        return unknown
    if (
        there in {"", referral.file.office.country}
        or referral.state == ReferralState.CHILD_DECLINED
    ):
        return ()
    said = {name: texts.get(name, "") for name in _TEXTS}
    return (
        *_reasons(referral, there, referral.child_answer),
        *reasons_against_texts(actor, said),
    )


def reasons_against_going_on(
    referral: Referral, need: str, actor: Staff, *, answer: str | None = None
) -> tuple[Reason, ...]:
    """Why the service of a recorded referral is not informed or offered again: it is in another country.

    `answer`: what the child answers now, if it changes.
    """
    there = country_of(referral)
    if referral.child_id is None or there in {"", referral.file.office.country}:
        return ()
    answered = referral.child_answer if answer is None else answer
    return (
        *_reasons(referral, there, answered),
        *reasons_against_texts(actor, {"need": need}),
    )


def reasons_against_letter(referral: Referral, need: str, reader: Staff) -> tuple[Reason, ...]:
    """Why a letter about an opened referral is not printed; for all who read the referral.

    The database answers, also for a service whose entry is in revision and not readable.
    """
    there = country_of(referral)
    is_here = there in {"", referral.file.office.country} and not is_in_revision(referral)
    if referral.child_id is None or is_here:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_letter_lacks(%s)", [referral.pk])
        reasons = reasons_against_abroad(cursor.fetchone()[0])
    if not reasons and is_in_revision(referral):
        return ()
    return (*reasons, *reasons_against_texts(reader, {"need": need}))


def reasons_against_family(report: Report, country: str) -> tuple[Reason, ...]:
    """Why the family of a report is not referred to a service in this country."""
    return reasons_against_family_abroad(country, here=report.file.office.country)


def country_of(referral: Referral) -> str:
    """The country of the service of a referral; empty if it was recorded before this was asked.

    Empty, too, if the entry of the service is in revision; the database then knows the country.
    """
    if is_in_revision(referral):
        return ""
    return referral.service.country if referral.service else referral.country


def is_in_revision(referral: Referral) -> bool:
    """Whether the service of a referral has an entry that the reader cannot read now."""
    try:
        return referral.service_id is not None and referral.service is None
    except Service.DoesNotExist:
        return True


def reasons_against_recipient(referral: Referral, recipient: Staff) -> tuple[Reason, ...]:
    """Why a person of a service gets no access to the file: the person or the service is abroad."""
    countries = {recipient.office.country, country_of(referral)}
    abroad = sorted(countries - {"", referral.file.office.country})
    answer = referral.child_answer
    results = [reason for there in abroad for reason in _reasons(referral, there, answer)]
    return tuple(dict.fromkeys(results))


def _reasons(referral: Referral, there: str, answer: str) -> tuple[Reason, ...]:
    values: list[Any] = [referral.file_id, there, list(referral.shared), answer]
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_asked_abroad(%s, %s, %s, %s)", values)
        return reasons_against_abroad(cursor.fetchone()[0])
