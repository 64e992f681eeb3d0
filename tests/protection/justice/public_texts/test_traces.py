"""A table of what identifies a child in a text. No database."""

import pytest

from saathi.protection.justice.public_texts.identifier_scan import (
    ChildIdentifiers,
    IdentifierMatch,
    find_identifiers,
    unresolved_matches,
)
from saathi.protection.justice.public_texts.vocabulary import IdentifierKind

CHILD = ChildIdentifiers(
    names=["Sunita Thapa", "सुनीता", "Kanchhi"],
    parents=["Hari Thapa"],
    relatives=["Maya Mahato"],
    accused=["Bikram Lal"],
    places=["House 4, near the temple, Janakpur", "Dhanusha"],
    ages={14, 15},
    phones=["+977 98-4123-4567"],
    code="NP-5F8E-JW",
)
N, C = "may be", "certain"


@pytest.mark.requirement("PRI-004")
@pytest.mark.parametrize(
    ("text", "trace", "word", "how"),
    [
        ("the girl Sunita said", IdentifierKind.NAME, "sunita", C),
        ("the girl Suneeta said", IdentifierKind.NAME, "suneeta", C),  # spelling variant
        ("সুনীতা বলেছে", IdentifierKind.NAME, "সুনীতা", C),  # in another script
        ("सुनीतालाई घर पठाइयो", IdentifierKind.NAME, "सुनीतालाई", N),  # with an ending
        ("she was called Kanchhi", IdentifierKind.NAME, "kanchhi", C),
        ("the minor Thapa", IdentifierKind.NAME, "thapa", N),  # a common family name
        ("her father Hari Thapa", IdentifierKind.PARENT, "hari", C),
        ("a man called Hari", IdentifierKind.PARENT, "hari", N),
        ("Maya Mahto her aunt", IdentifierKind.AROUND, "maya", C),
        ("the accused Bikram Lal", IdentifierKind.ACCUSED, "bikram", N),
        ("a girl from Janakpur", IdentifierKind.PLACE, "janakpur", N),
        ("the court of Dhanusha", IdentifierKind.PLACE, "dhanusha", N),
        ("a girl aged 14", IdentifierKind.AGE, "aged 14", C),
        ("the fourteen-year-old", IdentifierKind.AGE, "14-year", C),
        ("१४ वर्षकी बालिका", IdentifierKind.AGE, "14 वर्ष", C),
        ("a boy of 9 years", IdentifierKind.AGE, "9 years", N),
        ("call 9841234567", IdentifierKind.NUMBER, "9841234567", C),
        ("file np-5f8e-jw", IdentifierKind.NUMBER, "NP-5F8E-JW", C),
    ],
)
def test_identifiers_of_the_child_are_found_in_a_text(
    text: str, trace: IdentifierKind, word: str, how: str
) -> None:
    matches = {
        (match.kind, match.word): match.is_certain for match in find_identifiers(text, CHILD)
    }
    assert matches.get((trace, word)) is (how == C), matches


@pytest.mark.parametrize(
    "text",
    [
        "The court heard the child in a closed room and sentenced two men.",
        "The judge, a woman of 54 years, sat on 14 May 2026 in room 14.",
        "बालिकालाई अदालतले बन्द इजलासमा सुन्यो।",
        "",
        "Call 1098, the line for children.",
    ],
)
def test_text_without_identifiers_has_no_matches(text: str) -> None:
    assert find_identifiers(text, CHILD) == ()


def test_certain_matches_cannot_be_cleared() -> None:
    matches = find_identifiers("Sunita, from Janakpur", CHILD)
    assert [match.word for match in unresolved_matches(matches, ["sunita", "janakpur"])] == [
        "sunita"
    ]
    assert [match.word for match in unresolved_matches(matches, [])] == ["sunita", "janakpur"]


def test_of_a_child_without_a_name_nothing_is_found_by_name() -> None:
    assert find_identifiers("Sunita Thapa, aged 12", ChildIdentifiers()) == (
        IdentifierMatch(IdentifierKind.AGE, "aged 12", is_certain=False),
    )


def test_a_long_judgment_is_looked_through_at_once() -> None:
    sentences = [f"word{number}s " + "of the court heard in this matter" for number in range(900)]
    assert [match.word for match in find_identifiers(" ".join([*sentences, "Sunita"]), CHILD)] == [
        "sunita"
    ]
