"""Makes the children of a load, in this process or in parallel processes, and sends them by COPY."""

import gc
import multiprocessing
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from multiprocessing.sharedctypes import Synchronized

import django
from django.db import connection, transaction

from saathi.people.token_slots import TokenSlots
from saathi.synthetic import nation
from saathi.synthetic.tables import CopyRows

CHUNK_SIZE = 2000  # children made and held in memory at a time
PROCESSES = 2
PROGRESS_INTERVAL = 10


class LoadProcessFailed(Exception):
    """A load process failed before its children were made; its own output is printed above."""


@dataclass(frozen=True)
class LoadOrder:
    """The children to make."""

    children: int
    seed: int
    today: date

    def pieces(self, part: int = 0, parts: int = 1) -> Iterable[tuple[int, int]]:
        """The number and size of each chunk of this part."""
        for number in range(part, -(-self.children // CHUNK_SIZE), parts):
            yield number, min(CHUNK_SIZE, self.children - number * CHUNK_SIZE)


def load_children(order: LoadOrder) -> int:
    """Makes every child in this process and in the current transaction; returns the number of rows."""
    return sum(_rows(order, 0, 1))


def load_in_processes(order: LoadOrder, report_progress: Callable[[str], None]) -> int:
    """Makes the children in PROCESSES processes with a connection each, reporting progress."""
    context = multiprocessing.get_context("spawn")
    done, rows = context.Value("q", 0), context.Value("q", 0)
    processes = [
        context.Process(target=_work, args=(order, part, done, rows), daemon=True)
        for part in range(PROCESSES)
    ]
    start = last = time.monotonic()
    for process in processes:
        process.start()
    while any(process.is_alive() for process in processes):
        time.sleep(0.2)
        if time.monotonic() - last >= PROGRESS_INTERVAL:
            last = time.monotonic()
            report_progress(
                f"{done.value:>9} of {order.children} children after {last - start:.0f} s"
            )
        if any(process.exitcode for process in processes):
            break
    for process in processes:
        if process.exitcode:
            for process_left in processes:
                process_left.terminate()
            raise LoadProcessFailed
        process.join()
    return int(rows.value)


def _work(
    order: LoadOrder, part: int, done: "Synchronized[int]", rows: "Synchronized[int]"
) -> None:
    """Runs one process; its environment identifies it to the database like its parent."""
    gc.disable()  # rows are plain text without reference cycles, and the collector would scan many of them
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # an interrupted load is repeated in full
    for (_, size), number_of_rows in zip(
        order.pieces(part, PROCESSES), _rows(order, part, PROCESSES), strict=True
    ):
        parent = multiprocessing.parent_process()
        if parent is not None and not parent.is_alive():
            return  # the load was killed: its clean-up must not meet a working process
        with done.get_lock():
            done.value += size
        with rows.get_lock():
            rows.value += number_of_rows


def _rows(order: LoadOrder, part: int, parts: int) -> Iterable[int]:
    # A new process imports this module before setting up Django, which these imports need.
    from saathi.simulation import fill_chunk  # noqa: PLC0415
    from saathi.synthetic.chunk import LoadChunk  # noqa: PLC0415
    from saathi.vault import store as vault  # noqa: PLC0415

    world = nation.build_nation(order.children, order.seed)
    slots = TokenSlots(vault.get_token_key(), part=part, parts=parts)
    for number, size in order.pieces(part, parts):
        chunk = LoadChunk(
            nation=world,
            slots=slots,
            seed=order.seed,
            number=number,
            size=CHUNK_SIZE,
            today=order.today,
        )
        fill_chunk.fill_chunk(chunk, size)
        with transaction.atomic():
            sent = copy_rows(chunk.rows)
        yield sent


def copy_rows(sheets: CopyRows) -> int:
    """Sends all rows to the database and returns their number."""
    from saathi.synthetic.parts import table_columns  # noqa: PLC0415 - as above

    with connection.cursor() as cursor:
        for table, columns in table_columns().items():
            if sheets.lines.get(table):
                statement = f"COPY {table} ({', '.join(columns.split())}) FROM STDIN"
                with cursor.copy(statement) as copy:
                    copy.write(sheets.table_block(table))
    return sheets.count_rows()
