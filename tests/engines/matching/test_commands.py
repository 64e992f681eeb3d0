"""`saathi-matching names` and `retrieve`: CSV in, CSV out, every error in plain words."""

import csv
from pathlib import Path

import pytest

from saathi.engines.matching import command


def written(folder: Path, name: str, *lines: str, encoding: str = "utf-8") -> str:
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding=encoding)
    return str(file)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def test_names_says_score_and_shared_keys_of_each_pair(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = written(
        tmp_path,
        "pairs.csv",
        "a,note,b",
        "রহিম,x,Raheem",
        "Karim,,Karima",
        ",,Rahim",
        '"Khan, Ali",,Ali Khan',
    )

    assert command.main(["names", pairs]) == 0

    first, second, third, fourth = rows(capsys.readouterr().out)
    assert list(first) == ["a", "b", "score", "keys"]
    assert (first["a"], first["b"], first["keys"]) == ("রহিম", "Raheem", "rm")
    assert float(first["score"]) > 0.9
    assert float(second["score"]) < 0.5
    assert second["keys"] == "krm"
    assert (third["score"], third["keys"]) == ("0.0000", "")
    assert float(fourth["score"]) > 0.9


def test_retrieve_puts_the_likeliest_spellings_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queries = written(tmp_path, "queries.csv", "name", "মোহাম্মদ রহিম", "ཀརྨ་ཚེ་རིང", "12", "முருகன்")
    candidates = written(
        tmp_path, "candidates.csv", "id,name", "1,Mohammad Raheem", "2,Karim Uddin", "3,Karma Tshering",
        "4,Murugan", "5,Tshering Karma", "6,", "7,Murugesh", "8,محمد رحیم",
    )  # fmt: skip

    assert command.main(["retrieve", queries, candidates, "--top", "2"]) == 0

    found = rows(capsys.readouterr().out)
    assert [(row["query"], row["candidate"]) for row in found if float(row["score"]) > 0.5] == [
        ("মোহাম্মদ রহিম", "Mohammad Raheem"),
        ("মোহাম্মদ রহিম", "محمد رحیم"),
        ("ཀརྨ་ཚེ་རིང", "Karma Tshering"),
        ("ཀརྨ་ཚེ་རིང", "Tshering Karma"),
        ("முருகன்", "Murugan"),
    ]
    assert {row["query"] for row in found} == {"মোহাম্মদ রহিম", "ཀརྨ་ཚེ་རིང", "முருகன்"}
    for query in {row["query"] for row in found}:
        scores = [float(row["score"]) for row in found if row["query"] == query]
        assert len(scores) == 2
        assert scores == sorted(scores, reverse=True)


def test_a_mark_at_the_start_of_the_file_is_no_part_of_a_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = written(tmp_path, "pairs.csv", "a,b", "Sita,सीता", encoding="utf-8-sig")

    assert command.main(["names", pairs]) == 0

    assert len(rows(capsys.readouterr().out)) == 1


def test_the_answer_can_go_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = written(tmp_path, "pairs.csv", "a,b", "Sita,सीता")
    out = tmp_path / "out.csv"

    assert command.main(["names", pairs, "--out", str(out)]) == 0

    assert capsys.readouterr().out == ""
    assert len(rows(out.read_text("utf-8"))) == 1
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["out.csv", "pairs.csv"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,c\n1,2\n", 'has no column "b"'),
        (b"", 'has no column "a", "b"'),
        (b"a,b\n\xff\xfe,x\n", "is not text in UTF-8"),
        (b'a,b\n"' + b"x" * (1 << 21) + b'",y\n', "row 2: not a row of CSV"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_in_words(
    content: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    pairs.write_bytes(content)

    assert command.main(["names", str(pairs), "--out", str(out)]) == 2

    output = capsys.readouterr()
    assert says in output.err
    assert output.out == ""
    assert not out.exists()


def test_a_missing_file_and_a_folder_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = written(tmp_path, "pairs.csv", "a,b", "Sita,Gita")

    assert command.main(["names", str(tmp_path / "none.csv")]) == 2
    assert "none.csv cannot be read: No such file" in capsys.readouterr().err
    assert command.main(["names", pairs, "--out", str(tmp_path / "no" / "out.csv")]) == 2
    assert "out.csv cannot be written: No such file" in capsys.readouterr().err


@pytest.mark.parametrize("top", ["0", "-1", "x", "1001", "২"])
def test_how_many_answers_is_a_number_in_reason(
    top: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, "names.csv", "name", "Sita")

    with pytest.raises(SystemExit) as ended:
        command.main(["retrieve", file, file, "--top", top])

    assert ended.value.code == 2
    assert "a whole number from 1 to 1000" in capsys.readouterr().err


def test_no_candidates_is_an_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queries = written(tmp_path, "queries.csv", "name", "Sita")
    candidates = written(tmp_path, "candidates.csv", "name")

    assert command.main(["retrieve", queries, candidates]) == 0

    assert capsys.readouterr().out == "query,candidate,score\n"
