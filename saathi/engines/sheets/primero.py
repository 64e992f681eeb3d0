"""The records of a case or incident export of Primero: recognised, bounded, each as one JSON text.

Primero 2 writes a list of objects with an id and the values of the forms under `data`; a subform is a
list of objects there. The columns beside `data` are copies of it for Primero's own search.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from saathi.engines.sheets import problems
from saathi.engines.sheets.problems import SheetNotReadable, SheetProblem
from saathi.engines.sheets.table import MAX_CELL_LENGTH, MAX_ROWS, Sheet
from saathi.infra.reasons import Reason

KIND: Final = "primero_cases"
COLUMNS: Final = ("id", "record")
MAX_NESTING: Final = 8  # lists and objects within a record; Primero's own forms need five
MAX_FIELDS: Final = 1000  # fields of a record, without those of its subforms
MAX_ENTRIES: Final = 200  # entries of one subform
# Links to other records of Primero, beside `data`.
LINKS: Final = (
    *("duplicate_case_id", "family_id", "matched_tracing_request_id", "matched_trace_id"),
    "registry_record_id",
)
_OF_CASE: Final = frozenset(
    {
        *(
            "case_id",
            "case_id_display",
            "short_id",
            "name",
            "name_first",
            "name_last",
            "sex",
            "age",
        ),
        *("registration_date", "owned_by", "protection_concerns", "family_details_section"),
        *("notes_section", "services_section", "followup_subform_section", "consent_for_services"),
    }
)
_OF_INCIDENT: Final = frozenset(
    {"incident_date", "cp_incident_violence_type", "incident_location", "cp_sex", "incident_id"}
)


@dataclass(frozen=True)
class PrimeroRecord:
    """A case with its incidents, or an incident whose case is not in the file."""

    id: str
    data: Mapping[str, Any]
    links: Mapping[str, Any]
    incidents: Sequence["PrimeroRecord"] = ()
    is_incident: bool = False


def is_export(records: Any) -> bool:
    """Whether this is a list of records as Primero exports them."""
    if not isinstance(records, list) or not records:
        return False
    return all(
        isinstance(record, dict)
        and isinstance(data := record.get("data"), dict)
        and bool((_OF_CASE | _OF_INCIDENT) & data.keys() or "incident_case_id" in record)
        for record in records
    )


def to_sheet(records: Sequence[Mapping[str, Any]]) -> Sheet:
    """The records as rows, each incident with its case; `SheetNotReadable` beyond the limits."""
    if len(records) > MAX_ROWS:
        raise SheetNotReadable(SheetProblem(problems.TOO_MANY_ROWS, values={"most": MAX_ROWS}))
    for number, record in enumerate(records, 1):
        _check_limits(number, record["data"])
    return _link(map(_stored, records))


def join_sheets(cases: Sheet, incidents: Sheet) -> Sheet:
    """The cases of one file with the incidents of another, as one table."""
    return _link(json.loads(record) for _id, record in (*cases.rows, *incidents.rows))


def read_record(text: str) -> PrimeroRecord:
    """The record of a row."""
    stored = json.loads(text)
    incidents = [
        PrimeroRecord(each["id"], each["data"], {}, is_incident=True)
        for each in stored.get("incidents", ())
    ]
    is_incident = bool(stored.get("is_incident"))
    return PrimeroRecord(stored["id"], stored["data"], stored["links"], incidents, is_incident)


def _stored(record: Mapping[str, Any]) -> dict[str, Any]:
    data = record["data"]
    is_incident = "incident_case_id" in record or not _OF_CASE & data.keys()
    identifier = record.get("id") or data.get("case_id") or data.get("case_id_display") or ""
    return {
        "id": str(identifier),
        "data": data,
        "links": {name: record[name] for name in LINKS if record.get(name)},
        "is_incident": is_incident,
        "case": str(record.get("incident_case_id") or data.get("incident_case_id") or ""),
    }


def _link(stored: Iterable[dict[str, Any]]) -> Sheet:
    """A table in which each incident is part of its case; one without a case keeps its own row."""
    cases: dict[str, dict[str, Any]] = {}
    rows: list[dict[str, Any]] = []
    incidents: list[dict[str, Any]] = []
    for record in stored:
        if record["is_incident"]:
            incidents.append(record)
            continue
        rows.append(record)
        if record["id"]:
            cases.setdefault(record["id"], record)
    for incident in incidents:
        case = cases.get(incident["case"])
        if case is None:
            rows.append(incident)
        else:
            case.setdefault("incidents", []).append(incident)
    texts = ((row["id"], json.dumps(row, ensure_ascii=False)) for row in rows)
    return Sheet(KIND, COLUMNS, tuple(texts))


def _check_limits(number: int, data: Mapping[str, Any]) -> None:
    if len(data) > MAX_FIELDS:
        _refuse(problems.TOO_MANY_FIELDS, number, MAX_FIELDS)
    longest = max((len(value) for value in data.values() if isinstance(value, list)), default=0)
    if longest > MAX_ENTRIES:
        _refuse(problems.TOO_MANY_ENTRIES, number, MAX_ENTRIES)
    level: list[Any] = [data]
    for _depth in range(MAX_NESTING):
        level = [inner for outer in level for inner in _inner(outer)]
        if any(isinstance(value, str) and len(value) > MAX_CELL_LENGTH for value in level):
            _refuse(problems.LONG_CELL, number, MAX_CELL_LENGTH)
    if any(isinstance(value, dict | list) for value in level):
        _refuse(problems.TOO_DEEP, number, MAX_NESTING)


def _inner(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse(reason: Reason, number: int, most: int) -> None:
    values = {"row": number, "most": most}
    raise SheetNotReadable(SheetProblem(reason, values=values))
