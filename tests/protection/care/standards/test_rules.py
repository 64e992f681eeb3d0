"""What a set must say, which set applies, how two sets compare, and what the model set contains."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.protection.care.standards import rules, tables
from saathi.protection.care.standards.rules import Criterion, SetFacts
from saathi.protection.care.standards.vocabulary import CHILD_WORDS, EvidenceKind, StandardDomain
from tests.engines.examples import examples

DAY = dt.date(2026, 6, 1)
LATER = dt.date(2026, 7, 1)


def criterion(code: str, *references: str, **fields: Any) -> Criterion:
    usual: dict[str, Any] = {"domain": "safety", "text": f"Text {code}", "is_critical": False}
    return Criterion(code, references=references, **usual | fields)


@pytest.mark.requirement("FAC-004", "FAC-008")
def test_the_model_set_is_complete() -> None:
    read = tables.read_criteria(tables.model_table())
    assert read.is_valid
    assert len(read.criteria) == 60
    assert sum(item.is_critical for item in read.criteria) == 27
    assert {result.domain for result in read.criteria} == set(StandardDomain.values)
    assert set(CHILD_WORDS) == set(StandardDomain)
    assert all(result.evidence and result.child_text for result in read.criteria)
    assert all(set(result.evidence) <= set(EvidenceKind.values) for result in read.criteria)
    words = {
        word for result in read.criteria for word in f"{result.text} {result.child_text}".split()
    }
    assert not words & {"she", "her", "she’s", "he", "his"}
    again = tables.criteria_table(read.criteria)
    assert [row[0] for row in again.rows] == [entry.code for entry in read.criteria]


def test_criteria_are_stored_and_read_again() -> None:
    for item in tables.model_criteria():
        assert Criterion.from_json(item.to_json()) == item


def test_codes_are_in_the_order_of_their_numbers() -> None:
    found = rules.in_domain_order([criterion("3.10"), criterion("3.9"), criterion("3.1")])
    assert [item.code for item in found] == ["3.1", "3.9", "3.10"]


HEAD = "code,domain,text,critical,evidence,kinds,references\n"


@pytest.mark.parametrize(
    ("table", "error"),
    [
        ("code,domain,text\n1,safety,x\n", "The column “critical” is missing."),
        ("code,domain,text,critical,owner\n", "There is no column “owner”."),
        (HEAD, "no entries"),
        (HEAD + ",safety,x,yes\n", "The column “code” is blank."),
        (HEAD + "1,safety,,yes\n", "The column “text” is blank."),
        (HEAD + "1,,x,yes\n", "The column “domain” is blank."),
        (HEAD + "1,safety,x,perhaps\n", "Enter “yes” or “no”"),
        (HEAD + "1,weather,x,yes\n", "The column “domain” does not know: weather."),
        (HEAD + "1,safety,x,yes,rumour\n", "The column “evidence” does not know: rumour."),
        (HEAD + "1,safety,x,yes,,castle\n", "The column “kinds” does not know: castle."),
        (HEAD + "1,safety,x,yes\n1,safety,y,no\n", "This code is in the table twice."),
        (HEAD + f"1,safety,{'x' * 501},yes\n", "A text is too long."),
    ],
)
def test_errors_of_a_table(table: str, error: str) -> None:
    read = tables.read_criteria(table)
    assert not read.is_valid
    found = [*read.errors, *(text for row in read.rows for text in row.errors)]
    assert any(error in text for text in found), found


def test_labels_are_read_as_codes() -> None:
    table = HEAD + "1,Safe from harm,x,no,Observation;Children heard alone,Hostel,3.1;3.2\n"
    [found] = tables.read_criteria(table).criteria
    assert (found.domain, found.evidence) == ("safety", ("observed", "children"))
    assert (found.kinds, found.references) == (("hostel",), ("3.1", "3.2"))


@pytest.mark.requirement("FAC-006")
def test_two_sets_are_compared_by_the_criteria_they_refer_to() -> None:
    left = [criterion("a", "3.1", is_critical=True), criterion("b", "3.2"), criterion("c")]
    right = [criterion("x", "3.1"), criterion("y", "3.5")]
    rows = rules.compare_sets(left, right)
    found = [
        ([entry.code for entry in row.left], [item.code for item in row.right]) for row in rows
    ]
    assert found == [(["a"], ["x"]), (["b"], []), (["c"], []), ([], ["y"])]
    assert [row.is_shared for row in rows] == [True, False, False, False]
    assert [row.differs_in_weight for row in rows] == [True, False, False, False]


def test_one_criterion_may_stand_for_several() -> None:
    left = [criterion("a", "3.1", "3.2")]
    right = [criterion("x", "3.1"), criterion("y", "3.2")]
    [row] = rules.compare_sets(left, right)
    assert [item.code for item in row.right] == ["x", "y"]


sets = st.lists(
    st.builds(
        Criterion,
        code=st.integers(1, 99).map(str),
        domain=st.sampled_from(StandardDomain.values),
        text=st.just("x"),
        is_critical=st.booleans(),
        references=st.lists(st.sampled_from("abcdef"), max_size=2).map(tuple),
    ),
    max_size=6,
)


@examples(80)
@given(sets, sets)
def test_each_criterion_is_in_one_row(left: list[Criterion], right: list[Criterion]) -> None:
    rows = rules.compare_sets(left, right)
    for side, criteria in (("left", left), ("right", right)):
        found = [entry for row in rows for entry in getattr(row, side)]
        assert sorted(found, key=repr) == sorted(criteria, key=repr)
    swapped = rules.compare_sets(right, left)
    assert sorted(row.is_shared for row in rows) == sorted(row.is_shared for row in swapped)
    for row in rows:
        for other in rows:
            if row is not other:
                ours, theirs = (
                    {name for item in (*each.left, *each.right) for name in item.references}
                    for each in (row, other)
                )
                assert not ours & theirs


@pytest.mark.parametrize(
    ("facts", "applies"),
    [
        (SetFacts("IND", "law", DAY, ""), True),
        (SetFacts("NPL", "law", DAY, ""), False),
        (SetFacts("", "proposal", None, ""), True),
        (SetFacts("IND", "law", LATER, ""), False),
    ],
)
def test_which_sets_apply_in_a_country(facts: SetFacts, applies: bool) -> None:
    assert (rules.set_rank(facts, "IND", DAY) is not None) == applies


def test_law_comes_before_guidance_before_proposals() -> None:
    order = [
        SetFacts("", "proposal", None, ""), SetFacts("IND", "proposal", None, ""),
        SetFacts("", "guidance", None, ""), SetFacts("IND", "guidance", None, ""),
        SetFacts("IND", "law", dt.date(2020, 1, 1), ""), SetFacts("IND", "law", DAY, ""),
    ]  # fmt: skip
    ranks = [rules.set_rank(facts, "IND", DAY) for facts in order]
    known = [rank for rank in ranks if rank is not None]
    assert known == sorted(known)
    assert len(set(known)) == len(order)


@pytest.mark.parametrize(
    ("standing", "source", "day", "codes"),
    [
        ("proposal", "", None, []),
        ("proposal", "", DAY, ["in_force_from"]),
        ("law", "Gazette", DAY, []),
        ("law", "", DAY, ["source"]),
    ],
)
def test_facts_of_a_set(standing: str, source: str, day: dt.date | None, codes: list[str]) -> None:
    found = rules.reasons_against_set(standing, source, day)
    assert [reason.code for reason in found] == codes


def test_a_set_is_published_with_a_critical_criterion() -> None:
    assert rules.reasons_against_publishing([])
    assert rules.reasons_against_publishing([criterion("1")])
    assert not rules.reasons_against_publishing([criterion("1", is_critical=True)])
