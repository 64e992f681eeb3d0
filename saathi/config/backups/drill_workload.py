"""The writes of a drill, in a scratch home only: `write FILE` until input ends, `verify FILE N`.

Each write is one transaction with a new key, a sealed file on disk, a log entry and a job, so it is
part of both archives and of the folder of files. It is acknowledged, as a line in FILE, when its
transaction has committed.
"""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from saathi.config import command_failures, start

WRITERS = 2  # threads, each with its own connection
PAUSE_SECONDS = 0.05  # pause between writes of a thread: at most forty writes a second
FAR_FUTURE_SECONDS = 10 * 365 * 86_400  # no worker runs in a scratch home or knows this job


def main(words: list[str]) -> int:
    """Writes or verifies, as the maintenance role; returns the exit code."""
    if not (Path(os.environ["SAATHI_HOME"]) / "in-use").exists():
        print("saathi: This writes into scratch homes of a drill only.", file=sys.stderr)
        return 1
    try:
        with start.process("maintenance"):
            if words[0] == "write":
                return _write(Path(words[1]))
            print(json.dumps(_verify(Path(words[1]), int(words[2]))))
    except Exception as error:  # noqa: BLE001 - the drill passes on a sentence without values
        print(
            f"saathi: {command_failures.describe_failure(error, 'backup --drill')}", file=sys.stderr
        )
        return 1
    return 0


def _write(path: Path) -> int:
    ends = threading.Event()
    failed: list[BaseException] = []
    with path.open("a", encoding="ascii") as file:
        writers = [
            threading.Thread(target=_keep_writing, args=(file, ends, failed))
            for _number in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        threading.Thread(target=_wait_for_end_of_input, args=(ends,), daemon=True).start()
        ends.wait()  # also after a failed write
        for writer in writers:
            writer.join()
    if failed:
        raise failed[0]
    return 0


def _wait_for_end_of_input(ends: threading.Event) -> None:
    sys.stdin.read()  # ends when the parent closes it or dies
    ends.set()


def _keep_writing(file: Any, ends: threading.Event, failed: list[BaseException]) -> None:
    from django.db import connections

    try:
        while not ends.wait(PAUSE_SECONDS):
            line = json.dumps(_write_once())
            file.write(f"{line}\n")  # one call: lines of two threads are never mixed
            file.flush()
    except Exception as error:  # noqa: BLE001 - handed to the thread that ends the process
        failed.append(error)
        ends.set()
    finally:
        connections.close_all()


def _write_once() -> dict[str, object]:
    from django.db import transaction
    from procrastinate.contrib.django import app

    from saathi import audit
    from saathi.vault import attachments
    from saathi.vault.accepted_media import MediaType

    text = uuid4().hex
    with transaction.atomic():
        stored = attachments.store_data(
            file_id=uuid4(),
            field_id="backups.drill",
            section=0,
            data=text.encode("ascii"),
            media_type=MediaType.DATA,
            by=uuid4(),
        )
        entry = audit.record(audit.AuditKind.BACKED_UP, by=None, agency=None)
        later = {"seconds": FAR_FUTURE_SECONDS}
        job = app.configure_task("backups.drill", schedule_in=later).defer()
    return {"stored": str(stored.id), "text": text, "entry": str(entry), "job": job}


def _verify(path: Path, acknowledged: int) -> dict[str, int]:
    """The numbers of writes found, missing although acknowledged in time, and present in part."""
    counts = {"found": 0, "missing": 0, "by_half": 0}
    for number, line in enumerate(path.read_text(encoding="ascii").splitlines()):
        parts = _stored_parts(json.loads(line))
        if all(parts):
            counts["found"] += 1
        elif any(parts):
            counts["by_half"] += 1
        elif number < acknowledged:
            counts["missing"] += 1
    return counts


def _stored_parts(written: dict[str, Any]) -> list[bool]:
    from django.db import connection

    from saathi.vault import attachments
    from saathi.vault.models import StoredFile

    stored = StoredFile.objects.filter(id=UUID(written["stored"])).first()
    present = [
        stored is not None and attachments.read_file(stored) == written["text"].encode("ascii")
    ]
    with connection.cursor() as cursor:
        for query, value in (
            ("SELECT EXISTS (SELECT 1 FROM audit_entry WHERE id = %s)", UUID(written["entry"])),
            ("SELECT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE id = %s)", written["job"]),
        ):
            cursor.execute(query, [value])
            present.append(bool(cursor.fetchone()[0]))
    return present


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
