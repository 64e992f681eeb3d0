"""An extract of records in a standard's variables: a table with a row a child, and its dictionary.

The rows stand in the order of what they hold, so that their order tells nothing of files or days.
"""

import codecs
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from saathi.protection.exchange.standards.children import Told
from saathi.protection.exchange.standards.losses import WORDS
from saathi.protection.exchange.standards.mapping import (
    OURS_AMONG_THEIRS,
    Standard,
    Variable,
    Written,
    write,
)
from saathi.protection.exchange.standards.ours import OF_TABLES_ALONE, read_from
from saathi.sheets import writing

DICTIONARY = "datapackage.json"
# The standard that holds trafficked persons alone.
TRAFFICKED_ALONE = frozenset({"ctdc"})


def files(standard: Standard, children: Sequence[Told], sections: int) -> dict[str, bytes]:
    """The table and its dictionary, by the names of the files."""
    rows: list[Written] = []
    lost: Counter[str] = Counter()
    for one in children:
        written = write(standard, one.codes)
        if standard.name in TRAFFICKED_ALONE and not one.is_trafficked:
            lost["only_trafficked"] += 1
            continue
        rows.append(written)
        lost.update(written.losses - {"only_trafficked"} | one.losses)
    columns = standard.columns(read_from(sections))
    cells = sorted([row.cells.get(name, "") for name in columns] for row in rows)
    table = writing.Table(standard.name, columns, [list(row) for row in cells])
    told = dictionary(standard, columns, len(rows), lost)
    return {
        # Codes are plain letters: without Excel's mark every program finds the first column's name.
        f"{standard.name}.csv": writing.as_csv(table).removeprefix(codecs.BOM_UTF8),
        DICTIONARY: json.dumps(told, indent=1, ensure_ascii=False).encode(),
    }


def dictionary(
    standard: Standard, columns: Sequence[str], rows: int, lost: Counter[str]
) -> dict[str, Any]:
    """The Frictionless data package of the table; in English, for programs and for the receiver."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": standard.name,
        "title": f"Children, in variables of {standard.full_title}",
        "description": (
            "A row is a child. No name, no number, no day and no place below a country is in it; "
            "whoever knows a child may recognise her row all the same. It is not for publication."
        ),
        "sources": [{"title": standard.full_title, "path": standard.source}],
        "resources": [
            {
                "name": standard.name,
                "path": f"{standard.name}.csv",
                "type": "table",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [field(standard, name) for name in columns],
                    "missingValues": [""],
                },
            }
        ],
        "saathi": about(standard, columns, rows, lost),
    }


def about(
    standard: Standard, columns: Sequence[str], rows: int, lost: Counter[str]
) -> dict[str, Any]:
    """What is lost, of how many rows, what stays empty and why, and what became what."""
    return {
        "standard": standard.described(),
        "rows": rows,
        "losses": [
            {"name": name, "words": WORDS[name], "rows": count}
            for name, count in sorted(lost.items())
        ],
        "always": [{"name": name, "words": WORDS[name]} for name in standard.always],
        "not filled": not_filled(standard, columns),
        "mapping": mapping(standard, columns),
    }


def field(standard: Standard, name: str) -> dict[str, Any]:
    """One column with its codes as the standard writes them."""
    variable = standard.variables.get(name)
    if variable is None:
        title = name.removeprefix(OURS_AMONG_THEIRS)
        told = "Not of the standard: Saathi's own."
        return {"name": name, "type": "string", "title": title, "description": told}
    found: dict[str, Any] = {
        "name": name,
        "type": "integer" if variable.kind in {"Number", "Flag"} else "string",
        "title": variable.label,
    }
    if variable.codes and not variable.codes[0].startswith("ISO"):
        found |= _codes(variable)
    elif variable.codes:
        found["description"] = f"{variable.codes[0]}, alpha-3" + (
            ", several with a semicolon between them" if variable.takes_several else ""
        )
    return found


def _codes(variable: Variable) -> dict[str, Any]:
    if variable.kind == "Flag":
        return {"constraints": {"enum": [1]}}
    if variable.takes_several:
        return {
            "description": "Several of these, with a semicolon between: " + " ".join(variable.codes)
        }
    return {"constraints": {"enum": list(variable.codes)}}


def not_filled(standard: Standard, columns: Sequence[str]) -> list[dict[str, str]]:
    """Each variable, and each code of a filled one, that stays empty, and why."""
    found = []
    for line in standard.lines:
        if not line.ours:
            (why,) = line.losses
            told = {"variable": line.variable, "why": WORDS[why]}
            found.append(told | ({"code": line.value} if line.value else {}))
    named = {line.variable for line in standard.lines if not line.ours and not line.value}
    asked = [name for name in standard.variables if name not in {*named, *columns}]
    why = "It lies in a section of the file that was not asked for."
    return found + [{"variable": name, "why": why} for name in asked]


def mapping(standard: Standard, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The lines that lead to these columns or name what has none, as in Saathi."""
    return [
        {
            "saathi": f"{line.ours}: {line.code}",
            "variable": line.variable,
            "value": line.value,
            "losses": list(line.losses),
        }
        for line in standard.lines
        if line.ours not in {"", *OF_TABLES_ALONE}
        and (line.variable in columns or not line.variable)
    ]
