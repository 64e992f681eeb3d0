"""Every write to releases: draft, design, choose, approve, return, publish, withdraw, discard.

Writes that need a second person, and those that the public reads, are made by functions of the
database that enforce the same rules.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models, transaction

from saathi import audit
from saathi.agencies import access, definer_functions, job_orders, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.evidence.releases import rules
from saathi.evidence.releases.jobs import design_job, protect_job
from saathi.evidence.releases.models import Family, Release
from saathi.evidence.releases.vocabulary import ReleaseState
from saathi.infra import clock


@dataclass(frozen=True)
class ReleaseInput:
    """The years of a release, and the release that it corrects, if any."""

    first_year: int
    last_year: int
    corrects: Release | None = None
    what_changed: str = ""


@transaction.atomic
def create_family(*, family: Family, actor: Staff) -> Family:
    """The new family of releases of the agency; it never changes later."""
    access.require(actor, Permission.PREPARE_RELEASE)

    family.agency_id, family.made_by = actor.agency_id, actor.id
    family.save(force_insert=True)

    _log(family.pk, "founded", actor)
    return family


@transaction.atomic
def draft_release(*, family: Family, release_input: ReleaseInput, actor: Staff) -> Release:
    """The next release of a family, as a draft."""
    access.require(actor, Permission.PREPARE_RELEASE)

    newest = family.releases.aggregate(models.Max("number"))["number__max"] or 0
    release = Release(
        family=family,
        number=newest + 1,
        first_year=release_input.first_year,
        last_year=release_input.last_year,
        corrects=release_input.corrects,
        what_changed=release_input.what_changed,
        made_by=actor.id,
    )
    release.save(force_insert=True)

    _log(release.pk, "drafted", actor)
    return release


@transaction.atomic
def start_design(*, release: Release, version: int, actor: Staff) -> Release:
    """The release, with the design job queued for it."""
    _require(actor, release, "design")

    _change(release, version, actor=actor, state=ReleaseState.DESIGNING, doing="design", progress=0)

    _log(release.pk, "designing", actor)
    job_orders.queue_job(design_job, actor=actor, release=str(release.pk))
    return release


@transaction.atomic
def choose_designs(
    *, release: Release, chosen: Mapping[str, int], version: int, actor: Staff
) -> Release:
    """The release with the chosen designs, queued to be protected and attacked."""
    _require(actor, release, "choose")

    _change(
        release, version, actor=actor, state=ReleaseState.PROTECTING, chosen=dict(chosen), chosen_by=actor.id,
        doing="count", progress=0,
    )  # fmt: skip

    _log(release.pk, "protecting", actor)
    job_orders.queue_job(protect_job, actor=actor, release=str(release.pk))
    return release


@transaction.atomic
def restart_release_job(*, release: Release, version: int, actor: Staff) -> Release:
    """The release, after its stalled job was queued again."""
    access.require(actor, Permission.PREPARE_RELEASE)
    if release.state not in rules.AT_WORK or not rules.is_job_stalled(release.said_at, clock.now()):
        raise writing.ChangedMeanwhile(release)

    _change(release, version, actor=actor, progress=0)

    _log(release.pk, "started_again", actor)
    job = design_job if release.state == ReleaseState.DESIGNING else protect_job
    job_orders.queue_job(job, actor=actor, release=str(release.pk))
    return release


@transaction.atomic
def approve_release(*, release: Release, seen_hash: str, actor: Staff) -> None:
    """Approves the release as seen; raises `ChangedMeanwhile` where the tables have changed since."""
    access.require(actor, Permission.APPROVE_RELEASE)
    facts = rules.ReleaseFacts(release.state, release.passes, release.made_by, release.chosen_by)
    if rules.reasons_not_to_approve(facts, actor.id):
        raise access.NotAllowed

    if not definer_functions.make_change("release_approve", [release.pk, seen_hash], by=actor.id):
        raise writing.ChangedMeanwhile(release)

    _log(release.pk, "approved", actor, audit.AuditKind.APPROVED)


@transaction.atomic
def return_for_revision(*, release: Release, why: str, actor: Staff) -> None:
    """Returns the release to its author for revision."""
    access.require(actor, Permission.APPROVE_RELEASE)

    if not definer_functions.make_change("release_send_back", [release.pk, why], by=actor.id):
        raise writing.ChangedMeanwhile(release)

    _log(release.pk, "sent_back", actor, audit.AuditKind.SENT_BACK)


@transaction.atomic
def publish_release(*, release: Release, urgent: str = "", today: dt.date, actor: Staff) -> None:
    """Publishes an approved release for good; a correction only in its months, or with a reason."""
    access.require(actor, Permission.PREPARE_RELEASE)
    against = rules.reasons_against_correction_date(
        is_correction=release.corrects_id is not None,
        urgent=urgent,
        months=release.family.months,
        today=today,
    )
    if against:
        raise access.NotAllowed

    if not definer_functions.make_change("release_publish", [release.pk, urgent], by=actor.id):
        raise writing.ChangedMeanwhile(release)

    _log(release.pk, "published", actor, audit.AuditKind.RELEASED)


@transaction.atomic
def withdraw_release(*, release: Release, why: str, actor: Staff) -> None:
    """Withdraws a published release: its address stays and shows the reason."""
    if not {Permission.PREPARE_RELEASE, Permission.APPROVE_RELEASE} & actor.permissions:
        raise access.NotAllowed

    if not definer_functions.make_change("release_withdraw", [release.pk, why], by=actor.id):
        raise writing.ChangedMeanwhile(release)

    _log(release.pk, "withdrawn", actor, audit.AuditKind.RELEASED)


@transaction.atomic
def discard_release(*, release: Release, version: int, actor: Staff) -> Release:
    """Discards a release that was never published; it stays on record."""
    _require(actor, release, "drop")

    _change(release, version, actor=actor, state=ReleaseState.DROPPED)

    _log(release.pk, "dropped", actor)
    return release


def _require(actor: Staff, release: Release, action: str) -> None:
    access.require(actor, Permission.PREPARE_RELEASE)
    if release.state not in rules.STATES_ALLOWING[action]:
        raise writing.ChangedMeanwhile(release)


def _change(release: Release, version: int, *, actor: Staff, **now: Any) -> None:
    writing.transition(release, version, actor=actor, said_at=clock.now(), **now)


def _log(
    record: UUID, action: str, actor: Staff, kind: audit.AuditKind = audit.AuditKind.WROTE
) -> None:
    audit.record(
        kind,
        by=actor.id,
        agency=actor.agency_id,
        objects=[record],
        detail={"action": action, "release": record},
    )
