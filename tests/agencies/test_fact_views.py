"""The SELECT of each view of facts is in a file of its name beside the `facts.py` that lists it."""

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
    facts_py = str(SAATHI / "consent" / "facts.py")
    view = facts.fact_view(facts_py, "facts_consent", "a legal basis", sources=("c",))
    assert view.sql().startswith("SELECT c.id AS record, least(age(c.xmin)) AS changed_ago, ")


def test_no_comment_hides_the_select() -> None:
    # `FactView.sql` puts its columns behind the first SELECT.
    for file in FILES:
        before, _, _ = file.read_text(encoding="utf-8").partition("SELECT ")
        assert all(line.startswith("--") for line in before.splitlines()), file.name


def test_missing_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        facts.fact_view(__file__, "facts_nothing", "nothing")
