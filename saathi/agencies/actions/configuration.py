"""Adds versions of configuration; a version is never changed."""

import datetime as dt
from typing import Any

from django.db import transaction
from psycopg.types.json import Jsonb

from saathi import audit
from saathi.agencies import access, definer_functions
from saathi.agencies.models import Configuration, Staff
from saathi.agencies.permissions import Permission


@transaction.atomic
def add_version(
    *, actor: Staff, kind: str, name: str, body: Any, valid_from: dt.date
) -> Configuration:
    """The new version, numbered one above the newest of this kind and name in the agency's country."""
    access.require(actor, Permission.MANAGE_OFFICES)

    values = [kind, name, Jsonb(body), valid_from]
    version_id = definer_functions.make_change("configuration_add", values, by=actor.id)
    version = Configuration.objects.get(pk=version_id)

    audit.record(
        audit.AuditKind.RULES_CHANGED,
        by=actor.id,
        agency=actor.agency_id,
        objects=[version.id],
        detail={"action": kind, "version": version.version},
    )
    return version
