"""Files that demand far too much are refused with a sentence, on the pages that accept them (finding F8)."""

import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from saathi.engines.sheets import problems
from saathi.engines.sheets.problems import SheetNotReadable
from saathi.engines.sheets.reading import read_sheet
from saathi.engines.sheets.table import MAX_COLUMNS
from saathi.engines.xlsform import workbook
from saathi.engines.xlsform.problems import WorkbookUnreadable
from saathi.infra import parser_sandbox
from saathi.infra.parser_sandbox import ParserLimits
from saathi.vault import accepted_media
from saathi.vault.errors import UploadRefused
from tests.protection.exchange import cast
from tests.signing import signed_in
from tests.uploads import files

LIMITS = ParserLimits()
pytestmark = pytest.mark.slow
SPACE = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def problem_of(data: bytes, limits: ParserLimits = LIMITS) -> str:
    began = time.monotonic()
    with pytest.raises(SheetNotReadable) as refused:
        read_sheet(data, limits=limits)
    assert time.monotonic() - began < limits.wall + 5
    return refused.value.problem.reason.code


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("XFD1048576", problems.TOO_MANY_COLUMNS),
        ("XFD4000", problems.TOO_MANY_COLUMNS),
        ("KO2", problems.TOO_MANY_COLUMNS),
        ("A1048576", problems.TOO_MANY_ROWS),
        ("A100000", problems.TOO_MANY_ROWS),
    ],
)
def test_sparse_workbook_is_refused_by_its_references(place: str, reason: problems.Reason) -> None:
    assert problem_of(files.sparse(place)) == reason.code


def test_workbook_at_the_edge_of_the_columns_is_read() -> None:
    assert MAX_COLUMNS == 300  # of which KN is the last
    assert read_sheet(files.sparse("KN2")).rows == (("", "1"),)


def test_empty_cell_far_away_is_no_reason_to_refuse() -> None:
    sheet = SPACE + (
        b'<sheetData><row><c r="A1"><v>1</v></c></row><row><c r="A2"><v>2</v></c>'
        b'<c r="XFD2" s="1"/></row></sheetData></worksheet>'
    )
    assert read_sheet(files.book(sheet)).rows == (("2",),)


@pytest.mark.parametrize("place", ["XFD1048576", "XFD9000"])
def test_sparse_workbook_that_hides_its_references_ends_its_parser_alone(place: str) -> None:
    """The search for references knows one way to write them; memory has its limit in any case."""
    data = files.sparse(place, quote="'")
    assert problem_of(data) == problems.PARSER_FAILED.code


def test_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused() -> None:
    assert problem_of(files.book(SPACE + b" " * 100_000_000)) in {
        problems.BAD_BOOK.code,
        problems.EMPTY.code,
        problems.PARSER_FAILED.code,
    }
    with pytest.raises(WorkbookUnreadable):
        workbook.read_workbook(files.book(SPACE + b" " * 50_000_000))


def test_deep_json_is_refused() -> None:
    for opening in ("[", '{"a":', '[{"a":[['):
        assert problem_of(opening.encode() * 1_000_000) in {
            problems.BAD_JSON.code,
            problems.NOT_RECORDS.code,
            problems.PARSER_FAILED.code,
        }


def test_wide_json_is_refused() -> None:
    data = json.dumps([{f"k{number}": 1} for number in range(20_000)]).encode()
    assert problem_of(data) in {problems.PARSER_FAILED.code, problems.TOO_MANY_COLUMNS.code}


def test_picture_of_900_million_points_is_refused() -> None:
    data = files.huge_picture()
    assert len(data) < 2_000_000
    with pytest.raises(UploadRefused, match="more than 50 million pixels"):
        accepted_media.check_upload(data)


def test_picture_that_ends_its_parser_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accepted_media, "PARSER_LIMITS", ParserLimits(memory=150 * 1024 * 1024))
    with pytest.raises(UploadRefused, match="needs too much memory or time"):
        accepted_media.check_upload(files.huge_picture(7_000, 7_000))


@pytest.mark.django_db
@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("place", ["XFD1048576", "XFD4000"])
def test_import_page_answers_a_sparse_workbook_with_a_sentence(place: str, quote: str) -> None:
    desk = cast.desk()
    sent = {"source": "Old list", "file": SimpleUploadedFile("a.xlsx", files.sparse(place, quote))}
    answer = signed_in(desk.officer).post("/exchange/imports/new/", sent)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert (
        "has more than 300 columns" in text
        or "It is damaged, or needs too much memory or time" in text
    )


@pytest.mark.django_db
def test_import_page_says_that_it_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_args: object) -> None:
        raise parser_sandbox.ParserBusy

    monkeypatch.setattr(parser_sandbox, "run_parser", busy)
    desk = cast.desk()
    sent = {"source": "Old list", "file": SimpleUploadedFile("a.csv", b"Name,Sex\nGita,F\n")}
    answer = signed_in(desk.officer).post("/exchange/imports/new/", sent)
    assert "Several files are being processed" in answer.content.decode()
