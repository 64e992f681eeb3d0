"""A form of the size and kind that Kobo exports: uploaded, published, filled in, printed, exported."""

import csv
import io
import json
from typing import Any

import pytest
from pypdf import PdfReader

from saathi.protection.casework.supplements.models import FormVersion
from tests import sending
from tests.counting import at_most
from tests.engines.xlsform.books import form, line
from tests.engines.xlsform.older_books import older_book
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.filling_pages import DAY, page
from tests.roles import role
from tests.screens import read
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db
FORMS = "/agency/forms/"
HEAD = ["type", "name", "label::English", "label::Nepali", "required", "appearance"]
KINDS = ("text", "integer", "date", "select_one yn", "select_multiple yn", "time", "dateTime")
CHOICES = [
    ["list_name", "name", "label::English", "label::Nepali"],
    ["yn", "yes", "Yes", "छ"],
    ["yn", "no", "No", "छैन"],
]


def exported_form() -> bytes:
    """An .xls file of 200 questions in two languages with two repeats, as an export from Kobo has them."""
    rows: list[list[str]] = [["start", "start", "", "", "", ""], ["end", "end", "", "", "", ""]]
    for number in range(160):
        kind = KINDS[number % len(KINDS)]
        required = "yes" if number % 3 == 0 else ""
        rows.append([kind, f"q{number}", f"Question {number}", f"प्रश्न {number}", required, ""])
    for repeat in ("sibling", "visitor"):
        rows.append(["begin repeat", repeat, repeat.title(), repeat.title(), "", "field-list"])
        rows += [
            ["text", f"{repeat}_{n}", f"{repeat} {n}", f"{repeat} {n}", "", ""] for n in range(19)
        ]
        rows.append(["end repeat", "", "", "", "", ""])
    rows += [
        ["geopoint", "place", "Place", "ठाउँ", "", ""],
        ["image", "photo", "Photo", "फोटो", "", ""],
    ]
    return older_book(
        {"survey": [HEAD, *rows], "choices": CHOICES, "settings": [["id_string"], ["aXb9"]]}
    )


ANSWERS = {
    "text": "said", "integer": "3", "select_one yn": "yes", "select_multiple yn": ["yes", "no"],
    "time": "14:30", "dateTime": "2026-03-07T09:15",
}  # fmt: skip


def answers() -> dict[str, Any]:
    sent: dict[str, Any] = {"n_sibling": "2", "n_visitor": "1", "language": "en"}
    for number in range(160):
        kind = KINDS[number % len(KINDS)]
        if kind == "date":
            sent |= {f"q_q{number}_0": "2", f"q_q{number}_1": "3", f"q_q{number}_2": "2026"}
        else:
            sent[f"q_q{number}"] = ANSWERS[kind]
    sent |= {f"r_sibling_{row}_sibling_{n}": f"s{row}" for row in range(2) for n in range(19)}
    return sent | {f"r_visitor_0_visitor_{n}": "guest" for n in range(19)}


def publish(here: cast.Office) -> FormVersion:
    file = io.BytesIO(exported_form())
    file.name = "aXb9.xls"
    client = just_confirmed(here.maker)
    answer = client.post(f"{FORMS}upload/", {"workbook": file} | sending.key())
    assert answer.status_code == 302, read(answer)[0]
    place = answer.headers["Location"]
    sent = {"title": "Household", "code": "household", "language_en": "en", "language_ne": "ne"}
    sent |= {"section": "2048", "others": "sensitive", "version": "1", "ask": "yes"}
    answer = client.post(place, sent | sending.key())
    assert answer.headers["Location"] == f"{FORMS}household/1/", read(answer)[0]
    decision = {"decision": "agree"} | sending.key()
    assert just_confirmed(here.second).post(f"{FORMS}household/1/", decision).status_code == 302
    with role("maintenance"):
        return FormVersion.objects.get(code="household")


def test_form_of_200_questions_is_used_from_upload_to_export(here: cast.Office) -> None:
    version = publish(here)
    assert len(version.body["questions"]) == 200
    new = f"{here.url}new/household/"
    client = signed_in(here.worker)
    with at_most(10):
        shown = read(client.get(new))[0]
    assert "Place (geopoint: not recorded in Saathi)" in shown
    nepali = signed_in(here.worker).get(f"{new}?in=ne").content.decode()
    assert "प्रश्न 159" in nepali
    answer = signed_in(here.worker).post(new, answers() | DAY | sending.key())
    assert answer.status_code == 302, read(answer)[0]
    shown = page(here, answer.headers["Location"].removeprefix(here.url))
    for text in ("Question 159", "2026-03-07 09:15", "14:30", "Sibling · 2", "guest"):
        assert text in shown, text

    record = answer.headers["Location"].rstrip("/").rpartition("/")[2]
    printed = signed_in(here.worker).post(
        f"/child/{here.child.file_id}/print/form/support/{record}/",
        {"reason": "team", "language": "en"},
    )
    text = " ".join(item.extract_text() for item in PdfReader(io.BytesIO(printed.content)).pages)
    assert "Question 159" in text

    wanted = {"reason": "review", "kind": "csv", "with_sensitive": "on"} | sending.key()
    table = just_confirmed(here.officer).post(f"{FORMS}household/export/", wanted)
    assert table.status_code == 200
    (row,) = csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))
    assert (row["q0"], row["q4"], row["q6"]) == ("said", "yes no", "2026-03-07T09:15")
    assert row["sibling_0"] == "s0 | s1"


@pytest.mark.parametrize(
    ("kind", "typed", "stored", "refusal"),
    [
        ("time", "9:05", "09:05", ""),
        ("time", "२१:३०", "21:30", ""),
        ("time", "25:00", "", "Enter the time as in 14:30"),
        ("dateTime", "2026-03-07 14:30", "2026-03-07T14:30", ""),
        ("dateTime", "2026-03-07", "", "Enter a date and a time"),
        ("dateTime", "2026-03-07T14:30+05:00", "", "Enter a date and a time"),
        ("dateTime", "2026-02-30T14:30", "", "Enter a date and a time"),
    ],
)
def test_times_are_read_or_explained(
    here: cast.Office, kind: str, typed: str, stored: str, refusal: str
) -> None:
    cast.published(here, form(line(kind, "t", "When?", classification="sensitive")))
    sent = DAY | {"language": "en", "q_t": typed} | sending.key()
    answer = signed_in(here.worker).post(f"{here.url}new/a_visit/", sent)
    if refusal:
        assert refusal in read(answer)[0]
        return
    change = f"{answer.headers['Location']}change/"
    assert json.dumps(stored)[1:-1] in signed_in(here.worker).get(change).content.decode()
