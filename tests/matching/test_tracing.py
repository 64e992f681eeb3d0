"""A missing child against children found: what is ranked first, and what says nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.learn_order import RISING, TOGETHER
from saathi.matching import ordering, tracing
from saathi.matching.linking import model
from saathi.matching.tracing import LIKELY, Likeness, Portrait, clues_in, rank

MODEL = model.load("tracing")
ASKED = Portrait(
    names=("সুনিতা মাহাতো",),
    father="রাম",
    sex="f",
    born=(2010, 2012),
    district="NP-DHA",
    languages=("mai",),
    clues=frozenset({"scar"}),
    marks="above the left eye",
)
HERS = Portrait(
    names=("सुनिता महतो",), father="राम", sex="f", born=(2011, 2012), district="NP-DHA",
    languages=("mai", "ne"), marks="Scar above her left eye",
)  # fmt: skip


def ranked(*found: Portrait, asked: Portrait = ASKED) -> list[Likeness]:
    return rank(asked, found, MODEL)


@pytest.mark.requirement("MIS-003")
def test_the_child_stands_before_her_namesake_and_before_a_stranger() -> None:
    namesake = Portrait(names=("Sunita Mahato",), sex="f", born=(2003, 2004), district="IN-WB-KOL")
    stranger = Portrait(names=("Bimala Rai",), sex="f", born=(2011, 2012), district="NP-DHA")
    found = ranked(stranger, namesake, HERS)
    assert found[0].place == 2
    assert found[0].probability > 0.9
    assert found[1].place == 1
    assert found[2].probability < 0.02


def test_every_reason_says_what_it_is_about() -> None:
    said = {(one.field, one.level) for one in ranked(HERS)[0].reasons}
    assert {("born", "meet"), ("home_district", "same"), ("languages", "share"),
            ("marks", "same"), ("marks", "words")} <= said  # fmt: skip


def test_a_name_alone_never_suffices() -> None:
    bare = Portrait(names=("সুনিতা মাহাতো",))
    for found in (HERS, Portrait(names=("Sunita Mahato",))):
        assert ranked(found, asked=bare)[0].probability <= 0.4


def test_contradictions_lower_and_never_forbid() -> None:
    elsewhere = Portrait(**(vars(HERS) | {"district": "IN-WB-KOL", "born": (2008, 2009)}))
    assert 0 < ranked(elsewhere)[0].probability < ranked(HERS)[0].probability


def test_the_best_of_several_names_counts() -> None:
    renamed = Portrait(**(vars(HERS) | {"names": ("Rosy", "सुनिता महतो")}))
    assert ranked(renamed)[0].bits == pytest.approx(ranked(HERS)[0].bits)


def test_a_wide_age_says_less_than_a_narrow_one() -> None:
    narrow, wide = Portrait(born=(2011, 2011)), Portrait(born=(2005, 2014))
    by_age = {one.place: one.bits for one in ranked(narrow, wide)}
    assert by_age[0] > by_age[1]


def test_places_meet_in_another_spelling() -> None:
    asked = Portrait(places=("যশোর", "Jessore"))
    fields = {one.field for one in ranked(Portrait(places=("Jashore",)), asked=asked)[0].reasons}
    assert "places" in fields


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Scar above the left eye", {"scar"}),
        ("বাম চোখের উপর দাগ", {"scar"}),
        ("red frock, black thread", {"clothes"}),
        ("Burnt hand", {"burn"}),
        ("", set()),
    ],
)
def test_marks_are_read_in_any_script(text: str, codes: set[str]) -> None:
    assert clues_in(text) == codes


def test_a_word_stands_for_one_kind_of_mark() -> None:
    assert len(tracing._lexicon()) > 60


YEARS = st.none() | st.tuples(st.integers(2000, 2015), st.integers(0, 4)).map(
    lambda told: (told[0], told[0] + told[1])
)


@given(
    st.builds(
        Portrait,
        names=st.lists(st.sampled_from(["", "Sunita", "সুনিতা", "1", "  "]), max_size=2).map(tuple),
        sex=st.sampled_from(["", "f", "m", "x"]),
        born=YEARS,
        district=st.sampled_from(["", "NP-DHA", "nowhere"]),
        languages=st.sampled_from([(), ("ne",)]),
        marks=st.text(max_size=12),
    )
)
def test_whatever_is_known_gives_a_share(found: Portrait) -> None:
    [one] = ranked(found)
    assert 0 < one.probability < 1


def test_who_are_alike_stay_in_the_order_in_which_the_search_met_them() -> None:
    found = ranked(Portrait(names=("Bimala Rai",), sex="f"), HERS, HERS)
    assert [one.place for one in found] == [1, 2, 0]
    assert found[0].probability == found[1].probability


def test_the_order_is_learned_and_who_else_was_found_changes_no_reason() -> None:
    # The same village and year beside another spelling of the name tell more, among those who share
    # names, than the same letters with another village and a year that only may be hers.
    asked = Portrait(
        names=("Hasan Ali",), father="Salim Molla", sex="m", born=(2010, 2012), district="BD-7",
        places=("Gopalpur",),
    )  # fmt: skip
    hers = Portrait(**(vars(asked) | {"names": ("Hosan Aly",), "father": "", "born": (2011, 2011)}))
    namesake = Portrait(**(vars(asked) | {"born": (2012, 2012), "places": ("Rampur",)}))
    found = ranked(namesake, hers, asked=asked)
    assert found[0].place == 1
    assert found[0].reasons == ranked(hers, asked=asked)[0].reasons
    assert found[0].alone == ranked(hers, asked=asked)[0].alone
    assert found[1].alone == ranked(namesake, asked=asked)[0].alone


@pytest.mark.requirement("MIS-003")
def test_of_two_who_are_alike_neither_is_likely() -> None:
    asked = Portrait(
        names=("Sunita Mahato",), father="Ram Mahato", sex="f", born=(2010, 2012), district="NP-12"
    )
    hers = Portrait(**(vars(asked) | {"born": (2010, 2010), "mother": "Gita"}))
    namesake = Portrait(**(vars(asked) | {"born": (2012, 2012), "mother": "Rukmini"}))
    by_place = {one.place: one for one in ranked(hers, namesake, asked=asked)}
    [by_herself] = ranked(hers, asked=asked)
    assert by_herself.probability == by_herself.alone > LIKELY
    for one in by_place.values():
        assert one.alone > LIKELY
        assert one.probability < 0.7
    # Only that both may be records of one child can make it more than one of them being her.
    first, second = (by_place[place].probability for place in (0, 1))
    [as_one] = ranked(namesake, asked=hers)
    assert as_one.alone < 0.25
    assert first + second - as_one.alone * min(first, second) < 1


@pytest.mark.requirement("MIS-003")
def test_a_child_whom_two_agencies_have_on_record_stays_likely() -> None:
    asked = Portrait(
        names=("Sunita Mahato",), father="Ram Mahato", sex="f", born=(2010, 2012), district="NP-12",
        places=("Gopalpur",),
    )  # fmt: skip
    hers = Portrait(**(vars(asked) | {"mother": "Gita", "born": (2011, 2011)}))
    again = Portrait(**(vars(hers) | {"names": ("सुनिता महतो",)}))
    for one in ranked(hers, again, asked=asked):
        assert one.probability > LIKELY


@pytest.mark.parametrize(("among", "least"), [(2_000, 0.99), (30_000, 0.97), (1_000_000, 0.9)])
def test_the_larger_the_register_the_less_likely_is_she(among: int, least: float) -> None:
    [one] = rank(ASKED, [HERS], MODEL, among)
    assert one.probability > least
    assert one.probability > rank(ASKED, [HERS], MODEL, among * 2)[0].probability


def test_every_weight_that_was_learned_is_of_something_that_is_shown() -> None:
    known = {"given", "family", "father", "mother", "sex", "born", "home_district", "places", "no"}
    words = {"her", "father's", "mother's", "2", "3"}
    weights = ordering._weights()
    assert {name.split(" ")[0].rstrip(",") for name in weights} == known | words
    told = dict(tracing.compared(ASKED, HERS))
    assert {"father same", "home_district same", "given same", ordering.DOUBLED} <= set(told)
    assert ordering.bits(told.items()) == pytest.approx(
        sum(weights[name] * much for name, much in told.items())
    )


def test_who_is_met_with_more_alike_never_weighs_less() -> None:
    weights = ordering._weights()
    for chain in RISING:
        learned = [weights[level] for level in chain if level in weights]
        assert len(learned) > 1
        assert all(low <= high for low, high in pairwise(learned)), chain
    assert all(weights[both] >= 0 for both in TOGETHER if both in weights)


def test_the_same_name_stands_before_one_that_resembles_it() -> None:
    asked = Portrait(names=("Sunita Mahato",), father="Ram", sex="f", born=(2010, 2012))
    resembling = Portrait(**(vars(asked) | {"names": ("Sunitha Mahatu",)}))
    other_year = Portrait(**(vars(asked) | {"born": (2014, 2016)}))
    found = ranked(resembling, other_year, asked, asked=asked)
    assert found[0].place == 2
