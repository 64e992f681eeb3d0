"""The tables as CSV with a Frictionless data package: the meaning of each column and each code."""

import json
from collections.abc import Mapping
from typing import Any

from saathi.evidence.releases.files import standards
from saathi.evidence.releases.files.contents import (
    RANGE_MEANINGS,
    STATUS_MEANINGS,
    ReleaseContents,
    ReleaseFile,
    ReleaseTable,
)
from saathi.evidence.releases.published_table import STATUS, VALUE

CSV = "text/csv; charset=utf-8"


def csv_files(book: ReleaseContents) -> list[ReleaseFile]:
    """Each table as it was protected and attacked, byte for byte."""
    return [ReleaseFile(f"{table.name}.csv", CSV, table.body) for table in book.tables]


def data_package_file(book: ReleaseContents, others: list[ReleaseFile]) -> ReleaseFile:
    """`datapackage.json`: the tables, their dictionary, and the hashes of all files."""
    about = book.about
    in_standards = {
        standard_table.name: standard_table
        for standard_table in standards.list_standard_tables(book)
    }
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{about['slug']}-{about['number']}",
        "id": about["address"],
        "title": about["title"],
        "description": " ".join(
            [about["question"], about["method_words"], *about["caveats"], *_changes(about)]
        ),
        "homepage": about["address"],
        "version": f"{about['number']}.0.0",
        "created": about["made_at"],
        "licenses": [{"name": about["licence"]}],
        "contributors": [{"title": about["publisher"], "roles": ["publisher"]}],
        "keywords": ["child protection", about["unit"]],
        "sources": [{"title": f"Snapshot {about['snapshot']}, SHA-256 {about['snapshot_hash']}"}],
        "resources": [
            *(_table(table) for table in book.tables),
            *(_file(file) | _in_standard(in_standards.get(file.name)) for file in others),
        ],
    }
    body = json.dumps(package, indent=1, ensure_ascii=False).encode()
    return ReleaseFile("datapackage.json", "application/json", body)


def _changes(about: Mapping[str, Any]) -> list[str]:
    """The dated changes of the definition, each as a sentence of the description."""
    return [
        f"Definition changed on {item['on']}: {item['what']} Numbers before and after this date are"
        " not comparable."
        for item in about["breaks"]
    ]


def _table(table: ReleaseTable) -> dict[str, Any]:
    made = ReleaseFile(f"{table.name}.csv", CSV, table.body)
    return {
        "name": table.name,
        "title": table.title,
        "path": made.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(made.body),
        "hash": f"sha256:{made.sha256}",
        "schema": {
            "fields": [
                *(_dimension(table, name) for name in table.printed.dimensions),
                *_values(table),
            ],
            "primaryKey": list(table.printed.dimensions),
            "missingValues": [""],
        },
    }


def _in_standard(standard_table: standards.StandardTable | None) -> dict[str, Any]:
    """A table's description in a data standard, with its dictionary and losses; empty if none."""
    if standard_table is None:
        return {}
    own_columns = [
        *(
            _dimension(standard_table.table, name)
            for name in standard_table.table.printed.dimensions
        ),
        *_values(standard_table.table),
    ]
    details = {
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
    }
    return details | standards.describe_standard_table(standard_table, own_columns)


def _dimension(table: ReleaseTable, name: str) -> dict[str, Any]:
    codes = list(table.labels[name])
    return {
        "name": name,
        "type": "string",
        "title": table.titles[name],
        "description": "; ".join(f"{code}: {words}" for code, words in table.labels[name].items()),
        "categories": [
            {"value": code, "label": words} for code, words in table.labels[name].items()
        ],
        "constraints": {"required": True, "enum": codes},
    }


def _values(table: ReleaseTable) -> list[dict[str, Any]]:
    """The value, its status and, of a rounded table, what the true count can be."""
    ranges = [
        {
            "name": name,
            "type": "integer",
            "title": name.capitalize(),
            "description": f"{words[0].upper()}{words[1:]}; the value itself where it was not rounded.",
            "constraints": {"minimum": 0},
        }
        for name, words in RANGE_MEANINGS.items()
    ]
    return [*_value_and_status(), *(ranges if table.printed.has_ranges else [])]


def _value_and_status() -> list[dict[str, Any]]:
    return [
        {
            "name": VALUE,
            "type": "integer",
            "title": "Value",
            "description": "Empty where it is suppressed: that is neither zero nor missing.",
            "constraints": {"minimum": 0},
        },
        {
            "name": STATUS,
            "type": "string",
            "title": "Status of the value",
            "description": "; ".join(
                f"{status}: {words}" for status, words in STATUS_MEANINGS.items()
            ),
            "constraints": {"required": True, "enum": [status.value for status in STATUS_MEANINGS]},
        },
    ]


def _file(made: ReleaseFile) -> dict[str, Any]:
    return {
        "name": made.name.lower().replace("_", "-"),
        "path": made.name,
        "mediatype": made.media.partition(";")[0],
        "bytes": len(made.body),
        "hash": f"sha256:{made.sha256}",
    }
