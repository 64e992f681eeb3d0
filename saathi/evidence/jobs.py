"""The nightly job: a new warehouse snapshot, and the numbers of the pages from it."""

import datetime as dt
import logging
from pathlib import Path

from django.conf import settings

from saathi.agencies import facts
from saathi.infra import jobs

ANALYST = "analyst"  # the alias of the analyst's connection in a worker
SUNDAY = 6

logger = logging.getLogger(__name__)


@jobs.app.periodic(cron="20 20 * * *")  # 20:20 UTC: night from Kabul to Dhaka
@jobs.app.task(queue="warehouse", name="evidence.refresh_warehouse", queueing_lock="warehouse")
def refresh_warehouse_job(timestamp: int) -> None:
    """Runs the nightly refresh; on Sundays all facts are exported again."""
    day = dt.datetime.fromtimestamp(timestamp, dt.UTC).weekday()
    refresh_warehouse(settings.HOME, anew=day == SUNDAY)


def refresh_warehouse(home: Path, *, anew: bool = False, using: str = ANALYST) -> str:
    """Refreshes the warehouse and pages, deletes old snapshots; returns the new snapshot's id."""
    # Imported here because a web process, which knows this job only by name, does not need Arrow.
    from saathi.evidence.indicators import snapshot_building  # noqa: PLC0415 - as said above
    from saathi.evidence.warehouse.refresh import WarehouseRefresh  # noqa: PLC0415 - as said above
    from saathi.evidence.warehouse.store import open_store  # noqa: PLC0415 - as said above

    store = open_store(home)
    order = WarehouseRefresh(
        settings.SAATHI_ANALYST_ADDRESS, list(facts.all_fact_views()), is_full=anew
    )
    snapshot = snapshot_building.build_snapshot(store, order, logger.info)
    snapshot_building.update_indicator_cells(store, snapshot, using=using)
    with store.lock_exclusively():
        store.drop_old_snapshots(settings.SAATHI_SNAPSHOTS)
    return snapshot.id
