"""Writes about how a child found a service."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.participation.vocabulary import Audience, Counted
from saathi.people.models import Child
from saathi.protection.services import rules
from saathi.protection.services.models import Opinion, Referral
from saathi.protection.services.vocabulary import HerView


@dataclass(frozen=True)
class OpinionTold:
    """What the child says of a service, who may read it, whether it is counted; `words` are sealed."""

    found: HerView
    said_on: dt.date
    audience: Audience = Audience.TEAM
    counted: Counted = Counted.NOT_ASKED
    language: str = ""
    words: str = ""


@transaction.atomic
def record_opinion(*, child: Child, referral: Referral, told: OpinionTold, by: Staff) -> Opinion:
    """Her opinion beside those before it. That she chose not to say is kept as well, and not counted."""
    is_said = told.found in rules.SAID
    opinion = Opinion(
        file_id=child.file_id,
        child=child,
        referral=referral,
        found=told.found,
        said_on=told.said_on,
        language=told.language,
        audience=told.audience,
        counted=told.counted if is_said else Counted.NOT_ASKED,
    )
    access.require(by, Permission.WORK_ON_CASE, opinion)

    words = told.words.strip() if is_said else ""
    return writing.add(opinion, by=by, payload={"words": words} if words else None)


@transaction.atomic
def stop_counting(*, opinion: Opinion, version: int, by: Staff) -> Opinion:
    """Her opinion, counted no more: she took her yes back. What she said stays as it is."""
    access.require(by, Permission.WORK_ON_CASE, opinion)
    return writing.change(opinion, by=by, version=version, counted=Counted.REFUSED)
