"""How long a caseload from Primero takes to be read, checked, imported and undone.

Run: `python bench/importing_primero.py [cases]`. Each invented case has every field of Primero's default
forms and three entries of the usual subforms. Database, roles and row security as in `importing.py`.
"""
# ruff: noqa: PLC0415 - what needs Django is imported after it is set up

import resource
from collections.abc import Callable

import importing as bench


def measure() -> None:
    from django.db import connection, connections

    from saathi.agencies.actions.rights import REFUSALS_CONNECTION
    from saathi.agencies.models import Staff
    from saathi.agencies.run_as import run_as
    from saathi.engines.sheets.reading import read_sheet
    from saathi.protection.exchange import queries
    from saathi.protection.exchange.actions import import_children, importing, undo_import
    from saathi.protection.exchange.models import Import
    from tests.factories import agencies
    from tests.protection.exchange import primero_files

    connections[REFUSALS_CONNECTION] = connection
    office = agencies.office()
    officer, worker = agencies.staff("data_officer", office), agencies.staff("case_worker", office)
    data = primero_files.exported(primero_files.caseload(bench.ROWS))
    print(f"{bench.ROWS} cases, {len(data) / 1e6:.1f} MB\n{'':<58}{'s':>9}{'ms a row':>10}")
    sheet = bench.timed("read the JSON", lambda: read_sheet(data))
    with run_as(officer.pk) as staff:
        made = importing.create_import(sheet=sheet, file_name="x", source="Primero", actor=staff)

    def step(work: str) -> Callable[[], object]:
        def run() -> object:
            with run_as(officer.pk) as staff:
                record = Import.objects.get(pk=made.pk)
                workers: dict[str, Staff] = queries.case_workers_by_address(staff)
                match work:
                    case "check":
                        return importing.check_import(record=record, workers=workers, actor=staff)
                    case "approve":
                        return importing.approve_import(
                            record=record, worker=worker, version=record.version, actor=staff
                        )
                    case "import":
                        return import_children.import_children(
                            record=record, workers=workers, actor=staff
                        )
                    case "request":
                        return undo_import.request_undo(
                            record=record, version=record.version, actor=staff
                        )
                return undo_import.undo_import(record=record, actor=staff)

        return run

    bench.timed("check: cases, numbers known, children known", step("check"))
    step("approve")()
    bench.timed("import all, one transaction", step("import"))
    step("request")()
    bench.timed("undo all", step("undo"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'memory at the most, MB':<58}{peak:>9.0f}")


if __name__ == "__main__":
    bench.measure = measure
    bench.main()
