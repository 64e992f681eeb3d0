"""Reads an uploaded table in a process of its own; a file that stops its parser stops nothing else."""

from typing import Any, Final

from saathi.infra import confinement
from saathi.infra.confinement import Limits, ParserBusy, ParserFailed
from saathi.sheets import problems
from saathi.sheets.problems import NotReadable, Problem
from saathi.sheets.table import MOST_BYTES, Sheet

PARSER: Final = "saathi.sheets.parser"
# The largest table that is accepted, 20 MB of CSV with a cell in each of 20,000 rows by 300 columns,
# takes 900 MB while it is parsed.
LIMITS: Final = Limits()


def read(data: bytes, *, encoding: str = "", limits: Limits = LIMITS) -> Sheet:
    """The table in a file, whatever kind it is; `NotReadable` says in plain words why not."""
    told = _run(data, {"encoding": encoding}, limits)
    columns = tuple(told["columns"])
    return Sheet(str(told["kind"]), columns, tuple(map(tuple, told["rows"])))


def lines(text: str) -> list[tuple[int, list[str]]]:
    """The cells of each line of comma-separated text, with its number; `NotReadable` where it is none."""
    told = _run(text.encode(errors="replace"), {"only": "lines"}, LIMITS)
    return [(number, cells) for number, cells in told["lines"]]


def _run(data: bytes, options: dict[str, object], limits: Limits) -> Any:
    # What need not be parsed to be refused.
    if not data.strip():
        raise NotReadable(Problem(problems.EMPTY))
    if len(data) > MOST_BYTES:
        raise NotReadable(Problem(problems.TOO_LARGE, values={"most": MOST_BYTES // 1024**2}))
    try:
        told = confinement.run(PARSER, data, options, limits)
    except ParserFailed:
        raise NotReadable(Problem(problems.PARSER_FAILED)) from None
    except ParserBusy:
        raise NotReadable(Problem(problems.PARSER_BUSY)) from None
    if "problem" in told:
        reason = problems.REASONS[told["problem"]]
        raise NotReadable(Problem(reason, told["column"], told["values"]))
    return told
