"""Only one of the found children can be the sought one: shares of odds, and a child recorded twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.matching.competing_matches import MAX_COMPARED, match_probabilities


def nobody_twice(_one: int, _other: int) -> float:
    return 0.0


def all_one(_one: int, _other: int) -> float:
    return 1.0


@pytest.mark.parametrize(
    ("odds", "expected"),
    [
        ([], []),
        ([1.0], [1 / 2]),  # as likely as no match
        ([9.0], [9 / 10]),
        ([9.0, 9.0], [9 / 19, 9 / 19]),  # alike, and at most one can be the child
        ([98.0, 1.0], [98 / 100, 1 / 100]),
        ([1.0] * 60, [1 / 61] * 60),
        ([0.0, 4.0], [0.0, 4 / 5]),
    ],
)
def test_match_shares_compete_with_other_candidates_and_with_no_match(
    odds: list[float], expected: list[float]
) -> None:
    assert match_probabilities(odds, nobody_twice) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("odds", "expected"),
    [
        ([9.0, 9.0], [9 / 10, 9 / 10]),  # as if the other record were not there
        ([9.0, 1.0], [9 / 10, 1 / 2]),
        ([1.0], [1 / 2]),
    ],
)
def test_two_records_of_one_child_do_not_compete(odds: list[float], expected: list[float]) -> None:
    assert match_probabilities(odds, all_one) == pytest.approx(expected)


def test_possible_second_record_competes_only_as_far_as_it_is_another_child() -> None:
    def same(one: int, other: int) -> float:
        return 0.75 if {one, other} == {0, 2} else 0.0

    assert match_probabilities([8.0, 2.0, 4.0], same) == pytest.approx([8 / 12, 2 / 15, 4 / 9])


def test_only_serious_candidates_are_compared_with_each_other() -> None:
    asked: list[tuple[int, int]] = []

    def same(one: int, other: int) -> float:
        asked.append((one, other))
        return 0.0

    match_probabilities([50.0, 0.1, 40.0, 0.1], same)
    assert asked == [(0, 2)]
    asked.clear()
    match_probabilities([5.0] * 30, same)
    assert len(asked) == MAX_COMPARED * (MAX_COMPARED - 1) / 2


@given(st.lists(st.floats(2**-40, 2**40), max_size=60), st.floats(0, 1))
def test_match_shares_never_exceed_the_probability_without_rivals(
    odds: list[float], alike: float
) -> None:
    shares = match_probabilities(odds, lambda _one, _other: alike)
    assert all(0 < share < 1 for share in shares)
    assert all(
        share <= item / (1 + item) * (1 + 1e-9) for share, item in zip(shares, odds, strict=True)
    )
    assert sum(match_probabilities(odds, nobody_twice)) <= 1
