"""Background work has lower priority than pages, also in the database."""

import json
from pathlib import Path

from saathi.config.start import BEHIND_PAGES
from tests.ops.homes import migrated, python

PRIORITIES = """
import json, os
{before}
from django.db import connection
connection.ensure_connection()
of = [os.getpriority(os.PRIO_PROCESS, pid) for pid in (0, connection.connection.info.backend_pid)]
print(json.dumps(of))
"""


def test_worker_and_its_database_process_have_low_priority(tmp_path: Path) -> None:
    migrated(home := tmp_path / "home")
    before, _ = json.loads(python(home, "web", PRIORITIES.format(before="")))
    process, backend = json.loads(
        python(home, "worker", PRIORITIES.format(before="start.lower_priority()"))
    )
    assert process == backend == min(19, before + BEHIND_PAGES)
