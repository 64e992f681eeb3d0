"""The nightly run: compares what changed in the register with all of it. Runs as the matcher.

Records are opened in memory and nowhere else. A run that was cut off goes on where it was; what is
decided by persons it never touches, and it joins nothing.
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
from saathi.infra import clock
from saathi.matching.linking import incremental
from saathi.matching.linking.incremental import LinkagePlan
from saathi.matching.linking.preparing import PreparedRecords, prepare_records
from saathi.protection.matches import clusters, ledger, register_gateway
from saathi.protection.matches.comparing import (
    GatewayComparer,
    InMemoryComparer,
    PairComparer,
    find_candidate_pairs,
)
from saathi.protection.matches.models import MatchRun
from saathi.protection.matches.records import OpenedMatchRecords
from saathi.protection.matches.register_gateway import MATCHER

MAX_TRANSACTION_DISTANCE: Final = (
    1_000_000_000  # transactions, beyond which their 32-bit numbers mean nothing
)
COMPARE_BATCH_SIZE: Final = (
    200_000  # pairs of rows that are compared before what was found is written
)

type ProgressReporter = Callable[[str], None]


@dataclass(frozen=True)
class MatchRunOptions:
    """What is to be compared: what changed, all by the same plan, or all by a plan learned anew."""

    is_full_run: bool = False
    learns_plan: bool = False


@dataclass(frozen=True)
class MatchRunSummary:
    """What a run did."""

    changed: int
    compared: int
    found: int
    lapsed: int


class MatchRunInProgress(Exception):
    """Another run is under way."""


def ignore_progress(_: str) -> None:
    """Says nothing."""


def run_matching(
    options: MatchRunOptions = MatchRunOptions(),
    *,
    using: str = MATCHER,
    say: ProgressReporter = ignore_progress,
) -> MatchRunSummary:
    """Compares and writes down; what it did. `MatchRunInProgress` where another run has not ended."""
    with exclusive_run(using):
        this = _begun(options, using)
        memory = None
        if this.changed is not None:
            say(f"goes on with the run of {this.started_at:%Y-%m-%d %H:%M}")
        elif this.since is None or not _read_changed(this, using, say):
            memory = _read_all(this, options, using, say)
        plan = ledger.load_plan(using=using)
        assert plan is not None
        book = ledger.load_ledger(this.id, using=using)
        comparer: PairComparer = GatewayComparer(plan, book, this.id, using)
        if memory is not None:
            comparer = InMemoryComparer(plan, memory)
        compared = _compare(this, book, plan, comparer, using, say)
        return _end(this, book, plan, compared, using, say)


@contextmanager
def exclusive_run(using: str) -> Iterator[None]:
    """One run at a time; the lock is the session's, so it goes with a process that falls."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT lock_nightly()")
        if not cursor.fetchone()[0]:
            raise MatchRunInProgress
    try:
        yield
    finally:
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT unlock_nightly()")


def _begun(wanted: MatchRunOptions, using: str) -> MatchRun:
    """The run that was cut off, or a new one."""
    source, horizon = register_gateway.read_database_horizon(using)
    runs = MatchRun.objects.using(using)
    anew = wanted.is_full_run or wanted.learns_plan
    cut_off = runs.filter(finished_at=None, source=source).order_by("-started_at").first()
    if cut_off is not None and not anew:
        return cut_off
    runs.filter(finished_at=None).update(finished_at=clock.now())
    before = runs.exclude(changed=None).filter(source=source).order_by("-horizon").first()
    since = None
    if before is not None and not anew and horizon - before.horizon < MAX_TRANSACTION_DISTANCE:
        since = before.horizon if ledger.load_plan(using=using) is not None else None
    new = MatchRun(source=source, since=since, horizon=horizon)
    new.save(force_insert=True, using=using)
    return new


def _read_all(
    this: MatchRun, wanted: MatchRunOptions, using: str, say: ProgressReporter
) -> PreparedRecords:
    """All records in memory; the ledger and, where there is none or it is wanted, a new plan."""
    opened = register_gateway.open_children(
        this.id, register_gateway.list_changed_files(None, using), using, say
    )
    prepared = prepare_records(opened.records())
    plan = None if wanted.learns_plan else ledger.load_plan(using=using)
    made = plan is None
    if plan is None:
        plan = incremental.make_plan(_first_rows(opened, prepared), say)
    table = incremental.build_fact_table(prepared, plan.facts)
    with transaction.atomic(using=using):
        ledger.clear_ledger(using=using)
        if made:
            ledger.save_plan(plan, using=using)
        ledger.append_portion(this.id, opened.files, opened.child, table, using=using)
        _mark(this, using, changed=len(opened.files))
    return prepared


def _first_rows(opened: OpenedMatchRecords, prepared: PreparedRecords) -> PreparedRecords:
    """Each child once, to learn from: the names of one child are no two records of hers."""
    if all(opened.is_first):
        return prepared
    return prepare_records(
        opened.records([at for at, first in enumerate(opened.is_first) if first])
    )


def _read_changed(this: MatchRun, using: str, say: ProgressReporter) -> bool:
    """Puts what changed since the last run into the ledger; who was erased since is out of it.

    No where so much changed that the plan is outgrown: then all is read, and learned anew.
    """
    assert this.since is not None
    plan = ledger.load_plan(using=using)
    assert plan is not None
    files = register_gateway.list_changed_files(this.since, using)
    if (
        plan.is_outgrown(ledger.count_rows(using) + len(files))
        and len(files) > incremental.MIN_NEW_RECORDS
    ):
        _mark(this, using, since=None)
        ledger.forget_plan(using=using)
        return False
    gone = register_gateway.list_erased_files(_last_began(this, using), using)
    for start in range(0, len(files), ledger.PORTION_SIZE):
        part = register_gateway.open_children(
            this.id, files[start : start + ledger.PORTION_SIZE], using, say
        )
        table = incremental.build_fact_table(prepare_records(part.records()), plan.facts)
        with transaction.atomic(using=using):
            ledger.append_portion(this.id, part.files, part.child, table, using=using)
    with transaction.atomic(using=using):
        ledger.remove_children(this.id, gone, using=using)
        _mark(this, using, changed=len(files))
    return True


def _last_began(this: MatchRun, using: str) -> Any:
    before = _others(this, using).order_by("-started_at").first()
    return before.started_at if before else this.started_at


def _others(this: MatchRun, using: str) -> QuerySet[MatchRun]:
    return MatchRun.objects.using(using).filter(source=this.source).exclude(pk=this.pk)


def _compare(  # noqa: PLR0913, PLR0917 - the parts of one run
    this: MatchRun,
    book: ledger.MatchLedger,
    plan: LinkagePlan,
    comparer: PairComparer,
    using: str,
    say: ProgressReporter,
) -> int:
    """How many pairs of children were compared; what is found is written portion by portion."""
    changed = None if this.since is None else book.is_changed
    pairs = find_candidate_pairs(book, plan, changed)
    say(f"{len(pairs.one)} pairs to compare")
    start = this.done_through + 1
    while start < len(pairs.one):
        end = pairs.end_of_batch(start, COMPARE_BATCH_SIZE)
        found = comparer.compare(book, pairs, slice(start, end))
        with transaction.atomic(using=using):
            register_gateway.write_pairs(
                this.id, found, is_news=this.since is not None, using=using
            )
            _mark(this, using, done_through=end - 1)
        say(f"{end} of {len(pairs.one)} compared, {len(found)} of them written")
        start = end
    return len(pairs.one)


def _end(  # noqa: PLR0913, PLR0917 - the parts of one run
    this: MatchRun,
    book: ledger.MatchLedger,
    plan: LinkagePlan,
    compared: int,
    using: str,
    say: ProgressReporter,
) -> MatchRunSummary:
    """What the run did, once pairs that it did not find again wait no longer."""
    changed: list[UUID] | None = None
    if this.since is not None:
        places = np.unique(book.child[book.is_changed])
        changed = [book.file_id(int(place)) for place in places]
        changed += register_gateway.list_erased_files(_last_began(this, using), using)
    with transaction.atomic(using=using):
        lapsed = register_gateway.lapse_pairs(this.id, changed, using)
        clusters.update_clusters(using=using)
        ledger.compact_ledger(this.id, book, using=using)
        if plan.is_outgrown(len(book.ids)):
            ledger.forget_plan(using=using)  # the next night learns one anew
        _mark(this, using, finished_at=clock.now())
        this.refresh_from_db(using=using)
        audit.record(
            audit.AuditKind.MATCHED,
            by=None,
            agency=None,
            objects=[this.id],
            detail={"count": min(this.opened, 9_999_999), "hits": this.found},
            using=using,
        )
    say(f"{this.found} pairs found, {lapsed} wait no longer")
    return MatchRunSummary(this.changed or 0, compared, this.found, lapsed)


def _mark(this: MatchRun, using: str, **values: Any) -> None:
    MatchRun.objects.using(using).filter(pk=this.pk).update(**values)
    for name, value in values.items():
        setattr(this, name, value)
