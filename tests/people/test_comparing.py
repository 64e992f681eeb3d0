"""Comparison of names, ages and lists of values of two records."""

import datetime as dt

import pytest

from saathi.people.age_evidence import ReadableAgeStatement
from saathi.people.ages import AgeEvidence, AgeRange, PartialDate
from saathi.people.detail_comparison import (
    AgeSpan,
    age_spans,
    compare_ages,
    compare_person_names,
    compare_several,
    compare_texts,
    compare_values,
    describe_ages,
)
from saathi.people.models import AgeStatement, Child
from saathi.people.names import Name
from saathi.people.vocabulary import AgeBasis
from saathi.web.components import RecordComparison, Similarity

FAMILY_ONLY = "Only the family name is the same"
FIRST_ONLY = "Only the first name is the same"


def full(*texts: str) -> list[Name]:
    return [Name("given", text) for text in texts]


def parts(given: str, family: str) -> list[Name]:
    return [Name("given", given), Name("family", family)]


@pytest.mark.parametrize(
    ("ones", "others", "likeness", "note"),
    [
        (full("सुगिया यादव"), full("चाँदनी यादव"), "different", FAMILY_ONLY),
        (full("सुगिया यादव"), parts("चाँदनी", "यादव"), "different", FAMILY_ONLY),
        (parts("सुगिया", "यादव"), parts("चाँदनी", "यादव"), "different", FAMILY_ONLY),
        (full("Yadav"), full("चाँदनी यादव"), "similar", FAMILY_ONLY),
        (full("Yadav"), parts("चाँदनी", "यादव"), "similar", FAMILY_ONLY),
        (full("Sunita Mahato"), parts("सुनिता", "महतो"), "same", ""),
        (full("Mahato Sunita"), parts("सुनिता", "महतो"), "same", ""),
        (full("Sunita Mahato"), full("mahato sunita"), "same", ""),
        (full("Suneeta Mahto"), full("Sunita Mahato"), "similar", "Spelled differently"),
        (
            full("Suneeta Mahto"),
            full("Sunita Mahato", "सुनिता महतो"),
            "similar",
            "Spelled differently",
        ),
        (full("Rosy", "Sunita"), full("सुनिता"), "same", ""),
        (full("Sunita"), full("सुनिता महतो"), "similar", ""),
        (full("Sunita Mahato"), full("Sunita Yadav"), "similar", FIRST_ONLY),
        (full("Sunita"), full("Anita"), "different", ""),
        (full("Asha"), full("Usha"), "similar", ""),
        ([], full("Sunita"), "unknown", ""),
        (full("Sunita"), [], "unknown", ""),
    ],
)
def test_shared_part_of_a_name_is_shown_as_such(
    ones: list[Name], others: list[Name], likeness: str, note: str
) -> None:
    for entry, other in ((ones, others), (others, ones)):
        verdict = compare_person_names(entry, other)
        assert (verdict.likeness, str(verdict.note)) == (likeness, note)


@pytest.mark.parametrize(
    ("one", "other", "likeness", "note"),
    [
        ((8, 8), (5, 7), "similar", "1 year outside the range"),
        ((9, 9), (5, 7), "different", "2 years outside the range"),
        ((8, 8), (7, 7), "similar", "1 year apart"),
        ((8, 8), (12, 12), "different", "4 years apart"),
        ((6, 6), (5, 7), "similar", "Within the range"),
        ((13, 13), (12, 14), "similar", "Within the range"),
        ((12, 14), (13, 15), "similar", "The ranges overlap"),
        ((12, 14), (12, 14), "same", ""),
        ((8, 8), (8, 8), "same", ""),
        ((8, 8), (5, 17), "similar", "Possible: the range is wide"),
    ],
)
def test_age_outside_a_range_is_never_the_same(
    one: tuple[int, int], other: tuple[int, int], likeness: str, note: str
) -> None:
    for first, second in ((one, other), (other, one)):
        verdict = compare_ages([AgeSpan(*first)], [AgeSpan(*second)])
        assert (verdict.likeness, str(verdict.note)) == (likeness, note)


def test_age_that_one_record_lacks_is_not_known() -> None:
    assert compare_ages([], [AgeSpan(8, 8)]).likeness == Similarity.UNKNOWN


def test_age_is_shown_for_the_day_of_the_comparison() -> None:
    statement = AgeStatement(low=6, high=6, as_of=dt.date(2024, 9, 11), basis="documented")
    age = ReadableAgeStatement(
        statement,
        AgeEvidence(
            AgeBasis.DOCUMENTED, years=AgeRange(6, 6), as_of=PartialDate.on(statement.as_of)
        ),
    )
    on = dt.date(2026, 11, 29)
    assert age_spans(Child(), [age], on) == [AgeSpan(8, 8)]
    assert describe_ages([age], on).endswith(": 8 years on 29 Nov 2026")
    soon = dt.date(2024, 12, 1)
    assert age_spans(Child(), [age], soon) == [AgeSpan(6, 6)]
    assert " on 1 Dec" not in describe_ages([age], soon)


def test_years_of_birth_stand_in_for_a_missing_statement_of_age() -> None:
    on = dt.date(2026, 11, 29)
    # As they are stored for an age of 5 to 7.
    child = Child(birth_year_low=2018, birth_year_high=2021)
    assert age_spans(child, [], on) == [AgeSpan(5, 7)]
    assert compare_ages(age_spans(child, [], on), [AgeSpan(8, 8)]).likeness == Similarity.SIMILAR
    assert age_spans(Child(), [], on) == []


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        (["ne"], ["ne", "mai"], "same"), (["ne", "mai"], ["ne", "mai"], "same"), (["ne"], ["ur"], "different"),
        (["ne", "hi"], ["ne", "mai"], "similar"), ([], ["ne"], "unknown"),
    ],
)  # fmt: skip
def test_lists_of_values_may_overlap(left: list[str], right: list[str], likeness: str) -> None:
    assert compare_several("Languages", left, right, str).likeness == likeness


def test_values_and_texts() -> None:
    assert compare_values("Girl", "Girl").likeness == Similarity.SAME
    assert compare_values("Girl", "Boy").likeness == Similarity.DIFFERENT
    assert compare_values("", "Boy").likeness == Similarity.UNKNOWN
    assert compare_texts("Marks", "A  scar", "a scar").likeness == Similarity.SAME
    assert compare_texts("Marks", "A scar", "Burnt hand").likeness == Similarity.NOT_COMPARED


def test_details_are_counted_by_how_they_compare() -> None:
    lines = [
        compare_values("a", "a").line("A", "a", "a"),
        compare_values("a", "b").line("B", "a", "b"),
        compare_values("c", "c").line("C", "c", "c"),
    ]
    counted = RecordComparison("x", "one", "other", lines).counted
    assert counted == [(Similarity.SAME, 2), (Similarity.DIFFERENT, 1)]
