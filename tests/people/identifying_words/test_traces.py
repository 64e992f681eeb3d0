"""A table of what identifies a child in a text. No database."""

import pytest

from saathi.people.identifying_words.identifier_scan import (
    ChildIdentifiers,
    IdentifierMatch,
    find_identifiers,
    unresolved_matches,
)
from saathi.people.identifying_words.vocabulary import IdentifierKind

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


@pytest.mark.requirement("PRI-004")
@pytest.mark.requirement("JUS-008")
@pytest.mark.parametrize(
    ("text", "word", "how"),
    [
        ("the girl Su.ni.ta said", "su.ni.ta", C),
        ("the girl S.u.n.i.t.a. said", "s.u.n.i.t.a", C),
        ("the girl S u n i t a said", "s u n i t a", C),
        ("the girl S-U-N-I-T-A said", "s-u-n-i-t-a", C),
        ("the girl S*n*t*a and Su_ni_ta", "su_ni_ta", C),
        ("the girl Su. Ni. Ta. said", "su. ni. ta", C),
        ("the girl Su\u200bni\u200dta said", "sunita", C),
        ("the girl Su\u00adnita said", "sunita", C),
        ("the girl Suni\u2060ta said", "sunita", C),
        ("the girl Suni-\nta said", "suni- ta", C),
        ("the girl Sunit\u0430 said", "sunita", C),  # a Cyrillic letter
        ("the girl \u0405un\u0456t\u0430 said", "sunita", C),
        ("the girl Su\u0144it\u00e1 said", "sunita", C),  # accents
        ("the girl \uff33\uff55\uff4e\uff49\uff54\uff41 said", "sunita", C),  # full width
        ("the girl \U0001d412\U0001d42e\U0001d427\U0001d422\U0001d42d\U0001d41a", "sunita", C),
        ("the girl Sun1ta said", "sun1ta", C),
        ("the girl $un!t@ said", "$un!t@", C),
        ("su\u00b7nee\u00b7ta", "su\u00b7nee\u00b7ta", C),  # and a spelling variant
        ("\u0938\u0941.\u0928\u0940.\u0924\u093e", "\u0938\u0941.\u0928\u0940.\u0924\u093e", C),
        ("a girl from Ja.nak.pur", "ja.nak.pur", N),
    ],
)
def test_disguised_name_is_found(text: str, word: str, how: str) -> None:
    matches = {match.word: match.is_certain for match in find_identifiers(text, CHILD)}
    assert matches.get(word) is (how == C), matches


@pytest.mark.parametrize(
    "text", ["call 98.41.23.45.67", "call 984\u200b123\u200b4567", "file NP 5F8E JW", "np.5f8e.jw"]
)
def test_disguised_number_is_found(text: str) -> None:
    assert [match.kind for match in find_identifiers(text, CHILD)] == [IdentifierKind.NUMBER]


@pytest.mark.parametrize(
    "text",
    [
        "The court heard the child in a closed room and sentenced two men.",
        "The judge, a woman of 54 years, sat on 14 May 2026 in room 14.",
        "बालिकालाई अदालतले बन्द इजलासमा सुन्यो।",
        "",
        "Call 1098, the line for children.",
        "It is up to us: a child may say so, or not. As it is, no one in it is to be named.",
        "A well-known, child-friendly court-room; see section 3(a)(i), rule 5.2 and www.court.example.",
        "The U.N. and the N.G.O. said: i.e. the C.R.C. (art. 16), 1st and 2nd, 4th of 5.",
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
