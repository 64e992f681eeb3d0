"""Administrators that only an operator can make: the first of an agency, and one when none is left.

Run as the maintenance role, never by the web.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction

from saathi import audit
from saathi.agencies import invitation_tokens
from saathi.agencies.actions.joining import EmailAddressTaken
from saathi.agencies.models import Agency, Invitation, Office, Staff
from saathi.infra import clock

VALID_FOR = dt.timedelta(days=7)
ENOUGH_ADMINISTRATORS = 2  # one asks and one confirms: they can invite others themselves


class AgencyExists(Exception):
    """An agency of this country has this name already."""


class AccountEnded(Exception):
    """The address belongs to an account that was ended."""


class EnoughAdministrators(Exception):
    """The agency has administrators who can invite and confirm others themselves."""


@dataclass(frozen=True)
class AgencyInput:
    """An agency as it begins: one office, one administrator."""

    country: str
    agency: str
    office: str
    name: str
    email: str
    kind: str = "government"
    time_zone: str = "UTC"


@transaction.atomic
def found_agency(new: AgencyInput) -> str:
    """The token of the first administrator's invitation; the agency and its office are made.

    `AgencyExists`, `EmailAddressTaken` and `AccountEnded` where there is one already.
    """
    there = Staff.objects.filter(email__iexact=new.email).first()
    if there is not None:
        raise _taken(there)
    if Agency.objects.filter(country=new.country, name__iexact=new.agency).exists():
        raise AgencyExists
    agency = Agency.objects.create(country=new.country, name=new.agency, kind=new.kind)
    office = Office.objects.create(
        agency=agency,
        name=new.office,
        level="nation",
        country=new.country,
        time_zone=new.time_zone,
    )
    return _invite(_administrator(office, new.name, new.email))


@transaction.atomic
def add_administrator(office: Office, name: str, email: str, *, beside_others: bool) -> str:
    """The token of a further administrator's invitation, for an agency that cannot invite one itself.

    Someone who was invited as its administrator and never joined gets a new token. Refuses where two
    can sign in, unless `beside_others` says that they cannot. One call at a time counts them.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=office.agency_id)
    active = Staff.objects.filter(
        agency=office.agency_id, bundle="administrator", is_active=True
    ).count()
    if active >= ENOUGH_ADMINISTRATORS and not beside_others:
        raise EnoughAdministrators
    there = Staff.objects.filter(email__iexact=email).first()
    if there is None:
        return _invite(_administrator(office, name, email))
    is_invited = not there.is_active and there.deactivated_at is None
    if not is_invited or there.bundle != "administrator" or there.agency_id != office.agency_id:
        raise _taken(there)
    Invitation.objects.filter(staff=there, used_at=None).delete()
    return _invite(there)


def _taken(there: Staff) -> Exception:
    is_ended = not there.is_active and there.deactivated_at is not None
    return AccountEnded() if is_ended else EmailAddressTaken()


def _administrator(office: Office, name: str, email: str) -> Staff:
    return Staff.objects.create(
        agency_id=office.agency_id,
        office=office,
        name=name,
        email=email.lower(),
        bundle="administrator",
        is_active=False,
    )


def _invite(staff: Staff) -> str:
    token = invitation_tokens.make_link_token(staff.id, staff.email)
    Invitation.objects.create(
        staff=staff,
        token_hash=hashlib.sha256(token.encode()).digest(),
        expires_at=clock.now() + VALID_FOR,
    )
    audit.record(
        audit.AuditKind.INVITED,
        by=None,
        agency=staff.agency_id,
        objects=[staff.id],
        detail={"role": "administrator", "method": "operator"},
    )
    return token
