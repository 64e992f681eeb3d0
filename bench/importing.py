"""How long a caseload takes to be checked and brought in, beside a bare COPY of the same rows.

Run: `python bench/importing.py [rows]`. Makes a database of its own on the server of the tests, with the
real roles and row security; prints one table. The peer is what PostgreSQL needs for the text alone.
"""
# ruff: noqa: PLC0415 - what needs Django is imported after it is set up

import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
DISTRICTS = ("Dhanusha", "Makwanpur", "Kailali", "Bardiya", "Rolpa", "Dolakha")
HEADING = (
    "Case No,Name of child,Father's name,Sex,Date of birth,District,Registration date,"
    "Type of abuse,Case history,Ward"
)
SYLLABLES = ("sa", "ri", "ta", "ma", "ku", "la", "bi", "na", "de", "vi", "pra", "ja", "su", "ni")
CONCERNS = ("Trafficking", "Child labour", "Neglect", "Early marriage", "Street", "")


def caseload(rows: int) -> bytes:
    """A list of children who do not exist; the same for the same number."""
    draw = random.Random(7)
    given = ["".join(draw.choices(SYLLABLES, k=3)).title() for _ in range(400)]
    family = ["".join(draw.choices(SYLLABLES, k=2)).title() for _ in range(150)]
    lines = [HEADING]
    for number in range(rows):
        last = draw.choice(family)
        born = f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{draw.randint(2008, 2018)}"
        registered = f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{draw.randint(2019, 2024)}"
        lines.append(
            f"K-{number},{draw.choice(given)} {last},{draw.choice(given)} {last},{draw.choice('FM')},"
            f"{born},{draw.choice(DISTRICTS)},{registered},{draw.choice(CONCERNS)},"
            f"Told at the ward office. She lives with an aunt.,{draw.randint(1, 9)}"
        )
    return "\n".join(lines).encode()


def timed[ResultT](what: str, work: Callable[[], ResultT]) -> ResultT:
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"{what:<58}{seconds:>9.2f}{seconds / ROWS * 1000:>10.3f}", flush=True)
    return result


def main() -> None:
    from tests import databases
    from tests.server import SERVER

    name = "bench_importing"
    databases.create(name, databases.template())
    os.environ["SAATHI_PROCESS"] = "tests"
    for role in ("TESTER", "MAINTENANCE", "OWNER"):
        os.environ[f"SAATHI_DATABASE_URL_{role}"] = SERVER.url(f"saathi_{role.lower()}", name)
    os.environ["DJANGO_SETTINGS_MODULE"] = "saathi.config.settings"
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE saathi_app")
    try:
        measure()
    finally:
        connection.close()
        databases.drop(name)


def measure() -> None:
    from django.db import connection, connections, transaction

    from saathi.agencies.refusal_log import REFUSALS_CONNECTION
    from saathi.agencies.run_as import run_as
    from saathi.desk.importing.forms import add_guessed_values
    from saathi.engines.sheets.checking import ColumnPlan
    from saathi.engines.sheets.fields import guess_columns
    from saathi.engines.sheets.reading import read_sheet
    from saathi.protection.exchange import queries
    from saathi.protection.exchange.actions import import_children, importing, undo_import
    from saathi.protection.exchange.models import Import
    from tests.factories import agencies

    connections[REFUSALS_CONNECTION] = (
        connection  # progress on a second connection costs the web as much
    )
    office = agencies.office()
    officer, worker = agencies.staff("data_officer", office), agencies.staff("case_worker", office)
    data = caseload(ROWS)
    print(f"{ROWS} rows, {len(data) / 1e6:.1f} MB\n{'':<58}{'s':>9}{'ms a row':>10}")
    sheet = timed("read the CSV", lambda: read_sheet(data))
    with run_as(officer.pk) as staff:
        record = importing.create_import(
            sheet=sheet, file_name="x.csv", source="bench", actor=staff
        )
        plan = add_guessed_values(sheet, ColumnPlan(guess_columns(sheet.columns)), None)
        importing.confirm_columns(record=record, plan=plan, save_as="", version=1, actor=staff)

    def check() -> None:
        with run_as(officer.pk) as staff:
            found = Import.objects.get(pk=record.pk)
            importing.check_import(
                record=found, workers=queries.case_workers_by_address(staff), actor=staff
            )

    timed("check: rows, numbers known, children known", check)
    with run_as(officer.pk) as staff:
        found = Import.objects.get(pk=record.pk)
        importing.approve_import(record=found, worker=worker, version=found.version, actor=staff)

    def bring() -> object:
        with run_as(officer.pk) as staff:
            found = Import.objects.get(pk=record.pk)
            return import_children.import_children(
                record=found, workers=queries.case_workers_by_address(staff), actor=staff
            )

    counts = timed("bring in: files, cases, reports, tokens, rights, log", bring)

    def undo() -> None:
        with run_as(officer.pk) as staff:
            result = Import.objects.get(pk=record.pk)
            undo_import.request_undo(record=result, version=result.version, actor=staff)
        with run_as(officer.pk) as staff:
            undo_import.undo_import(record=Import.objects.get(pk=record.pk), actor=staff)

    timed(
        "check again: every row is known, every child compared", lambda: again(officer, sheet, plan)
    )

    timed("undo the import: files with keys, tokens, rights; log", undo)

    def copy() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE saathi_maintenance")
            columns = ", ".join(f"c{place} text" for place in range(len(sheet.columns)))
            cursor.execute(f"CREATE TEMPORARY TABLE bare ({columns}) ON COMMIT DROP")
            with cursor.copy("COPY bare FROM STDIN") as into:
                for row in sheet.rows:
                    into.write_row(row)

    timed("peer: a bare COPY of the same text, one table, no index", copy)
    print(f"\n{counts.made} children, {counts.reports} reports")


def again(officer: object, sheet: object, plan: object) -> None:
    from saathi.agencies.run_as import run_as
    from saathi.protection.exchange import queries
    from saathi.protection.exchange.actions import importing

    with run_as(officer.pk) as staff:
        record = importing.create_import(
            sheet=sheet, file_name="x.csv", source="bench", actor=staff
        )
        importing.confirm_columns(record=record, plan=plan, save_as="", version=1, actor=staff)
        record.refresh_from_db()
        importing.check_import(
            record=record, workers=queries.case_workers_by_address(staff), actor=staff
        )


if __name__ == "__main__":
    main()
