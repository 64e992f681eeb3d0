"""The checked rows of an import, whatever kind of file they come from."""

from collections.abc import Collection, Mapping
from typing import Any

from saathi.agencies.models import Staff
from saathi.engines.sheets import checking, primero
from saathi.engines.sheets.checking import CheckedRow, ColumnPlan
from saathi.engines.sheets.table import Sheet
from saathi.protection.exchange.primero import cases

PRIMERO_SYSTEM = (
    "Primero"  # its case ids are unique in the world, whatever the source is called here
)


def check_import_rows(
    content: Mapping[str, Any], sheet: Sheet, *, actor: Staff, workers: Collection[str]
) -> list[CheckedRow]:
    """The rows of an import with their errors and warnings; `content` is its opened envelope."""
    if is_primero(sheet):
        closings = content.get("closings", {})
        occasion = cases.import_occasion(actor.office, str(content["source"]), closings)
        return list(cases.read_rows(sheet, occasion))
    plan = ColumnPlan.from_stored(content["plan"])
    today = actor.office.today()
    return list(checking.check_rows(sheet, plan, today=today, workers=frozenset(workers)))


def is_primero(sheet: Sheet) -> bool:
    """Whether these are cases as Primero exports them, which need no columns to be mapped."""
    return sheet.kind == primero.KIND


def source_system(content: Mapping[str, Any]) -> str:
    """The system within which the numbers of the rows are unique."""
    return PRIMERO_SYSTEM if content["kind"] == primero.KIND else str(content["source"])
