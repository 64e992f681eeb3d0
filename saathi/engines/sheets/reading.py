"""Reads an uploaded table in a separate process, so that a crash of the parser does no other harm."""

from typing import Any, Final

from saathi.engines.sheets import problems
from saathi.engines.sheets.problems import SheetNotReadable, SheetProblem
from saathi.engines.sheets.table import MAX_BYTES, Sheet
from saathi.infra import parser_sandbox
from saathi.infra.parser_sandbox import ParserBusy, ParserFailed, ParserLimits

PARSER: Final = "saathi.engines.sheets.parser"
# The largest accepted table, 20 MB of CSV with a value in each of 20,000 x 300 cells, needs 900 MB
# while it is parsed.
LIMITS: Final = ParserLimits()


def read_sheet(data: bytes, *, encoding: str = "", limits: ParserLimits = LIMITS) -> Sheet:
    """The table in a file of any supported kind; raises `SheetNotReadable` with the reason."""
    result = _run(data, {"encoding": encoding}, limits)
    columns = tuple(result["columns"])
    return Sheet(str(result["kind"]), columns, tuple(map(tuple, result["rows"])))


def read_csv_lines(text: str) -> list[tuple[int, list[str]]]:
    """The number and cells of each line of a CSV text; `SheetNotReadable` if it is not CSV."""
    result = _run(text.encode(errors="replace"), {"only": "lines"}, LIMITS)
    return [(number, cells) for number, cells in result["lines"]]


def _run(data: bytes, options: dict[str, object], limits: ParserLimits) -> Any:
    # These files are refused without parsing.
    if not data.strip():
        raise SheetNotReadable(SheetProblem(problems.EMPTY))
    if len(data) > MAX_BYTES:
        raise SheetNotReadable(
            SheetProblem(problems.TOO_LARGE, values={"most": MAX_BYTES // 1024**2})
        )
    try:
        result = parser_sandbox.run_parser(PARSER, data, options, limits)
    except ParserFailed:
        raise SheetNotReadable(SheetProblem(problems.PARSER_FAILED)) from None
    except ParserBusy:
        raise SheetNotReadable(SheetProblem(problems.PARSER_BUSY)) from None
    if "problem" in result:
        reason = problems.REASONS[result["problem"]]
        raise SheetNotReadable(SheetProblem(reason, result["column"], result["values"]))
    return result
