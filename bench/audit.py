"""What the log costs: recording, sealing, verifying. On an embedded server of its own, durable.

Run: `python bench/audit.py [entries]`
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the bench has a server

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg

if TYPE_CHECKING:
    from saathi.audit.sealer import LogSealer

ENTRIES = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
REQUESTS = 3_000
IN_A_TRANSACTION = 20  # of the bulk load

LOAD = """
INSERT INTO audit_entry (id, kind, "by", agency, file_id, objects, purpose, request, detail)
SELECT gen_random_uuid(), 'looked', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
  ARRAY[gen_random_uuid()], 'own_case', gen_random_uuid(), '{"screen": "desk:file", "count": 3}'
FROM generate_series(1, %s)
"""


def row(what: str, value: str) -> None:
    print(f"{what:<58}{value:>22}", flush=True)


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def median(work: Callable[[], object], times: int) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def recording() -> None:
    from django.db import connection, transaction

    from saathi import audit

    staff, agency, file = uuid4(), uuid4(), uuid4()

    def record() -> None:
        audit.record(
            audit.AuditKind.LOOKED,
            by=staff,
            agency=agency,
            file_id=file,
            objects=[file],
            purpose="own_case",
            detail={"screen": "desk:file"},
        )

    def nothing() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    with transaction.atomic():
        record()
        plain = median(nothing, REQUESTS)
        entry = median(record, REQUESTS)
    row("SELECT 1, inside a transaction", f"{plain:.3f} ms")
    row("record(), inside a transaction", f"{entry:.3f} ms")

    def request() -> None:
        with transaction.atomic():
            record()

    row("record() with BEGIN and a durable COMMIT", f"{median(request, 300):.3f} ms")


def load(url: str) -> None:
    start, done = time.perf_counter(), 0
    with psycopg.connect(url, autocommit=True) as connection:
        while done < ENTRIES:
            connection.execute(LOAD, [IN_A_TRANSACTION])
            done += IN_A_TRANSACTION
    seconds = time.perf_counter() - start
    row(f"bulk load of {done} entries, {IN_A_TRANSACTION} to a transaction", f"{seconds:.1f} s")


def sealing(url: str, home: Path) -> None:
    from saathi.audit import signing_keys
    from saathi.audit.heads import HeadsFileSink
    from saathi.audit.sealer import LogSealer, heads_path
    from saathi.audit.sealer_marker import SealerMarker

    with psycopg.connect(url) as connection:
        key, sink = signing_keys.create_signing_key(home), HeadsFileSink(heads_path(home))
        sealer = LogSealer(connection, key, sink, marker=SealerMarker.of_home(home))
        start = time.perf_counter()
        sealed = sealer.seal_round()
        seconds = time.perf_counter() - start
        row(f"sealed {sealed} entries", f"{seconds:.1f} s")
        row("  a second", f"{sealed / seconds:,.0f}")
        row("  greatest memory so far", f"{memory():.0f} MB")
        row("an idle round", f"{median(sealer.seal_round, 50):.3f} ms")
        beside_open_transactions(sealer)


def beside_open_transactions(sealer: "LogSealer") -> None:
    """Rounds of one entry each beside transactions that stay open; each head lists them."""
    address = os.environ["SAATHI_DATABASE_URL"]
    for many in (0, 1, 50):
        with ExitStack() as stack:
            held = [stack.enter_context(psycopg.connect(address)) for _ in range(many)]
            for connection in held:
                connection.execute("SELECT pg_current_xact_id()")
            writer = stack.enter_context(psycopg.connect(address, autocommit=True))

            def one_entry(writer: "psycopg.Connection[tuple[object, ...]]" = writer) -> None:
                writer.execute(
                    "INSERT INTO audit_entry (id, kind) VALUES (gen_random_uuid(), 'looked')"
                )
                assert sealer.seal_round() == 1

            row(
                f"an entry written and sealed beside {many} open", f"{median(one_entry, 50):.3f} ms"
            )


def age(url: str) -> None:
    """The question of /health and metrics, with every entry sealed and with a backlog."""
    with psycopg.connect(url, autocommit=True) as connection:

        def ask() -> None:
            connection.execute("SELECT audit_oldest_unsealed_seconds()")

        row("audit_oldest_unsealed_seconds()", f"{median(ask, 50):.3f} ms")


def verifying(url: str, home: Path) -> None:
    from saathi.audit import signing_keys
    from saathi.audit.sealer import heads_path
    from saathi.audit.verify import verify_log

    with psycopg.connect(url) as connection:
        start = time.perf_counter()
        report = verify_log(
            connection, heads_path(home), *signing_keys.load_verify_keys(home / "audit")
        )
        seconds = time.perf_counter() - start
    row(f"verified {report.entries} entries in {report.batches} batches", f"{seconds:.1f} s")
    row("  a second", f"{report.entries / seconds:,.0f}")
    row("  greatest memory so far", f"{memory():.0f} MB")
    row("sound", str(report.is_sound))


def sizes(url: str) -> None:
    query = """
        SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
        WHERE c.relkind = 'r' AND starts_with(c.relname, %s)
    """
    with psycopg.connect(url) as connection:
        for table in ("audit_entry", "audit_batch"):
            total = connection.execute(query, [table]).fetchone()
            assert total is not None
            row(f"{table}, bytes to an entry with indexes", f"{float(total[0]) / ENTRIES:.0f}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "saathi"
        os.environ |= {"SAATHI_HOME": str(home), "SAATHI_DEMO": "yes"}
        Path(folder).chmod(0o755)  # the server runs as another account when we are root
        command = [sys.executable, "-m", "saathi.config.command", "migrate"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        from saathi.config import start

        with start.process("web"):
            recording()
            load(os.environ["SAATHI_DATABASE_URL_MAINTENANCE"])
            age(os.environ["SAATHI_DATABASE_URL"])
            sealing(os.environ["SAATHI_DATABASE_URL_SEALER"], home)
            age(os.environ["SAATHI_DATABASE_URL"])
            verifying(os.environ["SAATHI_DATABASE_URL_AUDITOR"], home)
            sizes(os.environ["SAATHI_DATABASE_URL_AUDITOR"])


if __name__ == "__main__":
    main()
