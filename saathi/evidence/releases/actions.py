"""Every write to releases: draft, design, choose, approve, send back, publish, withdraw, give up.

What needs a second person, and what the public reads, is written by functions of the database that
hold to the same rules.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db import models, transaction

from saathi import audit
from saathi.agencies import access, job_orders, warden, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.releases import rules
from saathi.evidence.releases.jobs import design_job, protect_job
from saathi.evidence.releases.models import Family, Release
from saathi.evidence.releases.vocabulary import State
from saathi.infra import clock


@dataclass(frozen=True)
class FamilyTold:
    """What a family fixes for all its releases."""

    slug: str
    title: str
    indicator: str
    tables: Sequence[str]
    sensitivity: str
    zeros: str
    method: str
    geography: str
    country: str = ""
    about: str = ""
    change: int | None = None
    months: Sequence[int] = ()
    licence: str = "CC-BY-4.0"

    def columns(self) -> dict[str, Any]:
        """The columns of the family."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return found | {"tables": list(self.tables), "months": list(self.months)}


@dataclass(frozen=True)
class ReleaseTold:
    """Which years a release is of, and what it corrects, if it does."""

    first_year: int
    last_year: int
    corrects: Release | None = None
    what_changed: str = ""


@transaction.atomic
def found_family(*, told: FamilyTold, by: Staff) -> Family:
    """The new family of releases of the agency; nothing of it changes later."""
    access.require(by, Permission.PREPARE_RELEASE)

    family = Family(agency_id=by.agency_id, made_by=by.id, **told.columns())
    family.save(force_insert=True)

    _log(family.pk, "founded", by)
    return family


@transaction.atomic
def draft(*, family: Family, told: ReleaseTold, by: Staff) -> Release:
    """The next release of a family, as a draft."""
    access.require(by, Permission.PREPARE_RELEASE)

    newest = family.releases.aggregate(models.Max("number"))["number__max"] or 0
    release = Release(
        family=family,
        number=newest + 1,
        first_year=told.first_year,
        last_year=told.last_year,
        corrects=told.corrects,
        what_changed=told.what_changed,
        made_by=by.id,
    )
    release.save(force_insert=True)

    _log(release.pk, "drafted", by)
    return release


@transaction.atomic
def design(*, release: Release, version: int, by: Staff) -> Release:
    """The release, whose designs a job searches now."""
    _require(by, release, "design")

    _change(release, version, by=by, state=State.DESIGNING, doing="design", progress=0)

    _log(release.pk, "designing", by)
    job_orders.order(design_job, by=by, release=str(release.pk))
    return release


@transaction.atomic
def choose(*, release: Release, chosen: Mapping[str, int], version: int, by: Staff) -> Release:
    """The release with the designs that were chosen, which a job protects and attacks now."""
    _require(by, release, "choose")

    _change(
        release, version, by=by, state=State.PROTECTING, chosen=dict(chosen), chosen_by=by.id,
        doing="count", progress=0,
    )  # fmt: skip

    _log(release.pk, "protecting", by)
    job_orders.order(protect_job, by=by, release=str(release.pk))
    return release


@transaction.atomic
def start_again(*, release: Release, version: int, by: Staff) -> Release:
    """The release, whose job has said nothing for long and is started anew."""
    access.require(by, Permission.PREPARE_RELEASE)
    if release.state not in rules.AT_WORK or not rules.is_silent(release.said_at, clock.now()):
        raise writing.ChangedMeanwhile(release)

    _change(release, version, by=by, progress=0)

    _log(release.pk, "started_again", by)
    job = design_job if release.state == State.DESIGNING else protect_job
    job_orders.order(job, by=by, release=str(release.pk))
    return release


@transaction.atomic
def approve(*, release: Release, seen_hash: str, by: Staff) -> None:
    """Approves what was seen; `ChangedMeanwhile` where the tables are others by now."""
    access.require(by, Permission.APPROVE_RELEASE)
    standing = rules.Standing(release.state, release.passes, release.made_by, release.chosen_by)
    if rules.reasons_not_to_approve(standing, by.id):
        raise access.NotAllowed

    if not warden.change("release_approve", [release.pk, seen_hash], by=by.id):
        raise writing.ChangedMeanwhile(release)

    _log(release.pk, "approved", by, audit.Kind.APPROVED)


@transaction.atomic
def send_back(*, release: Release, why: str, by: Staff) -> None:
    """Gives the release back to whoever prepares it."""
    access.require(by, Permission.APPROVE_RELEASE)

    if not warden.change("release_send_back", [release.pk, why], by=by.id):
        raise writing.ChangedMeanwhile(release)

    _log(release.pk, "sent_back", by, audit.Kind.SENT_BACK)


@transaction.atomic
def publish(*, release: Release, urgent: str = "", today: dt.date, by: Staff) -> None:
    """Publishes an approved release, for good; a correction only on the calendar, or with a reason."""
    access.require(by, Permission.PREPARE_RELEASE)
    against = rules.reasons_not_to_publish(
        is_correction=release.corrects_id is not None,
        urgent=urgent,
        months=release.family.months,
        today=today,
    )
    if against:
        raise access.NotAllowed

    if not warden.change("release_publish", [release.pk, urgent], by=by.id):
        raise writing.ChangedMeanwhile(release)

    _log(release.pk, "published", by, audit.Kind.RELEASED)


@transaction.atomic
def withdraw(*, release: Release, why: str, by: Staff) -> None:
    """Withdraws a published release: its address stays and says why."""
    if not {Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE} & by.permissions:
        raise access.NotAllowed

    if not warden.change("release_withdraw", [release.pk, why], by=by.id):
        raise writing.ChangedMeanwhile(release)

    _log(release.pk, "withdrawn", by, audit.Kind.RELEASED)


@transaction.atomic
def drop(*, release: Release, version: int, by: Staff) -> Release:
    """Gives up a release that was never published; it stays on record."""
    _require(by, release, "drop")

    _change(release, version, by=by, state=State.DROPPED)

    _log(release.pk, "dropped", by)
    return release


def _require(by: Staff, release: Release, action: str) -> None:
    access.require(by, Permission.PREPARE_RELEASE)
    if release.state not in rules.MAY[action]:
        raise writing.ChangedMeanwhile(release)


def _change(release: Release, version: int, *, by: Staff, **now: Any) -> None:
    writing.turn(release, version, by=by, said_at=clock.now(), **now)


def _log(record: UUID, action: str, by: Staff, kind: audit.Kind = audit.Kind.WROTE) -> None:
    audit.record(
        kind,
        by=by.id,
        agency=by.agency_id,
        objects=[record],
        detail={"action": action, "release": record},
    )
