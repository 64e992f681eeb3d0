"""Counts as a source prints them, and their sums."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.evidence.printed_counts import Count, add_counts, parse_count
from saathi.evidence.series import GLOTIP, Series
from saathi.evidence.vocabulary import NumberKind


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("<5", Count(0, 4)),
        ("0", Count(0, 0)),
        ("4", Count(4, 4)),
        ("5", Count(5, 5)),
        ("1,516", Count(1516, 1516)),
    ],
)
def test_a_printed_count_is_read_as_it_is_meant(printed: str, count: Count) -> None:
    assert parse_count(printed) == count


@pytest.mark.parametrize("printed", ["", "n/a", "-3", "<10", ".."])
def test_an_unreadable_count_is_an_error_and_never_nothing(printed: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_count(printed)


def test_fewer_than_five_is_neither_zero_nor_four() -> None:
    below = parse_count("<5")
    assert below not in {parse_count("0"), parse_count("4")}
    assert below.is_below_five
    assert not below.is_exact
    assert not parse_count("0").is_below_five


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        (["7", "3"], Count(10, 10)),
        (["7", "<5"], Count(7, 11)),
        (["<5", "<5"], Count(0, 8)),
        ([], Count(0, 0)),
    ],
)
def test_a_sum_over_fewer_than_five_is_a_range(parts: list[str], total: Count) -> None:
    assert add_counts(map(parse_count, parts)) == total


@given(st.lists(st.integers(0, 40)))
def test_the_range_always_holds_the_true_sum(numbers: list[int]) -> None:
    total = add_counts(parse_count("<5" if number < 5 else str(number)) for number in numbers)
    assert total.lower <= sum(numbers) <= total.upper


def series(**changes: object) -> Series:
    fields = {name: getattr(GLOTIP, name) for name in GLOTIP.__dataclass_fields__}
    return Series(**{**fields, **changes})


@pytest.mark.requirement("DAT-013")
def test_an_estimate_without_method_or_reliability_cannot_be_shown() -> None:
    with pytest.raises(ValueError, match="reliability"):
        series(kind=NumberKind.ESTIMATE, reliability=" ")
    with pytest.raises(ValueError, match="method"):
        series(kind=NumberKind.ESTIMATE, method="")
    assert series(kind=NumberKind.ESTIMATE).kind != GLOTIP.kind


@pytest.mark.parametrize("missing", ["source", "method", "licence"])
def test_no_series_exists_without_source_method_and_licence(missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        series(**{missing: ""})
