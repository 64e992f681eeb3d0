"""The nightly run: compares changed records with the whole register, as the matcher.

Records are opened only in memory. An interrupted run is continued; decisions of people are never
changed, and nothing is merged.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db import connections, transaction
from django.db.models import QuerySet

from saathi import audit
from saathi.engines.matching.linking import incremental
from saathi.engines.matching.linking.incremental import LinkagePlan
from saathi.engines.matching.linking.preparing import PreparedRecords, prepare_records
from saathi.infra import clock
from saathi.protection.identification.matches import clusters, ledger, register_gateway
from saathi.protection.identification.matches.comparing import (
    GatewayComparer,
    InMemoryComparer,
    PairComparer,
    find_candidate_pairs,
)
from saathi.protection.identification.matches.models import MatchRun
from saathi.protection.identification.matches.records import OpenedMatchRecords
from saathi.protection.identification.matches.register_gateway import MATCHER

MAX_TRANSACTION_DISTANCE: Final = (
    1_000_000_000  # number of transactions after which 32-bit transaction ids are ambiguous
)
COMPARE_BATCH_SIZE: Final = 200_000  # pairs of rows per batch before matches are written

type ProgressReporter = Callable[[str], None]


@dataclass(frozen=True)
class MatchRunOptions:
    """What to compare: changed records, or everything with the same or a new plan."""

    is_full_run: bool = False
    learns_plan: bool = False


@dataclass(frozen=True)
class MatchRunSummary:
    """The result of a run."""

    changed: int
    compared: int
    found: int
    lapsed: int


class MatchRunInProgress(Exception):
    """Another run is in progress."""


def ignore_progress(_: str) -> None:
    """Ignores progress messages."""


def run_matching(
    options: MatchRunOptions = MatchRunOptions(),
    *,
    using: str = MATCHER,
    say: ProgressReporter = ignore_progress,
) -> MatchRunSummary:
    """Compares and saves matches; returns the summary. `MatchRunInProgress` if another run has not ended."""
    with exclusive_match_run(using):
        run = _start_or_resume(options, using)
        memory = None
        if run.changed_count is not None:
            say(f"goes on with the run of {run.started_at:%Y-%m-%d %H:%M}")
        elif run.since is None or not _read_changed(run, using, say):
            memory = _read_all(run, options, using, say)
        plan = ledger.load_plan(using=using)
        assert plan is not None
        book = ledger.load_ledger(run.id, using=using)
        comparer: PairComparer = GatewayComparer(plan, book, run.id, using)
        if memory is not None:
            comparer = InMemoryComparer(plan, memory)
        compared = _compare(run, book, plan, comparer, using, say)
        return _end(run, book, plan, compared, using, say)


@contextmanager
def exclusive_match_run(using: str) -> Iterator[None]:
    """Allows one run at a time; the lock belongs to the session and ends with the process."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT lock_nightly()")
        if not cursor.fetchone()[0]:
            raise MatchRunInProgress
    try:
        yield
    finally:
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT unlock_nightly()")


def _start_or_resume(options: MatchRunOptions, using: str) -> MatchRun:
    """The interrupted run, or a new one."""
    source, horizon = register_gateway.read_database_horizon(using)
    runs = MatchRun.objects.using(using)
    is_full = options.is_full_run or options.learns_plan
    cut_off = runs.filter(finished_at=None, source=source).order_by("-started_at").first()
    if cut_off is not None and not is_full:
        return cut_off
    # Given up, and so not a completed comparison (`matches_last_run`).
    runs.filter(finished_at=None).update(finished_at=clock.now(), changed_count=None)
    last_run = runs.exclude(changed_count=None).filter(source=source).order_by("-horizon").first()
    since = None
    if (
        last_run is not None
        and not is_full
        and horizon - last_run.horizon < MAX_TRANSACTION_DISTANCE
    ):
        since = last_run.horizon if ledger.load_plan(using=using) is not None else None
    run = MatchRun(source=source, since=since, horizon=horizon)
    run.save(force_insert=True, using=using)
    return run


def _read_all(
    run: MatchRun, options: MatchRunOptions, using: str, say: ProgressReporter
) -> PreparedRecords:
    """Loads all records and the ledger, and learns a new plan if there is none or it is requested."""
    removed = ledger.list_removed_files(using)  # before reading: what is read has none of these
    opened = register_gateway.open_children(
        run.id, register_gateway.list_changed_files(None, using), using, say
    )
    prepared = prepare_records(opened.records())
    plan = None if options.learns_plan else ledger.load_plan(using=using)
    is_new_plan = plan is None
    if plan is None:
        plan = incremental.make_plan(_first_rows(opened, prepared), say)
    table = incremental.build_fact_table(prepared, plan.facts)
    with transaction.atomic(using=using):
        ledger.clear_ledger(using=using)
        if is_new_plan:
            ledger.save_plan(plan, using=using)
        ledger.append_portion(run.id, opened.files, opened.child, table, using=using)
        ledger.forget_removed_files(removed, using=using)
        _mark(run, using, changed_count=len(opened.files))
    return prepared


def _first_rows(opened: OpenedMatchRecords, prepared: PreparedRecords) -> PreparedRecords:
    """One row of each child for learning: several names of one child are not duplicates."""
    if all(opened.is_first):
        return prepared
    return prepare_records(
        opened.records([index for index, first in enumerate(opened.is_first) if first])
    )


def _read_changed(run: MatchRun, using: str, say: ProgressReporter) -> bool:
    """Adds records changed since the last run to the ledger and removes erased and deleted ones.

    Returns False if so much changed that the plan is outdated: then everything is read and a new
    plan is learned.
    """
    assert run.since is not None
    plan = ledger.load_plan(using=using)
    assert plan is not None
    files = register_gateway.list_changed_files(run.since, using)
    if (
        plan.is_register_too_large(ledger.count_rows(using) + len(files))
        and len(files) > incremental.MIN_NEW_RECORDS
    ):
        _mark(run, using, since=None)
        ledger.delete_match_plan(using=using)
        return False
    erased = register_gateway.list_erased_files(_last_began(run, using), using)
    for start in range(0, len(files), ledger.PORTION_SIZE):
        portion = register_gateway.open_children(
            run.id, files[start : start + ledger.PORTION_SIZE], using, say
        )
        table = incremental.build_fact_table(prepare_records(portion.records()), plan.facts)
        with transaction.atomic(using=using):
            ledger.append_portion(run.id, portion.files, portion.child, table, using=using)
    removed = ledger.list_removed_files(using)
    with transaction.atomic(using=using):
        ledger.remove_children(run.id, [*erased, *removed], using=using)
        ledger.forget_removed_files(removed, using=using)
        _mark(run, using, changed_count=len(files))
    return True


def _last_began(run: MatchRun, using: str) -> Any:
    last_run = _earlier_runs(run, using).order_by("-started_at").first()
    return last_run.started_at if last_run else run.started_at


def _earlier_runs(run: MatchRun, using: str) -> QuerySet[MatchRun]:
    return MatchRun.objects.using(using).filter(source=run.source).exclude(pk=run.pk)


def _compare(  # noqa: PLR0913, PLR0917 - the parts of one run
    run: MatchRun,
    book: ledger.MatchLedger,
    plan: LinkagePlan,
    comparer: PairComparer,
    using: str,
    say: ProgressReporter,
) -> int:
    """Compares the pairs and saves matches batch by batch; returns the number of pairs of children."""
    changed = None if run.since is None else book.is_changed
    pairs = find_candidate_pairs(book, plan, changed)
    say(f"{len(pairs.one)} pairs to compare")
    start = run.done_through + 1
    while start < len(pairs.one):
        end = pairs.end_of_batch(start, COMPARE_BATCH_SIZE)
        matches = comparer.compare(book, pairs, slice(start, end))
        with transaction.atomic(using=using):
            register_gateway.write_pairs(
                run.id, matches, is_news=run.since is not None, using=using
            )
            _mark(run, using, done_through=end - 1)
        say(f"{end} of {len(pairs.one)} compared, {len(matches)} of them written")
        start = end
    return len(pairs.one)


def _end(  # noqa: PLR0913, PLR0917 - the parts of one run
    run: MatchRun,
    book: ledger.MatchLedger,
    plan: LinkagePlan,
    compared: int,
    using: str,
    say: ProgressReporter,
) -> MatchRunSummary:
    """Closes pairs that this run did not find again, and returns the summary."""
    changed: list[UUID] | None = None
    if run.since is not None:
        places = np.unique(book.child[book.is_changed])
        changed = [book.file_id(int(child_place)) for child_place in places]
        changed += register_gateway.list_erased_files(_last_began(run, using), using)
    with transaction.atomic(using=using):
        lapsed = register_gateway.close_lapsed_pairs(run.id, changed, using)
        clusters.update_clusters(using=using)
        ledger.compact_ledger(run.id, book, using=using)
        if plan.is_register_too_large(len(book.ids)):
            ledger.delete_match_plan(using=using)  # the next run learns a new one
        _mark(run, using, finished_at=clock.now())
        run.refresh_from_db(using=using)
        audit.record(
            audit.AuditKind.MATCHED,
            by=None,
            agency=None,
            objects=[run.id],
            detail={"count": min(run.opened_count, 9_999_999), "hits": run.found_pairs},
            using=using,
        )
    say(f"{run.found_pairs} pairs found, {lapsed} wait no longer")
    return MatchRunSummary(run.changed_count or 0, compared, run.found_pairs, lapsed)


def _mark(run: MatchRun, using: str, **values: Any) -> None:
    MatchRun.objects.using(using).filter(pk=run.pk).update(**values)
    for name, value in values.items():
        setattr(run, name, value)
