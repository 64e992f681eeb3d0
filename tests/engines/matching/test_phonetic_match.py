"""The features of the words of two children's names, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.matching import tracing
from saathi.engines.matching.linking import model as models
from saathi.engines.matching.phonetic_match import compare_name_sounds, is_shared_sound
from saathi.engines.matching.tracing import TracingProfile

MODEL = models.load_model("tracing")


def of_own(one: str, other: str) -> list[str]:
    return list(compare_name_sounds(([one], [other]), ("", ""), ("", "")))


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("Rahim Uddin Khan", "রহিম খান",
         ["own first word alike", "own last word alike", "2 own words alike"]),
        ("Rahim Hasan Khan", "Khan Rahim Hasan",
         ["own first word elsewhere", "own last word alike", "2 own words alike",
          "3 own words alike"]),
        ("Sunita Mahato", "Sunita", ["own first word alike"]),
        ("Sunita", "Sunita Mahato", ["own first word alike"]),
        ("Sunita Mahato", "Sunita Yadav", ["own first word alike", "own last word other"]),
        ("Sunita", "Bimala", ["own first word other"]),
        ("", "Bimala", []),
    ],
)  # fmt: skip
def test_each_word_of_the_own_name_is_compared_phonetically(
    one: str, other: str, shown: list[str]
) -> None:
    assert of_own(one, other) == shown


def test_of_several_names_those_that_share_most_words_are_shown() -> None:
    shown = compare_name_sounds(
        (["Guddi", "Sunita Mahato"], ["Munni", "सुनिता महतो"]), ("", ""), ("", "")
    )
    assert list(shown) == ["own first word alike", "own last word alike", "2 own words alike"]


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("Abdul Karim", "আবদুল", ["father's first word alike"]),
        ("Ram Mahato", "Mahato Ram", ["father's first word elsewhere"]),
        ("Ram Mahato", "Shyam Mahato", ["father's first word other"]),
        ("Ram Mahato", "", []),
    ],
)
def test_of_a_parent_the_first_word_is_looked_for(one: str, other: str, shown: list[str]) -> None:
    assert list(compare_name_sounds(([], []), (one, other), ("", ""))) == shown


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_gives_an_answer_and_no_more_words_than_both_have(one: str, other: str) -> None:
    alike = [said for said in of_own(one, other) if is_shared_sound(said)]
    assert len(alike) <= 4
    assert not alike or of_own(other, one)


def test_omitted_second_name_ranks_before_different_first_name() -> None:
    sought = TracingProfile(
        names=("Rahim Uddin Khan",), sex="m", birth_years=(2010, 2012), district="BD-1"
    )
    right_child = TracingProfile(
        names=("Rahim Khan",), sex="m", birth_years=(2011, 2011), district="BD-1"
    )
    other = TracingProfile(
        names=("Karim Uddin Khan",), sex="m", birth_years=(2011, 2011), district="BD-1"
    )
    first, second = tracing.rank_children(sought, [other, right_child], MODEL)
    assert (first.position, second.position) == (1, 0)
