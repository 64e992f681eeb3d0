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
from saathi.matching.linking import frozen
from saathi.matching.linking.frozen import Plan
from saathi.matching.linking.preparing import Prepared, prepare
from saathi.protection.matches import clusters, door, ledger
from saathi.protection.matches.comparing import Comparer, FromDoor, FromMemory, pairs_of
from saathi.protection.matches.door import MATCHER
from saathi.protection.matches.models import MatchRun
from saathi.protection.matches.records import Opened

FARTHEST: Final = 1_000_000_000  # transactions, beyond which their 32-bit numbers mean nothing
ONCE: Final = 200_000  # pairs of rows that are compared before what was found is written

type Say = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """What is to be compared: what changed, all by the same plan, or all by a plan learned anew."""

    everything: bool = False
    learn: bool = False


@dataclass(frozen=True)
class Done:
    """What a run did."""

    changed: int
    compared: int
    found: int
    lapsed: int


class UnderWay(Exception):
    """Another run is under way."""


def quiet(_: str) -> None:
    """Says nothing."""


def run(wanted: Wanted = Wanted(), *, using: str = MATCHER, say: Say = quiet) -> Done:
    """Compares and writes down; what it did. `UnderWay` where another run has not ended."""
    with alone(using):
        this = _begun(wanted, using)
        memory = None
        if this.changed is not None:
            say(f"goes on with the run of {this.started_at:%Y-%m-%d %H:%M}")
        elif this.since is None or not _read_changed(this, using, say):
            memory = _read_all(this, wanted, using, say)
        plan = ledger.plan(using=using)
        assert plan is not None
        book = ledger.load(this.id, using=using)
        comparer: Comparer = FromDoor(plan, book, this.id, using)
        if memory is not None:
            comparer = FromMemory(plan, memory)
        compared = _compare(this, book, plan, comparer, using, say)
        return _end(this, book, plan, compared, using, say)


@contextmanager
def alone(using: str) -> Iterator[None]:
    """One run at a time; the lock is the session's, so it goes with a process that falls."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT lock_nightly()")
        if not cursor.fetchone()[0]:
            raise UnderWay
    try:
        yield
    finally:
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT unlock_nightly()")


def _begun(wanted: Wanted, using: str) -> MatchRun:
    """The run that was cut off, or a new one."""
    source, horizon = door.moment(using)
    runs = MatchRun.objects.using(using)
    anew = wanted.everything or wanted.learn
    cut_off = runs.filter(finished_at=None, source=source).order_by("-started_at").first()
    if cut_off is not None and not anew:
        return cut_off
    runs.filter(finished_at=None).update(finished_at=clock.now())
    before = runs.exclude(changed=None).filter(source=source).order_by("-horizon").first()
    since = None
    if before is not None and not anew and horizon - before.horizon < FARTHEST:
        since = before.horizon if ledger.plan(using=using) is not None else None
    new = MatchRun(source=source, since=since, horizon=horizon)
    new.save(force_insert=True, using=using)
    return new


def _read_all(this: MatchRun, wanted: Wanted, using: str, say: Say) -> Prepared:
    """All records in memory; the ledger and, where there is none or it is wanted, a new plan."""
    opened = door.opened(this.id, door.changed(None, using), using, say)
    prepared = prepare(opened.records())
    plan = None if wanted.learn else ledger.plan(using=using)
    made = plan is None
    if plan is None:
        plan = frozen.make(_first_rows(opened, prepared), say)
    table = frozen.table_of(prepared, plan.facts)
    with transaction.atomic(using=using):
        ledger.empty(using=using)
        if made:
            ledger.keep_plan(plan, using=using)
        ledger.write(this.id, opened.files, opened.child, table, using=using)
        _mark(this, using, changed=len(opened.files))
    return prepared


def _first_rows(opened: Opened, prepared: Prepared) -> Prepared:
    """Each child once, to learn from: the names of one child are no two records of hers."""
    if all(opened.is_first):
        return prepared
    return prepare(opened.records([at for at, first in enumerate(opened.is_first) if first]))


def _read_changed(this: MatchRun, using: str, say: Say) -> bool:
    """Puts what changed since the last run into the ledger; who was erased since is out of it.

    No where so much changed that the plan is outgrown: then all is read, and learned anew.
    """
    assert this.since is not None
    plan = ledger.plan(using=using)
    assert plan is not None
    files = door.changed(this.since, using)
    if plan.is_outgrown(ledger.size(using) + len(files)) and len(files) > frozen.LEAST_NEW:
        _mark(this, using, since=None)
        ledger.forget_plan(using=using)
        return False
    gone = door.gone(_last_began(this, using), using)
    for start in range(0, len(files), ledger.PORTION):
        part = door.opened(this.id, files[start : start + ledger.PORTION], using, say)
        table = frozen.table_of(prepare(part.records()), plan.facts)
        with transaction.atomic(using=using):
            ledger.write(this.id, part.files, part.child, table, using=using)
    with transaction.atomic(using=using):
        ledger.forget(this.id, gone, using=using)
        _mark(this, using, changed=len(files))
    return True


def _last_began(this: MatchRun, using: str) -> Any:
    before = _others(this, using).order_by("-started_at").first()
    return before.started_at if before else this.started_at


def _others(this: MatchRun, using: str) -> QuerySet[MatchRun]:
    return MatchRun.objects.using(using).filter(source=this.source).exclude(pk=this.pk)


def _compare(  # noqa: PLR0913, PLR0917 - the parts of one run
    this: MatchRun, book: ledger.Book, plan: Plan, comparer: Comparer, using: str, say: Say
) -> int:
    """How many pairs of children were compared; what is found is written portion by portion."""
    changed = None if this.since is None else book.is_changed
    pairs = pairs_of(book, plan, changed)
    say(f"{len(pairs.one)} pairs to compare")
    start = this.done_through + 1
    while start < len(pairs.one):
        end = pairs.end_of_portion(start, ONCE)
        found = comparer.compare(book, pairs, slice(start, end))
        with transaction.atomic(using=using):
            door.write(this.id, found, is_news=this.since is not None, using=using)
            _mark(this, using, done_through=end - 1)
        say(f"{end} of {len(pairs.one)} compared, {len(found)} of them written")
        start = end
    return len(pairs.one)


def _end(  # noqa: PLR0913, PLR0917 - the parts of one run
    this: MatchRun, book: ledger.Book, plan: Plan, compared: int, using: str, say: Say
) -> Done:
    """What the run did, once pairs that it did not find again wait no longer."""
    changed: list[UUID] | None = None
    if this.since is not None:
        places = np.unique(book.child[book.is_changed])
        changed = [book.file_id(int(place)) for place in places]
        changed += door.gone(_last_began(this, using), using)
    with transaction.atomic(using=using):
        lapsed = door.lapse(this.id, changed, using)
        clusters.hang_together(using=using)
        ledger.write_together(this.id, book, using=using)
        if plan.is_outgrown(len(book.ids)):
            ledger.forget_plan(using=using)  # the next night learns one anew
        _mark(this, using, finished_at=clock.now())
        this.refresh_from_db(using=using)
        audit.record(
            audit.Kind.MATCHED,
            by=None,
            agency=None,
            objects=[this.id],
            detail={"count": min(this.opened, 9_999_999), "hits": this.found},
            using=using,
        )
    say(f"{this.found} pairs found, {lapsed} wait no longer")
    return Done(this.changed or 0, compared, this.found, lapsed)


def _mark(this: MatchRun, using: str, **values: Any) -> None:
    MatchRun.objects.using(using).filter(pk=this.pk).update(**values)
    for name, value in values.items():
        setattr(this, name, value)
