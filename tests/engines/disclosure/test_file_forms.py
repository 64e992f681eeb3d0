"""Forms of files that statistical offices use: semicolons, workbooks, own words for margins, formulas."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from saathi.engines.disclosure.command import main

SECRET = bytes(range(100, 133))
HEADER = ["place", "sex", "count"]
ROWS = [
    ["A", "f", 7], ["A", "m", 8], ["A", "Total", 15], ["B", "f", 9], ["B", "m", 2],
    ["B", "Total", 11], ["Total", "f", 16], ["Total", "m", 10], ["Total", "Total", 26],
]  # fmt: skip


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, separator: str = ",", total: str = "Total", first: str = "A") -> Path:
    lines = [HEADER, *([{"Total": total, "A": first}.get(c, c) for c in row] for row in ROWS)]
    text = "\n".join(separator.join(str(cell) for cell in line) for line in lines)
    path.write_text(text, encoding="utf-8-sig")
    return path


def protect(path: Path, *more: str) -> int:
    return main(["protect", str(path), "--out", str(path.parent / "out"), *more])


@pytest.mark.parametrize("separator", [";", "\t"])
def test_semicolons_and_tabs_are_read_like_commas(tmp_path: Path, separator: str) -> None:
    (tmp_path / "key").write_bytes(SECRET)
    key = ["--key-file", str(tmp_path / "key")]
    results = []
    for name, mark in [("one", ","), ("other", separator)]:
        (tmp_path / name).mkdir()
        assert protect(write(tmp_path / name / "table.csv", mark), *key) == 0
        results.append(read(tmp_path / name / "out" / "table.csv"))
    assert results[0] == results[1]


def test_a_workbook_is_read_and_written_as_csv(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "table.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
    assert protect(tmp_path / "table.xlsx") == 0
    written = read(tmp_path / "out" / "table.csv")
    assert [(r["place"], r["sex"]) for r in written] == [(r[0], r[1]) for r in ROWS]


def test_a_file_that_is_no_workbook_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "table.xlsx").write_bytes(b"no workbook")
    assert protect(tmp_path / "table.xlsx") == 2
    assert "is no workbook" in capsys.readouterr().err


def test_margins_under_another_name_are_read_and_keep_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "table.csv", total="जम्मा")
    # Without the option the word is a code like others, which is the sum of all of them.
    assert protect(path) == 2
    assert protect(path, "--total", "जम्मा") == 0
    written = tmp_path / "out" / "table.csv"
    assert {r["place"] for r in read(written)} == {"A", "B", "जम्मा"}
    capsys.readouterr()
    assert main(["audit-tables", str(written), "--total", "जम्मा"]) == 0


def test_no_file_is_replaced_unless_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "table.csv")
    assert protect(path) == 0
    before = (tmp_path / "out" / "table.csv").read_bytes()
    assert protect(path, "--k", "10") == 2
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "out" / "table.csv").read_bytes() == before
    assert protect(path, "--k", "10", "--overwrite") == 0
    assert (tmp_path / "out" / "table.csv").read_bytes() != before


def test_no_report_replaces_a_file_unless_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, report = write(tmp_path / "table.csv"), tmp_path / "report.json"
    report.write_text("kept")
    command = ["audit-tables", str(path), "--report", str(report)]
    assert main(command) == 2
    assert "is there already" in capsys.readouterr().err
    assert report.read_text() == "kept"
    assert main([*command, "--overwrite"]) in {0, 1}
    assert report.read_text().startswith("{")


def test_the_key_file_is_replaced_by_nothing(tmp_path: Path) -> None:
    path, key = write(tmp_path / "table.csv"), tmp_path / "key"
    key.write_bytes(SECRET)
    assert protect(path, "--key-file", str(key), "--report", str(key), "--overwrite") == 2
    assert key.read_bytes() == SECRET


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33])
def test_a_key_file_of_fewer_than_32_bytes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], size: int
) -> None:
    path, key = write(tmp_path / "table.csv"), tmp_path / "key"
    key.write_bytes(SECRET[:size])
    is_accepted = size >= 32
    assert protect(path, "--key-file", str(key)) == (0 if is_accepted else 2)
    assert (tmp_path / "out").exists() is is_accepted
    said = capsys.readouterr().err
    if not is_accepted:
        assert f"at least 32 random bytes, this file has {size}" in said
        assert "head -c 32 /dev/urandom" in said


@pytest.mark.parametrize("code", ["=1+1", "+18", "-x", "@SUM(A1)"])
def test_codes_that_begin_a_formula_are_quoted_and_read_again(tmp_path: Path, code: str) -> None:
    assert protect(write(tmp_path / "table.csv", first=code)) == 0
    written = tmp_path / "out" / "table.csv"
    assert {r["place"] for r in read(written)} == {f"'{code}", "B", "Total"}
    assert main(["audit-tables", str(written)]) == 0
    earlier = written.rename(tmp_path / "earlier.csv")
    assert protect(tmp_path / "table.csv", "--previous", str(earlier), "--change", "0") == 0


@pytest.mark.parametrize("zeros", ["public", "protected"])
def test_rounded_values_have_the_counts_that_they_allow_beside_them(
    tmp_path: Path, zeros: str
) -> None:
    assert protect(write(tmp_path / "table.csv"), "--zeros", zeros) == 0
    written = read(tmp_path / "out" / "table.csv")
    counts = {(r[0], r[1]): int(r[2]) for r in ROWS}
    for row in written:
        low, high = int(row["lowest"]), int(row["highest"])
        assert low <= counts[row["place"], row["sex"]] <= high
        assert high - low >= 4
    fives = [row for row in written if row["value"] == "5"]
    assert all(row["lowest"] == ("1" if zeros == "public" else "0") for row in fives)
