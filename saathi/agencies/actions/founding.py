"""The first administrator of a real installation. Run as the maintenance role, never by the web."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import tokens
from saathi.agencies.actions.joining import AddressTaken
from saathi.agencies.models import Agency, Invitation, Office, Staff
from saathi.infra import clock

VALID_FOR = dt.timedelta(days=7)


@dataclass(frozen=True)
class Founding:
    """An agency as it begins: one office, one administrator."""

    country: str
    agency: str
    office: str
    name: str
    email: str
    kind: str = "government"
    time_zone: str = "UTC"


@transaction.atomic
def found_agency(founding: Founding) -> str:
    """The token of the first administrator's invitation; the agency and its office are made."""
    if Staff.objects.filter(email__iexact=founding.email).exists():
        raise AddressTaken
    agency, _is_new = Agency.objects.get_or_create(
        country=founding.country, name=founding.agency, defaults={"kind": founding.kind}
    )
    office, _is_new = Office.objects.get_or_create(
        agency=agency,
        name=founding.office,
        defaults={
            "level": "nation",
            "country": founding.country,
            "time_zone": founding.time_zone,
        },
    )
    first = Staff.objects.create(
        agency=agency,
        office=office,
        name=founding.name,
        email=founding.email.lower(),
        bundle="administrator",
        is_active=False,
    )
    token = tokens.in_a_link(first.id, first.email)
    Invitation.objects.create(
        staff=first,
        token_hash=hashlib.sha256(token.encode()).digest(),
        expires_at=clock.now() + VALID_FOR,
    )
    audit.record(
        audit.Kind.INVITED,
        by=None,
        agency=agency.id,
        objects=[first.id],
        detail={"role": "administrator"},
    )
    return token
