"""Queries about an agency's own bundles: those in force, their versions, who has them."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from saathi.agencies.models import BundleVersion, Staff
from saathi.agencies.permissions import MAX_PERMISSIONS, SHIPPED_ROLES, Permission
from saathi.agencies.vocabulary import ChangeOutcome

MAX_VERSIONS = 200


def bundles_in_force(agency_id: UUID, today: dt.date) -> dict[str, BundleVersion]:
    """The version of each bundle of this agency in force on a day, by code. One query."""
    begun = BundleVersion.objects.filter(
        agency=agency_id, outcome=ChangeOutcome.AGREED, valid_from__lte=today
    )
    return {version.code: version for version in begun.order_by("version")}


def assignable_bundles(agency_id: UUID, today: dt.date) -> list[BundleVersion]:
    """The bundles that can be assigned today, by name."""
    assignable = [
        bundle for bundle in bundles_in_force(agency_id, today).values() if not bundle.is_end
    ]
    return sorted(assignable, key=lambda bundle: bundle.name)


def permissions_of_version(version: BundleVersion) -> frozenset[Permission]:
    """The permissions of a version, limited to what its kind of role may ever include."""
    permissions = frozenset(
        Permission(name) for name in version.permissions if name in set(Permission)
    )
    return permissions & MAX_PERMISSIONS.get(version.kind, frozenset())


def staff_with_permissions(agency_id: UUID, *permissions: Permission) -> QuerySet[Staff]:
    """Active staff of an agency whose bundle includes all of these permissions today, by name."""
    shipped = [kind for kind, holds in SHIPPED_ROLES.items() if holds.issuperset(permissions)]
    may_hold = [kind for kind, holds in MAX_PERMISSIONS.items() if holds.issuperset(permissions)]
    by_post = ~Q(post="") & Q(role_kind__in=may_hold, own_bundle__contains=list(permissions))
    return Staff.objects.filter(
        Q(post="", role_kind__in=shipped) | by_post, agency=agency_id, is_active=True
    ).order_by("name")


def bundle_names(agency_id: UUID) -> dict[str, str]:
    """The current name of each bundle of this agency, by code; ended ones included."""
    rows = BundleVersion.objects.filter(agency=agency_id).order_by("version")
    return dict(rows.values_list("code", "name"))


def taken_codes(agency_id: UUID) -> set[str]:
    """Every bundle code in use."""
    return set(BundleVersion.objects.filter(agency=agency_id).values_list("code", flat=True))


def list_bundle_versions(agency_id: UUID, code: str | None = None) -> list[BundleVersion]:
    """The versions of one bundle, or of all, newest first."""
    versions = BundleVersion.objects.filter(agency=agency_id)
    if code is not None:
        versions = versions.filter(code=code)
    return list(versions.order_by("-version", "code")[:MAX_VERSIONS])


def get_bundle_version(agency_id: UUID, code: str, number: int) -> BundleVersion | None:
    """One version of a bundle, or None."""
    return BundleVersion.objects.filter(agency=agency_id, code=code, version=number).first()


def previous_agreed_version(
    after: BundleVersion, others: Iterable[BundleVersion]
) -> BundleVersion | None:
    """The version that this one replaces: the newest agreed one below it."""
    agreed = [
        version
        for version in others
        if version.version < after.version and version.outcome == ChangeOutcome.AGREED
    ]
    return max(agreed, key=lambda version: version.version, default=None)


def list_waiting_versions(agency_id: UUID) -> list[BundleVersion]:
    """The versions that wait for a second person, oldest first."""
    versions = BundleVersion.objects.filter(agency=agency_id, outcome=ChangeOutcome.WAITS)
    return list(versions.order_by("asked_at")[:MAX_VERSIONS])


def role_holders(agency_id: UUID, kind: str, code: str = "") -> QuerySet[Staff]:
    """Active or invited staff with a bundle or, without a code, with the shipped role."""
    return Staff.objects.filter(
        agency=agency_id, role_kind=kind, post=code, deactivated_at=None
    ).order_by("name", "id")


def count_role_holders(agency_id: UUID) -> dict[tuple[str, str], int]:
    """How many staff have each role, by kind and code; the code is empty for the shipped role."""
    rows = Staff.objects.filter(agency=agency_id, deactivated_at=None).order_by()
    counts: dict[tuple[str, str], int] = {}
    for kind, code in rows.values_list("role_kind", "post"):
        counts[kind, code] = counts.get((kind, code), 0) + 1
    return counts
