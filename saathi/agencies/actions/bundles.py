"""An agency's own bundles of permissions: asked for, agreed to. The database functions decide again."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from saathi import audit
from saathi.agencies import access, bundles, notices, warden
from saathi.agencies.models import BundleVersion, Staff
from saathi.agencies.permissions import MAY_HOLD, Permission
from saathi.agencies.vocabulary import ChangeOutcome, NoticeKind
from saathi.agencies.warden import NotPossible
from saathi.infra import clock


@dataclass(frozen=True)
class Wanted:
    """A version as it is asked for."""

    code: str
    kind: str
    name: str
    permissions: Collection[Permission]
    valid_from: dt.date
    is_end: bool = False


LIVES = dt.timedelta(days=30)  # a request that nobody agreed to for so long is asked anew


@transaction.atomic
def ask(*, by: Staff, wanted: Wanted) -> BundleVersion:
    """The new version: agreed at once, or waiting for a second person."""
    access.require(by, Permission.MANAGE_OFFICES)

    versions = bundles.versions(by.agency_id, wanted.code)
    others = any(v.kind != wanted.kind or v.outcome == ChangeOutcome.WAITS for v in versions)
    held = bundles.holders(by.agency_id, wanted.kind, wanted.code).exists()
    too_much = not MAY_HOLD.get(wanted.kind, frozenset()).issuperset(wanted.permissions)
    if others or too_much or not wanted.permissions or (wanted.is_end and held):
        raise NotPossible

    values = [
        wanted.code,
        wanted.kind,
        wanted.name,
        sorted(wanted.permissions),
        wanted.valid_from,
        wanted.is_end,
    ]
    made_id = warden.change("bundle_ask", values, by=by.id)
    made = BundleVersion.objects.get(pk=made_id)

    _note(by, made)
    if made.needs_second:
        for person in bundles.able(by.agency_id, Permission.CONFIRM_STAFF):
            if person.post != made.code:
                notices.tell(person.id, kind=NoticeKind.STAFF_CHANGE, record=made.id, by=by)
    return made


@transaction.atomic
def decide(*, by: Staff, version: BundleVersion, agree: bool) -> BundleVersion:
    """The version as it was decided by a second person, who neither asked for it nor holds it."""
    access.require(by, Permission.CONFIRM_STAFF)
    if not may_decide(by, version):
        raise access.NotAllowed

    held = bundles.holders(version.agency_id, version.kind, version.code).exists()
    if agree and (is_too_old(version) or (version.is_end and held)):
        raise NotPossible

    if not warden.change("bundle_decide", [version.id, agree], by=by.id):
        raise NotPossible
    version.refresh_from_db()

    _note(by, version, second=version.asked_by)
    return version


def may_decide(staff: Staff, version: BundleVersion) -> bool:
    """Whether this person may be the second for a version of her agency."""
    return (
        access.may(staff, Permission.CONFIRM_STAFF)
        and version.asked_by != staff.id
        and version.code != staff.post
    )


def is_too_old(version: BundleVersion) -> bool:
    """Whether it was asked so long ago that it can only be refused."""
    return version.asked_at < clock.now() - LIVES


def _note(by: Staff, version: BundleVersion, **more: UUID) -> None:
    audit.record(
        audit.Kind.RULES_CHANGED,
        by=by.id,
        agency=by.agency_id,
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
