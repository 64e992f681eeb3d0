"""The long work on a release, done by the worker as the analyst, with progress for the pages.

It reads exact counts from the warehouse and stores none of them: only designs in words, protected
tables, the auditor's report and files. Run twice it produces the same again.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections, models, transaction

from saathi.agencies.models import Agency
from saathi.engines.disclosure import areas
from saathi.engines.disclosure.errors import InputError, TablesNotProtected
from saathi.engines.disclosure.rollup import DetailLevel
from saathi.evidence.indicators import catalogue
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.releases import cube_counting, description, release_files, table_designs
from saathi.evidence.releases.earlier_publications import list_earlier_releases
from saathi.evidence.releases.models import Family, Part, Release
from saathi.evidence.releases.table_protection import (
    ProtectedTables,
    ReleaseNotProtectable,
    SeriesProtection,
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
    """The work on a release, with the warehouse and the connection of the analyst."""

    release: UUID
    home: Path
    using: str

    def design(self) -> None:
        """Searches the designs of every table of the family; errors are shown on the page."""
        self._run_stage(ReleaseState.DESIGNING, self._design, back_to=ReleaseState.DRAFT)

    def protect(self) -> None:
        """Protects the chosen designs, attacks them and makes the files."""
        self._run_stage(ReleaseState.PROTECTING, self._protect, back_to=ReleaseState.FAILED)

    def _run_stage(self, state: ReleaseState, work: Any, *, back_to: ReleaseState) -> None:
        release = (
            Release.objects.using(self.using)
            .select_related("family", "corrects")
            .filter(pk=self.release, state=state)
            .first()
        )
        if release is None or not self._is_alone():
            return  # done already, discarded, or another worker is at it
        try:
            work(release)
        except REPORTED_ERRORS as error:
            logger.info("release %s: %s", release.pk, type(error).__name__)
            self._update(release, state=back_to, trouble=str(error), progress=0, doing="")
        finally:
            self._lock_release("SELECT unlock_release(%s)")

    def _is_alone(self) -> bool:
        """Locks the release; returns whether it was free, since a job may run twice."""
        return self._lock_release("SELECT lock_release(%s)")

    def _lock_release(self, statement: str) -> bool:
        with connections[self.using].cursor() as cursor:
            cursor.execute(statement, [self.release])
            return bool(cursor.fetchone()[0])

    def _design(self, release: Release) -> None:
        store = open_store(self.home)
        snapshot = store.get_snapshot(release.snapshot or "newest")
        indicator = require_family_indicator(release.family)
        policy, method = table_designs.family_policy(release.family)
        designs = []
        for place, cube_spec in enumerate(list_cube_specs(release)):
            self.report_progress(release, "design", 100 * place // len(release.family.tables))
            cube = cube_counting.count_cube(store, snapshot, indicator, cube_spec)
            proposals = table_designs.propose_designs(cube, policy, method)
            designs.append(
                {
                    "table": cube_spec.name,
                    "by": list(cube_spec.by),
                    "proposals": [proposal.as_json() for proposal in proposals],
                    "years": sorted({record.codes[0] for record in cube.records}),
                }
            )
        self._update(
            release, state=ReleaseState.DESIGNED, designs=designs, progress=100, doing="", trouble="",
            snapshot=snapshot.id, snapshot_hash=snapshot.hash,
        )  # fmt: skip

    def _protect(self, release: Release) -> None:
        store = open_store(self.home)
        snapshot = store.get_snapshot(release.snapshot)
        if snapshot.hash != release.snapshot_hash:
            raise WarehouseError("The snapshot is not the one that was designed from.")
        indicator = require_family_indicator(release.family)
        guarded = self._protect_cubes(release, store, snapshot, indicator)
        self.report_progress(release, "files", 80)
        tables = description.release_tables(indicator, guarded)
        about = description.release_description(
            release, indicator, guarded, tables, self._publisher(release)
        )
        made = release_files.make_files(about, tables)
        store.pin_snapshot(snapshot)
        with transaction.atomic(using=self.using):
            self._replace_parts(release, tables, about, made)
            self._update(
                release,
                state=ReleaseState.PROTECTED if guarded.passes else ReleaseState.FAILED,
                report=dict(guarded.report),
                passes=guarded.passes,
                summary=guarded.summary,
                tables_hash=about["tables_hash"],
                progress=100,
                doing="",
                trouble="",
            )

    def _publisher(self, release: Release) -> str:
        """The agency's name, which is all that the analyst can read about it."""
        agencies = Agency.objects.using(self.using).filter(pk=release.family.agency_id)
        return agencies.values_list("name", flat=True).get()

    def _protect_cubes(
        self,
        release: Release,
        store: WarehouseStore,
        snapshot: WarehouseSnapshot,
        indicator: Indicator,
    ) -> ProtectedTables:
        family = release.family
        cubes: list[cube_counting.ReleaseCube] = []
        levels: list[dict[str, DetailLevel]] = []
        for cube_spec, design in zip(list_cube_specs(release), release.designs, strict=True):
            if (number := release.chosen.get(cube_spec.name)) is None:
                continue
            self.report_progress(release, "count", 5 + 3 * len(cubes))
            cubes.append(cube_counting.count_cube(store, snapshot, indicator, cube_spec))
            levels.append(table_designs.read_levels(design["proposals"][number]["levels"]))
        fitted = table_designs.align_levels(levels)
        policy, method = table_designs.family_policy(family)
        rule = SeriesProtection(
            policy,
            method,
            cube_counting.family_secret(store, str(family.pk)),
            family.change,
            load_populations(self.home),
        )
        earlier = list_earlier_releases(release, self.using)
        chosen = list(zip(cubes, fitted, strict=True))
        return protect_cubes(
            chosen, rule, earlier, lambda step, done: self.report_progress(release, step, done)
        )

    def _replace_parts(
        self, release: Release, tables: Any, about: dict[str, Any], made: Any
    ) -> None:
        """Replaces the release's parts with new ones."""
        parts = Part.objects.using(self.using)
        parts.filter(release=release).delete()
        new_parts = [
            Part(
                release=release, kind=ReleasePartKind.TABLE, name=table.name, media="text/csv",
                about={"title": table.title, "parents": table.parents, "by": table.extra_dimensions},
                body=table.body, sha256=release_files.file_sha256(table.body),
            )
            for table in tables
        ]  # fmt: skip
        new_parts += [
            Part(
                release=release, kind=ReleasePartKind.FILE, name=file.name, media=file.media,
                about={"size": len(file.body)}, body=file.body, sha256=file.sha256,
            )
            for file in made
        ]  # fmt: skip
        new_parts.append(
            Part(release=release, kind=ReleasePartKind.ABOUT, name="about", about=about, body=b"")
        )
        parts.bulk_create(new_parts)

    def report_progress(self, release: Release, doing: str, progress: int) -> None:
        """Reports progress to the page."""
        self._update(release, doing=doing, progress=progress)

    def _update(self, release: Release, **changes: Any) -> None:
        Release.objects.using(self.using).filter(pk=release.pk).update(
            **changes, said_at=clock.now(), version=models.F("version") + 1
        )


def load_populations(home: Path) -> dict[str, int]:
    """The population of each district from `populations.csv` of this home; empty without the file."""
    file = home / POPULATIONS_FILE
    return areas.read_populations(file) if file.exists() else {}


def require_family_indicator(family: Family) -> Indicator:
    """The indicator of a family; raises `WarehouseError` if its definition no longer exists."""
    indicator = catalogue.find_indicator(family.indicator)
    if indicator is None:
        raise WarehouseError(f"There is no indicator {family.indicator} any more.")
    return indicator


def list_cube_specs(release: Release) -> list[cube_counting.CubeSpec]:
    """The tables of a release's family, for the release's years."""
    return [
        cube_counting.CubeSpec(
            release.first_year,
            release.last_year,
            release.family.country,
            tuple(name for name in table.split(",") if name),
        )
        for table in release.family.tables
    ]
