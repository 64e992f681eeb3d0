"""The long work on a release, done by the worker as the analyst, with progress that pages can show.

It reads exact counts from the warehouse and leaves nothing of them: designs in words, protected
tables, the auditor's report, files. Run twice it does the same again.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections, models, transaction

from saathi.agencies.models import Agency
from saathi.disclosure import areas
from saathi.disclosure.errors import InputError, TablesNotProtected
from saathi.disclosure.rollup import DetailLevel
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import counting, description, designing, package
from saathi.evidence.releases.models import Family, Part, Release
from saathi.evidence.releases.overlapping import list_earlier_releases
from saathi.evidence.releases.protecting import (
    ProtectedTables,
    ProtectionRule,
    ReleaseNotProtectable,
    protect_cubes,
)
from saathi.evidence.releases.vocabulary import ReleasePartKind, ReleaseState
from saathi.evidence.warehouse.errors import WarehouseError
from saathi.evidence.warehouse.snapshots import WarehouseSnapshot
from saathi.evidence.warehouse.store import WarehouseStore, open_store
from saathi.infra import clock

logger = logging.getLogger(__name__)
POPULATIONS_FILE = "populations.csv"
REPORTED_ERRORS = (WarehouseError, InputError, TablesNotProtected, ReleaseNotProtectable)


@dataclass(frozen=True)
class ReleasePipeline:
    """One release at work: the warehouse, and the connection of the analyst."""

    release: UUID
    home: Path
    using: str

    def design(self) -> None:
        """Searches the designs of every wanted table; what goes wrong is told on the page."""
        self._do(ReleaseState.DESIGNING, self._design, back_to=ReleaseState.DRAFT)

    def protect(self) -> None:
        """Protects the chosen designs, attacks them and makes the files."""
        self._do(ReleaseState.PROTECTING, self._protect, back_to=ReleaseState.FAILED)

    def _do(self, state: ReleaseState, work: Any, *, back_to: ReleaseState) -> None:
        found = (
            Release.objects.using(self.using)
            .select_related("family", "corrects")
            .filter(pk=self.release, state=state)
            .first()
        )
        if found is None or not self._is_alone():
            return  # done already, or given up, or somebody else is at it
        try:
            work(found)
        except REPORTED_ERRORS as error:
            logger.info("release %s: %s", found.pk, type(error).__name__)
            self._tell(found, state=back_to, trouble=str(error), progress=0, doing="")
        finally:
            self._ask("SELECT unlock_release(%s)")

    def _is_alone(self) -> bool:
        """Whether nobody else works on this release: a job may run twice."""
        return self._ask("SELECT lock_release(%s)")

    def _ask(self, statement: str) -> bool:
        with connections[self.using].cursor() as cursor:
            cursor.execute(statement, [self.release])
            return bool(cursor.fetchone()[0])

    def _design(self, release: Release) -> None:
        store = open_store(self.home)
        snapshot = store.get_snapshot(release.snapshot or "newest")
        indicator = require_family_indicator(release.family)
        policy, method = designing.family_policy(release.family)
        designs = []
        for place, wanted in enumerate(list_cube_specs(release)):
            self.report_progress(release, "design", 100 * place // len(release.family.tables))
            cube = counting.count_cube(store, snapshot, indicator, wanted)
            proposals = designing.propose_designs(cube, policy, method)
            designs.append(
                {
                    "table": wanted.name,
                    "by": list(wanted.by),
                    "proposals": [one.as_json() for one in proposals],
                    "years": sorted({record.codes[0] for record in cube.records}),
                }
            )
        self._tell(
            release, state=ReleaseState.DESIGNED, designs=designs, progress=100, doing="", trouble="",
            snapshot=snapshot.id, snapshot_hash=snapshot.hash,
        )  # fmt: skip

    def _protect(self, release: Release) -> None:
        store = open_store(self.home)
        snapshot = store.get_snapshot(release.snapshot)
        if snapshot.hash != release.snapshot_hash:
            raise WarehouseError("The snapshot is not the one that was designed from.")
        indicator = require_family_indicator(release.family)
        guarded = self._guard(release, store, snapshot, indicator)
        self.report_progress(release, "files", 80)
        tables = description.release_tables(indicator, guarded)
        told = description.release_description(
            release, indicator, guarded, tables, self._publisher(release)
        )
        made = package.make_files(told, tables)
        store.pin_snapshot(snapshot)
        with transaction.atomic(using=self.using):
            self._keep(release, tables, told, made)
            self._tell(
                release,
                state=ReleaseState.PROTECTED if guarded.passes else ReleaseState.FAILED,
                report=dict(guarded.report),
                passes=guarded.passes,
                summary=guarded.summary,
                tables_hash=told["tables_hash"],
                progress=100,
                doing="",
                trouble="",
            )

    def _publisher(self, release: Release) -> str:
        """The name of the agency: all that the analyst reads of it."""
        agencies = Agency.objects.using(self.using).filter(pk=release.family.agency_id)
        return agencies.values_list("name", flat=True).get()

    def _guard(
        self,
        release: Release,
        store: WarehouseStore,
        snapshot: WarehouseSnapshot,
        indicator: Indicator,
    ) -> ProtectedTables:
        family = release.family
        cubes: list[counting.ReleaseCube] = []
        levels: list[dict[str, DetailLevel]] = []
        for wanted, design in zip(list_cube_specs(release), release.designs, strict=True):
            if (number := release.chosen.get(wanted.name)) is None:
                continue
            self.report_progress(release, "count", 5 + 3 * len(cubes))
            cubes.append(counting.count_cube(store, snapshot, indicator, wanted))
            levels.append(designing.read_levels(design["proposals"][number]["levels"]))
        fitted = designing.align_levels(levels)
        policy, method = designing.family_policy(family)
        rule = ProtectionRule(
            policy,
            method,
            counting.family_secret(store, str(family.pk)),
            family.change,
            load_populations(self.home),
        )
        earlier = list_earlier_releases(release, self.using)
        chosen = list(zip(cubes, fitted, strict=True))
        return protect_cubes(
            chosen, rule, earlier, lambda what, done: self.report_progress(release, what, done)
        )

    def _keep(self, release: Release, tables: Any, told: dict[str, Any], made: Any) -> None:
        """Replaces the parts of the release by those just made."""
        parts = Part.objects.using(self.using)
        parts.filter(release=release).delete()
        kept = [
            Part(
                release=release, kind=ReleasePartKind.TABLE, name=one.name, media="text/csv",
                about={"title": one.title, "parents": one.parents, "by": one.extra_dimensions}, body=one.body,
                sha256=package.file_sha256(one.body),
            )
            for one in tables
        ]  # fmt: skip
        kept += [
            Part(
                release=release, kind=ReleasePartKind.FILE, name=one.name, media=one.media,
                about={"size": len(one.body)}, body=one.body, sha256=one.sha256,
            )
            for one in made
        ]  # fmt: skip
        kept.append(
            Part(release=release, kind=ReleasePartKind.ABOUT, name="about", about=told, body=b"")
        )
        parts.bulk_create(kept)

    def report_progress(self, release: Release, doing: str, progress: int) -> None:
        """Tells the page how far the work is."""
        self._tell(release, doing=doing, progress=progress)

    def _tell(self, release: Release, **told: Any) -> None:
        Release.objects.using(self.using).filter(pk=release.pk).update(
            **told, said_at=clock.now(), version=models.F("version") + 1
        )


def load_populations(home: Path) -> dict[str, int]:
    """The people of each district from `populations.csv` of this home; empty where there is none."""
    file = home / POPULATIONS_FILE
    return areas.read_populations(file) if file.exists() else {}


def require_family_indicator(family: Family) -> Indicator:
    """The indicator of a family; an error in words where the definition is gone."""
    found = catalogue.find_indicator(family.indicator)
    if found is None:
        raise WarehouseError(f"There is no indicator {family.indicator} any more.")
    return found


def list_cube_specs(release: Release) -> list[counting.CubeSpec]:
    """The tables that the family of a release wants, for the release's years."""
    return [
        counting.CubeSpec(
            release.first_year,
            release.last_year,
            release.family.country,
            tuple(name for name in one.split(",") if name),
        )
        for one in release.family.tables
    ]
