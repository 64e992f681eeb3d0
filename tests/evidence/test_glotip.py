"""The rows that ship, and where they contradict themselves."""

from collections import Counter

import pytest

from saathi.evidence.counts import read
from saathi.evidence.glotip import detected_rows
from saathi.evidence.queries import cells, findings
from saathi.evidence.rules import Along, Fault, Key
from saathi.evidence.rules import findings as find
from saathi.evidence.vocabulary import AgeGroup, Dimension, Form, Sex
from saathi.infra.countries import Country

NEPAL_2020 = (Country.NEPAL, 2020, Form.ALL, Sex.ALL)


def test_all_736_rows_are_there_206_of_them_about_children() -> None:
    rows = detected_rows()
    assert len(rows) == len({row.source_row for row in rows}) == 736
    assert sum(row.age == AgeGroup.CHILDREN for row in rows) == 206
    assert Counter(row.dimension for row in rows) == {
        Dimension.TOTAL: 354,
        Dimension.FORM: 306,
        Dimension.CITIZENSHIP: 40,
        Dimension.REPATRIATION: 36,
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
        (Key(Country.INDIA, 2018, Form.ALL, Sex.FEMALE, AgeGroup.CHILDREN), ["1,247"]),
        (Key(Country.PAKISTAN, 2022, Form.LABOUR, Sex.MALE, AgeGroup.CHILDREN), ["917"]),
        (Key(Country.BHUTAN, 2018, Form.ALL, Sex.MALE, AgeGroup.CHILDREN), ["<5"]),
        (Key(Country.SRI_LANKA, 2022, Form.OTHER, Sex.ALL, AgeGroup.ALL), ["19", "18"]),
    ],
)
def test_known_values_are_found_under_their_labels(key: Key, printed: list[str]) -> None:
    assert cells()[key] == [read(value) for value in printed]


def test_a_combination_the_source_has_no_row_for_is_absent_and_not_zero() -> None:
    assert Key(Country.MALDIVES, 2020, Form.ALL, Sex.ALL, AgeGroup.CHILDREN) not in cells()


def test_every_fault_of_the_source_is_found() -> None:
    assert Counter(finding.fault for finding in findings()) == {
        Fault.ABOVE: 38,
        Fault.REPEATED: 5,
        Fault.SHORT: 44,
    }
    nepal = [f for f in findings() if f.key == Key(*NEPAL_2020, AgeGroup.ALL)]
    by_age = next(f for f in nepal if f.along == Along.AGE)
    assert by_age.fault == Fault.ABOVE
    assert by_age.parts == (read("507"), read("1,516"))
    assert by_age.whole == read("187")


def one(whole: str, women: str, men: str, other: str | None = None) -> list[Fault]:
    parts = {Sex.ALL: whole, Sex.FEMALE: women, Sex.MALE: men} | (
        {Sex.OTHER: other} if other else {}
    )
    return [
        finding.fault
        for finding in find(
            {
                Key(Country.NEPAL, 2020, Form.SEXUAL, sex, AgeGroup.CHILDREN): [read(printed)]
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
        ("10", "7", "4", [Fault.ABOVE]),
        ("<5", "5", "<5", [Fault.ABOVE]),
        ("10", "6", "3", [Fault.SHORT]),
        ("20", "6", "<5", [Fault.SHORT]),
    ],
)
def test_only_what_cannot_be_true_is_called_a_contradiction(
    whole: str, women: str, men: str, faults: list[Fault]
) -> None:
    assert one(whole, women, men) == faults


def test_a_missing_part_is_no_shortfall_and_a_third_sex_counts() -> None:
    key = Key(Country.NEPAL, 2020, Form.SEXUAL, Sex.ALL, AgeGroup.CHILDREN)
    girls = Key(Country.NEPAL, 2020, Form.SEXUAL, Sex.FEMALE, AgeGroup.CHILDREN)
    others = Key(Country.NEPAL, 2020, Form.SEXUAL, Sex.OTHER, AgeGroup.CHILDREN)
    assert find({key: [read("10")], girls: [read("6")]}) == ()
    assert find({key: [read("10")], girls: [read("6")], others: [read("1")]}) == ()
    assert one("10", "5", "5", "<5") == []
    assert one("10", "5", "5", "6") == [Fault.ABOVE]


def test_rows_with_the_same_labels_are_a_fault_and_never_added() -> None:
    key = Key(Country.NEPAL, 2020, Form.OTHER, Sex.ALL, AgeGroup.ALL)
    (finding,) = find({key: [read("77"), read("39")]})
    assert (finding.fault, finding.whole) == (Fault.REPEATED, None)
