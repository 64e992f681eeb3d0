"""Makes a snapshot: facts, frames, numbers; then gives the pages the numbers rounded to fives."""

from collections.abc import Callable, Sequence

from django.db import connections, transaction

from saathi.evidence.indicators import catalogue, numbers
from saathi.evidence.indicators.numbers import Number
from saathi.evidence.models import IndicatorCell
from saathi.evidence.register import rounded
from saathi.evidence.warehouse import refresh, steps
from saathi.evidence.warehouse.refresh import Order
from saathi.evidence.warehouse.snapshots import Part, Snapshot
from saathi.evidence.warehouse.store import Store
from saathi.infra import clock

type Say = Callable[[str], None]


def build(store: Store, order: Order, say: Say = lambda _: None) -> Snapshot:
    """A new snapshot of what the facts say now. Where nothing changed, the newest one stands."""
    with store.alone():
        facts = refresh.take_over(store, order, say)
        newest = store.newest()
        told = tuple((one.name, one.sql) for one in steps.steps())
        made_by = numbers.statements(catalogue.indicators())
        if (
            newest
            and _same(newest, facts)
            and newest.steps == told
            and newest.indicators == made_by
        ):
            store.clear()
            say(f"Nothing changed since {newest.id}.")
            return newest
        files = {name: store.path(part) for name, part in facts.items()}
        with steps.open_facts(files, store.work) as database:
            frames = steps.run(database, store, say)
            made = numbers.make(database, store, made_by)
        snapshot = Snapshot(
            made_at=clock.now().isoformat(),
            facts=facts,
            frames=frames,
            numbers=made,
            preparation=steps.preparation(),
            steps=told,
            indicators=made_by,
        )
        store.add(snapshot)
        store.clear()
        return snapshot


def _same(newest: Snapshot, facts: dict[str, Part]) -> bool:
    return {name: part.sha256 for name, part in newest.facts.items()} == {
        name: part.sha256 for name, part in facts.items()
    }


def show(store: Store, snapshot: Snapshot, *, using: str = "default") -> int:
    """Replaces what pages show by the numbers of a snapshot, rounded; how many there are."""
    return put(numbers.read(store, snapshot), snapshot.id, using=using)


def put(exact: Sequence[Number], snapshot_id: str, *, using: str = "default") -> int:
    """Replaces what pages show by these numbers. Rounded here: no exact one reaches the database."""
    now = clock.now()
    cells = [
        IndicatorCell(
            indicator=number.indicator,
            country=number.country,
            year=number.year,
            dimension=number.dimension,
            category=number.category,
            among=rounded(number.among),
            counted=None if number.counted is None else rounded(number.counted),
            snapshot=snapshot_id,
            counted_at=now,
        )
        for number in exact
    ]
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            # One at a time: two that replace would leave the numbers of both.
            cursor.execute("SELECT lock_indicators()")
        IndicatorCell.objects.using(using).all().delete()
        IndicatorCell.objects.using(using).bulk_create(cells, batch_size=5000)
    return len(cells)
