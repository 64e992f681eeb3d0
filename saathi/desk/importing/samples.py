"""A small caseload for trying out imports. All of it is invented; no person in it is real.

Generated here, not stored as files: the same children as CSV, as an Excel workbook, and as JSON in
the format of Primero's case export.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from saathi.engines.sheets.writing import OutputTable, write_csv, write_workbook
from saathi.web.components import Text

COLUMNS = (
    "Case No",
    "Name of child",
    "Father's name",
    "Sex",
    "Date of birth",
    "Age",
    "District",
    "Mother tongue",
    "Registration date",
    "Type of abuse",
    "Case history",
    "Status",
    "Date closed",
    "Reason for closure",
    "Ward no",
)
# Some rows have typical errors: no age, a date that does not exist, an unknown value, a duplicate
# number.
_ROWS = (
    ("S-001", "Sarita Tamang", "Buddha Tamang", "F", "12/04/2012", "", "Makwanpur", "Tamang",
     "03/02/2025", "Trafficking; Child labour", "Came back over the border with an aunt.", "Active",
     "", "", "4"),
    ("S-002", "Bikash Sada", "", "M", "", "13", "Dhanusha", "Maithili", "17/02/2025",
     "Child labour", "Works at a brick kiln.", "Active", "", "", "7"),
    ("S-003", "Rekha Majhi", "Som Majhi", "girl", "2011", "", "Sindhupalchok", "Nepali",
     "22/02/2025", "Early marriage", "The wedding was planned for spring.", "Closed", "30/06/2025",
     "Goals achieved", "1"),
    ("S-004", "Anil Paswan", "", "M", "31/02/2013", "", "Dhanusha", "Maithili", "01/03/2025",
     "Missing", "", "Active", "", "", "2"),
    ("S-005", "", "Ram Chaudhary", "F", "05/09/2014", "", "Bardiya", "Tharu", "04/03/2025",
     "Neglect", "", "Active", "", "", "9"),
    ("S-006", "Puja Bishwokarma", "Hari Bishwokarma", "F", "०८/११/२०१३", "", "Kailali", "Nepali",
     "09/03/2025", "Sexual abuse", "Told her teacher.", "Active", "", "", "3"),
    ("S-007", "Dawa Sherpa", "", "other", "", "12-14", "Dolakha", "Sherpa", "11/03/2025",
     "Street", "", "Active", "", "", ""),
    ("S-001", "Sarita Tamang", "", "F", "12/04/2012", "", "Makwanpur", "Tamang", "15/03/2025",
     "Trafficking", "", "Active", "", "", "4"),
    ("S-009", "Kamal Gharti", "Dhan Gharti", "M", "19/07/2010", "14", "Rolpa", "Nepali",
     "20/03/2025", "Witchcraft accusation", "", "Closed", "", "", "5"),
)  # fmt: skip
_PRIMERO = {
    "Case No": "case_id",
    "Name of child": "name",
    "Sex": "sex",
    "Date of birth": "date_of_birth",
    "Age": "age",
    "Registration date": "registration_date",
    "Status": "status",
    "Date closed": "date_closure",
}


@dataclass(frozen=True)
class SampleFile:
    """One of the files: its name and its description."""

    name: str
    label: Text


SAMPLE_FILES = (
    SampleFile("sample-caseload.csv", _("CSV")),
    SampleFile("sample-caseload.xlsx", _("Excel")),
    SampleFile("sample-caseload.json", _("JSON (Primero case export)")),
)


def sample_content(name: str) -> tuple[bytes, str]:
    """The content and content type of the file with this name; 404 for any other name."""
    if name == "sample-caseload.csv":
        return write_csv(OutputTable("caseload", COLUMNS, list(_ROWS))), "text/csv; charset=utf-8"
    if name == "sample-caseload.xlsx":
        book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return write_workbook([OutputTable("caseload", COLUMNS, list(_ROWS))]), book
    if name == "sample-caseload.json":
        return json.dumps(_records(), ensure_ascii=False, indent=1).encode(), "application/json"
    raise Http404


def _records() -> list[dict[str, Any]]:
    """The cases with their values under `data`, as Primero exports them."""
    return [_case(dict(zip(COLUMNS, row, strict=True))) for row in _ROWS]


def _case(cells: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {_PRIMERO[key]: cells[key] or None for key in _PRIMERO}
    for day in ("date_of_birth", "registration_date", "date_closure"):
        data[day] = _year_first(data[day])
    if len(born := data["date_of_birth"] or "") == 4:  # Primero stores a year as its first day
        data |= {"date_of_birth": f"{born}-01-01", "estimated": True}
    data["age"] = int(cells["Age"].partition("-")[0]) if cells["Age"] else None
    data["status"] = "closed" if cells["Status"] == "Closed" else "open"
    data["sex"] = {"F": "female", "girl": "female", "M": "male"}.get(cells["Sex"], "other")
    data["protection_concerns"] = (
        ["trafficked_smuggled"] if "Traff" in cells["Type of abuse"] else []
    )
    if father := cells["Father's name"]:
        data["family_details_section"] = [{"relation_name": father, "relation": "father"}]
    data["notes_section"] = [
        {"note_date": data["registration_date"], "note_text": cells["Case history"]}
    ]
    data["owned_by"] = "worker_1"
    return {"id": cells["Case No"], "data": data}


def _year_first(day: str | None) -> str | None:
    parts = (day or "").split("/")
    return "-".join(reversed(parts)) if len(parts) == 3 else day
