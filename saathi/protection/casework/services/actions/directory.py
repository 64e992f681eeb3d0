"""Actions on the directory of services. Each change keeps the previous content of the entry."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from saathi import audit
from saathi.agencies import access, row_proofs, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.protection.casework.services.models import Service, ServiceVersion
from saathi.protection.casework.services.vocabulary import ServiceCost


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

    @property
    def entry_key(self) -> tuple[str, str, str]:
        """The key that identifies an entry within its agency."""
        return self.organisation, self.name, self.district

    def columns(self) -> dict[str, Any]:
        """The columns of the entry; a secret place is stored without an address."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        found |= {name: list(value) for name, value in found.items() if isinstance(value, tuple)}
        if self.is_place_secret:
            found["address"] = ""
        return found


class ServiceAlreadyListed(Exception):
    """The agency already has an entry of this name and place, perhaps added a moment ago."""


@contextmanager
def _refuse_duplicates() -> Iterator[None]:
    """Raises `ServiceAlreadyListed` if the database refuses a second entry of the same name."""
    try:
        yield
    except IntegrityError as error:
        if "services_service_once" in str(error):
            raise ServiceAlreadyListed from None
        raise


@_refuse_duplicates()
@transaction.atomic
def add_service(*, data: ServiceInput, verified_on: dt.date | None, actor: Staff) -> Service:
    """Adds an entry kept by the actor's agency; or `ServiceAlreadyListed`."""
    access.require(actor, Permission.KEEP_SERVICES)

    service = Service(agency_id=actor.agency_id, recorded_by=actor.id, **data.columns())
    if verified_on is not None:
        service.verified_on, service.verified_by = verified_on, actor.id
    service.save(force_insert=True)

    _log(service, "added", actor)
    return service


@_refuse_duplicates()
@transaction.atomic
def change_service(*, service: Service, data: ServiceInput, version: int, actor: Staff) -> Service:
    """Changes an entry; `ChangedMeanwhile` if `version` is outdated.

    `ServiceAlreadyListed` if another entry already has the new name.
    """
    return _change(service, version, actor, "changed", **data.columns())


@transaction.atomic
def verify_service(*, service: Service, on: dt.date, version: int, actor: Staff) -> Service:
    """Records that the details of the entry were checked on a day."""
    return _change(service, version, actor, "verified", verified_on=on, verified_by=actor.id)


@transaction.atomic
def withdraw_service(
    *, service: Service, on: dt.date, why: str, version: int, actor: Staff
) -> Service:
    """Withdraws the entry from new referrals; existing referrals are unchanged."""
    return _change(service, version, actor, "withdrawn", withdrawn_on=on, why_withdrawn=why)


@_refuse_duplicates()
@transaction.atomic
def reinstate_service(*, service: Service, version: int, actor: Staff) -> Service:
    """Offers the entry again, unverified; `ServiceAlreadyListed` if another entry replaced it."""
    return _change(
        service, version, actor, "brought_back",
        withdrawn_on=None, why_withdrawn="", verified_on=None, verified_by=None,
    )  # fmt: skip


@dataclass(frozen=True)
class ServiceImportRow:
    """One row of an import: a new entry, or new content for an existing one."""

    data: ServiceInput
    verified_on: dt.date | None
    service: Service | None = None


@transaction.atomic
def import_services(*, rows: Sequence[ServiceImportRow], actor: Staff) -> tuple[int, int]:
    """The numbers of entries added and changed. Saves all of them or none.

    `ServiceAlreadyListed` or `ChangedMeanwhile` if another user was faster. The entries are written in the
    order of their names, so that two imports at the same time cannot deadlock.
    """
    access.require(actor, Permission.KEEP_SERVICES)

    added = changed = 0
    for row in sorted(rows, key=lambda row: row.data.entry_key):
        if row.service is None:
            add_service(data=row.data, verified_on=row.verified_on, actor=actor)
            added += 1
            continue
        values = row.data.columns()
        if row.verified_on is not None:
            values |= {"verified_on": row.verified_on, "verified_by": actor.id}
        if any(getattr(row.service, name) != value for name, value in values.items()):
            _change(row.service, row.service.version, actor, "changed", **values)
            changed += 1
    return added, changed


def _change(service: Service, version: int, actor: Staff, action: str, **now: Any) -> Service:
    access.require(actor, Permission.KEEP_SERVICES)
    if service.agency_id != actor.agency_id:
        raise access.NotAllowed

    before = {
        field.attname: field.value_to_string(service)
        for field in Service._meta.concrete_fields
        if field.attname not in {"id", "agency_id", "recorded_at", "recorded_by"}
    }
    row_proofs.prove_rows([(service, now)], by=actor.id)
    current = Service.objects.filter(pk=service.pk, version=version)
    if not current.update(**now, version=models.F("version") + 1):
        raise writing.ChangedMeanwhile(service)
    ServiceVersion(service=service, version=version, body=before, changed_by=actor.id).save(
        force_insert=True
    )
    service.refresh_from_db()

    _log(service, action, actor)
    return service


def _log(service: Service, action: str, actor: Staff) -> None:
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[service.pk],
        detail={"action": action, "model": "services.service", "version": service.version},
    )
