"""Title and ID of a next version, and of a form whose workbook states none."""

import pytest

from saathi.engines.xlsform import form_reader
from saathi.engines.xlsform.form_reader import EarlierForm, FormContext
from tests.engines.xlsform.books import book, line

ASK = line("text", "a")
EARLIER = EarlierForm("visit", {"ur": "ملاقات", "en": "A visit"})


@pytest.mark.parametrize(
    ("settings", "title", "said"),
    [
        ([], "A visit", "Saathi proposes “A visit”"),
        ([["form_title"], ["Newer"]], "Newer", ""),
        ([["form_id"], ["other"]], "A visit", "The workbook has the form ID “other”. It becomes the next version of “visit”."),
        ([["form_title", "form_id"], ["Newer", "Visit"]], "Newer", ""),
    ],
)  # fmt: skip
def test_next_version_has_the_id_of_the_form_and_its_title_unless_it_states_one(
    settings: list[list[str]], title: str, said: str
) -> None:
    context = FormContext({"visit", "other"}, EARLIER)
    result = form_reader.read_form(book(ASK, settings=settings), context)
    assert result.form is not None
    assert (result.form.code, dict(result.form.title)) == ("visit", {"en": title})
    notes = " ".join(note.text % note.values for note in result.notes)
    assert said in notes
    assert bool(notes) == bool(said)


@pytest.mark.parametrize(
    ("settings", "title"),
    [([], "Form"), ([["form_id"], ["v"]], "v"), ([["form_title"], ["Visit"]], "Visit")],
)
def test_a_title_that_is_missing_is_proposed(settings: list[list[str]], title: str) -> None:
    result = form_reader.read_form(book(ASK, settings=settings))
    assert result.form is not None
    assert result.form.title["en"] == title
