"""The tables as CSV with a Frictionless data package: what each column and each code means."""

import json
from typing import Any

from saathi.evidence.releases.cells import STATUS, VALUE
from saathi.evidence.releases.files import standards
from saathi.evidence.releases.files.book import MEANINGS, Book, Made, TableOf

CSV = "text/csv; charset=utf-8"


def tables(book: Book) -> list[Made]:
    """Each table as it was protected and attacked, byte for byte."""
    return [Made(f"{table.name}.csv", CSV, table.body) for table in book.tables]


def package(book: Book, others: list[Made]) -> Made:
    """`datapackage.json`: the tables, their dictionary, and the hashes of all files."""
    about = book.about
    in_standards = {one.name: one for one in standards.coded(book)}
    told = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{about['slug']}-{about['number']}",
        "id": about["address"],
        "title": about["title"],
        "description": " ".join([about["question"], *about["caveats"]]),
        "homepage": about["address"],
        "version": f"{about['number']}.0.0",
        "created": about["made_at"],
        "licenses": [{"name": about["licence"]}],
        "contributors": [{"title": about["publisher"], "roles": ["publisher"]}],
        "keywords": ["child protection", about["unit"]],
        "sources": [{"title": f"Snapshot {about['snapshot']}, SHA-256 {about['snapshot_hash']}"}],
        "resources": [
            *(_table(table) for table in book.tables),
            *(_file(one) | _in_standard(in_standards.get(one.name)) for one in others),
        ],
    }
    body = json.dumps(told, indent=1, ensure_ascii=False).encode()
    return Made("datapackage.json", "application/json", body)


def _table(table: TableOf) -> dict[str, Any]:
    made = Made(f"{table.name}.csv", CSV, table.body)
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
            "fields": [*(_dimension(table, name) for name in table.printed.dimensions), *_values()],
            "primaryKey": list(table.printed.dimensions),
            "missingValues": [""],
        },
    }


def _in_standard(one: standards.Coded | None) -> dict[str, Any]:
    """What a table in the variables of others is, with its dictionary and what it loses."""
    if one is None:
        return {}
    own = [*(_dimension(one.table, name) for name in one.table.printed.dimensions), *_values()]
    told = {
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
    }
    return told | standards.described(one, own)


def _dimension(table: TableOf, name: str) -> dict[str, Any]:
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


def _values() -> list[dict[str, Any]]:
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
            "description": "; ".join(f"{one}: {words}" for one, words in MEANINGS.items()),
            "constraints": {"required": True, "enum": [one.value for one in MEANINGS]},
        },
    ]


def _file(made: Made) -> dict[str, Any]:
    return {
        "name": made.name.lower().replace("_", "-"),
        "path": made.name,
        "mediatype": made.media.partition(";")[0],
        "bytes": len(made.body),
        "hash": f"sha256:{made.sha256}",
    }
