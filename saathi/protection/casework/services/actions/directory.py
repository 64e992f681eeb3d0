"""Actions on the directory of services, a register: each change keeps the previous content."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import actions
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.agencies.register_kit.rules import EntryMove
from saathi.infra.reasons import Refused
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.models import Service, ServiceTranslation, ServiceVersion
from saathi.protection.casework.services.vocabulary import (
    SERVICE_RETURNED_NOTICE,
    SERVICE_WAITS_NOTICE,
    ServiceCost,
)

SERVICES: Final = RegisterTables(
    name="services.service",
    model=Service,
    versions=ServiceVersion,
    permission=Permission.KEEP_SERVICES,
    key_fields=("name", "organisation", "district"),
    unique_constraint="services_service_once",
    waiting_notice=SERVICE_WAITS_NOTICE,
    returned_notice=SERVICE_RETURNED_NOTICE,
    translations=ServiceTranslation,
    translated_fields=("name", "about", "area", "opening"),
)


class ServiceCheckRefused(Refused):
    """The day of a check, or of the next one, is impossible; `reasons` say which."""


@dataclass(frozen=True)
class ServiceInput:
    """The content of a directory entry. It has no field for a condition by nationality."""

    name: str
    organisation: str
    kinds: Sequence[str]
    country: str
    about: str = ""
    age_low: int | None = None
    age_high: int | None = None
    serves: Sequence[str] = ()
    languages: Sequence[str] = ()
    accessible: Sequence[str] = ()
    respects: Sequence[str] = ()
    friendly: Sequence[str] = ()
    district: str = ""
    area: str = ""
    is_place_secret: bool = False
    address: str = ""
    phone: str = ""
    contact: str = ""
    opening: str = ""
    cost: str = ServiceCost.NOT_KNOWN
    run_by_id: UUID | None = None
    facility_id: UUID | None = None  # the database then copies what the register says of it

    def columns(self) -> dict[str, Any]:
        """The columns of the entry; a secret place is stored without an address."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values |= {name: list(value) for name, value in values.items() if isinstance(value, tuple)}
        if self.is_place_secret or self.facility_id is not None:
            values["address"] = ""
        return values


def add_service(
    *, data: ServiceInput, verified_on: dt.date | None, actor: Staff, is_proposed: bool = True
) -> Service:
    """Adds an entry kept by the actor's agency, submitted for publication or as a draft.

    `EntryAlreadyListed` if the agency has an entry of this name and place.
    """
    _refuse_wrong_days(verified_on, last_check=None, actor=actor)
    values = data.columns() | verification(verified_on, actor)
    entry = actions.add_entry(SERVICES, values=values, is_proposed=is_proposed, actor=actor)
    if entry.facility_id is not None:
        entry.refresh_from_db()  # with what the database copied
    return entry


def change_service(
    *,
    service: Service,
    data: ServiceInput,
    version: int,
    actor: Staff,
    verified_on: dt.date | None = None,
) -> Service:
    """Changes an entry; `ChangedMeanwhile` if `version` is outdated.

    `EntryAlreadyListed` if another entry already has the new name.
    """
    values = data.columns()
    if verified_on is not None and verified_on != service.verified_on:
        _refuse_wrong_days(verified_on, last_check=service.verified_on, actor=actor)
        values |= verification(verified_on, actor)
    seen = actions.SeenEntry(service, version)
    return actions.change_entry(SERVICES, seen, values=values, actor=actor)


@transaction.atomic
def verify_service(
    *,
    service: Service,
    on: dt.date,
    version: int,
    actor: Staff,
    review_on: dt.date | None = None,
) -> Service:
    """Records that the details were checked on a day, and by when they are to be checked again.

    `ServiceCheckRefused` if one of the days cannot be right.
    """
    _refuse_wrong_days(on, review_on, last_check=service.verified_on, actor=actor)
    values = verification(on, actor) | ({"review_on": review_on} if review_on else {})
    seen = actions.SeenEntry(service, version)
    return actions.change_entry(SERVICES, seen, values=values, actor=actor, action="verified")


def withdraw_service(*, service: Service, why: str, version: int, actor: Staff) -> Service:
    """Withdraws the entry from new referrals; existing referrals are unchanged."""
    step = actions.EntryStep(EntryMove.ARCHIVE, why, logged_as="withdrawn")
    return actions.move_entry(SERVICES, actions.SeenEntry(service, version), step, actor=actor)


def reinstate_service(*, service: Service, version: int, actor: Staff) -> Service:
    """Submits a withdrawn entry again, unverified; `EntryAlreadyListed` if another replaced it."""
    unverified = {"verified_on": None, "verified_by": None, "review_on": None}
    step = actions.EntryStep(EntryMove.RESTORE, values=unverified, logged_as="brought_back")
    return actions.move_entry(SERVICES, actions.SeenEntry(service, version), step, actor=actor)


def _refuse_wrong_days(
    checked_on: dt.date | None,
    review_on: dt.date | None = None,
    *,
    last_check: dt.date | None,
    actor: Staff,
) -> None:
    """Raises `ServiceCheckRefused` with the reasons."""
    today = actor.office.today()
    reasons = rules.reasons_against_check(checked_on, review_on, last_check=last_check, today=today)
    if reasons:
        raise ServiceCheckRefused(reasons)


def verification(on: dt.date | None, actor: Staff) -> dict[str, Any]:
    """The columns that say who checked the details and when, and when they are checked again."""
    if on is None:
        return {}
    review_on = on + dt.timedelta(days=rules.STALE_AFTER_DAYS + 1)
    return {"verified_on": on, "verified_by": actor.id, "review_on": review_on}
