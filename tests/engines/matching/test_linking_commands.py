"""The linkage commands as a user types them: files in, pairs out, plain messages on failure."""

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from saathi.engines.matching.command import main
from saathi.engines.matching.linking.record_files import records_from_table
from tests.engines.matching.registers import register

ROWS, PEOPLE = register(300, seed=8)


def write_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def records(tmp_path: Path) -> Path:
    rows = [
        {"rec_id": f"r{at}"} | row | {"person": f"p{person}"}
        for at, (row, person) in enumerate(zip(ROWS, PEOPLE, strict=True))
    ]
    return write_csv(tmp_path / "records.csv", rows)


def persons_of(pairs: list[dict[str, str]]) -> list[bool]:
    return [PEOPLE[int(pair["id_a"][1:])] == PEOPLE[int(pair["id_b"][1:])] for pair in pairs]


def test_pairs_are_printed(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", str(records)]) == 0
    out, progress = capsys.readouterr()
    pairs = list(csv.DictReader(io.StringIO(out)))
    assert list(pairs[0]) == ["id_a", "id_b", "probability"]
    assert all(0.5 <= float(pair["probability"]) <= 1 for pair in pairs)
    same = persons_of(pairs)
    true = sum(PEOPLE[a] == PEOPLE[b] for a in range(len(PEOPLE)) for b in range(a))
    assert sum(same) / len(same) > 0.97
    assert sum(same) / true > 0.95
    assert "pairs to compare" in progress


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_pairs_are_written_by_the_ending_of_the_file(
    records: Path, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"pairs.{ending}"
    assert main(["link", str(records), "--out", str(out), "--quiet"]) == 0
    names = (
        pq.read_table(out).column_names
        if ending == "parquet"
        else out.read_text().splitlines()[0].replace(chr(34), "").split(",")
    )
    assert names == ["id_a", "id_b", "probability"]
    assert capsys.readouterr() == ("", "")


def test_parquet_is_read_as_csv_is_and_rows_have_numbers_without_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = {name: [row[name] or None for row in ROWS] for name in ROWS[0]}
    columns["street_number"] = [
        int(number) if number else None for number in columns["street_number"]
    ]  # type: ignore[misc]
    pq.write_table(pa.table(columns), tmp_path / "records.parquet")
    assert main(["link", str(tmp_path / "records.parquet")]) == 0
    out, progress = capsys.readouterr()
    by_number = [
        (int(pair["id_a"]), int(pair["id_b"])) for pair in csv.DictReader(io.StringIO(out))
    ]
    assert sum(PEOPLE[a] == PEOPLE[b] for a, b in by_number) / len(by_number) > 0.97
    assert "rows are numbered from 0" in progress


def test_a_threshold_keeps_fewer_pairs(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = []
    for threshold in ("0", "0.5", "1"):
        assert main(["link", str(records), "--threshold", threshold, "--quiet"]) == 0
        counts.append(capsys.readouterr().out.count("\n"))
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[1] > counts[2]


def test_a_trained_model_links_and_names_no_rare_name(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "model.json"
    assert main(["train", str(records), "--out", str(model), "--quiet"]) == 0
    read = json.loads(model.read_text())
    assert read["version"] == 1
    assert read["about"]["trained_at"]
    counts = {
        row["surname"]: sum(other["surname"] == row["surname"] for other in ROWS) for row in ROWS
    }
    assert set(read["frequencies"]["family"]) <= {
        name for name, count in counts.items() if count >= 10
    }
    assert main(["link", str(records), "--model", str(model), "--quiet"]) == 0
    pairs = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert sum(persons_of(pairs)) / len(pairs) > 0.95


def test_labelled_records_are_measured(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = tmp_path / "figures.json"
    assert main(["evaluate", str(records), "--json", str(figures)]) == 0
    out = capsys.readouterr().out
    read = json.loads(figures.read_text())
    assert read["found"]["f1"] > 0.95
    assert f"F1 {read['found']['f1']:.4f}" in out
    assert {"R@1", "R@5", "R@20", "wrong_first_when_absent"} == set(read["ranking"])


def test_true_pairs_may_stand_in_a_file_of_their_own(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(records)]) == 0
    by_column = capsys.readouterr().out
    true = [
        {"a": f"r{a}", "b": f"r{b}"}
        for a in range(len(PEOPLE))
        for b in range(a)
        if PEOPLE[a] == PEOPLE[b]
    ]
    pairs = write_csv(tmp_path / "true.csv", true)
    assert main(["evaluate", str(records), "--pairs", str(pairs)]) == 0
    assert capsys.readouterr().out == by_column


@pytest.mark.slow
def test_invented_registrations_are_measured_for_fairness(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["evaluate", "--generated", "800", "--model", "duplicate"]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("devanagari", "muslim", "pk", "R@20", "recall"))


BAD_FILES = [
    ("nothing.csv", None, "There is no file"),
    ("empty.csv", "", "is empty"),
    ("broken.parquet", "PAR1 and no more", "neither Parquet nor CSV"),
    ("other.csv", "colour,size\nred,1\n", "None of the 2 columns of"),
    ("none.csv", "given_name,surname,date_of_birth\n", "a line of names and no records"),
    ("book.csv", "PK\x03\x04 and the rest of a workbook", "save its sheet as CSV"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
@pytest.mark.parametrize("what", ["link", "train", "evaluate"])
def test_unreadable_linkage_file_is_reported(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    text: str | None,
    sentence: str,
    what: str,
) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    out = ["--out", str(tmp_path / "model.json")] if what == "train" else []
    assert main([what, str(path), *out]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("model", ["nobody", "records.csv", "version.json"])
def test_unknown_linkage_model_is_reported(
    records: Path, capsys: pytest.CaptureFixture[str], model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(records.parent)
    Path("version.json").write_text('{"version": 99}')
    assert main(["link", str(records), "--model", model]) == 2
    assert "model" in capsys.readouterr().err


def test_unwritable_output_is_reported(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(
            [
                "link",
                str(records),
                "--out",
                str(records.parent / "no" / "pairs.csv"),
                "--quiet",
            ]
        )
        == 2
    )
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("threshold", ["2", "-1", "much", "nan"])
def test_a_threshold_is_a_probability(records: Path, threshold: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["link", str(records), f"--threshold={threshold}"])
    assert ended.value.code == 2


def test_a_file_of_true_pairs_must_fit(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = write_csv(tmp_path / "true.csv", [{"a": "r1", "b": "stranger"}])
    assert main(["evaluate", str(records), "--pairs", str(pairs)]) == 2
    assert "an id that no record has" in capsys.readouterr().err


def test_records_without_the_truth_are_not_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(write_csv(tmp_path / "records.csv", ROWS))]) == 2
    assert "give --pairs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("column", "is_id"), [("uuid", True), ("Child ID", True), ("case_id", False)]
)
def test_a_column_that_is_different_in_each_row_may_be_the_id(column: str, is_id: bool) -> None:
    values = ["x", "y", "z"] if is_id else ["x", "x", "z"]
    read = records_from_table(pa.table({"given_name": ["Asha", "Bina", "Asha"], column: values}))
    assert read.ids.to_pylist() == (values if is_id else ["0", "1", "2"])
    assert read.has_own_ids is is_id
