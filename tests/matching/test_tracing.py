"""A missing child against children found: what is ranked first, and what says nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.learn_order import RISING, TOGETHER
from saathi.matching import ordering, tracing
from saathi.matching.linking import model
from saathi.matching.tracing import (
    LIKELY_PROBABILITY,
    TracingMatch,
    TracingProfile,
    find_clue_codes,
    rank_children,
)

MODEL = model.load_model("tracing")
ASKED = TracingProfile(
    names=("সুনিতা মাহাতো",),
    father="রাম",
    sex="f",
    birth_years=(2010, 2012),
    district="NP-DHA",
    languages=("mai",),
    clues=frozenset({"scar"}),
    marks="above the left eye",
)
HERS = TracingProfile(
    names=("सुनिता महतो",), father="राम", sex="f", birth_years=(2011, 2012), district="NP-DHA",
    languages=("mai", "ne"), marks="Scar above her left eye",
)  # fmt: skip


def ranked(*found: TracingProfile, asked: TracingProfile = ASKED) -> list[TracingMatch]:
    return rank_children(asked, found, MODEL)


@pytest.mark.requirement("MIS-003")
def test_the_child_stands_before_her_namesake_and_before_a_stranger() -> None:
    namesake = TracingProfile(
        names=("Sunita Mahato",), sex="f", birth_years=(2003, 2004), district="IN-WB-KOL"
    )
    stranger = TracingProfile(
        names=("Bimala Rai",), sex="f", birth_years=(2011, 2012), district="NP-DHA"
    )
    found = ranked(stranger, namesake, HERS)
    assert found[0].position == 2
    assert found[0].probability > 0.9
    assert found[1].position == 1
    assert found[2].probability < 0.02


def test_every_reason_says_what_it_is_about() -> None:
    said = {(reason.field, reason.level) for reason in ranked(HERS)[0].reasons}
    assert {("born", "meet"), ("home_district", "same"), ("languages", "share"),
            ("marks", "same"), ("marks", "words")} <= said  # fmt: skip


def test_a_name_alone_never_suffices() -> None:
    bare = TracingProfile(names=("সুনিতা মাহাতো",))
    for found in (HERS, TracingProfile(names=("Sunita Mahato",))):
        assert ranked(found, asked=bare)[0].probability <= 0.4


def test_contradictions_lower_and_never_forbid() -> None:
    elsewhere = TracingProfile(
        **(vars(HERS) | {"district": "IN-WB-KOL", "birth_years": (2008, 2009)})
    )
    assert 0 < ranked(elsewhere)[0].probability < ranked(HERS)[0].probability


def test_the_best_of_several_names_counts() -> None:
    renamed = TracingProfile(**(vars(HERS) | {"names": ("Rosy", "सुनिता महतो")}))
    assert ranked(renamed)[0].bits == pytest.approx(ranked(HERS)[0].bits)


def test_a_wide_age_says_less_than_a_narrow_one() -> None:
    narrow, wide = (
        TracingProfile(birth_years=(2011, 2011)),
        TracingProfile(birth_years=(2005, 2014)),
    )
    by_age = {one.position: one.bits for one in ranked(narrow, wide)}
    assert by_age[0] > by_age[1]


def test_places_meet_in_another_spelling() -> None:
    asked = TracingProfile(places=("যশোর", "Jessore"))
    fields = {
        reason.field
        for reason in ranked(TracingProfile(places=("Jashore",)), asked=asked)[0].reasons
    }
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
    assert find_clue_codes(text) == codes


def test_a_word_stands_for_one_kind_of_mark() -> None:
    assert len(tracing._lexicon()) > 60


YEARS = st.none() | st.tuples(st.integers(2000, 2015), st.integers(0, 4)).map(
    lambda told: (told[0], told[0] + told[1])
)


@given(
    st.builds(
        TracingProfile,
        names=st.lists(st.sampled_from(["", "Sunita", "সুনিতা", "1", "  "]), max_size=2).map(tuple),
        sex=st.sampled_from(["", "f", "m", "x"]),
        born=YEARS,
        district=st.sampled_from(["", "NP-DHA", "nowhere"]),
        languages=st.sampled_from([(), ("ne",)]),
        marks=st.text(max_size=12),
    )
)
def test_any_tracing_profile_gives_a_probability(found: TracingProfile) -> None:
    [one] = ranked(found)
    assert 0 < one.probability < 1


def test_who_are_alike_stay_in_the_order_in_which_the_search_met_them() -> None:
    found = ranked(TracingProfile(names=("Bimala Rai",), sex="f"), HERS, HERS)
    assert [one.position for one in found] == [1, 2, 0]
    assert found[0].probability == found[1].probability


def test_the_order_is_learned_and_who_else_was_found_changes_no_reason() -> None:
    # The same village and year beside another spelling of the name tell more, among those who share
    # names, than the same letters with another village and a year that only may be hers.
    asked = TracingProfile(
        names=("Hasan Ali",), father="Salim Molla", sex="m", birth_years=(2010, 2012), district="BD-7",
        places=("Gopalpur",),
    )  # fmt: skip
    hers = TracingProfile(
        **(vars(asked) | {"names": ("Hosan Aly",), "father": "", "birth_years": (2011, 2011)})
    )
    namesake = TracingProfile(
        **(vars(asked) | {"birth_years": (2012, 2012), "places": ("Rampur",)})
    )
    found = ranked(namesake, hers, asked=asked)
    assert found[0].position == 1
    assert found[0].reasons == ranked(hers, asked=asked)[0].reasons
    assert found[0].probability_alone == ranked(hers, asked=asked)[0].probability_alone
    assert found[1].probability_alone == ranked(namesake, asked=asked)[0].probability_alone


@pytest.mark.requirement("MIS-003")
def test_two_equally_similar_children_are_both_unlikely() -> None:
    asked = TracingProfile(
        names=("Sunita Mahato",),
        father="Ram Mahato",
        sex="f",
        birth_years=(2010, 2012),
        district="NP-12",
    )
    hers = TracingProfile(**(vars(asked) | {"birth_years": (2010, 2010), "mother": "Gita"}))
    namesake = TracingProfile(**(vars(asked) | {"birth_years": (2012, 2012), "mother": "Rukmini"}))
    by_place = {one.position: one for one in ranked(hers, namesake, asked=asked)}
    [by_herself] = ranked(hers, asked=asked)
    assert by_herself.probability == by_herself.probability_alone > LIKELY_PROBABILITY
    for one in by_place.values():
        assert one.probability_alone > LIKELY_PROBABILITY
        assert one.probability < 0.7
    # Only that both may be records of one child can make it more than one of them being her.
    first, second = (by_place[place].probability for place in (0, 1))
    [as_one] = ranked(namesake, asked=hers)
    assert as_one.probability_alone < 0.25
    assert first + second - as_one.probability_alone * min(first, second) < 1


@pytest.mark.requirement("MIS-003")
def test_a_child_whom_two_agencies_have_on_record_stays_likely() -> None:
    asked = TracingProfile(
        names=("Sunita Mahato",), father="Ram Mahato", sex="f", birth_years=(2010, 2012), district="NP-12",
        places=("Gopalpur",),
    )  # fmt: skip
    hers = TracingProfile(**(vars(asked) | {"mother": "Gita", "birth_years": (2011, 2011)}))
    again = TracingProfile(**(vars(hers) | {"names": ("सुनिता महतो",)}))
    for one in ranked(hers, again, asked=asked):
        assert one.probability > LIKELY_PROBABILITY


@pytest.mark.parametrize(("among", "least"), [(2_000, 0.99), (30_000, 0.97), (1_000_000, 0.9)])
def test_the_larger_the_register_the_less_likely_is_she(among: int, least: float) -> None:
    [one] = rank_children(ASKED, [HERS], MODEL, among)
    assert one.probability > least
    assert one.probability > rank_children(ASKED, [HERS], MODEL, among * 2)[0].probability


def test_every_weight_that_was_learned_is_of_something_that_is_shown() -> None:
    known = {"given", "family", "father", "mother", "sex", "born", "home_district", "places", "no"}
    words = {"her", "father's", "mother's", "2", "3"}
    weights = ordering._weights()
    assert {name.split(" ")[0].rstrip(",") for name in weights} == known | words
    told = dict(tracing.list_training_features(ASKED, HERS))
    assert {"father same", "home_district same", "given same", ordering.DOUBLED} <= set(told)
    assert ordering.sum_feature_bits(told.items()) == pytest.approx(
        sum(weights[name] * much for name, much in told.items())
    )


def test_closer_agreement_never_weighs_less_in_ranking() -> None:
    weights = ordering._weights()
    for chain in RISING:
        learned = [weights[level] for level in chain if level in weights]
        assert len(learned) > 1
        assert all(low <= high for low, high in pairwise(learned)), chain
    assert all(weights[both] >= 0 for both in TOGETHER if both in weights)


def test_the_same_name_stands_before_one_that_resembles_it() -> None:
    asked = TracingProfile(
        names=("Sunita Mahato",), father="Ram", sex="f", birth_years=(2010, 2012)
    )
    resembling = TracingProfile(**(vars(asked) | {"names": ("Sunitha Mahatu",)}))
    other_year = TracingProfile(**(vars(asked) | {"birth_years": (2014, 2016)}))
    found = ranked(resembling, other_year, asked, asked=asked)
    assert found[0].position == 2
