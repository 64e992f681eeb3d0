"""Requests and decides versions of an agency's own bundles. The database functions check again."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, bundles, definer_functions, notices
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.agencies.models import BundleVersion, Staff
from saathi.agencies.permissions import MAX_PERMISSIONS, Permission
from saathi.agencies.vocabulary import STAFF_CHANGE_NOTICE, ChangeOutcome
from saathi.infra import clock


@dataclass(frozen=True)
class BundleVersionInput:
    """The content of a requested version."""

    code: str
    kind: str
    name: str
    permissions: Collection[Permission]
    valid_from: dt.date
    is_end: bool = False


# A request that was not decided within this time must be made again; as in `functions/bundles.sql`.
REQUEST_LIFETIME = dt.timedelta(days=30)


@transaction.atomic
def request_version(*, actor: Staff, new: BundleVersionInput) -> BundleVersion:
    """The new version: in force at once, or waiting for a second person."""
    access.require(actor, Permission.MANAGE_OFFICES)

    versions = bundles.list_bundle_versions(actor.agency_id, new.code)
    cannot_replace = any(v.kind != new.kind or v.outcome == ChangeOutcome.WAITS for v in versions)
    is_assigned = bundles.role_holders(actor.agency_id, new.kind, new.code).exists()
    exceeds_kind = not MAX_PERMISSIONS.get(new.kind, frozenset()).issuperset(new.permissions)
    if cannot_replace or exceeds_kind or not new.permissions or (new.is_end and is_assigned):
        raise ChangeNotPossible

    values = [
        new.code,
        new.kind,
        new.name,
        sorted(new.permissions),
        new.valid_from,
        new.is_end,
    ]
    made_id = definer_functions.make_change("bundle_ask", values, by=actor.id)
    version = BundleVersion.objects.get(pk=made_id)

    _log_version(actor, version)
    if version.needs_second:
        for person in bundles.staff_with_permissions(actor.agency_id, Permission.CONFIRM_STAFF):
            if person.post != version.code:
                notices.notify_staff(
                    person.id, kind=STAFF_CHANGE_NOTICE, record=version.id, actor=actor
                )
    return version


@transaction.atomic
def decide_version(*, actor: Staff, version: BundleVersion, agree: bool) -> BundleVersion:
    """The version as decided. The decider must neither have requested it nor hold this role."""
    access.require(actor, Permission.CONFIRM_STAFF)
    if not may_decide(actor, version):
        raise access.NotAllowed

    is_assigned = bundles.role_holders(version.agency_id, version.kind, version.code).exists()
    if agree and (is_too_old(version) or (version.is_end and is_assigned)):
        raise ChangeNotPossible

    if not definer_functions.make_change("bundle_decide", [version.id, agree], by=actor.id):
        raise ChangeNotPossible
    version.refresh_from_db()

    _log_version(actor, version, second=version.asked_by)
    return version


def may_decide(staff: Staff, version: BundleVersion) -> bool:
    """Whether this person may be the second person for a version of their agency."""
    return (
        access.has_permission(staff, Permission.CONFIRM_STAFF)
        and version.asked_by != staff.id
        and version.code != staff.post
    )


def is_too_old(version: BundleVersion) -> bool:
    """Whether the request is so old that it can only be refused."""
    return version.asked_at < clock.now() - REQUEST_LIFETIME


def _log_version(actor: Staff, version: BundleVersion, **more: UUID) -> None:
    audit.record(
        audit.AuditKind.RULES_CHANGED,
        by=actor.id,
        agency=actor.agency_id,
        objects=[version.id],
        detail={
            "action": "bundle_ended" if version.is_end else "bundle",
            "role": version.kind,
            "version": version.version,
            "permission": sorted(version.permissions),
            "outcome": str(version.outcome),
            **more,
        },
    )
