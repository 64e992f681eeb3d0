"""Guessing columns, reading dates and values, and checking rows: tables of cases."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.sheets import checking, dates, problems
from saathi.engines.sheets.checking import CheckedRow, ColumnPlan, check_rows, find_mapping_problems
from saathi.engines.sheets.dates import DateOrder, WrittenDate
from saathi.engines.sheets.fields import CaseloadField, guess_columns, guess_value_codes
from saathi.engines.sheets.table import Sheet

TODAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Name of child", CaseloadField.NAME),
        ("नाम", CaseloadField.NAME),
        ("name_first", CaseloadField.GIVEN_NAME),
        ("Father's Name", CaseloadField.FATHER),
        ("SEX", CaseloadField.GENDER),
        ("date_of_birth", CaseloadField.BIRTH),
        ("D.O.B.", CaseloadField.BIRTH),
        ("Case No.", CaseloadField.SOURCE_ID),
        ("registration_date", CaseloadField.REGISTERED),
        ("protection_concerns", CaseloadField.CONCERNS),
        ("Home District (permanent)", CaseloadField.DISTRICT),
        ("closure_reason", CaseloadField.CLOSING_REASON),
        ("Shoe size", None),
    ],
)
def test_a_column_is_known_by_its_name(column: str, field: CaseloadField | None) -> None:
    assert guess_columns([column]).get(column) == field


def test_no_field_is_guessed_twice() -> None:
    guessed = guess_columns(["Name", "Full name", "Child name", "Name of child"])
    assert list(guessed.values()).count(CaseloadField.NAME) == 1


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("F", "girl"),
        ("Girl", "girl"),
        ("महिला", "girl"),
        ("male", "boy"),
        ("hijra", "other"),
        ("Q", None),
    ],
)
def test_value_mapping_is_guessed(word: str, code: str | None) -> None:
    labels = {"girl": ("Girl",), "boy": ("Boy",), "other": ("Other",)}
    assert guess_value_codes(CaseloadField.GENDER, [word], labels).get(word) == code


@pytest.mark.parametrize(
    ("text", "order", "written"),
    [
        ("2011-05-07", DateOrder.DAY_FIRST, WrittenDate(2011, 5, 7)),
        ("2011-05-07 00:00:00", DateOrder.DAY_FIRST, WrittenDate(2011, 5, 7)),
        ("2011-05-07T10:00:00Z", DateOrder.DAY_FIRST, WrittenDate(2011, 5, 7)),
        ("2011", DateOrder.DAY_FIRST, WrittenDate(2011)),
        ("2011-05", DateOrder.DAY_FIRST, WrittenDate(2011, 5)),
        ("07/05/2011", DateOrder.DAY_FIRST, WrittenDate(2011, 5, 7)),
        ("07/05/2011", DateOrder.MONTH_FIRST, WrittenDate(2011, 7, 5)),
        ("7.5.2011", DateOrder.DAY_FIRST, WrittenDate(2011, 5, 7)),
        ("05/2011", DateOrder.DAY_FIRST, WrittenDate(2011, 5)),
        ("7 May 2011", DateOrder.DAY_FIRST, WrittenDate(2011, 5, 7)),
        ("May 7, 2011", DateOrder.DAY_FIRST, WrittenDate(2011, 5, 7)),
        ("May 2011", DateOrder.DAY_FIRST, WrittenDate(2011, 5)),
        ("०७/०५/२०११", DateOrder.DAY_FIRST, WrittenDate(2011, 5, 7)),
        ("2068-01-24", DateOrder.BIKRAM_SAMBAT, WrittenDate(2068, 1, 24, is_bikram_sambat=True)),
        ("soon", DateOrder.DAY_FIRST, None),
        ("7/5", DateOrder.DAY_FIRST, None),
        ("", DateOrder.DAY_FIRST, None),
    ],
)
def test_a_day_is_read_as_it_is_written(
    text: str, order: DateOrder, written: WrittenDate | None
) -> None:
    assert dates.parse_date(text, order) == written


def test_the_nepali_calendar_gives_the_days_it_may_mean() -> None:
    span = WrittenDate(2068, 1, 24, is_bikram_sambat=True).span
    assert span is not None
    assert span[0] <= dt.date(2011, 5, 7) <= span[1]


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/02/2025", "17/02/2025"], DateOrder.DAY_FIRST),
        (["03/02/2025", "02/17/2025"], DateOrder.MONTH_FIRST),
        (["03/02/2025"], DateOrder.DAY_FIRST),
        (["2079-04-12", "2080-01-01"], DateOrder.BIKRAM_SAMBAT),
        (["2019-04-12", ""], DateOrder.DAY_FIRST),
    ],
)
def test_date_order_is_guessed_from_the_column(cells: list[str], order: DateOrder) -> None:
    assert dates.guess_date_order(cells) == order


@given(st.dates(dt.date(1990, 1, 1), dt.date(2026, 1, 1)))
def test_every_day_is_read_back(day: dt.date) -> None:
    for text, order in (
        (day.isoformat(), DateOrder.MONTH_FIRST),
        (day.strftime("%d/%m/%Y"), DateOrder.DAY_FIRST),
        (day.strftime("%m/%d/%Y"), DateOrder.MONTH_FIRST),
        (day.strftime("%d %B %Y"), DateOrder.DAY_FIRST),
    ):
        written = dates.parse_date(text, order)
        assert written is not None
        assert written.span == (day, day)


PLAN = ColumnPlan(
    {
        "no": CaseloadField.SOURCE_ID,
        "name": CaseloadField.NAME,
        "sex": CaseloadField.GENDER,
        "born": CaseloadField.BIRTH,
        "age": CaseloadField.AGE,
        "reg": CaseloadField.REGISTERED,
        "concern": CaseloadField.CONCERNS,
        "state": CaseloadField.STATUS,
        "closed": CaseloadField.CLOSED_ON,
        "why": CaseloadField.CLOSING_REASON,
        "who": CaseloadField.WORKER,
    },
    {
        CaseloadField.GENDER: {"F": "girl", "M": "boy"},
        CaseloadField.CONCERNS: {"labour": "child_labour", "street": "street"},
        CaseloadField.STATUS: {"open": "open", "shut": "closed"},
        CaseloadField.CLOSING_REASON: {"home": "recovery"},
    },
)


def row(**cells: str) -> CheckedRow:
    values = {"no": "1", "name": "Gita"} | cells
    columns = (*PLAN.columns, "shoe")
    sheet = Sheet("csv", columns, (tuple(values.get(column, "") for column in columns),))
    return next(check_rows(sheet, PLAN, today=TODAY, workers=frozenset({"gita@example.org"})))


@pytest.mark.parametrize(
    ("cells", "errors"),
    [
        ({}, []),
        ({"name": ""}, [problems.NO_NAME]),
        ({"born": "31/02/2013"}, [problems.NO_DATE]),
        ({"born": "2075-01-01"}, [problems.TO_COME]),
        ({"born": "1850"}, [problems.TOO_LONG_AGO]),
        ({"born": "2025-06-01", "reg": "2025-03-01"}, [problems.BORN_LATER]),
        ({"age": "old"}, [problems.NO_AGE]),
        ({"age": "200"}, [problems.NO_AGE]),
        ({"age": "12-14"}, []),
        ({"age": "१२"}, []),
        ({"reg": "soon"}, [problems.NO_DATE]),
        (
            {"state": "shut", "reg": "2025-03-01", "closed": "2025-02-01", "why": "home"},
            [problems.CLOSED_BEFORE],
        ),
    ],
)
def test_row_with_impossible_values_is_refused(cells: dict[str, str], errors: list[object]) -> None:
    assert [problem.reason for problem in row(**cells).errors] == errors


@pytest.mark.parametrize(
    ("cells", "warnings"),
    [
        ({}, []),
        ({"no": ""}, [problems.NO_ID]),
        ({"sex": "Q"}, [problems.NO_WORD]),
        ({"concern": "labour; witchcraft"}, [problems.NO_WORD]),
        ({"born": "2012-05-05", "age": "8"}, [problems.AGE_AND_BIRTH]),
        ({"born": "2012-05-05", "age": "13"}, []),
        ({"born": "2001"}, [problems.ADULT]),
        ({"age": "19"}, [problems.ADULT]),
        ({"who": "nobody@example.org"}, [problems.NO_WORKER]),
        ({"who": "Gita@Example.org"}, []),
        ({"state": "shut"}, [problems.STAYS_OPEN]),
        (
            {"state": "shut", "closed": "2025-02-01", "why": "moon"},
            [problems.NO_WORD, problems.STAYS_OPEN],
        ),
        ({"state": "shut", "closed": "2025-02-01", "why": "home"}, []),
    ],
)
def test_row_warnings(cells: dict[str, str], warnings: list[object]) -> None:
    checked = row(**cells)
    assert checked.is_good
    assert [problem.reason for problem in checked.warnings] == warnings


def test_unmapped_values_are_kept_as_extras() -> None:
    record = row(sex="Q", concern="labour; witchcraft", shoe="35", who="x@example.org").record
    assert record.extras == {
        "sex": "Q",
        "concern": "labour; witchcraft",
        "shoe": "35",
        "who": "x@example.org",
    }
    assert (record.gender, record.concerns) == ("", ("child_labour",))


def test_a_case_is_closed_only_with_day_and_reason() -> None:
    shut = row(state="shut", closed="2025-02-01", why="home").record
    assert (shut.closed_on, shut.closing_reason) == (dt.date(2025, 2, 1), "recovery")
    still_open = row(state="open", closed="2025-02-01", why="home").record
    assert (still_open.closed_on, still_open.closing_reason) == (None, "")


def test_duplicate_record_number_is_refused() -> None:
    sheet = Sheet("csv", ("no", "name"), (("7", "Gita"), ("8", "Ram"), ("7", "Gita")))
    plan = ColumnPlan({"no": CaseloadField.SOURCE_ID, "name": CaseloadField.NAME})
    checked_rows = list(check_rows(sheet, plan, today=TODAY))
    assert [checked.is_good for checked in checked_rows] == [True, True, False]
    assert checked_rows[2].errors[0].reason == problems.TWICE
    assert checked_rows[2].errors[0].values == {"row": 1}


def test_column_plan_needs_a_name_and_each_field_once() -> None:
    assert [
        problem.reason for problem in find_mapping_problems(ColumnPlan({"a": CaseloadField.AGE}))
    ] == [problems.NO_NAME]
    twice = ColumnPlan({"a": CaseloadField.NAME, "b": CaseloadField.NAME})
    assert [(problem.reason, problem.column) for problem in find_mapping_problems(twice)] == [
        (problems.SOURCE_TWICE, "b")
    ]


def test_column_plan_is_stored_and_restored_unchanged() -> None:
    plan = ColumnPlan(PLAN.columns, PLAN.values, {CaseloadField.BIRTH: DateOrder.MONTH_FIRST})
    assert ColumnPlan.from_stored(plan.to_stored()) == plan


def test_unmapped_values_are_not_stored_with_the_plan() -> None:
    plan = ColumnPlan(
        {"a": CaseloadField.GENDER}, {CaseloadField.GENDER: {"F": "girl", "Gita Karki": ""}}
    )
    assert plan.without_unmapped_values().values == {CaseloadField.GENDER: {"F": "girl"}}


cells = st.text(max_size=15)


@given(st.lists(st.tuples(*[cells] * len(PLAN.columns)), min_size=1, max_size=6))
def test_every_checked_row_is_good_or_has_a_problem(
    rows: list[tuple[str, ...]],
) -> None:
    checked_rows = list(
        check_rows(Sheet("csv", tuple(PLAN.columns), tuple(rows)), PLAN, today=TODAY)
    )
    assert [checked.number for checked in checked_rows] == list(range(1, len(rows) + 1))
    for checked in checked_rows:
        assert checked.is_good == (not checked.errors)
        for problem in (*checked.errors, *checked.warnings):
            assert problem.reason.text % problem.values
        if checked.is_good:
            assert checked.record.names


def test_rows_are_counted_by_field() -> None:
    checked_rows = [row(sex="F"), row(sex="F"), row(sex="M")]
    assert checking.count_rows_by(checked_rows, lambda record: record.gender) == {
        "girl": 2,
        "boy": 1,
    }
