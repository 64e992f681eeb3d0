"""What `link` says of the files it reads, what it asks, and what it refuses before any work."""

import csv
import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from saathi.engines.matching.command import main
from saathi.engines.matching.linking import record_files

HEAD = ["id", "given_name", "surname", "date_of_birth"]
CHILDREN = [
    ["1", "Zulekha", "Mirza", "2012-04-17"],
    ["2", "Zulekha", "Mirza", "2012-04-17"],
    ["3", "Anjali", "Mandal", "2009-11-02"],
]


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8", comma: str = ",") -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=comma).writerows(rows)
    return path


def linked(out: str) -> list[tuple[str, str]]:
    return [(pair["id_a"], pair["id_b"]) for pair in csv.DictReader(io.StringIO(out))]


# Among so few records no pair is likely: all are printed, the best one first.
ALL_PAIRS = ["--model", "duplicate", "--threshold", "0"]


def with_column(name: str, *values: str) -> list[list[str]]:
    return [[*row, value] for row, value in zip([HEAD, *CHILDREN], (name, *values), strict=True)]


def probability_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> float:
    assert main(["link", *arguments, *ALL_PAIRS, "--quiet"]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    return next(
        float(row["probability"]) for row in rows if {row["id_a"], row["id_b"]} == {"1", "2"}
    )


@pytest.mark.parametrize(
    ("column", "line"),
    [
        ("Father's Name", "father's name: Father's Name"), ("FatherName", "father's name: FatherName"),
        ("Mothers Name", "mother's name: Mothers Name"), ("District", "district or state: District"),
        ("Shoe size", "not used: Shoe size"), ("Father's occupation", "not used: Father's occupation"),
        ("first_name", "not used: first_name"),
    ],
)  # fmt: skip
def test_link_says_which_column_it_used_for_what(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str, line: str
) -> None:
    path = write(tmp_path / "in.csv", with_column(column, "a", "b", "c"))
    assert main(["link", str(path), "--model", "duplicate"]) == 0
    said = capsys.readouterr().err
    assert f"saathi:   {line}\n" in said
    assert "saathi:   birth: date_of_birth\n" in said
    assert f"{path}: 3 records" in said


def test_fathers_name_with_an_apostrophe_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fathers = ("Tarik", "Gopal", "Suresh")
    written = write(tmp_path / "apostrophe.csv", with_column("Father's Name", *fathers))
    plain = write(tmp_path / "plain.csv", with_column("father_name", *fathers))
    without = write(tmp_path / "without.csv", [HEAD, *CHILDREN])
    chance = probability_of(capsys, str(written))
    assert chance == probability_of(capsys, str(plain))
    assert chance < probability_of(capsys, str(without)), "another father speaks against"


UNCLEAR = "Name of the father (as told)"


@pytest.mark.parametrize("column", [UNCLEAR, "fathr_name", "Home district", "Mobile number"])
@pytest.mark.parametrize("use", ["link", "train", "evaluate"])
def test_an_unclear_column_is_refused_where_no_one_can_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str, use: str
) -> None:
    path = write(tmp_path / "in.csv", with_column(column, "a", "b", "c"))
    out = ["--out", str(tmp_path / "model.json")] if use == "train" else []
    assert main([use, str(path), *out]) == 2
    said = capsys.readouterr().err
    assert f"'{column}' (the " in said
    assert f"--map '{column}'=ignore" in said


def test_map_says_what_a_column_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write(tmp_path / "in.csv", with_column("Papa", "Tarik", "Gopal", "Suresh")))
    ignored = probability_of(capsys, path, "--map", "Papa=ignore")
    assert probability_of(capsys, path, "--map", "Papa=father") < ignored
    assert main(["link", path, "--map", "Papa=father", "--map", "surname=ignore"]) == 0
    said = capsys.readouterr().err
    assert "father's name: Papa" in said
    assert "not used: surname" in said


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (["Papa"], "is not COLUMN=ROLE; the roles are id, given, family"),
        (["Papa=uncle"], "is not COLUMN=ROLE"),
        (["Mama=mother"], "names the column Mama, and there is none; there are id, given_name"),
        (["Papa=father", "surname=father"], "two columns for father's name: Papa and surname"),
        (["Papa=father", "Papa=mother"], "gives the column Papa two roles"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mapping: list[str], sentence: str
) -> None:
    path = write(tmp_path / "in.csv", with_column("Papa", "Tarik", "Gopal", "Suresh"))
    options = [part for item in mapping for part in ("--map", item)]
    assert main(["link", str(path), *options]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ("\n", "father's name: Name of the father (as told)"),
        ("n\n", "not used: Name of the father (as told)"),
        ("perhaps\nmother\n", "mother's name: Name of the father (as told)"),
        ("\x04", "The question was not answered"),
    ],
)
def test_on_a_terminal_an_unclear_column_is_asked_about(
    tmp_path: Path, answers: str, line: str
) -> None:
    path = write(tmp_path / "in.csv", with_column(UNCLEAR, "Tarik", "Tarik", "Suresh"))
    ours, theirs = pty.openpty()
    module = "saathi.engines.matching.command"
    command = [sys.executable, "-m", module, "link", str(path), *ALL_PAIRS]
    with subprocess.Popen(command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE) as process:
        os.close(theirs)
        os.write(ours, answers.encode())
        said = b""
        while True:
            try:
                portion = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not portion:
                break
            said += portion
        pairs = process.stdout.read().decode() if process.stdout else ""
    os.close(ours)
    text = said.decode().replace("\r", "")
    assert "may be the father's name. Use it so?" in text
    assert line in text
    assert process.returncode == (2 if answers == "\x04" else 0)
    assert answers == "\x04" or linked(pairs)[0] == ("1", "2")


@pytest.mark.parametrize(
    "other",
    ["17 April 2012", "April 17, 2012", "17-Apr-12", "Tuesday, 17th April 2012", "17/04/2012", "2012/17/04", "17042012",
     "2012-04-17T00:00:00Z", "१७ अप्रैल २०१२", "১৭ এপ্রিল ২০১২", "۱۷ اپریل ۲۰۱۲"],
)  # fmt: skip
def test_dates_in_words_and_in_any_order_are_the_same_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], other: str
) -> None:
    same = str(write(tmp_path / "same.csv", [HEAD, *CHILDREN]))
    expected = probability_of(capsys, same)
    changed = [CHILDREN[0], [*CHILDREN[1][:3], other], CHILDREN[2]]
    path = str(write(tmp_path / "other.csv", [HEAD, *changed]))
    assert probability_of(capsys, path) == pytest.approx(expected, abs=1e-6)


def test_a_column_with_the_month_first_is_read_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = write(tmp_path / "a.csv", [HEAD, ["a", "Zulekha", "Mirza", "04/05/2012"], ["b", "Anjali", "Mandal", "11/25/2009"]])  # fmt: skip
    other = write(tmp_path / "b.csv", [HEAD, ["c", "Zulekha", "Mirza", "2012-04-05"]])
    assert main(["link", str(first), str(other), *ALL_PAIRS]) == 0
    out, said = capsys.readouterr()
    assert ("a", "c") in linked(out)
    assert "birth: date_of_birth (the month comes before the day)" in said
    alike = [HEAD, ["a", "Zulekha", "Mirza", "2012-04-05"], ["b", "Anjali", "Mandal", "2009-11-25"]]
    plain = write(tmp_path / "plain.csv", alike)
    assert main(["link", str(plain), str(other), *ALL_PAIRS]) == 0
    assert capsys.readouterr().out == out


def test_values_that_cannot_be_read_are_counted_and_shown_by_their_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [HEAD, ["1", "Asha", "Rai", "Baisakh 2069"], ["2", "Asha", "Rai", "unknown"], ["3", "Bina", "Rai", "41016"],
            ["4", "Mina", "Rai", "2012-04-17"], ["5", "Tara", "Rai", ""]]  # fmt: skip
    path = write(tmp_path / "in.csv", rows)
    assert main(["link", str(path), "--model", "duplicate"]) == 0
    said = capsys.readouterr().err
    line = "birth: date_of_birth (2 rows (1, 3) of 5 cannot be read and count as missing, written like aaaaaaa 9999, 99999)"
    assert line in said
    assert "Baisakh" not in said
    assert "41016" not in said


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [
        (["1", "2", "1"], "gives the same id to more than one record, in 2 rows (1, 3)"),
        (["1", "", "3"], "gives no id in row 2"),
    ],
)
def test_ids_that_do_not_tell_records_apart_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ids: list[str], sentence: str
) -> None:
    rows = [[item, *row[1:]] for item, row in zip(ids, CHILDREN, strict=True)]
    path = write(tmp_path / "in.csv", [HEAD, *rows])
    assert main(["link", str(path)]) == 2
    assert sentence in capsys.readouterr().err
    assert main(["link", str(path), *ALL_PAIRS, "--map", "id=ignore"]) == 0
    assert linked(capsys.readouterr().out)[0] == ("0", "1")


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        ("no/pairs.csv", "there is no folder"), (".", "it is a folder"), ("in.csv", "it is one of the files of records"),
    ],
)  # fmt: skip
def test_the_output_is_checked_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str, sentence: str
) -> None:
    path = write(tmp_path / "in.csv", [HEAD, *CHILDREN])
    assert main(["link", str(path), "--out", str(tmp_path / out)]) == 2
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert sentence in said
    assert "reading" not in said


@pytest.mark.parametrize(
    ("encoding", "named", "comma"),
    [
        ("utf-8-sig", None, ","), ("utf-16", None, ";"), ("utf-16", None, "\t"), ("windows-1252", "windows-1252", ";"),
        ("utf-8", None, ";"),
    ],
)  # fmt: skip
def test_files_in_other_encodings_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str, named: str | None, comma: str
) -> None:
    rows = [["id", "given_name", "surname", "birth_date"], ["ü1", "Zoé", "Nuñez", "2012-04-17"], ["ü2", "Zoé", "Nuñez", "2012-04-17"]]  # fmt: skip
    path = write(tmp_path / "in.csv", rows, encoding, comma)
    options = ["--encoding", named] if named else []
    assert main(["link", str(path), *ALL_PAIRS, *options]) == 0
    assert linked(capsys.readouterr().out) == [("ü1", "ü2")]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "is not in UTF-8. Name its encoding, such as --encoding windows-1252"),
        (["--encoding", "klingon"], "There is no encoding klingon"),
        (["--encoding", "ascii"], "is not in the encoding ascii"),
    ],
)
def test_an_unknown_encoding_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], sentence: str
) -> None:
    path = write(tmp_path / "in.csv", [HEAD, ["1", "Zoé", "Nuñez", "2012"]], "latin-1")
    assert main(["link", str(path), *options]) == 2
    assert sentence in capsys.readouterr().err


def test_progress_is_said_and_quiet_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "in.csv", [HEAD, *CHILDREN])
    assert main(["link", str(path)]) == 0
    said = capsys.readouterr().err
    assert f"reading {path}" in said
    assert "pairs compared" in said
    assert main(["link", str(path), "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_a_column_that_the_other_file_lacks_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = write(tmp_path / "a.csv", with_column("father", "Tarik", "Tarik", "Suresh"))
    other = write(tmp_path / "b.csv", [HEAD, *CHILDREN])
    assert main(["link", str(one), str(other), "--model", "duplicate"]) == 0
    assert (
        "father's name: father (not compared: the other file has none)" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,name,dob\n1,Rahim,2012\n2,Karim,2013,Dhaka\n", "has more cells than names of columns in row 2"),
        ('id,name,dob\n1,"Rahim,2012\n2,Karim,2013\n', "a quotation mark is not closed"),
        ("1,Rahim,2012\n2,Karim,2013\n", "None of the 3 columns"),
        ("name,name,dob\nRahim,Karim,2012\n", "has two columns of the same name"),
        ("given_name,Given Name\nRahim,Karim\n", "The columns 'given_name' and 'Given Name' have the same name"),
        ("id,name\n1,Rah\0im\n", "has bytes that are no text"),
        ("\n \n", "is empty"),
    ],
)  # fmt: skip
def test_a_file_whose_cells_are_not_in_columns_is_refused_without_its_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_text(text)
    assert main(["link", str(path)]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert not {"Rahim", "Karim", "2012", "2013", "Dhaka"} & set(re.findall(r"\w+", said))


def test_cells_are_read_as_spreadsheets_write_them(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('\nid,name,dob,\n1,"Rahim\nUddin",2012,\n2,"Ka ""K"" rim"\n,,,\n\n3,,2013\n')
    table = record_files.read_table(path)
    assert table.to_pydict() == {
        "id": ["1", "2", "3"], "name": ["Rahim\nUddin", 'Ka "K" rim', None], "dob": ["2012", None, "2013"],
    }  # fmt: skip


def test_a_full_name_is_compared_with_given_and_family_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = write(tmp_path / "a.csv", [["id", "given_name", "surname", "dob"], ["1", "Rahima", "Begum", "2012-04-17"]])  # fmt: skip
    other = write(tmp_path / "b.csv", [["id", "name", "age", "as_of"], ["1", "Rahima Begum", "9", "2021"]])  # fmt: skip
    assert main(["link", str(result), str(other), "--model", "duplicate"]) == 0
    said = capsys.readouterr().err
    assert "full name: name\n" in said
    assert "not compared" not in said


def test_no_output_is_replaced_unless_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = write(tmp_path / "in.csv", [HEAD, *CHILDREN]), tmp_path / "out.csv"
    names = write(tmp_path / "names.csv", [["a", "b", "name"], ["Sita", "Gita", "Sita"]])
    for command in (
        ["link", str(path), "--out"], ["train", str(path), "--out"], ["evaluate", "--generated", "300", "--json"],
        ["names", str(names), "--out"], ["retrieve", str(names), str(names), "--out"],
    ):  # fmt: skip
        out.write_text("kept")
        assert main([*command, str(out)]) == 2
        assert "give --overwrite" in capsys.readouterr().err
        assert out.read_text() == "kept"
        assert main([*command, str(out), "--overwrite"]) == 0
        assert out.read_text() != "kept"


@pytest.mark.parametrize(("many", "is_few"), [(3, True), (199, True), (200, False)])
def test_link_says_that_few_records_are_judged_badly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], many: int, *, is_few: bool
) -> None:
    rows = [[str(n), f"Zulekha{'abcdefghij'[n % 10]}", "Mirza", "2012-04-17"] for n in range(many)]
    path = str(write(tmp_path / "in.csv", [HEAD, *rows]))
    assert main(["link", path, "--model", "duplicate"]) == 0
    said = capsys.readouterr().err
    assert (f"{many} records are few" in said) is is_few
    assert ("--model duplicate --threshold .1 lists more" in said) is is_few
    assert main(["link", path, *ALL_PAIRS]) == 0
    assert "records are few" not in capsys.readouterr().err
