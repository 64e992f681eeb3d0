"""The process that parses the workbook of a form. Started by `workbook.read_workbook`, without Django."""

from dataclasses import asdict
from typing import Any

from saathi.engines.xlsform import workbook
from saathi.engines.xlsform.problems import WorkbookUnreadable
from saathi.infra import sandboxed_parser


def parse(data: bytes, _options: dict[str, Any]) -> dict[str, object]:
    """The rows of each sheet, or the problem, as JSON values."""
    try:
        return {"sheets": workbook.parse_workbook(data)}
    except WorkbookUnreadable as error:
        return {"trouble": asdict(error.trouble)}


if __name__ == "__main__":
    sandboxed_parser.serve(parse)
