"""Makes a snapshot with facts, frames and numbers, and updates the rounded numbers of the pages."""

from collections.abc import Callable, Sequence

from django.db import connections, transaction

from saathi.evidence.indicators import catalogue, numbers
from saathi.evidence.indicators.numbers import ExactNumber
from saathi.evidence.models import IndicatorCell
from saathi.evidence.register_counts import round_to_five
from saathi.evidence.warehouse import refresh, steps
from saathi.evidence.warehouse.refresh import WarehouseRefresh
from saathi.evidence.warehouse.snapshots import SnapshotFile, WarehouseSnapshot
from saathi.evidence.warehouse.store import WarehouseStore
from saathi.infra import clock

type ProgressCallback = Callable[[str], None]


def build_snapshot(
    store: WarehouseStore, order: WarehouseRefresh, say: ProgressCallback = lambda _: None
) -> WarehouseSnapshot:
    """A new snapshot of the current facts, or the newest one if nothing has changed."""
    with store.lock_exclusively():
        facts = refresh.export_facts(store, order, say)
        newest = store.newest_snapshot()
        step_statements = tuple((step.name, step.sql) for step in steps.list_steps())
        made_by = numbers.number_statements(catalogue.all_indicators())
        if (
            newest
            and _is_unchanged(newest, facts)
            and newest.steps == step_statements
            and newest.indicators == made_by
        ):
            store.clear_unfinished()
            say(f"Nothing changed since {newest.id}.")
            return newest
        files = {name: store.file_path(part) for name, part in facts.items()}
        with steps.open_facts(files, store.work) as database:
            frames = steps.run_steps(database, store, say)
            made = numbers.write_numbers(database, store, made_by)
        snapshot = WarehouseSnapshot(
            made_at=clock.now().isoformat(),
            facts=facts,
            frames=frames,
            numbers=made,
            preparation=steps.preparation_statements(),
            steps=step_statements,
            indicators=made_by,
        )
        store.add_snapshot(snapshot)
        store.clear_unfinished()
        return snapshot


def _is_unchanged(newest: WarehouseSnapshot, facts: dict[str, SnapshotFile]) -> bool:
    return {name: part.sha256 for name, part in newest.facts.items()} == {
        name: part.sha256 for name, part in facts.items()
    }


def update_indicator_cells(
    store: WarehouseStore, snapshot: WarehouseSnapshot, *, using: str = "default"
) -> int:
    """Replaces the numbers on pages with a snapshot's rounded numbers; returns how many."""
    return replace_indicator_cells(
        numbers.read_snapshot_numbers(store, snapshot), snapshot.id, using=using
    )


def replace_indicator_cells(
    exact: Sequence[ExactNumber], snapshot_id: str, *, using: str = "default"
) -> int:
    """Replaces the numbers on pages with these; returns how many.

    Rounds them first: no exact number reaches the database. Years in the future are left out: a
    task due then is neither done nor missed.
    """
    now = clock.now()
    cells = [
        IndicatorCell(
            indicator=number.indicator,
            country=number.country,
            year=number.year,
            dimension=number.dimension,
            category=number.category,
            among=round_to_five(number.among),
            counted=None if number.counted is None else round_to_five(number.counted),
            snapshot=snapshot_id,
            counted_at=now,
        )
        for number in exact
        if number.year <= now.year
    ]
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            # One at a time: two concurrent replacements would leave the numbers of both.
            cursor.execute("SELECT lock_indicators()")
        IndicatorCell.objects.using(using).all().delete()
        IndicatorCell.objects.using(using).bulk_create(cells, batch_size=5000)
    return len(cells)
