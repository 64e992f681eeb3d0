"""Usual spellings of Nepali names in texts of a report, as a table; and what stays unasked."""

import pytest

from saathi.protection.identification.intake.queue.named_in_texts import find_named
from saathi.protection.identification.intake.queue.usual_spellings import may_be_same_name

STAFF = {
    "nabaraj": "Nabaraj Neupane",
    "devraj": "Devraj Wagle",
    "tilak": "Tilak Raj Joshi",
    "lokendra": "Lokendra Neupane",
    "sabitri": "Sabitri Bista",
    "hemanta": "Hemanta Karki",
    "kabindra": "Kabindra Shrestha",
    "bidhya": "Bidhya Adhikari",
    "bhuwan": "Bhuwan Thapa",
    "jyotsna": "Jyotsna Rana",
    "ishwori": "Ishwori Poudel",
    "gyanendra": "Gyanendra Shah",
}
WHOLE = [
    ("nabaraj", "Naba Raj Neupane"),
    ("nabaraj", "Nawa Raj Neupane"),
    ("nabaraj", "Nawaraj Neupane"),
    ("nabaraj", "Neupane Naba Raj"),
    ("nabaraj", "नवराज न्यौपाने"),
    ("nabaraj", "नव राज न्यौपाने"),
    ("nabaraj", "नबराज नेउपानेले"),
    ("nabaraj", "Naba Raj sir"),
    ("devraj", "Dev Raj Wagle"),
    ("devraj", "Deb Raj Bagle"),
    ("devraj", "Debraj Wagle"),
    ("devraj", "देवराज वाग्लेको"),
    ("devraj", "देव राज बाग्ले"),
    ("tilak", "Tilakraj Joshi"),
    ("tilak", "Tilakraj sir"),
    ("tilak", "तिलकराज जोशी"),
    ("lokendra", "लोकेन्द्र न्यौपाने"),
    ("lokendra", "लोकेन्द्र नेउपाने"),
    ("lokendra", "লোকেন্দ্র নেউপানে"),
    ("sabitri", "सावित्री विष्ट"),
    ("sabitri", "सावित्री विष्टले"),
    ("sabitri", "सावित्री विष्टलाई"),
    ("sabitri", "सावित्री विष्टको"),
    ("sabitri", "सावित्री बिष्ट"),
    ("sabitri", "Savitri Bisht"),
    ("sabitri", "Sabitri Bist"),
    ("hemanta", "हेमन्त कार्की"),
    ("hemanta", "हेमन्तले कुटे, कार्की हो"),
    ("hemanta", "Hemant Karki"),
    ("kabindra", "कविन्द्र श्रेष्ठ"),
    ("kabindra", "कबिन्द्र श्रेष्ठले"),
    ("kabindra", "Kavindra Shresta"),
    ("bidhya", "Vidya Adhikari"),
    ("bidhya", "विद्या अधिकारी"),
    ("bhuwan", "Bhuban Thapa"),
    ("bhuwan", "भुवन थापा"),
    ("jyotsna", "Jyosna Rana"),
    ("jyotsna", "ज्योत्स्ना राना"),
    ("ishwori", "Ishwari Poudel"),
    ("ishwori", "ईश्वरी पौडेल"),
    ("gyanendra", "ज्ञानेन्द्र शाह"),
]


@pytest.mark.parametrize(("key", "text"), WHOLE)
def test_whole_name_is_found_in_its_usual_spellings(key: str, text: str) -> None:
    assert key in find_named([f"At night {text} came"], STAFF).keys


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("nabaraj", "Nawaraj came"),
        ("nabaraj", "Naba Raj came"),
        ("nabaraj", "नवराजले कुटे"),
        ("devraj", "Deb Raj came"),
        ("tilak", "Tilakraj came"),
        ("lokendra", "লোকেন্দ্র এসেছিল"),
        ("lokendra", "लोकेन्द्र आए"),
        ("hemanta", "Hemantle kutyo"),
        ("kabindra", "कविन्द्र आए"),
        ("bidhya", "Vidya came"),
        ("jyotsna", "Jyosna came"),
        ("ishwori", "Ishwari came"),
    ],
)
def test_given_name_alone_is_found_of_the_same_office(key: str, text: str) -> None:
    assert find_named([text], STAFF, near=STAFF).keys == (key,)
    assert find_named([text], STAFF).keys == ()


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["Ishwari Rai"], "Ishwari was alone, ईश्वरी रोइन्"),
        (["Naba Raj Rai"], "Naba Raj ran away; Nawaraj is ten"),
        (["Nabaraj"], "Naba Raj ran away"),
        (["हेमन्त"], "Hemant said so"),
        (["Rita", "Vidya Thapa"], "Vidya told us"),
    ],
)
def test_name_of_the_child_or_reporter_is_not_asked_about(names: list[str], text: str) -> None:
    assert find_named([text], STAFF, STAFF, names).keys == ()


def test_colleague_whose_name_is_written_as_stored_is_asked_about_beside_a_similar_child() -> None:
    assert find_named(["Ishwori hit Ishwari"], STAFF, STAFF, ["Ishwari"]).keys == ("ishwori",)


@pytest.mark.parametrize(
    "text",
    [
        "Nabin Neupane", "Dev Wagle", "Sabita Bista", "Bidur Adhikari", "Bhawani Thapa",
        "It was even a raj", "The best of them", "Naba and Raj Neupane",
    ],
)  # fmt: skip
def test_other_names_and_words_are_not_found(text: str) -> None:
    assert find_named([text], STAFF, near=STAFF).keys == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Bista", "विष्ट", True),
        ("Bhuwan", "Buban", True),
        ("Laxmi", "Lakshmi", True),
        ("Sita", "Sit", False),
        ("Maya", "May", False),
        ("Hari", "Hira", False),
        ("Lokendra", "লোকেন্দ্র", True),
        ("", "Rai", False),
    ],
)
def test_usual_spellings(one: str, other: str, same: bool) -> None:
    assert may_be_same_name(one, other) == same


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Hakim sab le kutyo", "hakim sab"),
        ("hakim sable kutyo", "hakim sable"),
        ("The Hakim Saheb hit her", "hakim saheb"),
        ("साहेबले कुटे", "साहेबले"),
        ("साहेबलाई भने", "साहेबलाई"),
        ("हाकिम साहेबको कोठा", "हाकिम"),
        ("supervisorle kutyo", "supervisorle"),
        ("karmachariko kotha", "karmachariko"),
        ("Hakim is a boy", ""),
    ],
)
def test_words_for_staff_in_latin_letters_and_with_endings(text: str, word: str) -> None:
    assert find_named([text], {}).staff_word == word
