"""A value that an earlier release of the same facts prints exactly is no longer secret, unless few."""

import pytest

from saathi.engines.disclosure.audit import audit_tables
from saathi.engines.disclosure.audit_task import DisclosureAuditTask, EarlierRelease
from saathi.engines.disclosure.hierarchies import TOTAL
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.report import DisclosureVerdict
from saathi.engines.disclosure.tables import CellStatus, CountTable, TableRow, ZeroPolicy

RULES = PublishedRules(zeros=ZeroPolicy.PROTECTED)


def of(girls: int, boys: int, status: CellStatus) -> CountTable:
    """Girls, boys and all of them, as printed."""
    told = (("girl", girls), ("boy", boys), (TOTAL, girls + boys))
    return CountTable(
        "t.csv", ("sex",), [TableRow((code,), None, str(n), status) for code, n in told]
    )


@pytest.mark.parametrize(
    ("girls", "rounded", "change", "exact"),
    [
        (62, 60, 0, set()),  # printed as 62 already
        (3, 5, 0, {"girl"}),  # printed as 3: that should never have been
        (62, 60, 1, set()),  # perhaps another number by now
    ],
)
def test_a_rounded_cell_is_judged_beside_what_was_printed(
    girls: int, rounded: int, change: int, exact: set[str]
) -> None:
    before = EarlierRelease([of(girls, 41, CellStatus.SHOWN)], change=change)
    report = audit_tables(
        DisclosureAuditTask([of(rounded, 40, CellStatus.ROUNDED)], {}, RULES, [before])
    )
    found = {
        dict(cell.key).get("sex", TOTAL)
        for cell in report.cells
        if DisclosureVerdict.EXACT in cell.verdicts
    }
    assert found == exact
    assert not report.contradictory
