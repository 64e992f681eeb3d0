"""Adds a version of a piece of configuration; versions are never changed."""

import datetime as dt
from typing import Any

from django.db import transaction

from saathi import audit
from saathi.agencies import access, queries
from saathi.agencies.models import Configuration, Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock


@transaction.atomic
def add_version(
    *, by: Staff, kind: str, name: str, body: Any, valid_from: dt.date
) -> Configuration:
    """The new version, one above the newest of this kind and name in the agency's country."""
    access.require(by, Permission.MANAGE_OFFICES)

    country = by.agency.country
    newest = queries.newest_version(country, kind, name)

    version = Configuration(
        kind=kind,
        country=country,
        name=name,
        version=newest.version + 1 if newest else 1,
        body=body,
        valid_from=valid_from,
        recorded_at=clock.now(),
        recorded_by=by.id,
    )
    version.save(force_insert=True)

    audit.record(
        audit.Kind.RULES_CHANGED,
        by=by.id,
        agency=by.agency_id,
        objects=[version.id],
        detail={"action": kind, "version": version.version},
    )
    return version
