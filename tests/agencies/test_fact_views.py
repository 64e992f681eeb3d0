"""Each view of facts is a file of its name, whose first line says what a row is."""

from pathlib import Path

import pytest

from saathi.agencies import facts

SAATHI = Path(facts.__file__).resolve().parents[1]
FILES = sorted(SAATHI.rglob("fact_views/*.sql"))


def test_every_file_is_the_select_of_a_view() -> None:
    texts = {view.name: view.query for view in facts.all_fact_views()}
    assert len(FILES) > 50
    unused = [
        file.name
        for file in FILES
        if file.stem != "facts_form"  # for one view of each section, see `supplements/facts.py`
        and texts.get(file.stem) != file.read_text(encoding="utf-8")
    ]
    assert unused == []


def test_view_names_its_record_first() -> None:
    view = facts.read_fact_view(SAATHI / "consent" / "fact_views" / "facts_consent.sql")
    assert view is not None
    assert (view.row, view.sources) == ("a legal basis", ("c",))
    first_line, _, select = view.sql().partition("\n")
    assert first_line == "-- A row: a legal basis. Sources: c."
    assert select.startswith("SELECT c.id AS record, least(age(c.xmin)) AS changed_ago, ")


def test_no_comment_hides_the_select() -> None:
    # `FactView.sql` puts its columns behind the first SELECT.
    for file in FILES:
        before, _, _ = file.read_text(encoding="utf-8").partition("SELECT ")
        assert all(line.startswith("--") for line in before.splitlines()), file.name


def test_missing_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        facts.read_query(__file__, "facts_nothing")
