"""Entries of a register and the statements that try to change them."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import EntryStep, SeenEntry, move_entry
from saathi.agencies.register_kit.rules import EntryMove
from saathi.protection.casework.services.actions import directory
from saathi.protection.casework.services.models import (
    Service,
)
from tests.roles import acting, role

FAR = dt.datetime(9899, 12, 31, tzinfo=dt.UTC)


LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)


STEP = ", version = version + 1 WHERE id = %s"


def current(service: Service) -> Service:
    with role("maintenance"):
        return Service.objects.get(pk=service.pk)


def execute(actor: Staff, statement: str, values: list[Any]) -> int:
    """Runs a statement as the web role in the name of a person; the number of rows it changed."""
    with acting(actor), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def move(service: Service, step: EntryMove, actor: Staff, why: str = "") -> None:
    now = current(service)
    with acting(actor):
        move_entry(
            directory.SERVICES, SeenEntry(now, now.version), EntryStep(step, why), actor=actor
        )


def change(service: Service, actor: Staff, **values: object) -> None:
    now = current(service)
    columns = {name: getattr(now, name) for name in directory.ServiceInput.__dataclass_fields__}
    data = directory.ServiceInput(**(columns | values))
    with acting(actor):
        directory.change_service(service=now, data=data, version=now.version, actor=actor)


def is_recent(moment: dt.datetime | None) -> bool:
    """Whether a moment is within the last minute of the database, and not to come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    return moment is not None and dt.timedelta(0) <= now - moment < dt.timedelta(minutes=1)
