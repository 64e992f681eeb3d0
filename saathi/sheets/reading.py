"""Reads an uploaded table in a process of its own; a file that stops its parser stops nothing else."""

from typing import Any, Final

from saathi.infra import confinement
from saathi.infra.confinement import ParserBusy, ParserFailed, ParserLimits
from saathi.sheets import problems
from saathi.sheets.problems import SheetNotReadable, SheetProblem
from saathi.sheets.table import MAX_BYTES, Sheet

PARSER: Final = "saathi.sheets.parser"
# The largest table that is accepted, 20 MB of CSV with a cell in each of 20,000 rows by 300 columns,
# takes 900 MB while it is parsed.
LIMITS: Final = ParserLimits()


def read_sheet(data: bytes, *, encoding: str = "", limits: ParserLimits = LIMITS) -> Sheet:
    """The table in a file, whatever kind it is; `SheetNotReadable` says in plain words why not."""
    told = _run(data, {"encoding": encoding}, limits)
    columns = tuple(told["columns"])
    return Sheet(str(told["kind"]), columns, tuple(map(tuple, told["rows"])))


def read_csv_lines(text: str) -> list[tuple[int, list[str]]]:
    """The cells of each line of a CSV text, with its number; `SheetNotReadable` if it is not CSV."""
    told = _run(text.encode(errors="replace"), {"only": "lines"}, LIMITS)
    return [(number, cells) for number, cells in told["lines"]]


def _run(data: bytes, options: dict[str, object], limits: ParserLimits) -> Any:
    # What need not be parsed to be refused.
    if not data.strip():
        raise SheetNotReadable(SheetProblem(problems.EMPTY))
    if len(data) > MAX_BYTES:
        raise SheetNotReadable(
            SheetProblem(problems.TOO_LARGE, values={"most": MAX_BYTES // 1024**2})
        )
    try:
        told = confinement.run_parser(PARSER, data, options, limits)
    except ParserFailed:
        raise SheetNotReadable(SheetProblem(problems.PARSER_FAILED)) from None
    except ParserBusy:
        raise SheetNotReadable(SheetProblem(problems.PARSER_BUSY)) from None
    if "problem" in told:
        reason = problems.REASONS[told["problem"]]
        raise SheetNotReadable(SheetProblem(reason, told["column"], told["values"]))
    return told
