"""Reads of an agency's own bundles of permissions: what is in force, its versions, who holds it."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from saathi.agencies.models import BundleVersion, Staff
from saathi.agencies.permissions import BUNDLES, MAX_PERMISSIONS, Permission
from saathi.agencies.vocabulary import ChangeOutcome

MAX_VERSIONS = 200


def bundles_in_force(agency_id: UUID, today: dt.date) -> dict[str, BundleVersion]:
    """The version of each bundle of this agency that holds today, by code. One query."""
    begun = BundleVersion.objects.filter(
        agency=agency_id, outcome=ChangeOutcome.AGREED, valid_from__lte=today
    )
    return {found.code: found for found in begun.order_by("version")}


def assignable_bundles(agency_id: UUID, today: dt.date) -> list[BundleVersion]:
    """The bundles that somebody can be given today, by name."""
    found = [each for each in bundles_in_force(agency_id, today).values() if not each.is_end]
    return sorted(found, key=lambda each: each.name)


def permissions_of_version(version: BundleVersion) -> frozenset[Permission]:
    """What a version gives: never more than the kind of its role may hold."""
    known = frozenset(Permission(name) for name in version.permissions if name in set(Permission))
    return known & MAX_PERMISSIONS.get(version.kind, frozenset())


def staff_with_permissions(agency_id: UUID, *wanted: Permission) -> QuerySet[Staff]:
    """Active staff of an agency whose bundle holds all of these today, by name."""
    shipped = [kind for kind, holds in BUNDLES.items() if holds.issuperset(wanted)]
    may_hold = [kind for kind, holds in MAX_PERMISSIONS.items() if holds.issuperset(wanted)]
    by_post = ~Q(post="") & Q(bundle__in=may_hold, own_bundle__contains=list(wanted))
    return Staff.objects.filter(
        Q(post="", bundle__in=shipped) | by_post, agency=agency_id, is_active=True
    ).order_by("name")


def bundle_names(agency_id: UUID) -> dict[str, str]:
    """What each bundle of this agency is called now, by code; ended ones too."""
    rows = BundleVersion.objects.filter(agency=agency_id).order_by("version")
    return dict(rows.values_list("code", "name"))


def taken_codes(agency_id: UUID) -> set[str]:
    """Every code that is taken."""
    return set(BundleVersion.objects.filter(agency=agency_id).values_list("code", flat=True))


def list_bundle_versions(agency_id: UUID, code: str | None = None) -> list[BundleVersion]:
    """The versions of one bundle, or of all, the newest first."""
    found = BundleVersion.objects.filter(agency=agency_id)
    if code is not None:
        found = found.filter(code=code)
    return list(found.order_by("-version", "code")[:MAX_VERSIONS])


def get_bundle_version(agency_id: UUID, code: str, number: int) -> BundleVersion | None:
    """One version of one bundle."""
    return BundleVersion.objects.filter(agency=agency_id, code=code, version=number).first()


def previous_agreed_version(
    after: BundleVersion, others: Iterable[BundleVersion]
) -> BundleVersion | None:
    """The version that this one takes the place of: the newest agreed one below it."""
    agreed = [
        each
        for each in others
        if each.version < after.version and each.outcome == ChangeOutcome.AGREED
    ]
    return max(agreed, key=lambda each: each.version, default=None)


def list_waiting_versions(agency_id: UUID) -> list[BundleVersion]:
    """The versions that wait for a second person, the oldest first."""
    found = BundleVersion.objects.filter(agency=agency_id, outcome=ChangeOutcome.WAITS)
    return list(found.order_by("asked_at")[:MAX_VERSIONS])


def role_holders(agency_id: UUID, kind: str, code: str = "") -> QuerySet[Staff]:
    """Who holds a bundle, or with no code a role as shipped: active, or invited and not yet in."""
    return Staff.objects.filter(
        agency=agency_id, bundle=kind, post=code, deactivated_at=None
    ).order_by("name", "id")


def count_role_holders(agency_id: UUID) -> dict[tuple[str, str], int]:
    """How many hold each role: by kind and code, an empty code for the role as shipped."""
    rows = Staff.objects.filter(agency=agency_id, deactivated_at=None).order_by()
    found: dict[tuple[str, str], int] = {}
    for kind, code in rows.values_list("bundle", "post"):
        found[kind, code] = found.get((kind, code), 0) + 1
    return found
