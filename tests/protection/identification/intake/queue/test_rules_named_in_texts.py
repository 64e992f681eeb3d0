"""The people that texts of a report name, and words for staff without a name, as a table."""

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
FAMILIES = ("Rai", "Karki", "Gurung", "Tamang", "Lama", "Magar", "Sah")


@pytest.mark.parametrize(
    ("texts", "found", "word"),
    [
        (["The supervisor Rishi Bhusal touched her."], ("rishi",), ""),
        (["RISHI\n  bhusal’s car, Rishi Bhusal."], ("rishi",), ""),
        (["Rishi went. The Bhusal family stayed."], (), ""),
        (["Krishi Bhusal and Rishi Bhusalkar"], (), ""),
        (["A girl cries.", "", "rishi-bhusal"], ("rishi",), ""),
        (["Sita Rai"], ("sita",), ""),
        (["Sita"], (), ""),
        (["May went"], (), ""),
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
        (["The house father of the children's home beat Ramesh"], (), "house father"),
        (["The caretaker hit her"], (), "caretaker"),
        (["a man from the office"], (), "from the office"),
        (["Someone in charge, or the boss"], (), "in charge"),
        (["हाकिमले कुटे"], (), "हाकिमले"),
        (["आवासीय गृहमा कुटे"], (), "आवासीय गृहमा"),
        (["کمرے میں انچارج تھا"], (), "انچارج"),
        (["তত্ত্বাবধায়ক তাকে মারল"], (), "তত্ত্বাবধায়ক"),
        (["The children's home is full"], (), "children home"),
        ([], (), ""),
    ],
)
def test_names_and_words_for_staff(texts: list[str], found: tuple[str, ...], word: str) -> None:
    named = find_named(texts, NAMES)
    assert (named.keys, named.staff_word) == (found, word)


@pytest.mark.parametrize(
    "text",
    [
        "Rishi Kumar Bhusal hit him",
        "Bhusal Rishi",
        "Bhusal, Rishi hit him",
        "R. Bhusal hit him",
        "R.Bhusal hit him",
        "Rishi sir hit him",
        "Mr Bhusal hit him",
        "Rishi dai hit him",
        "Rishi Bhushal hit him",
        "RishiBhusal hit him",
        "rishibhusal",
        "R\u00edshi Bhus\u00e0l",
        "R\u0456sh\u0456 Bhus\u0430l",  # Cyrillic letters among Latin ones
        "ऋषि भुसालले कुटे",
        "रिशि भुसाल",
        "ঋষি ভুসাল",
        "Rishile kutyo, Bhusalko ghar",
    ],
)
def test_name_is_found_as_people_write_it(text: str) -> None:
    assert find_named([text], NAMES).keys == ("rishi",)


@pytest.mark.parametrize(
    "text",
    [
        "Rishi and Bhusal",
        "Rishi went home. Bhusal stayed.",
        "A Bhusal girl",
        "Krishi Bhusal",
        "rice",
    ],
)
def test_words_that_are_near_a_name_are_not_found(text: str) -> None:
    assert find_named([text], NAMES).keys == ()


def test_parts_of_a_name_in_two_fields_are_found_if_one_is_short() -> None:
    long = "A neighbour says that Rishi came to the house at night."
    assert find_named([long, "Bhusal of Pokhara"], NAMES).keys == ("rishi",)
    assert find_named([long, "The Bhusal family lives beside the school"], NAMES).keys == ()


def test_given_name_alone_is_found_of_the_same_office_only() -> None:
    told = ["Rishi came to the house"]
    assert find_named(told, NAMES).keys == ()
    assert find_named(told, NAMES, near=["rishi"]).keys == ("rishi",)
    # The child or the reporting person has the given name; their whole names are searched all the same.
    assert find_named(told, NAMES, ["rishi"], names_of_others=["Rishi Tamang"]).keys == ()
    assert find_named(["A boy"], NAMES, ["rishi"], ["Rishi", "Bhusal"]).keys == ()
    assert find_named(["A boy"], NAMES, ["rishi"], ["Rishi Bhusal"]).keys == ("rishi",)
    assert find_named(["ऋषि घरमा आए"], NAMES, near=["rishi"]).keys == ("rishi",)
    assert find_named(["They were in a hurry"], {"hari": "Hari Thapa"}, near=["hari"]).keys == ()


def test_part_of_a_name_that_many_have_is_asked_of_as_a_word_for_staff() -> None:
    many = {number: f"Rita {family}" for number, family in enumerate(FAMILIES)}
    few = dict(list(many.items())[:2])
    assert find_named(["Rita madam hit him"], few).keys == (0, 1)
    named = find_named(["Rita madam hit him"], many, near=[3])
    assert (named.keys, named.staff_word) == ((3,), "rita")


def test_similar_name_beside_a_word_for_staff_still_asks_of_staff() -> None:
    named = find_named(["Supervisor Bhusal Rishi"], NAMES)
    assert (named.keys, named.staff_word) == (("rishi",), "supervisor")


def test_all_people_of_one_name_are_found() -> None:
    assert find_named(["rita karki"], {1: "Rita Karki", 2: "RITA  KARKI"}).keys == (1, 2)
