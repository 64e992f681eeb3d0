"""A missing child against found children: which is ranked first, and which facts say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.matching import match_ranking, tracing
from saathi.engines.matching.linking import model
from saathi.engines.matching.tracing import (
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
CHILD = TracingProfile(
    names=("सुनिता महतो",), father="राम", sex="f", birth_years=(2011, 2012), district="NP-DHA",
    languages=("mai", "ne"), marks="Scar above her left eye",
)  # fmt: skip


def ranked(*found: TracingProfile, asked: TracingProfile = ASKED) -> list[TracingMatch]:
    return rank_children(asked, found, MODEL)


@pytest.mark.requirement("MIS-003")
def test_child_is_ranked_before_namesake_and_stranger() -> None:
    namesake = TracingProfile(
        names=("Sunita Mahato",), sex="f", birth_years=(2003, 2004), district="IN-WB-KOL"
    )
    stranger = TracingProfile(
        names=("Bimala Rai",), sex="f", birth_years=(2011, 2012), district="NP-DHA"
    )
    matches = ranked(stranger, namesake, CHILD)
    assert matches[0].position == 2
    assert matches[0].probability > 0.9
    assert matches[1].position == 1
    assert matches[2].probability < 0.02


def test_every_tracing_reason_names_its_field() -> None:
    said = {(reason.field, reason.level) for reason in ranked(CHILD)[0].reasons}
    assert {("born", "meet"), ("home_district", "same"), ("languages", "share"),
            ("marks", "same"), ("marks", "words")} <= said  # fmt: skip


def test_a_name_alone_never_suffices() -> None:
    bare = TracingProfile(names=("সুনিতা মাহাতো",))
    for found in (CHILD, TracingProfile(names=("Sunita Mahato",))):
        assert ranked(found, asked=bare)[0].probability <= 0.4


def test_contradictions_lower_tracing_probability_without_excluding() -> None:
    elsewhere = TracingProfile(
        **(vars(CHILD) | {"district": "IN-WB-KOL", "birth_years": (2008, 2009)})
    )
    assert 0 < ranked(elsewhere)[0].probability < ranked(CHILD)[0].probability


def test_the_best_of_several_names_counts() -> None:
    renamed = TracingProfile(**(vars(CHILD) | {"names": ("Rosy", "सुनिता महतो")}))
    assert ranked(renamed)[0].bits == pytest.approx(ranked(CHILD)[0].bits)


def test_a_wide_age_says_less_than_a_narrow_one() -> None:
    narrow, wide = (
        TracingProfile(birth_years=(2011, 2011)),
        TracingProfile(birth_years=(2005, 2014)),
    )
    by_age = {item.position: item.bits for item in ranked(narrow, wide)}
    assert by_age[0] > by_age[1]


def test_places_meet_in_another_spelling() -> None:
    sought = TracingProfile(places=("যশোর", "Jessore"))
    fields = {
        reason.field
        for reason in ranked(TracingProfile(places=("Jashore",)), asked=sought)[0].reasons
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


def test_a_word_means_one_kind_of_mark() -> None:
    assert len(tracing._lexicon()) > 60


YEARS = st.none() | st.tuples(st.integers(2000, 2015), st.integers(0, 4)).map(
    lambda told: (told[0], told[0] + told[1])
)


@given(
    st.builds(
        TracingProfile,
        names=st.lists(st.sampled_from(["", "Sunita", "সুনিতা", "1", "  "]), max_size=2).map(tuple),
        sex=st.sampled_from(["", "f", "m", "x"]),
        birth_years=YEARS,
        district=st.sampled_from(["", "NP-DHA", "nowhere"]),
        languages=st.sampled_from([(), ("ne",)]),
        marks=st.text(max_size=12),
    )
)
def test_any_tracing_profile_gives_a_probability(found: TracingProfile) -> None:
    [one] = ranked(found)
    assert 0 < one.probability < 1


def test_equal_candidates_keep_the_search_order() -> None:
    matches = ranked(TracingProfile(names=("Bimala Rai",), sex="f"), CHILD, CHILD)
    assert [item.position for item in matches] == [1, 2, 0]
    assert matches[0].probability == matches[1].probability


def test_ranking_is_learned_and_reasons_do_not_depend_on_rivals() -> None:
    # Among candidates who share names, the same village and year with another spelling of the name
    # weigh more than the same letters with another village and a year that only may match.
    sought = TracingProfile(
        names=("Hasan Ali",), father="Salim Molla", sex="m", birth_years=(2010, 2012), district="BD-7",
        places=("Gopalpur",),
    )  # fmt: skip
    right_child = TracingProfile(
        **(vars(sought) | {"names": ("Hosan Aly",), "father": "", "birth_years": (2011, 2011)})
    )
    namesake = TracingProfile(
        **(vars(sought) | {"birth_years": (2012, 2012), "places": ("Rampur",)})
    )
    matches = ranked(namesake, right_child, asked=sought)
    assert matches[0].position == 1
    assert matches[0].reasons == ranked(right_child, asked=sought)[0].reasons
    assert matches[0].probability_alone == ranked(right_child, asked=sought)[0].probability_alone
    assert matches[1].probability_alone == ranked(namesake, asked=sought)[0].probability_alone


@pytest.mark.requirement("MIS-003")
def test_two_equally_similar_children_are_both_unlikely() -> None:
    sought = TracingProfile(
        names=("Sunita Mahato",),
        father="Ram Mahato",
        sex="f",
        birth_years=(2010, 2012),
        district="NP-12",
    )
    right_child = TracingProfile(**(vars(sought) | {"birth_years": (2010, 2010), "mother": "Gita"}))
    namesake = TracingProfile(**(vars(sought) | {"birth_years": (2012, 2012), "mother": "Rukmini"}))
    by_place = {item.position: item for item in ranked(right_child, namesake, asked=sought)}
    [by_itself] = ranked(right_child, asked=sought)
    assert by_itself.probability == by_itself.probability_alone > LIKELY_PROBABILITY
    for entry in by_place.values():
        assert entry.probability_alone > LIKELY_PROBABILITY
        assert entry.probability < 0.7
    # The sum can exceed one only because both may be records of one child.
    first, second = (by_place[place].probability for place in (0, 1))
    [as_one] = ranked(namesake, asked=right_child)
    assert as_one.probability_alone < 0.25
    assert first + second - as_one.probability_alone * min(first, second) < 1


@pytest.mark.requirement("MIS-003")
def test_a_child_on_record_with_two_agencies_stays_likely() -> None:
    sought = TracingProfile(
        names=("Sunita Mahato",), father="Ram Mahato", sex="f", birth_years=(2010, 2012), district="NP-12",
        places=("Gopalpur",),
    )  # fmt: skip
    right_child = TracingProfile(**(vars(sought) | {"mother": "Gita", "birth_years": (2011, 2011)}))
    again = TracingProfile(**(vars(right_child) | {"names": ("सुनिता महतो",)}))
    for item in ranked(right_child, again, asked=sought):
        assert item.probability > LIKELY_PROBABILITY


@pytest.mark.parametrize(("among", "least"), [(2_000, 0.99), (30_000, 0.97), (1_000_000, 0.9)])
def test_probability_falls_with_register_size(among: int, least: float) -> None:
    [result] = rank_children(ASKED, [CHILD], MODEL, among)
    assert result.probability > least
    assert result.probability > rank_children(ASKED, [CHILD], MODEL, among * 2)[0].probability


def test_every_learned_weight_belongs_to_a_shown_feature() -> None:
    known = {"given", "family", "father", "mother", "sex", "born", "home_district", "places", "no"}
    words = {"own", "father's", "mother's", "2", "3"}
    weights = match_ranking._weights()
    assert {name.split(" ")[0].rstrip(",") for name in weights} == known | words
    told = dict(tracing.list_training_features(ASKED, CHILD))
    assert {"father same", "home_district same", "given same", match_ranking.DOUBLED} <= set(told)
    assert match_ranking.sum_feature_bits(told.items()) == pytest.approx(
        sum(weights[name] * much for name, much in told.items())
    )


def test_the_same_name_ranks_before_one_that_resembles_it() -> None:
    sought = TracingProfile(
        names=("Sunita Mahato",), father="Ram", sex="f", birth_years=(2010, 2012)
    )
    resembling = TracingProfile(**(vars(sought) | {"names": ("Sunitha Mahatu",)}))
    other_year = TracingProfile(**(vars(sought) | {"birth_years": (2014, 2016)}))
    matches = ranked(resembling, other_year, sought, asked=sought)
    assert matches[0].position == 2
