"""What holds for every episode that can be told, drawn by Hypothesis."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.people.rules import AgeRange
from saathi.protection.trafficking.rules import (
    EpisodeFacts,
    LegFacts,
    classify,
    find_country_roles,
)
from saathi.protection.trafficking.vocabulary import (
    AT_SEA,
    ExploitationPurpose,
    TraffickingAct,
    TraffickingMeans,
)

places = st.sampled_from(["AFG", "BGD", "IND", "NPL", "PAK", "ARE", AT_SEA, None])
acts = st.frozensets(st.sampled_from(TraffickingAct))
ages = st.builds(
    lambda youngest, more: AgeRange(youngest, youngest + more),
    st.integers(0, 30),
    st.integers(0, 5),
)
legs = st.builds(
    LegFacts,
    country=places,
    acts=acts,
    brought_for_exploitation=st.booleans(),
    exploited=st.booleans(),
    reached=st.booleans(),
    from_country=st.none() | places,
    age=st.none() | ages,
)
episodes = st.builds(
    EpisodeFacts,
    recruited_in=places,
    acts=acts,
    purposes=st.frozensets(st.sampled_from(ExploitationPurpose)),
    means=st.frozensets(st.sampled_from(TraffickingMeans)),
    legs=st.lists(legs, max_size=4).map(tuple),
    ages=st.lists(ages, max_size=2).map(tuple),
    presumption_rebutted=st.booleans(),
    sold=st.booleans(),
    abducted=st.booleans(),
    smuggled=st.booleans(),
    crossed_without_permission=st.booleans(),
    migrant=st.booleans(),
)


@pytest.mark.requirement("DEF-004")
@pytest.mark.requirement("DEF-005")
@given(episode=episodes, means=st.frozensets(st.sampled_from(TraffickingMeans)))
def test_no_means_change_how_a_child_is_read(
    episode: EpisodeFacts, means: frozenset[TraffickingMeans]
) -> None:
    before = classify(episode)
    if before.child:
        assert classify(dataclasses.replace(episode, means=means)) == before


@pytest.mark.requirement("DEF-013")
@given(episode=episodes, smuggled=st.booleans(), crossed=st.booleans(), migrant=st.booleans())
def test_how_she_moved_changes_nothing_about_trafficking(
    episode: EpisodeFacts, smuggled: bool, crossed: bool, migrant: bool
) -> None:
    moved = dataclasses.replace(
        episode, smuggled=smuggled, crossed_without_permission=crossed, migrant=migrant
    )
    before, after = classify(episode), classify(moved)
    assert (before.palermo, before.crc35, before.child) == (
        after.palermo,
        after.crc35,
        after.child,
    )
    assert find_country_roles(moved) == find_country_roles(episode)


@pytest.mark.requirement("DEF-027")
@given(episode=episodes)
def test_a_child_that_palermo_covers_is_covered_by_article_35(episode: EpisodeFacts) -> None:
    reading = classify(episode)
    assert not (reading.child and reading.palermo) or reading.crc35


@given(episode=episodes, age=ages)
def test_a_child_at_one_act_stays_one_whatever_her_age_at_another(
    episode: EpisodeFacts, age: AgeRange
) -> None:
    at_ten = dataclasses.replace(episode, ages=(AgeRange(10, 10), age))
    assert classify(at_ten).child
    assert not classify(at_ten).presumed_child


@given(episode=episodes)
def test_internal_needs_a_destination_in_the_country_of_origin(episode: EpisodeFacts) -> None:
    found = find_country_roles(episode)
    if found.internal or found.returns_to_origin:
        assert found.origin in found.destinations
    ends = {found.origin, *found.destinations, *found.intended}
    assert not ends & set(found.transit)
    assert AT_SEA not in {*ends, *found.transit}
