"""What a referral to a service in another country lacks."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from saathi.agencies.models import Staff
from saathi.infra.reasons import Reason
from saathi.protection.casework.services.abroad_rules import (
    countries_abroad,
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

    A service that is named in words says in which country it is; if the directory knows it by this
    name, its country there counts as well. That the child does not want the service is always recorded.
    """
    if unknown := reasons_against_country(
        referral.country, is_in_directory=referral.service_id is not None
    ):
        return unknown
    named = countries_by_name(texts.get("to_whom", "")) if referral.service_id is None else set()
    abroad = countries_abroad(countries_of(referral) | named, here=referral.file.office.country)
    if not abroad or referral.state == ReferralState.CHILD_DECLINED:
        return ()
    said = {name: texts.get(name, "") for name in _TEXTS}
    return (
        *_reasons(referral, abroad, referral.child_answer),
        *reasons_against_texts(actor, said),
    )


def reasons_against_going_on(
    referral: Referral, need: str, actor: Staff, *, answer: str | None = None
) -> tuple[Reason, ...]:
    """Why the service of a recorded referral is not informed or offered again: it is in another country.

    `answer`: what the child answers now, if it changes.
    """
    abroad = countries_abroad(countries_of(referral), here=referral.file.office.country)
    if referral.child_id is None or not abroad:
        return ()
    answered = referral.child_answer if answer is None else answer
    return (
        *_reasons(referral, abroad, answered),
        *reasons_against_texts(actor, {"need": need}),
    )


def reasons_against_letter(referral: Referral, need: str, reader: Staff) -> tuple[Reason, ...]:
    """Why a letter about an opened referral is not printed; for all who read the referral."""
    abroad = countries_abroad(countries_of(referral), here=referral.file.office.country)
    if referral.child_id is None or not abroad:
        return ()
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_letter_lacks(%s)", [referral.pk])
        reasons = reasons_against_abroad(cursor.fetchone()[0])
    return (*reasons, *reasons_against_texts(reader, {"need": need}))


def reasons_against_family(report: Report, country: str) -> tuple[Reason, ...]:
    """Why the family of a report is not referred to a service in this country."""
    return reasons_against_family_abroad(country, here=report.file.office.country)


def countries_of(referral: Referral) -> set[str]:
    """The countries of the service of a referral; one is blank if a service in words has none.

    Of a service in the directory the register says it, also while its entry is in revision and not
    readable: the database answers. One query, or none for a service in words.
    """
    if referral.service_id is None:
        return {referral.country}
    return countries_of_service(referral.service_id)


def countries_of_service(service_id: UUID) -> set[str]:
    """The countries of an entry of the directory and of the agency that runs it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT referral_service_countries(%s)", [service_id])
        return set(cursor.fetchone()[0])


def countries_by_name(name: str) -> set[str]:
    """The countries of the entries of the directory with this name, or of this organisation."""
    text = name.strip()
    if not text:
        return set()
    services = Service.objects.filter(Q(name__iexact=text) | Q(organisation__iexact=text))
    return set(services.filter(withdrawn_on=None).values_list("country", flat=True))


def reasons_against_recipient(referral: Referral, recipient: Staff) -> tuple[Reason, ...]:
    """Why a person of a service gets no access to the file: the person or the service is abroad."""
    countries = {recipient.office.country} | countries_of(referral)
    abroad = countries_abroad(countries, here=referral.file.office.country)
    return _reasons(referral, abroad, referral.child_answer)


def _reasons(referral: Referral, abroad: Collection[str], answer: str) -> tuple[Reason, ...]:
    """What is missing for any of these countries, without repeats."""
    reasons: list[Reason] = []
    with connection.cursor() as cursor:
        for there in abroad:
            values: list[Any] = [referral.file_id, there, list(referral.shared), answer]
            cursor.execute("SELECT referral_asked_abroad(%s, %s, %s, %s)", values)
            reasons += reasons_against_abroad(cursor.fetchone()[0])
    return tuple(dict.fromkeys(reasons))
