"""The process that parses a table, started by `saathi.engines.sheets.reading` without Django."""

import csv
import io
from typing import Any

from saathi.engines.sheets import parsing
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.infra import sandboxed_parser


def parse(data: bytes, options: dict[str, Any]) -> dict[str, object]:
    """The table, or the problem, in a form that JSON can represent."""
    try:
        if options.get("only") == "lines":
            return {"lines": _lines(data.decode())}
        sheet = parsing.parse_sheet(data, encoding=str(options["encoding"]))
    except SheetNotReadable as error:
        problem = error.problem
        return {
            "problem": problem.reason.code,
            "column": problem.column,
            "values": dict(problem.values),
        }
    return {"kind": sheet.kind, "columns": sheet.columns, "rows": sheet.rows}


def _lines(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    try:
        return [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error:
        raise parsing.csv_not_readable(reader.line_num) from None


def _delimiter(text: str) -> str:
    """The delimiter of the header line: many spreadsheets write semicolons, some tabs."""
    heading = text.lstrip().partition("\n")[0]
    return max(",;\t", key=heading.count)


if __name__ == "__main__":
    sandboxed_parser.serve(parse)
