"""Writes an extract in a standard's variables: a table with one row per child, and its dictionary.

Rows are sorted by content, so that their order reveals nothing about files or days.
"""

import codecs
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from saathi.engines.sheets import writing
from saathi.protection.exchange.standards.children import EncodedChild
from saathi.protection.exchange.standards.losses import LOSS_TEXTS
from saathi.protection.exchange.standards.mapping import (
    SAATHI_PREFIX,
    Standard,
    StandardExportRow,
    StandardVariable,
    encode_row,
)
from saathi.protection.exchange.standards.saathi_codes import (
    TABLE_ONLY_VARIABLES,
    variables_in_sections,
)

DICTIONARY = "datapackage.json"
# The standard for trafficked persons only.
TRAFFICKED_ONLY_STANDARDS = frozenset({"ctdc"})


def build_extract_files(
    standard: Standard, children: Sequence[EncodedChild], sections: int
) -> dict[str, bytes]:
    """The table and its dictionary, by file name."""
    rows: list[StandardExportRow] = []
    lost: Counter[str] = Counter()
    for encoded in children:
        written = encode_row(standard, encoded.codes)
        if standard.name in TRAFFICKED_ONLY_STANDARDS and not encoded.is_trafficked:
            lost["only_trafficked"] += 1
            continue
        rows.append(written)
        lost.update(written.losses - {"only_trafficked"} | encoded.losses)
    columns = standard.columns(variables_in_sections(sections))
    cells = sorted([row.cells.get(name, "") for name in columns] for row in rows)
    table = writing.OutputTable(standard.name, columns, [list(row) for row in cells])
    package = build_data_package(standard, columns, len(rows), lost)
    return {
        # Codes are ASCII: without a byte order mark every program finds the first column's name.
        f"{standard.name}.csv": writing.write_csv(table).removeprefix(codecs.BOM_UTF8),
        DICTIONARY: json.dumps(package, indent=1, ensure_ascii=False).encode(),
    }


def build_data_package(
    standard: Standard, columns: Sequence[str], rows: int, lost: Counter[str]
) -> dict[str, Any]:
    """The Frictionless data package of the table; in English, for programs and recipients."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": standard.name,
        "title": f"Children, in variables of {standard.full_title}",
        "description": (
            "A row is a child. No name, no number, no day and no place below a country is in it; "
            "a person who knows a child may still recognise the child's row. It is not for publication."
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
                    "fields": [describe_field(standard, name) for name in columns],
                    "missingValues": [""],
                },
            }
        ],
        "saathi": describe_losses(standard, columns, rows, lost),
    }


def describe_losses(
    standard: Standard, columns: Sequence[str], rows: int, lost: Counter[str]
) -> dict[str, Any]:
    """What is lost in how many rows, what stays empty and why, and how codes were mapped."""
    return {
        "standard": standard.describe(),
        "rows": rows,
        "losses": [
            {"name": name, "words": LOSS_TEXTS[name], "rows": count}
            for name, count in sorted(lost.items())
        ],
        "always": [{"name": name, "words": LOSS_TEXTS[name]} for name in standard.always],
        "not filled": list_unfilled(standard, columns),
        "mapping": describe_mapping(standard, columns),
    }


def describe_field(standard: Standard, name: str) -> dict[str, Any]:
    """One column with the codes of the standard."""
    variable = standard.variables.get(name)
    if variable is None:
        title = name.removeprefix(SAATHI_PREFIX)
        description = "Not of the standard: Saathi's own."
        return {"name": name, "type": "string", "title": title, "description": description}
    field: dict[str, Any] = {
        "name": name,
        "type": "integer" if variable.kind in {"Number", "Flag"} else "string",
        "title": variable.label,
    }
    if variable.codes and not variable.codes[0].startswith("ISO"):
        field |= _codes(variable)
    elif variable.codes:
        field["description"] = f"{variable.codes[0]}, alpha-3" + (
            ", several with a semicolon between them" if variable.is_multiple_value else ""
        )
    return field


def _codes(variable: StandardVariable) -> dict[str, Any]:
    if variable.kind == "Flag":
        return {"constraints": {"enum": [1]}}
    if variable.is_multiple_value:
        return {
            "description": "Several of these, with a semicolon between: " + " ".join(variable.codes)
        }
    return {"constraints": {"enum": list(variable.codes)}}


def list_unfilled(standard: Standard, columns: Sequence[str]) -> list[dict[str, str]]:
    """Every variable, and every code of a filled variable, that stays empty, with the reason."""
    unfilled = []
    for line in standard.lines:
        if not line.saathi_variable:
            (reason,) = line.losses
            entry = {"variable": line.variable, "why": LOSS_TEXTS[reason]}
            unfilled.append(entry | ({"code": line.value} if line.value else {}))
    named_variables = {
        line.variable for line in standard.lines if not line.saathi_variable and not line.value
    }
    not_requested = [
        name for name in standard.variables if name not in {*named_variables, *columns}
    ]
    reason = "It lies in a section of the file that was not asked for."
    return unfilled + [{"variable": name, "why": reason} for name in not_requested]


def describe_mapping(standard: Standard, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The mapping lines of these columns, and those without a target."""
    return [
        {
            "saathi": f"{line.saathi_variable}: {line.code}",
            "variable": line.variable,
            "value": line.value,
            "losses": list(line.losses),
        }
        for line in standard.lines
        if line.saathi_variable not in {"", *TABLE_ONLY_VARIABLES}
        and (line.variable in columns or not line.variable)
    ]
