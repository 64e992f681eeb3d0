"""Exports of Primero: what is recognised as one, how incidents find their cases, and each limit at its edge."""

import json
from typing import Any

import pytest

from saathi.engines.sheets import primero, table
from saathi.engines.sheets.parsing import parse_sheet
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.engines.sheets.table import Sheet


def case(identifier: str = "c-1", **data: Any) -> dict[str, Any]:
    return {"id": identifier, "data": {"name": "Asu", "status": "open"} | data}


def incident(of_case: str, identifier: str = "i-1") -> dict[str, Any]:
    data = {"incident_date": "2025-03-02"}
    return {"id": identifier, "incident_case_id": of_case, "data": data}


def sheet_of(*records: Any) -> Sheet:
    return parse_sheet(json.dumps(records).encode())


def refusal(*records: Any) -> tuple[str, dict[str, object]]:
    with pytest.raises(SheetNotReadable) as caught:
        sheet_of(*records)
    return caught.value.problem.reason.code, dict(caught.value.problem.values)


def nested(depth: int) -> dict[str, Any]:
    """A case with lists and objects in its data, `depth` levels counted from the data itself."""
    value: Any = "deep"
    for _level in range(depth - 1):
        value = [value]
    return case(notes_section=value)


def test_a_case_export_keeps_its_records_whole() -> None:
    sheet = sheet_of(case(age=12, notes_section=[{"note_text": "x", "unique_id": "u"}]))
    assert (sheet.kind, sheet.columns) == (primero.KIND, ("id", "record"))
    [(identifier, text)] = sheet.rows
    record = primero.read_record(text)
    assert identifier == record.id == "c-1"
    assert record.data["age"] == 12
    assert record.data["notes_section"] == [{"note_text": "x", "unique_id": "u"}]
    assert not record.is_incident


@pytest.mark.parametrize(
    "records",
    [
        [{"name": "Asu", "age": 12}],  # values beside, not under `data`
        [{"id": "x", "data": {"colour": "red"}}],
        [case(), {"id": "x", "data": ["name"]}],
    ],
)
def test_another_list_of_records_is_a_table(records: list[Any]) -> None:
    assert parse_sheet(json.dumps(records).encode()).kind == "primero"


def test_columns_for_search_are_left_out_and_links_kept() -> None:
    sheet = sheet_of(
        case() | {"srch_name": "copied", "family_id": "fam-1", "registry_record_id": None}
    )
    assert "copied" not in sheet.rows[0][1]
    assert primero.read_record(sheet.rows[0][1]).links == {"family_id": "fam-1"}


def test_the_number_of_a_case_without_an_id_is_its_case_id() -> None:
    record = {"data": {"name": "Asu", "case_id": "long-1", "case_id_display": "NPL-1"}}
    assert sheet_of(record).rows[0][0] == "long-1"
    del record["data"]["case_id"]
    assert sheet_of(record).rows[0][0] == "NPL-1"


def test_incidents_go_to_their_cases_also_from_another_file() -> None:
    cases = sheet_of(case("c-1"), case("c-2"), incident("c-1", "i-0"))
    joined = primero.join_sheets(cases, sheet_of(incident("c-2", "i-1"), incident("c-2", "i-2")))
    records = [primero.read_record(text) for _id, text in joined.rows]
    assert [[each.id for each in record.incidents] for record in records] == [
        ["i-0"],
        ["i-1", "i-2"],
    ]
    assert all(each.is_incident for record in records for each in record.incidents)


def test_an_incident_without_its_case_stays_a_row() -> None:
    records = [primero.read_record(text) for _id, text in sheet_of(case(), incident("gone")).rows]
    assert [record.is_incident for record in records] == [False, True]
    assert records[1].data == {"incident_date": "2025-03-02"}


def test_nesting_is_limited() -> None:
    assert sheet_of(nested(primero.MAX_NESTING)).rows
    values = {"row": 2, "most": primero.MAX_NESTING}
    assert refusal(case(), nested(primero.MAX_NESTING + 1)) == ("too_deep", values)


def test_json_that_no_parser_unpacks_is_refused() -> None:
    with pytest.raises(SheetNotReadable) as caught:
        parse_sheet(b"[" * 200_000 + b"]" * 200_000)
    assert caught.value.problem.reason.code == "bad_json"


def test_the_fields_of_a_record_are_limited() -> None:
    fields = {f"field_{number}": "x" for number in range(primero.MAX_FIELDS - 2)}
    assert sheet_of(case(**fields)).rows
    values = {"row": 1, "most": primero.MAX_FIELDS}
    assert refusal(case(**fields, one_more="x")) == ("too_many_fields", values)


def test_the_entries_of_a_subform_are_limited() -> None:
    entries = [{"note_text": "x"}] * primero.MAX_ENTRIES
    assert sheet_of(case(notes_section=entries)).rows
    values = {"row": 1, "most": primero.MAX_ENTRIES}
    assert refusal(case(notes_section=[*entries, {}])) == ("too_many_entries", values)


def test_the_length_of_a_text_is_limited() -> None:
    text = "x" * table.MAX_CELL_LENGTH
    assert sheet_of(case(notes_section=[{"note_text": text}])).rows
    values = {"row": 1, "most": table.MAX_CELL_LENGTH}
    assert refusal(case(notes_section=[{"note_text": f"{text}x"}])) == ("long_cell", values)


def test_the_number_of_records_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(primero, "MAX_ROWS", 2)
    assert len(sheet_of(case("1"), case("2")).rows) == 2
    assert refusal(case("1"), case("2"), case("3")) == ("too_many_rows", {"most": 2})


def test_the_size_of_the_file_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    data = json.dumps([case()]).encode()
    monkeypatch.setattr("saathi.engines.sheets.parsing.MAX_BYTES", len(data))
    assert parse_sheet(data).kind == primero.KIND
    with pytest.raises(SheetNotReadable) as caught:
        parse_sheet(data + b" ")
    assert caught.value.problem.reason.code == "too_large"
