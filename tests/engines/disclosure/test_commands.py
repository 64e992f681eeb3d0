"""What the two commands read, write and say."""

import csv
import json
from pathlib import Path

import pytest

from saathi.engines.disclosure.command import main

TABLE = "place,sex,count\nA,f,7\nA,m,8\nA,Total,15\nB,f,9\nB,m,2\nB,Total,11\nC,f,0\nC,m,12\nC,Total,12\nTotal,f,16\nTotal,m,22\nTotal,Total,38\n"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def protect(folder: Path, *more: str, table: str = TABLE) -> int:
    (folder / "table.csv").write_text(table, encoding="utf-8")
    return main(
        ["protect", str(folder / "table.csv"), "--out", str(folder / "out"), "--overwrite", *more]
    )


def test_suppressed_tables_have_the_same_rows_and_true_totals(tmp_path: Path) -> None:
    assert protect(tmp_path, "--method", "suppress", "--zeros", "public") == 0

    before, after = rows(tmp_path / "table.csv"), rows(tmp_path / "out" / "table.csv")
    assert [(r["place"], r["sex"]) for r in before] == [(r["place"], r["sex"]) for r in after]
    for old, new in zip(before, after, strict=True):
        assert new["value"] in {old["count"], ""}
        assert (new["status"] == "suppressed") == (new["value"] == "")
    status = {(r["place"], r["sex"]): r["status"] for r in after}
    assert status["B", "m"] == "suppressed"
    assert status["C", "f"] == "zero"
    hidden = [cell for cell, each in status.items() if each == "suppressed"]
    assert len(hidden) == 4  # a rectangle around the one small cell: nothing less is safe


def test_rounding_draw_depends_on_the_secret_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Of forty cells of two children sixteen must be shown as 5: two secrets do not choose the same.
    lines = [f"c{number},2" for number in range(40)]
    table = "code,count\n" + "\n".join(lines) + "\nTotal,80\n"
    (tmp_path / "key").write_bytes(b"of the family".ljust(32, b"."))

    def values(*more: str) -> list[str]:
        assert protect(tmp_path, *more, table=table) == 0
        return [row["value"] for row in rows(tmp_path / "out" / "table.csv")]

    assert values() != values()
    assert "Publish these tables once" in capsys.readouterr().out
    own = ["--key-file", str(tmp_path / "key")]
    assert values(*own) == values(*own)
    assert "Publish these tables once" not in capsys.readouterr().out


def test_written_codes_keep_their_exact_spelling(tmp_path: Path) -> None:
    blanks = TABLE.replace("\nB,", "\nB ,")
    assert protect(tmp_path, "--zeros", "public", table=blanks) == 0
    assert [r["place"] for r in rows(tmp_path / "out" / "table.csv")][3:5] == ["B ", "B "]


def test_protected_zeros_are_hidden_like_small_counts(tmp_path: Path) -> None:
    assert protect(tmp_path, "--method", "suppress", "--zeros", "protected") == 0
    status = {(r["place"], r["sex"]): r["status"] for r in rows(tmp_path / "out" / "table.csv")}
    assert status["C", "f"] == status["B", "m"] == "suppressed"
    assert "zero" not in status.values()


def test_zeros_that_a_file_leaves_out_are_written_when_they_are_protected(tmp_path: Path) -> None:
    sparse = TABLE.replace("C,f,0\n", "")
    assert protect(tmp_path, "--method", "suppress", "--zeros", "protected", table=sparse) == 0
    after = {(r["place"], r["sex"]): r["status"] for r in rows(tmp_path / "out" / "table.csv")}
    assert after["C", "f"] == "suppressed"


def test_zeros_that_a_file_leaves_out_stay_out_when_they_are_public(tmp_path: Path) -> None:
    sparse = TABLE.replace("C,f,0\n", "")
    assert protect(tmp_path, "--zeros", "public", table=sparse) == 0
    assert ("C", "f") not in {(r["place"], r["sex"]) for r in rows(tmp_path / "out" / "table.csv")}


@pytest.mark.usefixtures("as_larger_tables")
def test_impossible_cells_are_distinguished_from_zeros(tmp_path: Path) -> None:
    lines = TABLE.splitlines()
    table = "\n".join(
        [
            f"{lines[0]},status",
            *(f"{x},{'not applicable' if x == 'C,f,0' else ''}" for x in lines[1:]),
        ]
    )
    assert protect(tmp_path, "--method", "suppress", "--zeros", "protected", table=table) == 0
    after = {(r["place"], r["sex"]): r for r in rows(tmp_path / "out" / "table.csv")}
    assert after["C", "f"]["status"] == "not applicable"


@pytest.mark.parametrize("column", ["largest", "events"])
def test_a_large_count_that_one_agency_or_one_event_makes_up_is_hidden(
    tmp_path: Path, column: str
) -> None:
    values = {"A,f,7": "1", "A,m,8": "6"} if column == "largest" else {"A,m,8": "2"}
    lines = TABLE.splitlines()
    table = "\n".join([f"{lines[0]},{column}", *(f"{x},{values.get(x, '')}" for x in lines[1:])])
    assert protect(tmp_path, "--method", "suppress", "--zeros", "public", table=table) == 0
    after = {(r["place"], r["sex"]): r["status"] for r in rows(tmp_path / "out" / "table.csv")}
    assert after["A", "m"] == "suppressed"


def test_records_become_a_table_with_margins(tmp_path: Path) -> None:
    records = ["place,sex,agency", *["A,f,x"] * 9, *["A,m,y"] * 6, *["B,f,x"] * 6, *["B,m,y"] * 7]
    (tmp_path / "records.csv").write_text("\n".join(records), encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["protect", str(tmp_path / "records.csv"), "--micro", "--out", str(out)]

    assert main([*arguments, "--agency", "nobody"]) == 2
    assert main([*arguments, "--agency", "agency", "--method", "suppress"]) == 0
    after = {(r["place"], r["sex"]): r["status"] for r in rows(out / "records.csv")}
    assert len(after) == 9
    assert after["A", "f"] == "suppressed"  # nine children, all of one agency


def test_what_is_written_passes_the_audit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect(tmp_path, "--method", "suppress", "--zeros", "public") == 0
    capsys.readouterr()
    file = str(tmp_path / "out" / "table.csv")
    assert main(["audit-tables", file, "--zeros", "public", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["passes"]
    assert report["found"] == {"exact": 0, "presence": 0, "fewer than k": 0, "narrowed": 0}
    assert len(report["cells"]) == report["hidden"] == 4


def test_audit_computes_cells_hidden_without_secondary_suppression(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published = TABLE.replace("count", "value").replace("B,m,2", "B,m,")
    (tmp_path / "leak.csv").write_text(published, encoding="utf-8")
    assert main(["audit-tables", str(tmp_path / "leak.csv")]) == 1
    output = capsys.readouterr().out
    assert "from 2 to 2" in output
    assert "FAIL" in output


def test_the_audit_reads_fewer_than_five_as_it_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "leak.csv").write_text("sex,count\nf,<5\nm,<5\nTotal,8\n", encoding="utf-8")
    assert main(["audit-tables", str(tmp_path / "leak.csv"), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [(c["lower"], c["upper"]) for c in report["cells"]] == [(4, 4), (4, 4)]


def test_totals_that_cannot_be_true_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.csv").write_text("sex,value\nf,6\nm,7\nTotal,12\n", encoding="utf-8")
    assert main(["audit-tables", str(tmp_path / "wrong.csv")]) == 1
    assert "sums that cannot be true: 1" in capsys.readouterr().out


def test_two_releases_are_attacked_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = "sex,value\nf,\nm,\nTotal,20\n"
    (tmp_path / "now.csv").write_text(now, encoding="utf-8")
    (tmp_path / "before.csv").write_text("sex,value\nf,3\nm,17\nTotal,20\n", encoding="utf-8")
    new, old = str(tmp_path / "now.csv"), str(tmp_path / "before.csv")

    assert main(["audit-tables", new]) == 0
    assert main(["audit-tables", new, "--previous", old]) == 0  # how much changed is not known
    assert main(["audit-tables", new, "--previous", old, "--change", "0"]) == 1
    capsys.readouterr()
    assert main(["audit-tables", new, "--previous", old, "--change", "2", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert {(c["lower"], c["upper"]) for c in report["cells"]} == {(1, 5), (15, 19)}
    assert report["found"]["presence"] == 1


def test_each_previous_is_a_release_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # No cell changed by more than one: by the first 9 to 11 of f, by the second 11 to 13.
    previous = []
    for folder, value in (("first", 10), ("second", 12)):
        (tmp_path / folder).mkdir()
        text = f"sex,value\nf,{value}\nm,\nTotal,20\n"
        (tmp_path / folder / "t.csv").write_text(text, encoding="utf-8")
        previous.append(["--previous", str(tmp_path / folder / "t.csv")])
    (tmp_path / "t.csv").write_text("sex,value\nf,\nm,\nTotal,20\n", encoding="utf-8")
    now = ["audit-tables", str(tmp_path / "t.csv"), "--change", "1", "--json"]

    assert [main([*now, *option]) for option in previous] == [0, 0]
    capsys.readouterr()
    assert main([*now, *previous[0], *previous[1]]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [(c["lower"], c["upper"]) for c in report["cells"]] == [(11, 11), (9, 9)]


def test_tables_that_an_earlier_release_gives_away_are_not_written(tmp_path: Path) -> None:
    (tmp_path / "before.csv").write_text(TABLE.replace("count", "value"), encoding="utf-8")
    more = ["--method", "suppress", "--previous", str(tmp_path / "before.csv"), "--change", "0"]
    assert protect(tmp_path, *more) == 1
    assert not (tmp_path / "out").exists()


def test_a_release_beside_an_earlier_one_that_is_out_of_time_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "before.csv").write_text("sex,value\nf,\nm,\nTotal,20\n", encoding="utf-8")
    earlier = ["--method", "suppress", "--previous", str(tmp_path / "before.csv"), "--change", "9"]
    assert protect(tmp_path, *earlier, "--seconds", "0.0001") == 2
    assert "not finished within --seconds" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_export_of_glotip_is_read_as_it_comes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source\n"
    cell = "XXX,Nowhere,R,S,Detected trafficking victims,Total,Total,{},{},2020,Counts,{},GLOTIP\n"
    text = head + "".join(
        cell.format(*each)
        for each in (
            ("Total", "Total", "1,208"),
            ("Female", "Total", "1,205"),
            ("Male", "Total", "<5"),
        )
    )
    (tmp_path / "glotip.csv").write_text(text, encoding="utf-8")
    assert main(["audit-tables", "--glotip", str(tmp_path / "glotip.csv")]) == 1
    assert "Of 1 audited “<5” cells 1 (100.0%) are known exactly" in capsys.readouterr().out
