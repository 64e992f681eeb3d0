"""The search of the journeys' logs for personal values finds them, and nothing else."""

import json
from pathlib import Path

import pytest

from tests.browser import personal

VALUES = {
    "सुनिता महतो",
    "Kamala Sada",
    "9841-000000",
    "By the pond behind the old mill",
    "2012-04-05",
}


@pytest.mark.parametrize(
    "line",
    [
        '{"message": "no such child: Sunita"}',
        json.dumps({"message": "सुनिता"}),
        "GET /find/?name=%E0%A4%B8%E0%A5%81%E0%A4%A8%E0%A4%BF%E0%A4%A4%E0%A4%BE HTTP/1.1",
        "KeyError: 'kamala'",
        "DETAIL:  Key (phone)=(9841000000) already exists.",
        'ERROR: invalid input "pond behind the"',
        "2026-12-01 10:00:00 UTC ERROR: date out of range: 2012-04-05",
    ],
)
def test_personal_value_in_log_line_is_found_in_any_encoding(line: str) -> None:
    assert personal.traces(["a line before", line], VALUES)
    assert personal.traces([line], VALUES) == personal.traces(["a line before", line], VALUES)


@pytest.mark.parametrize(
    "line",
    [
        '{"logger": "saathi.request", "view": "desk:find_child", "status": 302}',
        "LOG:  database system is ready to accept connections",
        "the old server by the door",
        '{"time": "2012-04-05T00:21:59.996+00:00", "level": "INFO"}',
        "2012-04-05 00:10:30.030 UTC [32590] LOG:  was shut down at 2012-04-05 00:10:29 UTC",
        '{"request": "01a20fe1-cb47-7d31-8797-5881440913c4"}',
    ],
)
def test_log_line_without_personal_value_is_accepted(line: str) -> None:
    assert personal.traces([line], VALUES) == []


def test_codes_dates_and_short_numbers_are_not_personal() -> None:
    typed = ["border_post", "14", "2027", "Sunita", "सुनिता", "9841 000000", "she was well"]
    assert [each for each in typed if personal.is_personal(each)] == typed[3:]


def test_every_log_under_a_home_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "postgres" / "log"
    folder.mkdir(parents=True)
    (tmp_path / "demo.log").write_text("started\n", "utf-8")
    (folder / "postgresql-Mon.log").write_text("LOG: Kamala Sada\n", "utf-8")
    logs = personal.log_lines(tmp_path)
    assert sorted(logs) == ["demo.log", "postgres/log/postgresql-Mon.log"]
    assert [name for name, lines in logs.items() if personal.traces(lines, VALUES)] == [
        "postgres/log/postgresql-Mon.log"
    ]
