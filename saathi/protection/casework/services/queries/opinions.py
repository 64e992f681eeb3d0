"""Children's opinions of a service: each for its audience, the majority for the entry's maintainers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.participation.vocabulary import StatementAudience, ThemeCountingConsent
from saathi.protection.casework.services.models import Opinion, Referral, Service
from saathi.protection.casework.services.vocabulary import ServiceExperience
from saathi.web.components import join_facts

PAGE_SIZE = 20


@dataclass(frozen=True)
class ServiceOpinionRow:
    """One opinion, decrypted."""

    pk: UUID
    title: str
    about: str
    words: str
    language: str
    is_counted: bool


def list_opinions_on_referral(
    staff: Staff, referral: Referral
) -> Sequence[ServiceOpinionRow] | None:
    """The latest twenty, newest first; None if `staff` may not read the child's statements."""
    if Section.VOICE not in access.rights(staff, referral.file_id).reads:
        return None
    visible_opinions = access.visible(staff, Opinion).filter(referral=referral)
    rows = list(visible_opinions.order_by("-said_on", "-recorded_at", "-pk")[:PAGE_SIZE])
    opened = records.open_texts_of_each(rows)
    return [
        ServiceOpinionRow(
            pk=row.pk,
            title=str(ServiceExperience(row.experience).label),
            about=join_facts(
                [
                    date_format(row.said_on, "j F Y"),
                    StatementAudience(row.audience).label,
                    *(
                        [ThemeCountingConsent(row.counted).label]
                        if row.experience != ServiceExperience.CHOSE_NOT
                        else []
                    ),
                ]
            ),
            words=opened.get(row.pk, {}).get("words", ""),
            language=row.language,
            is_counted=row.counted == ThemeCountingConsent.AGREED,
        )
        for row in rows
    ]


def majority_experience_text(service: Service) -> str:
    """The majority opinion of a service, for the maintainers of its entry; empty below ten children."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT service_majority_experience(%s)", [service.pk])
        most = str(cursor.fetchone()[0])
    return {
        "good": _("Most children had a good experience."),
        "bad": _("Most children had a bad experience."),
        "mixed": _("Children had mixed experiences."),
    }.get(most, "")
