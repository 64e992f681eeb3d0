"""Criteria as a table: reads a spreadsheet with all its errors, and writes one. Saves nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from saathi.agencies.register_kit.tables import TRUE_WORDS
from saathi.engines.sheets import reading, writing
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.protection.care.facilities.vocabulary import FacilityKind
from saathi.protection.care.standards.rules import MAX_CRITERIA, Criterion
from saathi.protection.care.standards.vocabulary import EvidenceKind, StandardDomain

COLUMNS: Final = (
    "code", "domain", "text", "critical", "evidence", "child_text", "kinds", "references",
)  # fmt: skip
REQUIRED: Final = ("code", "domain", "text", "critical")
FALSE_WORDS = frozenset({"no", "false", "0"})
MAX_TEXT = 500
MODEL_FILE = "model_standards.csv"


@dataclass(frozen=True)
class CriterionRow:
    """One row of a table: a criterion, or its errors."""

    line: int
    code: str
    criterion: Criterion | None
    errors: Sequence[str] = ()


@dataclass(frozen=True)
class CriteriaReading:
    """A table as read. It can be saved only if no row has an error."""

    rows: Sequence[CriterionRow]
    errors: Sequence[str] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the whole table can be saved."""
        return bool(self.rows) and not self.errors and all(not row.errors for row in self.rows)

    @property
    def criteria(self) -> list[Criterion]:
        """The criteria read."""
        return [row.criterion for row in self.rows if row.criterion is not None]

    @property
    def preview_digest(self) -> str:
        """A digest of what the preview showed."""
        text = json.dumps([criterion.to_json() for criterion in self.criteria])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def model_table() -> str:
    """The table of the Saathi model set."""
    return (files("saathi.protection.care.standards") / "data" / MODEL_FILE).read_text("utf-8")


def model_criteria() -> list[Criterion]:
    """The criteria of the Saathi model set."""
    criteria = _model_criteria()
    if not criteria:  # it could not be read now; the next call tries again
        _model_criteria.cache_clear()
    return list(criteria)


@cache
def _model_criteria() -> tuple[Criterion, ...]:
    """The criteria of the model set, read once: each reading starts a process, 60 ms."""
    return tuple(read_criteria(model_table()).criteria)


def read_criteria(text: str) -> CriteriaReading:
    """The rows of a table of criteria, each with its errors."""
    try:
        lines = reading.read_csv_lines(text.lstrip("\ufeff"))
    except SheetNotReadable:
        return CriteriaReading((), [_("This is not a table. Choose a CSV or Excel file.")])
    headings = [head.strip().lower() for head in lines[0][1]] if lines else []
    wrong = [
        *(
            _("The column “%(name)s” is missing.") % {"name": n}
            for n in REQUIRED
            if n not in headings
        ),
        *(_("There is no column “%(name)s”.") % {"name": h} for h in headings if h not in COLUMNS),
    ]
    if wrong:
        return CriteriaReading((), wrong)
    rows: list[CriterionRow] = []
    seen: set[str] = set()
    for line, cells in lines[1:]:
        if any(cell.strip() for cell in cells):
            row = _read_row(line, dict(zip_longest(headings, cells[: len(headings)], fillvalue="")))
            if row.code in seen:
                row = CriterionRow(line, row.code, None, [_("This code is in the table twice.")])
            seen.add(row.code)
            rows.append(row)
    if len(rows) > MAX_CRITERIA:
        return CriteriaReading(
            (), [_("At most %(count)d rows at a time.") % {"count": MAX_CRITERIA}]
        )
    none = [_("The table has headings but no entries. Add entries below the headings.")]
    return CriteriaReading(rows, [] if rows else none)


def _read_row(line: int, cells: Mapping[str, str]) -> CriterionRow:
    values = {name: writing.unescape_formula(str(cells.get(name, "")).strip()) for name in COLUMNS}
    errors = [
        _("The column “%(name)s” is blank.") % {"name": name}
        for name in ("code", "domain", "text")
        if not values[name]
    ]
    if len(values["code"]) > 12 or max(len(values["text"]), len(values["child_text"])) > MAX_TEXT:
        errors.append(_("A text is too long."))
    if values["critical"].lower() not in TRUE_WORDS | FALSE_WORDS:
        errors.append(_("Enter “yes” or “no” in the column “critical”."))
    domain = _codes(values["domain"], StandardDomain, "domain", errors)
    criterion = Criterion(
        code=values["code"],
        domain=domain[0] if len(domain) == 1 else "",
        text=values["text"],
        is_critical=values["critical"].lower() in TRUE_WORDS,
        evidence=_codes(values["evidence"], EvidenceKind, "evidence", errors),
        child_text=values["child_text"],
        kinds=_codes(values["kinds"], FacilityKind, "kinds", errors),
        references=tuple(part.strip() for part in values["references"].split(";") if part.strip()),
    )
    return CriterionRow(line, values["code"], None if errors else criterion, errors)


def _codes(
    text: str, vocabulary: type[TextChoices], column: str, errors: list[str]
) -> tuple[str, ...]:
    """The codes for the codes or labels separated by semicolons; adds an error for any other."""
    known = {str(choice.label).lower(): choice.value for choice in vocabulary}
    parts = [part.strip() for part in text.split(";") if part.strip()]
    codes = tuple(known.get(part.lower(), part) for part in parts)
    if unknown := [code for code in codes if code not in vocabulary.values]:
        values = {"name": column, "values": "; ".join(unknown)}
        errors.append(_("The column “%(name)s” does not know: %(values)s.") % values)
    return codes


def criteria_table(criteria: Sequence[Criterion]) -> writing.OutputTable:
    """The criteria as a table that can be changed and imported again."""
    rows: list[Sequence[str]] = [
        [
            item.code, item.domain, item.text, "yes" if item.is_critical else "no",
            ";".join(item.evidence), item.child_text, ";".join(item.kinds), ";".join(item.references),
        ]
        for item in criteria
    ]  # fmt: skip
    return writing.OutputTable("criteria", list(COLUMNS), rows)
