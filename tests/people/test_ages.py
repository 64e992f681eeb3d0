"""Ages as evidence: the interval of each statement, the joint result, the presumption of minority."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.people.ages import (
    AgeEvidence,
    AgeRange,
    BirthInterval,
    PartialDate,
    age_at,
    age_view,
    birth_interval,
    completed_years,
    minor_status,
)
from saathi.people.vocabulary import AgeBasis, DatePrecision, MinorStatus

STATED, DOCUMENTED, ASSESSED, DECLARED, REPORTED, IMPORTED = AgeBasis
UNKNOWN = PartialDate(DatePrecision.UNKNOWN)


def says(
    basis: AgeBasis, youngest: int, oldest: int | None = None, *, on: PartialDate | None = None
) -> AgeEvidence:
    years = AgeRange(youngest, youngest if oldest is None else oldest)
    return AgeEvidence(basis, years=years, as_of=on or PartialDate.on(date(2024, 6, 15)))


def born(basis: AgeBasis, *parts: int) -> AgeEvidence:
    return AgeEvidence(basis, born=PartialDate.gregorian(*parts))


# statement in words | the statement | first and last possible day of birth
STATEMENTS = [
    ("twelve, on 15 June 2024", says(STATED, 12), date(2011, 6, 16), date(2012, 6, 15)),
    ("between 14 and 16, on 15 June 2024", says(ASSESSED, 14, 16), date(2007, 6, 16), date(2010, 6, 15)),
    ("twelve, some time in 2024", says(STATED, 12, on=PartialDate.gregorian(2024)), date(2011, 1, 2), date(2012, 12, 31)),
    ("in her twelfth year: eleven completed", AgeEvidence(STATED, years=AgeRange(12, 12), as_of=PartialDate.on(date(2024, 6, 15)), running=True), date(2012, 6, 16), date(2013, 6, 15)),
    ("ten, on 29 February", says(STATED, 10, on=PartialDate.on(date(2024, 2, 29))), date(2013, 3, 1), date(2014, 2, 28)),
    ("born in 2010", born(DOCUMENTED, 2010), date(2010, 1, 1), date(2010, 12, 31)),
    ("born in May 2010", born(DOCUMENTED, 2010, 5), date(2010, 5, 1), date(2010, 5, 31)),
    ("born on 3 May 2010", born(DOCUMENTED, 2010, 5, 3), date(2010, 5, 3), date(2010, 5, 3)),
]  # fmt: skip


@pytest.mark.requirement("IDN-012")
@pytest.mark.parametrize(("evidence", "first", "last"), [row[1:] for row in STATEMENTS], ids=[row[0] for row in STATEMENTS])  # fmt: skip
def test_when_a_child_was_born_if_a_statement_is_true(
    evidence: AgeEvidence, first: date, last: date
) -> None:
    assert birth_interval(evidence) == BirthInterval(first, last)


@pytest.mark.parametrize(
    "evidence",
    [
        AgeEvidence(STATED),
        AgeEvidence(STATED, born=UNKNOWN),
        AgeEvidence(STATED, years=AgeRange(10, 12)),
        AgeEvidence(STATED, years=AgeRange(10, 12), as_of=UNKNOWN),
    ],
)
def test_a_statement_that_fixes_no_day_gives_no_interval(evidence: AgeEvidence) -> None:
    assert birth_interval(evidence) is None


# the statements | years of birth for statistics | do they conflict?
SIDE_BY_SIDE = [
    ("nothing", [], None, False),
    ("only something that fixes no day", [AgeEvidence(STATED, born=UNKNOWN)], None, False),
    ("one statement", [says(STATED, 12)], (2011, 2012), False),
    ("two that agree: what they share", [says(STATED, 14), born(DOCUMENTED, 2010)], (2010, 2010), False),
    ("assessed 17 to 19, stated 16: the assessment for statistics", [says(STATED, 16), says(ASSESSED, 17, 19)], (2004, 2007), True),
    ("passport says 1999, stated 15: the document for statistics, both shown", [born(DOCUMENTED, 1999), says(STATED, 15)], (1999, 1999), True),
    ("an authority's declaration does not overrule a document", [born(DOCUMENTED, 2010), says(DECLARED, 18, 20)], (2010, 2010), True),
    ("a document stands above an assessment", [says(ASSESSED, 17, 19), born(DOCUMENTED, 2010)], (2010, 2010), True),
    ("declared stands above stated", [says(STATED, 12), says(DECLARED, 15)], (2008, 2009), True),
    ("two documents that contradict: from the first to the last", [born(DOCUMENTED, 2008), born(DOCUMENTED, 2011), says(STATED, 13)], (2008, 2011), True),
]  # fmt: skip


@pytest.mark.requirement("IDN-012")
@pytest.mark.requirement("AUT-004")
@pytest.mark.parametrize(("statements", "years", "conflicting"), [row[1:] for row in SIDE_BY_SIDE], ids=[row[0] for row in SIDE_BY_SIDE])  # fmt: skip
def test_statements_stand_side_by_side(
    statements: list[AgeEvidence], years: tuple[int, int] | None, conflicting: bool
) -> None:
    view = age_view(statements)
    assert [evidence for evidence, _interval in view.evidence] == statements
    assert (view.best_interval.years if view.best_interval else None) == years
    assert view.is_conflicting is conflicting


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (None, MinorStatus.PRESUMED),
        (AgeRange(12, 12), MinorStatus.CHILD),
        (AgeRange(15, 17), MinorStatus.CHILD),
        (AgeRange(16, 19), MinorStatus.PRESUMED),
        (AgeRange(17, 40), MinorStatus.PRESUMED),
        (AgeRange(18, 18), MinorStatus.ADULT),
        (AgeRange(20, 25), MinorStatus.ADULT),
    ],
)
def test_a_child_when_the_range_reaches_below_eighteen(
    age: AgeRange | None, expected: MinorStatus
) -> None:
    assert minor_status(age) == expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (None, MinorStatus.ADULT),
        (AgeRange(16, 19), MinorStatus.ADULT),
        (AgeRange(15, 17), MinorStatus.CHILD),
    ],
)
def test_the_presumption_is_rebuttable_and_childhood_is_not(
    age: AgeRange | None, expected: MinorStatus
) -> None:
    assert minor_status(age, rebutted=True) == expected


def test_a_conflict_leaves_the_benefit_of_the_doubt_to_the_child() -> None:
    """Stated 16, a passport says 20: presumed a child, whatever statistics use."""
    today = PartialDate.on(date(2024, 6, 15))
    view = age_view([says(STATED, 16), born(DOCUMENTED, 2004)])
    assert minor_status(age_at(view.widest_interval, today)) == MinorStatus.PRESUMED
    assert minor_status(age_at(view.best_interval, today)) == MinorStatus.ADULT


@pytest.mark.requirement("IDN-013")
def test_age_at_recruitment_is_another_than_age_when_found() -> None:
    interval = birth_interval(born(DOCUMENTED, 2006, 3, 1))
    assert age_at(interval, PartialDate.gregorian(2022)) == AgeRange(15, 16)
    assert age_at(interval, PartialDate.on(date(2025, 4, 2))) == AgeRange(19, 19)


@pytest.mark.parametrize("when", [UNKNOWN, PartialDate.on(date(2024, 1, 1))])
def test_no_age_without_birth_or_without_a_date(when: PartialDate) -> None:
    assert age_at(None, when) is None
    assert age_at(BirthInterval(date(2010, 1, 1), date(2010, 1, 1)), UNKNOWN) is None


@pytest.mark.parametrize(
    ("birthday", "on", "age"),
    [
        (date(2006, 6, 15), date(2024, 6, 14), 17),
        (date(2006, 6, 15), date(2024, 6, 15), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2024, 6, 16), date(2024, 6, 15), 0),
    ],
)
def test_completed_years(birthday: date, on: date, age: int) -> None:
    assert completed_years(birthday, on) == age


@pytest.mark.requirement("IDN-012")
@given(
    birthday=st.dates(date(1990, 1, 1), date(2024, 1, 1)),
    later=st.integers(0, 9000),
    less=st.integers(0, 3),
    more=st.integers(0, 3),
    doubt=st.integers(0, 400),
)
def test_a_true_statement_never_excludes_the_true_birthday(
    birthday: date, later: int, less: int, more: int, doubt: int
) -> None:
    on = birthday + timedelta(days=later)
    age = completed_years(birthday, on)
    around = PartialDate(
        DatePrecision.RANGE, on - timedelta(days=doubt), on + timedelta(days=doubt)
    )
    interval = birth_interval(says(STATED, max(0, age - less), age + more, on=around))
    assert interval is not None
    assert interval.earliest <= birthday <= interval.latest
    back = age_at(interval, PartialDate.on(on))
    assert back is not None
    assert back.youngest <= age <= back.oldest


def test_age_of_a_report_never_outweighs_other_evidence() -> None:
    view = age_view([says(REPORTED, 17), says(STATED, 12)])
    assert view.is_conflicting
    assert view.best_interval == birth_interval(says(STATED, 12))
