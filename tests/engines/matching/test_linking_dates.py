"""Days that cannot be count as missing in the files that `link` reads, and are named."""

from pathlib import Path

import pytest

from saathi.engines.matching.command import main
from tests.engines.matching.test_linking_input import CHILDREN, HEAD, probability_of, write


def test_days_that_cannot_be_are_counted_as_missing_and_do_not_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def zulekhas(date: str) -> str:
        rows = [HEAD, *([item, "Zulekha", "Mirza", date] for item in "12"), CHILDREN[2]]
        return str(write(tmp_path / f"{date.replace('/', '')}.csv", rows))

    unknown, real = (probability_of(capsys, zulekhas(date)) for date in ("", "2012-04-17"))
    assert real != unknown
    for date, form in [("2012-13-45", "9999-99-99"), ("31/02/2012", "99/99/9999"), ("20121345", "99999999")]:  # fmt: skip
        assert probability_of(capsys, zulekhas(date)) == unknown
        assert main(["link", zulekhas(date), "--model", "duplicate"]) == 0
        said = capsys.readouterr().err
        assert (
            f"2 rows (1, 2) of 3 cannot be read and count as missing, written like {form}" in said
        )


def test_parts_of_a_date_that_cannot_be_are_counted_as_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = ["id", "given_name", "surname", "birth_year", "birth_month", "birth_day"]
    births = [("2012", "2", "31"), ("2012", "13", "1"), ("0", "4", "45"), ("2012", "2", "29"), ("2012", "", "")]  # fmt: skip
    rows = [[str(number), "Asha", "Rai", *parts] for number, parts in enumerate(births, 1)]
    assert (
        main(["link", str(write(tmp_path / "in.csv", [head, *rows])), "--model", "duplicate"]) == 0
    )
    said = capsys.readouterr().err
    assert "year of birth: birth_year (row 3 of 5 cannot be read" in said
    assert "month of birth: birth_month (row 2 of 5 cannot be read" in said
    assert "day of birth: birth_day (2 rows (1, 3) of 5 cannot be read" in said
