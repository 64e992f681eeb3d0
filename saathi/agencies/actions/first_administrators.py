"""Creates administrators that only an operator can: an agency's first, or one if none is left.

Runs as the maintenance role, never in the web process.
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
ENOUGH_ADMINISTRATORS = 2  # one requests and one confirms: two can invite others themselves


class AgencyExists(Exception):
    """An agency of this country already has this name."""


class AccountEnded(Exception):
    """The address belongs to an account that was closed."""


class EnoughAdministrators(Exception):
    """The agency has administrators who can invite and confirm others themselves."""


@dataclass(frozen=True)
class AgencyInput:
    """A new agency with one office and one administrator."""

    country: str
    agency: str
    office: str
    name: str
    email: str
    kind: str = "government"
    time_zone: str = "UTC"


@transaction.atomic
def create_agency(new: AgencyInput) -> str:
    """Creates an agency and its office; returns the token of the first administrator's invitation.

    Raises `AgencyExists`, `EmailAddressTaken` or `AccountEnded`.
    """
    account = Staff.objects.filter(email__iexact=new.email).first()
    if account is not None:
        raise _account_error(account)
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
    return _invite(_create_administrator(office, new.name, new.email))


@transaction.atomic
def add_administrator(office: Office, name: str, email: str, *, beside_others: bool) -> str:
    """The invitation token of another administrator, for an agency that cannot invite one itself.

    An administrator who was invited and never joined gets a new token. Raises
    `EnoughAdministrators` if two are active, unless `beside_others` says that they cannot sign in.
    The agency row is locked, so that parallel calls count correctly.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=office.agency_id)
    active = Staff.objects.filter(
        agency=office.agency_id, role_kind="administrator", is_active=True
    ).count()
    if active >= ENOUGH_ADMINISTRATORS and not beside_others:
        raise EnoughAdministrators
    account = Staff.objects.filter(email__iexact=email).first()
    if account is None:
        return _invite(_create_administrator(office, name, email))
    is_invited = not account.is_active and account.deactivated_at is None
    if (
        not is_invited
        or account.role_kind != "administrator"
        or account.agency_id != office.agency_id
    ):
        raise _account_error(account)
    Invitation.objects.filter(staff=account, used_at=None).delete()
    return _invite(account)


def _account_error(account: Staff) -> Exception:
    is_ended = not account.is_active and account.deactivated_at is not None
    return AccountEnded() if is_ended else EmailAddressTaken()


def _create_administrator(office: Office, name: str, email: str) -> Staff:
    return Staff.objects.create(
        agency_id=office.agency_id,
        office=office,
        name=name,
        email=email.lower(),
        role_kind="administrator",
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
