"""Actions on children's opinions of services."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.participation.vocabulary import StatementAudience, ThemeCountingConsent
from saathi.people.models import Child
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.models import Opinion, Referral
from saathi.protection.casework.services.vocabulary import ServiceExperience


@dataclass(frozen=True)
class ServiceOpinionInput:
    """The child's opinion of a service, its audience and whether it is counted; words are sealed."""

    experience: ServiceExperience
    said_on: dt.date
    audience: StatementAudience = StatementAudience.TEAM
    counted: ThemeCountingConsent = ThemeCountingConsent.NOT_RECORDED
    language: str = ""
    own_words: str = ""


@transaction.atomic
def record_opinion(
    *, child: Child, referral: Referral, data: ServiceOpinionInput, actor: Staff
) -> Opinion:
    """Adds the child's opinion; earlier ones are kept. "Chose not to say" is kept but not counted."""
    is_said = data.experience in rules.STATED_EXPERIENCES
    opinion = Opinion(
        file_id=child.file_id,
        child=child,
        referral=referral,
        experience=data.experience,
        said_on=data.said_on,
        language=data.language,
        audience=data.audience,
        counted=data.counted if is_said else ThemeCountingConsent.NOT_ASKED,
    )
    access.require(actor, Permission.WORK_ON_CASE, opinion)

    words = data.own_words.strip() if is_said else ""
    return writing.add(opinion, actor=actor, payload={"words": words} if words else None)


@transaction.atomic
def exclude_opinion_from_statistics(*, opinion: Opinion, version: int, actor: Staff) -> Opinion:
    """Stops counting the opinion: the child withdrew consent to it. The opinion itself stays."""
    access.require(actor, Permission.WORK_ON_CASE, opinion)
    return writing.change(
        opinion, actor=actor, version=version, counted=ThemeCountingConsent.REFUSED
    )
