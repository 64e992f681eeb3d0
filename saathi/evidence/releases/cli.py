"""Releases from the command line: the same actions as on the screen, as a named member of staff.

The work is done here at once; the job that the action defers then finds it done.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from saathi.agencies import context
from saathi.agencies.models import Staff
from saathi.evidence.releases import (
    actions,
    design_queries,
    family_queries,
    published_queries,
    queries,
)
from saathi.evidence.releases.models import Family, Release
from saathi.evidence.releases.vocabulary import ReleasePartKind, ReleaseState

if TYPE_CHECKING:
    from saathi.evidence.releases.pipeline import ReleasePipeline


@contextmanager
def acting_as(actor: Staff) -> Iterator[None]:
    """Runs the block in one transaction as a member of staff."""
    with transaction.atomic():
        actor.acts_as = context.enter_staff_context(staff=actor.pk, agency=actor.agency_id)
        yield


def find_staff(email: str) -> Staff | None:
    """The active staff member who signs in with this address, or None."""
    return Staff.objects.select_related("office").filter(email=email, is_active=True).first()


def find_family(actor: Staff, slug: str) -> Family | None:
    """The family with this slug in the staff member's agency."""
    return Family.objects.filter(slug=slug, agency=actor.agency_id).first()


def find_newest_release(slug: str) -> Release | None:
    """The newest release of a family that was not discarded."""
    releases = Release.objects.select_related("family", "family__agency", "corrects")
    return (
        releases.filter(family__slug=slug)
        .exclude(state=ReleaseState.DROPPED)
        .order_by("-number")
        .first()
    )


def _work(release: Release, home: Path) -> "ReleasePipeline":
    # It imports the solvers, which a small installation lacks: the other commands work without
    # them.
    from saathi.evidence.releases.pipeline import ReleasePipeline  # noqa: PLC0415 - as said above

    return ReleasePipeline(release.pk, home, "default")


def design_release(release: Release, actor: Staff, home: Path) -> Release:
    """The release with its designs, searched now."""
    with acting_as(actor):
        actions.start_design(release=release, version=release.version, actor=actor)
    _work(release, home).design()
    release.refresh_from_db()
    return release


def protect_release(
    release: Release, chosen: Mapping[str, int], actor: Staff, home: Path
) -> Release:
    """The release, protected in the chosen designs and attacked now."""
    with acting_as(actor):
        actions.choose_designs(release=release, chosen=chosen, version=release.version, actor=actor)
    _work(release, home).protect()
    release.refresh_from_db()
    return release


def choose_first_designs(release: Release) -> dict[str, int]:
    """The first design of every table that has one."""
    return {design["table"]: 0 for design in release.designs if design["proposals"]}


def describe_designs(release: Release) -> list[str]:
    """Every design with the number by which it is chosen."""
    indicator = family_queries.get_family_indicator(release.family)
    return [
        f"{design['table']}={number}  {design_queries.describe_proposal(indicator, proposal)}"
        for design in release.designs
        for number, proposal in enumerate(design["proposals"])
    ]


def describe_attack(release: Release) -> list[str]:
    """The result of the attack, the summary of the protection first."""
    pairs = queries.attack_summary(release.report or {})
    findings = (release.report or {}).get("alone", [])
    return [release.summary, *(f"{pair.term}: {pair.text}" for pair in pairs), *findings]


def list_statuses() -> list[str]:
    """Every release with its state, one line each."""
    releases = Release.objects.select_related("family").order_by("family__slug", "number")
    return [
        f"{release.family.slug} {release.number}  {release.first_year}-{release.last_year}  "
        f"{ReleaseState(release.state).label}  {release.tables_hash[:16]}"
        for release in releases
    ]


def export_files(slug: str, number: int | None, out: Path) -> list[Path] | None:
    """The files written for a published release; None if it does not exist or is withdrawn."""
    editions = published_queries.published_editions().filter(slug=slug)
    row = (editions if number is None else editions.filter(number=number)).first()
    if row is None or published_queries.is_withdrawn(row):
        return None
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for part in row.parts.filter(kind=ReleasePartKind.FILE).order_by("id"):
        body = bytes(part.body)
        if hashlib.sha256(body).hexdigest() != part.sha256:
            raise RuntimeError(f"{part.name} is not what was published.")
        path = out / part.name
        path.write_bytes(body)
        written.append(path)
    return written


type ProgressCallback = Callable[[str], None]
