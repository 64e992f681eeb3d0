"""Exports of answers, and the answers that statistics see."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.engines.xlsform import form_reader, workbook
from saathi.protection.casework.supplements import answer_tables
from saathi.protection.casework.supplements.models import (
    FormVersion,
    NeedsAnswers,
)
from saathi.protection.casework.supplements.sample_form import SAMPLE_WORKBOOK
from saathi.vault import actions as vault
from saathi.vault.vocabulary import ErasureReason
from tests.desk.cast import entries
from tests.factories import agencies, children
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.filling_pages import WORDS
from tests.roles import role
from tests.screens import read
from tests.signing import just_confirmed, signed_in

pytestmark = pytest.mark.django_db


# --- Out of the system ----------------------------------------------------------------------------


def test_printed_form_needs_reason_and_is_logged(here: cast.Office, version: FormVersion) -> None:
    filled = cast.filled(here, version, safe="no", why=WORDS)
    place = f"/child/{here.child.file_id}/print/form/support/{filled.pk}/"
    answer = signed_in(here.worker).post(place, {"reason": "team"})
    text = " ".join(
        " ".join(pdf_page.extract_text().split())
        for pdf_page in PdfReader(io.BytesIO(answer.content)).pages
    )
    assert WORDS in text
    assert here.child.code in text
    assert "Sunita" not in text
    entry = entries(by=here.worker.id, kind="printed")[-1]
    assert entry.objects_seen == [here.child.pk, filled.pk]
    assert entry.detail["reason"] == "team"
    assert (
        "This field is required" in read(signed_in(here.worker).post(place, {"with_name": "on"}))[0]
    )


def test_completed_form_is_shown_in_each_of_its_languages(here: cast.Office) -> None:
    definition = form_reader.read_form(SAMPLE_WORKBOOK.read_bytes()).form
    assert definition is not None
    filled = cast.filled(here, cast.published(here, definition), lives_with="parents")
    shown = reverse("supplements:show_filled_form", args=[here.child.file_id, "support", filled.pk])
    client = signed_in(here.worker)
    english, urdu = (client.get(f"{shown}?in={code}").content.decode() for code in ("en", "ur"))
    assert 'lang="ur" dir="rtl"' in urdu
    assert 'lang="ur" dir="rtl"' not in english
    assert 'href="?in=ur" aria-current="true"' in urdu


def test_printed_form_in_urdu_uses_arabic_font(here: cast.Office) -> None:
    definition = form_reader.read_form(SAMPLE_WORKBOOK.read_bytes()).form
    assert definition is not None
    filled = cast.filled(here, cast.published(here, definition), lives_with="parents")
    client = signed_in(here.worker)
    place = f"/child/{here.child.file_id}/print/form/support/{filled.pk}/"
    assert read(client.post(place, {"reason": "team"}))[0].count("This field is required") == 2
    # The interface is in English; Saathi's own words on the paper are in the form's language, too.
    answer = client.post(place, {"reason": "team", "language": "ur"})
    assert answer.status_code == 200
    page = PdfReader(io.BytesIO(answer.content)).pages[0]
    fonts = [str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()]
    assert any("Arabic" in font for font in fonts), fonts


def export(here: cast.Office, actor: Staff | None = None, **asked: str) -> Any:
    sent = {"reason": "review", "kind": "csv"} | asked
    return just_confirmed(actor or here.officer).post("/agency/forms/a_visit/export/", sent)


def test_only_entitled_staff_export_answers_with_reason(
    here: cast.Office, version: FormVersion
) -> None:
    cast.filled(here, version, safe="no")
    supervisor = agencies.staff("supervisor", here.worker.office)
    for person in (here.worker, supervisor, here.maker, agencies.staff("data_officer")):
        assert export(here, actor=person).status_code == 404
    assert not entries(kind="exported")
    assert "This field is required" in read(export(here, reason=""))[0]
    assert (
        signed_in(here.officer)
        .post("/agency/forms/a_visit/export/", {})
        .headers["Location"]
        .startswith("/account/reauth")
    )


def test_answers_table_holds_requested_classes_and_is_logged(
    here: cast.Office, version: FormVersion
) -> None:
    filled = cast.filled(
        here,
        version,
        safe="no",
        why="=cmd",
        friend="Mina",
        helper=[{"who": "Aama"}, {"who": "Baba", "since": "2025-02-01"}],
    )
    rows = list(csv.reader(io.StringIO(export(here).content.decode("utf-8-sig"))))
    assert rows[0] == [
        *answer_tables.RECORD_COLUMNS,
        "safe",
        "people",
        "province",
        "district",
        "since",
        "helpers",
    ]
    assert rows[1][0] == here.child.code
    assert rows[1][5:] == ["no", "", "", "", "' | 2025-02-01", "2"]
    entry = entries(kind="exported")[-1]
    assert entry.by == here.officer.id
    assert entry.objects_seen == [filled.pk]
    assert (entry.detail["reason"], entry.detail["count"], entry.detail["format"]) == (
        "review",
        1,
        "csv",
    )
    all_classes = export(here, with_sensitive="on", with_identifying="on").content.decode(
        "utf-8-sig"
    )
    assert "'=cmd" in all_classes
    assert "Mina" in all_classes
    assert "Sunita" not in all_classes


@pytest.mark.parametrize("start", ["=", "\uff1d", " =", "\n="])
def test_answer_is_no_formula_in_a_spreadsheet(
    here: cast.Office, version: FormVersion, start: str
) -> None:
    cast.filled(here, version, safe="no", why=f"{start}cmd")
    table = export(here, with_sensitive="on", with_identifying="on").content.decode("utf-8-sig")
    [row] = list(csv.reader(io.StringIO(table)))[1:]
    [cell] = [cell for cell in row if "cmd" in cell]
    assert cell.startswith("'")


def test_answers_workbook_describes_its_columns(here: cast.Office, version: FormVersion) -> None:
    cast.filled(here, version, safe="no", province="bagmati")
    data = export(here, kind="xlsx").content
    assert workbook.read_workbook(data) == {}  # it has no sheet of an XLSForm
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = (
            archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)
        )
    assert "bagmati" in first
    assert "Does the child feel safe?" in second


def test_answers_table_omits_hidden_files(here: cast.Office, version: FormVersion) -> None:
    from saathi.agencies.models import Hidden

    cast.filled(here, version, safe="no")
    with role("maintenance"):
        Hidden.objects.create(
            file_id=here.child.file_id, principal=here.officer.id, hidden_by=here.worker.id
        )
    rows = list(csv.reader(io.StringIO(export(here).content.decode("utf-8-sig"))))
    assert len(rows) == 1


def test_answers_table_is_truncated_at_its_limit(
    here: cast.Office, version: FormVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_tables, "MAX_ROWS", 2)
    for _again in range(2):
        cast.filled(here, version, safe="no")
    export(here)
    assert entries(kind="exported")[-1].detail["truncated"] is False
    cast.filled(here, version, safe="no")
    export(here)
    assert entries(kind="exported")[-1].detail["truncated"] is True


# --- Facts ----------------------------------------------------------------------------------------


def test_statistics_see_codes_and_nothing_else(here: cast.Office) -> None:
    needs = cast.published(here, section=Section.NEEDS)
    cast.filled(here, needs, safe="no", why=WORDS, people="7", friend="Mina")
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM facts_form_needs")
        columns = [column[0] for column in cursor.description]
        [row] = cursor.fetchall()
    facts = dict(zip(columns, row, strict=True))
    assert dict(zip(facts["questions"], facts["answers"], strict=True)) == {
        "safe": "no",
        "people": "7",
    }
    assert facts["form"] == "a_visit"
    assert facts["filled"] == cast.ON.replace(day=1)
    assert WORDS not in str(row)
    with role("maintenance"):
        assert NeedsAnswers.objects.count() == 1


def test_statistics_do_not_see_the_answers_of_an_erased_child(here: cast.Office) -> None:
    needs = cast.published(here, section=Section.NEEDS)
    other = replace(here, child=children.case(here.worker, "Another child").child)
    cast.filled(here, needs, safe="no", people="7")
    cast.filled(other, needs, safe="yes", people="3")
    with role("maintenance"):
        vault.erase_file(file_id=here.child.file_id, by=here.officer.id, reason=ErasureReason.ASKED)
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT child, answers FROM facts_form_needs")
        assert cursor.fetchall() == [(other.child.file_id, ["yes", "3"])]
