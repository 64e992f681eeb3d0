"""What in a text tells who a child is: a table that a practitioner can read. No database."""

import pytest

from saathi.protection.public_texts.traces import Found, Traces, found_in, left
from saathi.protection.public_texts.vocabulary import Trace

CHILD = Traces(
    names=["Sunita Thapa", "सुनीता", "Kanchhi"],
    parents=["Hari Thapa"],
    around=["Maya Mahato"],
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
        ("the girl Sunita said", Trace.NAME, "sunita", C),
        ("the girl Suneeta said", Trace.NAME, "suneeta", C),  # spelt otherwise
        ("সুনীতা বলেছে", Trace.NAME, "সুনীতা", C),  # in another script
        ("सुनीतालाई घर पठाइयो", Trace.NAME, "सुनीतालाई", N),  # with an ending
        ("she was called Kanchhi", Trace.NAME, "kanchhi", C),
        ("the minor Thapa", Trace.NAME, "thapa", N),  # a family name that many bear
        ("her father Hari Thapa", Trace.PARENT, "hari", C),
        ("a man called Hari", Trace.PARENT, "hari", N),
        ("Maya Mahto her aunt", Trace.AROUND, "maya", C),
        ("the accused Bikram Lal", Trace.ACCUSED, "bikram", N),
        ("a girl from Janakpur", Trace.PLACE, "janakpur", N),
        ("the court of Dhanusha", Trace.PLACE, "dhanusha", N),
        ("a girl aged 14", Trace.AGE, "aged 14", C),
        ("the fourteen-year-old", Trace.AGE, "14-year", C),
        ("१४ वर्षकी बालिका", Trace.AGE, "14 वर्ष", C),
        ("a boy of 9 years", Trace.AGE, "9 years", N),
        ("call 9841234567", Trace.NUMBER, "9841234567", C),
        ("file np-5f8e-jw", Trace.NUMBER, "NP-5F8E-JW", C),
    ],
)
def test_what_tells_who_the_child_is_is_found(text: str, trace: Trace, word: str, how: str) -> None:
    found = {(one.trace, one.word): one.is_certain for one in found_in(text, CHILD)}
    assert found.get((trace, word)) is (how == C), found


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
def test_a_text_that_tells_nothing_passes(text: str) -> None:
    assert found_in(text, CHILD) == ()


def test_what_is_certain_has_to_go_whatever_somebody_says_of_it() -> None:
    found = found_in("Sunita, from Janakpur", CHILD)
    assert [one.word for one in left(found, ["sunita", "janakpur"])] == ["sunita"]
    assert [one.word for one in left(found, [])] == ["sunita", "janakpur"]


def test_of_a_child_without_a_name_nothing_is_found_by_name() -> None:
    assert found_in("Sunita Thapa, aged 12", Traces()) == (
        Found(Trace.AGE, "aged 12", is_certain=False),
    )


def test_a_long_judgment_is_looked_through_at_once() -> None:
    words = [f"word{number}s " + "of the court heard in this matter" for number in range(900)]
    assert [one.word for one in found_in(" ".join([*words, "Sunita"]), CHILD)] == ["sunita"]
