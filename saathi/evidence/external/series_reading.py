"""Reads a table of another organisation by a plan: its cells as printed, and the errors row by row.

Nothing is translated, corrected or added. Where each row is one person, the rows are counted with
all margins.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from django.utils.translation import gettext as _

from saathi.engines.sheets.table import Sheet
from saathi.evidence import printed_counts
from saathi.evidence.external.vocabulary import SeriesColumnRole
from saathi.infra.digits import to_ascii_digits

TOTAL = "Total"
FIRST_YEAR, LAST_YEAR = 1990, 2100
MAX_VALUE_LENGTH = 120
MAX_CELLS = 50_000
MAX_SPLITS = 6  # of a table whose rows are counted: each dimension doubles the cells


@dataclass(frozen=True)
class SeriesReadPlan:
    """The role of each column; a year and a country for a table without them."""

    columns: Mapping[str, str]  # role -> column
    year: int | None = None
    place: str = ""
    counts_rows: bool = False


@dataclass(frozen=True)
class SeriesCellRead:
    """A cell as read: its line, its year, its categories, its printed text."""

    line: int
    year: int
    of: Mapping[str, str]
    printed: str
    count: printed_counts.Count


@dataclass(frozen=True)
class SeriesMistake:
    """An error in a line; line 0 means the table as a whole."""

    line: int
    words: str


@dataclass
class SeriesReadResult:
    """All readable cells, and every error."""

    cells: list[SeriesCellRead] = field(default_factory=list)
    mistakes: list[SeriesMistake] = field(default_factory=list)


def read_cells(sheet: Sheet, plan: SeriesReadPlan) -> SeriesReadResult:
    """The cells read by a plan, and the errors."""
    outcome = SeriesReadResult(
        mistakes=[SeriesMistake(0, words) for words in _plan_problems(sheet, plan)]
    )
    if outcome.mistakes:
        return outcome
    lines = list(_lines(sheet, plan, outcome))
    if plan.counts_rows:
        _count(lines, outcome)
    else:
        _take_rows(lines, outcome)
    if len(outcome.cells) > MAX_CELLS:
        words = _("The series has more than %(most)s cells. Leave out a column.") % {
            "most": MAX_CELLS
        }
        return SeriesReadResult([], [SeriesMistake(0, words)])
    return outcome


def _plan_problems(sheet: Sheet, plan: SeriesReadPlan) -> Iterator[str]:
    unknown = [column for column in plan.columns.values() if column not in sheet.columns]
    if unknown:
        yield _("No column has this name: %(names)s.") % {"names": ", ".join(unknown)}
    if len(set(plan.columns.values())) < len(plan.columns):
        yield _("Choose a different column for each field.")
    if SeriesColumnRole.NUMBER not in plan.columns and not plan.counts_rows:
        yield _("Choose the column for the number.")
    if SeriesColumnRole.YEAR not in plan.columns and plan.year is None:
        yield _("Choose the column for the year, or enter the year.")
    if SeriesColumnRole.PLACE not in plan.columns and not plan.place:
        yield _("Choose the column for the country, or enter the country.")
    splits = [
        role
        for role in plan.columns
        if role not in {SeriesColumnRole.NUMBER, SeriesColumnRole.YEAR}
    ]
    if plan.counts_rows and len(splits) > MAX_SPLITS:
        yield _("At most %(most)s columns can be used if rows are counted.") % {"most": MAX_SPLITS}


type _Line = tuple[int, int, dict[str, str], str]  # line, year, categories, printed text


def _lines(sheet: Sheet, plan: SeriesReadPlan, outcome: SeriesReadResult) -> Iterator[_Line]:
    places = {role: sheet.columns.index(column) for role, column in plan.columns.items()}
    for line, row in enumerate(sheet.rows, 2):
        values = {role: row[place] for role, place in places.items()}
        printed = values.pop(SeriesColumnRole.NUMBER, "1")
        year = _year(values.pop(SeriesColumnRole.YEAR, str(plan.year)))
        if SeriesColumnRole.PLACE not in values:
            values[SeriesColumnRole.PLACE] = plan.place
        if year is None:
            outcome.mistakes.append(SeriesMistake(line, _("The year is not valid.")))
        elif any(len(value) > MAX_VALUE_LENGTH for value in values.values()):
            words = _("A category is longer than %(most)s characters.") % {"most": MAX_VALUE_LENGTH}
            outcome.mistakes.append(SeriesMistake(line, words))
        else:
            yield (
                line,
                year,
                {role: value or _blank_text() for role, value in values.items()},
                printed,
            )


def _year(text: str) -> int | None:
    digits = to_ascii_digits(text).strip().removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(digits) if FIRST_YEAR <= int(digits) <= LAST_YEAR else None


def _blank_text() -> str:
    return "(blank)"


def _take_rows(lines: Sequence[_Line], outcome: SeriesReadResult) -> None:
    """Adds each row as it is. Repeated rows are all left out: it is unknown which is right."""
    keys = [(year, *sorted(of.items())) for _line, year, of, _printed in lines]
    times = Counter(keys)
    first: dict[tuple[object, ...], int] = {}
    for key, (line, year, of, printed) in zip(keys, lines, strict=True):
        if times[key] > 1:
            outcome.mistakes.append(
                SeriesMistake(line, _repeated_row_text(first.setdefault(key, line), line))
            )
            continue
        try:
            count = printed_counts.parse_count(to_ascii_digits(printed).replace(" ", ""))
        except ValueError:
            outcome.mistakes.append(
                SeriesMistake(line, _("The number must be a whole number or “<5”."))
            )
            continue
        outcome.cells.append(SeriesCellRead(line, year, of, printed, count))


def _repeated_row_text(first: int, line: int) -> str:
    if first == line:
        return _(
            "This row is repeated below with a different number. Choose the column that "
            "distinguishes the rows."
        )
    return _(
        "This row is the same as line %(line)s, with a different number. Choose the "
        "column that distinguishes the rows."
    ) % {"line": first}


def _count(lines: Sequence[_Line], outcome: SeriesReadResult) -> None:
    """The number of rows of each combination, with `Total` for a whole column."""
    row_counts: Counter[tuple[int, tuple[tuple[str, str], ...]]] = Counter()
    for _line, year, of, _printed in lines:
        roles = list(of)
        for values in product(*((of[role], TOTAL) for role in roles)):
            row_counts[year, tuple(zip(roles, values, strict=True))] += 1
    for (year, of_pairs), number in sorted(row_counts.items()):
        count = printed_counts.Count(number, number)
        outcome.cells.append(SeriesCellRead(0, year, dict(of_pairs), str(number), count))
