"""Legal ages beside a decision: flags for a child whose age may be uncertain; each is unverified."""

import pytest

from saathi.people.ages import AgeRange
from saathi.policy.law import published_facts
from saathi.policy.law.legal_ages import compare_with_age, legal_age_lines
from saathi.policy.law.vocabulary import LegalAgeKind


@pytest.mark.parametrize(
    ("age", "flag"),
    [
        (None, "the child’s age is not known"),
        (AgeRange(13, 13), "not yet reached"),
        (AgeRange(14, 14), "reached"),
        (AgeRange(13, 14), "perhaps not yet reached"),
        (AgeRange(10, 13), "not yet reached"),
        (AgeRange(14, 17), "reached"),
    ],
)
def test_an_age_is_compared_with_all_that_the_child_may_be(age: AgeRange | None, flag: str) -> None:
    assert compare_with_age(14, age) == flag


def test_each_country_of_the_region_has_each_age_once() -> None:
    listed = [(each.country, each.about) for each in published_facts.legal_ages()]
    assert len(listed) == len(set(listed)) == 8 * len(LegalAgeKind)
    for each in published_facts.legal_ages():
        assert 6 < min(each.girls, each.boys) <= max(each.girls, each.boys) < 22
        assert each.law


def test_girls_and_boys_are_both_shown_where_the_law_differs() -> None:
    lines = {str(line.term): line for line in legal_age_lines("IND", AgeRange(18, 19))}
    assert lines["Age of marriage"].text == "girls 18 (reached), boys 21 (not yet reached)"
    assert lines["Age of employment"].text == "14 (reached)"
    assert "Unverified" in str(lines["Age of marriage"].note)
    assert "Uniform age of majority" not in lines  # of 2008, and no age of this child


def test_a_country_without_recorded_ages_says_so() -> None:
    lines = legal_age_lines("THA", AgeRange(14, 15))
    assert str(lines[0].missing) == "No ages of this country are recorded in Saathi."
