"""The rows that ship, and their inconsistencies."""

from collections import Counter

import pytest

from saathi.evidence.glotip import detected_rows
from saathi.evidence.printed_counts import parse_count
from saathi.evidence.queries import list_source_inconsistencies, published_cells
from saathi.evidence.rules import DetectedCountKey, SourceFault, SplitDimension
from saathi.evidence.rules import find_source_inconsistencies as find
from saathi.evidence.vocabulary import GlotipAgeGroup, GlotipDimension, GlotipExploitationType, Sex
from saathi.infra.countries import Country

NEPAL_2020 = (Country.NEPAL, 2020, GlotipExploitationType.ALL, Sex.ALL)


def test_all_736_rows_are_there_206_of_them_about_children() -> None:
    rows = detected_rows()
    assert len(rows) == len({row.source_row for row in rows}) == 736
    assert sum(row.age == GlotipAgeGroup.CHILDREN for row in rows) == 206
    assert Counter(row.dimension for row in rows) == {
        GlotipDimension.TOTAL: 354,
        GlotipDimension.FORM: 306,
        GlotipDimension.CITIZENSHIP: 40,
        GlotipDimension.REPATRIATION: 36,
    }
    assert {row.country for row in rows} == set(Country)


def test_no_row_prints_a_zero_so_fewer_than_five_may_be_none() -> None:
    assert not any(row.printed == "0" for row in detected_rows())
    below = [row for row in detected_rows() if row.printed == "<5"]
    assert len(below) == 301
    assert {(row.count.lower, row.count.upper) for row in below} == {(0, 4)}


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        (
            DetectedCountKey(
                Country.INDIA, 2018, GlotipExploitationType.ALL, Sex.FEMALE, GlotipAgeGroup.CHILDREN
            ),
            ["1,247"],
        ),
        (
            DetectedCountKey(
                Country.PAKISTAN,
                2022,
                GlotipExploitationType.LABOUR,
                Sex.MALE,
                GlotipAgeGroup.CHILDREN,
            ),
            ["917"],
        ),
        (
            DetectedCountKey(
                Country.BHUTAN, 2018, GlotipExploitationType.ALL, Sex.MALE, GlotipAgeGroup.CHILDREN
            ),
            ["<5"],
        ),
        (
            DetectedCountKey(
                Country.SRI_LANKA, 2022, GlotipExploitationType.OTHER, Sex.ALL, GlotipAgeGroup.ALL
            ),
            ["19", "18"],
        ),
    ],
)
def test_known_values_are_found_under_their_labels(
    key: DetectedCountKey, printed: list[str]
) -> None:
    assert published_cells()[key] == [parse_count(value) for value in printed]


def test_a_combination_the_source_has_no_row_for_is_absent_and_not_zero() -> None:
    assert (
        DetectedCountKey(
            Country.MALDIVES, 2020, GlotipExploitationType.ALL, Sex.ALL, GlotipAgeGroup.CHILDREN
        )
        not in published_cells()
    )


def test_every_fault_of_the_source_is_found() -> None:
    assert Counter(finding.fault for finding in list_source_inconsistencies()) == {
        SourceFault.ABOVE: 38,
        SourceFault.REPEATED: 5,
        SourceFault.SHORT: 44,
    }
    nepal = [
        f
        for f in list_source_inconsistencies()
        if f.key == DetectedCountKey(*NEPAL_2020, GlotipAgeGroup.ALL)
    ]
    by_age = next(f for f in nepal if f.along == SplitDimension.AGE)
    assert by_age.fault == SourceFault.ABOVE
    assert by_age.parts == (parse_count("507"), parse_count("1,516"))
    assert by_age.whole == parse_count("187")


def faults_of_one_cell(
    whole: str, women: str, men: str, other_sex: str | None = None
) -> list[SourceFault]:
    parts = {Sex.ALL: whole, Sex.FEMALE: women, Sex.MALE: men} | (
        {Sex.OTHER: other_sex} if other_sex else {}
    )
    return [
        finding.fault
        for finding in find(
            {
                DetectedCountKey(
                    Country.NEPAL, 2020, GlotipExploitationType.SEXUAL, sex, GlotipAgeGroup.CHILDREN
                ): [parse_count(printed)]
                for sex, printed in parts.items()
            }
        )
    ]


@pytest.mark.parametrize(
    ("whole", "women", "men", "faults"),
    [
        ("10", "6", "4", []),
        ("10", "6", "<5", []),
        ("<5", "<5", "<5", []),
        ("10", "7", "4", [SourceFault.ABOVE]),
        ("<5", "5", "<5", [SourceFault.ABOVE]),
        ("10", "6", "3", [SourceFault.SHORT]),
        ("20", "6", "<5", [SourceFault.SHORT]),
    ],
)
def test_only_what_cannot_be_true_is_called_a_contradiction(
    whole: str, women: str, men: str, faults: list[SourceFault]
) -> None:
    assert faults_of_one_cell(whole, women, men) == faults


def test_a_missing_part_is_no_shortfall_and_a_third_sex_counts() -> None:
    key = DetectedCountKey(
        Country.NEPAL, 2020, GlotipExploitationType.SEXUAL, Sex.ALL, GlotipAgeGroup.CHILDREN
    )
    girls = DetectedCountKey(
        Country.NEPAL, 2020, GlotipExploitationType.SEXUAL, Sex.FEMALE, GlotipAgeGroup.CHILDREN
    )
    others = DetectedCountKey(
        Country.NEPAL, 2020, GlotipExploitationType.SEXUAL, Sex.OTHER, GlotipAgeGroup.CHILDREN
    )
    assert find({key: [parse_count("10")], girls: [parse_count("6")]}) == ()
    assert (
        find({key: [parse_count("10")], girls: [parse_count("6")], others: [parse_count("1")]})
        == ()
    )
    assert faults_of_one_cell("10", "5", "5", "<5") == []
    assert faults_of_one_cell("10", "5", "5", "6") == [SourceFault.ABOVE]


def test_rows_with_the_same_labels_are_a_fault_and_never_added() -> None:
    key = DetectedCountKey(
        Country.NEPAL, 2020, GlotipExploitationType.OTHER, Sex.ALL, GlotipAgeGroup.ALL
    )
    (finding,) = find({key: [parse_count("77"), parse_count("39")]})
    assert (finding.fault, finding.whole) == (SourceFault.REPEATED, None)
