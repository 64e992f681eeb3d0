"""Whom the texts of a report name, and words for staff without a name, as a table."""

import pytest

from saathi.protection.identification.intake.queue.named_in_texts import find_named

NAMES = {
    "rishi": "Rishi Bhusal",
    "sita": "Sita Devi Rai",
    "hasan": "رشید حسن",
    "hari": "हरि थापा",
    "maya": "Maya",
    "unnamed": " ",
}


@pytest.mark.parametrize(
    ("texts", "found", "word"),
    [
        (["The supervisor Rishi Bhusal touched her."], ("rishi",), ""),
        (["RISHI\n  bhusal’s car, Rishi Bhusal."], ("rishi",), ""),
        (["Rishi went. Mr Bhusal stayed."], (), ""),
        (["Krishi Bhusal and Rishi Bhusalkar"], (), ""),
        (["A girl cries.", "", "rishi-bhusal"], ("rishi",), ""),
        (["Sita Rai"], (), ""),
        (["Sita Devi Rai and Maya's brother"], ("sita", "maya"), ""),
        (["رشید حسن نے اسے مارا"], ("hasan",), ""),
        (["हरि थापाले उनलाई छोए"], ("hari",), ""),
        (["हरि थापाकर"], (), ""),
        (["The supervisor touched her."], (), "supervisor"),
        (["The Case Workers hit him"], (), "case workers"),
        (["A case. Workers hit him"], (), "case workers"),
        (["The house parent's keys"], (), "house parent"),
        (["Supervisor Ram Gurung"], (), "supervisor"),
        (["Rishi Bhusal said: the supervisor did it."], ("rishi",), "supervisor"),
        (["She told the police officer"], (), ""),
        (["She is officious. The house is far from her parent."], (), ""),
        (["نگران نے اسے مارا"], (), "نگران"),
        (["सुपरभाइजरले छोए"], (), "सुपरभाइजरले"),
        ([], (), ""),
    ],
)
def test_names_and_words_for_staff(texts: list[str], found: tuple[str, ...], word: str) -> None:
    named = find_named(texts, NAMES)
    assert (named.keys, named.staff_word) == (found, word)


def test_all_people_of_one_name_are_found() -> None:
    assert find_named(["rita karki"], {1: "Rita Karki", 2: "RITA  KARKI"}).keys == (1, 2)
