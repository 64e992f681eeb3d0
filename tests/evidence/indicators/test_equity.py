"""Equity of access: permissions, and shares side by side by every characteristic."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saathi.evidence.indicators import catalogue, dimensions, equity, snapshot_building
from saathi.evidence.indicators.numbers import ExactNumber
from tests.evidence.indicators.counting import ENGINES, by_duckdb
from tests.evidence.indicators.facts_rows import facts
from tests.factories import agencies
from tests.roles import role
from tests.screens import Table, read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/numbers/equity/"
IN_TIME, ALONE = "assessed_in_a_week", "met_alone"


def number(
    name: str, dimension: str, category: str, among: int, counted: int, **of: object
) -> ExactNumber:
    values = {"country": "", "year": 2025} | of
    return ExactNumber(
        indicator=name,
        dimension=dimension,
        category=category,
        among=among,
        counted=counted,
        **values,
    )  # type: ignore[arg-type]


def put() -> None:
    numbers = [
        number(IN_TIME, "", "", 200, 120),
        number(IN_TIME, "sex", "girl", 100, 80), number(IN_TIME, "sex", "boy", 100, 40),
        number(IN_TIME, "national", "national", 150, 90),
        number(IN_TIME, "national", "not_national", 50, 10),
        number(IN_TIME, "papers", "no_document", 60, 30),
        number(IN_TIME, "disability", "yes", 40, 10), number(IN_TIME, "disability", "no", 90, 60),
        number(IN_TIME, "disability", "not_known", 70, 50),
        number(ALONE, "sex", "girl", 100, 50), number(ALONE, "sex", "boy", 8, 4),
        number(IN_TIME, "sex", "girl", 100, 10, year=2024), number(IN_TIME, "", "", 100, 10, year=2024),
    ]  # fmt: skip
    with role("analyst"):
        snapshot_building.replace_indicator_cells(numbers, "20260101000000-abcdef01")


def page(query: str = "") -> tuple[str, list[Table]]:
    return read(signed_in(agencies.staff("rapporteur")).get(PAGE + query))


def title(name: str) -> str:
    definition = catalogue.find_indicator(name)
    assert definition is not None
    return str(definition.title)


def test_who_may_not_see_numbers_finds_nothing() -> None:
    assert signed_in(agencies.staff("administrator")).get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_equity_page_before_the_first_count_shows_no_zero() -> None:
    words, tables = page()
    assert "Nothing was counted" in words
    assert not tables


@pytest.mark.requirement("RTS-008")
@pytest.mark.requirement("SRV-014")
def test_support_shares_by_each_required_dimension() -> None:
    put()
    line = title(IN_TIME)
    _words, [table] = page()
    assert table.cell(line, "Girl").startswith("80 %")
    assert table.cell(line, "Boy").startswith("40 %")
    assert table.cell(title(ALONE), "Boy").startswith("too few")
    _words, [table] = page("?by=national")
    assert table.cell(line, "National of the country of the case").startswith("60 %")
    assert table.cell(line, "Not a national of that country").startswith("20 %")
    _words, [table] = page("?by=papers")
    assert table.cell(line, "Age not documented").startswith("50 %")
    _words, [table] = page("?by=disability")
    assert table.cell(line, "Lives with a disability").startswith("25 %")
    assert table.columns[-1] == "not known"
    _words, [table] = page("?by=sex&year=2024")
    assert table.cell(line, "Girl").startswith("10 %")


# By the year of birth: how many children had a case in 2025, and how many of them were assessed in
# a week. Too wide a range of years, and none, leave the age open.
BIRTHS = {
    ("2023", "2023"): (4, 4),
    ("2015", "2015"): (24, 20),
    ("2009", "2009"): (40, 10),
    ("2000", "2012"): (12, 6),
    ("-", "-"): (18, 9),
}


def put_children_of_all_ages() -> None:
    child = ["child | birth_year_low | birth_year_high"]
    case, assessment = ["child | opened"], ["child | days_after_opening"]
    for years, (all_children, soon_assessed) in BIRTHS.items():
        for place in range(all_children):
            number_of_child = len(child)
            child.append(f"{number_of_child} | {years[0]} | {years[1]}")
            case.append(f"{number_of_child} | 2025-03")
            assessment.append(f"{number_of_child} | {7 if place < soon_assessed else 8}")
    rows = facts(child="\n".join(child), case="\n".join(case), assessment="\n".join(assessment))
    definition = catalogue.find_indicator(IN_TIME)
    assert definition is not None
    counted = by_duckdb(rows, [definition])[IN_TIME]
    with role("analyst"):
        snapshot_building.replace_indicator_cells(
            [ExactNumber(IN_TIME, *key, *value) for key, value in counted.items()], "of these facts"
        )


def test_shares_by_age_when_identified_from_facts_to_page() -> None:
    put_children_of_all_ages()
    words, [table] = page("?by=age")
    assert "The age is the age when identified" in words
    assert table.cell(title(IN_TIME), "6 to 11 years") == "80 % about 20 of 25"
    assert table.cell(title(IN_TIME), "15 to 17 years") == "25 % about 10 of 40"
    assert table.cell(title(IN_TIME), "not known") == "50 % about 15 of 30"
    # Of four children no share is shown, although it would be a good one.
    assert table.cell(title(IN_TIME), "0 to 5 years") == "too few of fewer than 20"
    # In the order of life, the unknown last; bands in which no child was are not made up.
    columns = ["Indicator", "0 to 5 years", "6 to 11 years", "15 to 17 years", "not known"]
    assert list(table.columns)[-len(columns) + 1 :] == columns[1:]


def test_another_age_is_not_compared_as_the_age_when_identified(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put_children_of_all_ages()
    definition = catalogue.find_indicator(IN_TIME)
    assert definition is not None
    assert equity.build_equity_table(equity.EquityFilter(by="age", year=2025)).lines
    for other_age in (dimensions.AGE_REPORTED, dimensions.AGE_MISSING):
        changed = replace(definition, by=(other_age,))
        monkeypatch.setattr(catalogue, "all_indicators", lambda changed=changed: [changed])
        table = equity.build_equity_table(equity.EquityFilter(by="age", year=2025))
        assert (table.lines, table.omitted_indicators) == ([], 1)


def test_indicators_without_the_equity_dimension_are_counted() -> None:
    put()
    words, _tables = page("?by=disability")
    assert "shares of help are not disaggregated by this dimension" in words
    assert (
        "Caste, ethnicity and religion are encrypted in a child’s file and are never counted"
        in words
    )


def test_unknown_equity_dimension_is_refused_with_a_message() -> None:
    put()
    words, _tables = page("?by=caste")
    assert "Select a valid choice" in words


def test_every_equity_dimension_has_an_indicator() -> None:
    for mark in equity.EQUITY_DIMENSIONS:
        assert any(indicator.dimension(mark.name) for indicator in equity.list_help_shares()), (
            mark.name
        )


@pytest.mark.parametrize("engine", ENGINES.values(), ids=list(ENGINES))
def test_disability_counts_if_recorded_once(engine: object) -> None:
    rows = facts(
        child="child\n1\n2\n3\n4",
        case="child\n1\n2\n3\n4",
        functioning="child | disability\n1 | yes\n1 | no\n2 | no\n3 | not_known",
    )
    definition = catalogue.find_indicator("children_with_a_case")
    numbers = engine(rows, [definition])[definition.name]  # type: ignore[operator, union-attr]
    by = {
        key[3]: among
        for key, (among, _) in numbers.items()
        if key[0] == "" and key[2] == "disability"
    }
    assert by == {"yes": 1, "no": 1, "not_known": 2}


def test_equity_page_needs_few_queries() -> None:
    put()
    client = signed_in(agencies.staff("rapporteur"))
    client.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    assert len(captured) <= 20
