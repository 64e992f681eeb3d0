"""Cuts of a released table: published numbers only, and each kind of value separately."""

import pytest

from saathi.engines.disclosure.tables import DisclosureMethod
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases.published_table import (
    NO_VALUE,
    PublishedTable,
    PublishedValue,
    parse_published_table,
    to_csv,
)
from saathi.evidence.releases.table_cuts import (
    ReleaseTableFilter,
    ReleaseTableSource,
    default_filter,
    select_table_cut,
    share_percent,
)
from saathi.evidence.releases.table_filter_form import ReleaseTableFilterForm
from saathi.evidence.releases.vocabulary import ValueStatus
from tests.factories import releases

ROUNDED, HIDDEN, SHOWN = ValueStatus.ROUNDED, ValueStatus.SUPPRESSED, ValueStatus.SHOWN


def source(
    method: DisclosureMethod = DisclosureMethod.ROUND, years: tuple[int, int] = (2021, 2024)
) -> ReleaseTableSource:
    indicator = catalogue.find_indicator(releases.INDICATOR)
    assert indicator is not None
    (table,) = releases.guarded(method).tables
    protected = releases.guarded(method)
    parents = {"age": dict(protected.trees["age"].parents)}
    return ReleaseTableSource(indicator, parse_published_table(to_csv(table)), parents, 5, years)


def shares(*rows: tuple[str, int | None, int | None]) -> ReleaseTableSource:
    """A share by year: the whole and the part of each."""
    indicator = catalogue.find_indicator("assessed_in_a_week")
    assert indicator is not None
    cells = {}
    for year, whole, part in rows:
        for code, number in (("Total", whole), ("yes", part)):
            status = HIDDEN if number is None else SHOWN
            cells[year, code] = PublishedValue(number, status)
    return ReleaseTableSource(
        indicator, PublishedTable(("year", "counted"), cells), {}, 5, (2021, 2024)
    )


def test_every_cell_of_a_cut_is_a_published_one() -> None:
    table_source = source()
    shown = select_table_cut(table_source, ReleaseTableFilter("sex", "year", {"age": "0_17"}))
    printed = table_source.printed
    codes = ["girl", "boy", "other", "Total"]
    assert [line.label for line in shown.lines] == ["Girl", "Boy", "Other", "Total"]
    for sex, line in zip(codes, shown.lines, strict=True):
        for year, cell in zip(["2021", "2022", "2023", "2024"], line.cells, strict=False):
            value = printed.value({"sex": sex, "year": year, "age": "0_17"})
            assert cell.text.replace(",", "").replace("\N{NO-BREAK SPACE}", "") == value.text
    assert shown.columns == ("2021", "2022", "2023", "2024", "Total")


def test_no_data_suppressed_zero_and_rounded_are_distinguished() -> None:
    shown = select_table_cut(
        source(DisclosureMethod.SUPPRESS, (2019, 2024)),
        ReleaseTableFilter("sex", "year", {"age": "0_5"}),
    )
    texts = {cell.text for line in shown.lines for cell in line.cells}
    assert "no data" in texts
    assert "×" in texts
    assert [cell.text for cell in shown.lines[0].cells[:2]] == ["no data", "no data"]
    words = " ".join(f"{pair.term} {pair.text}" for pair in shown.legend)
    assert "It is neither zero nor missing" in words
    assert "this is not zero" in words
    assert "Rounded" not in words
    assert "Rounded" in " ".join(
        pair.term for pair in select_table_cut(source(), default_filter(source())).legend
    )


def test_share_needs_enough_published_numbers() -> None:
    table_source = shares(
        ("2021", 40, 20), ("2022", 15, 15), ("2023", 40, None), ("2024", None, None)
    )
    (line,) = select_table_cut(table_source, ReleaseTableFilter("", "year")).lines
    assert [cell.text for cell in line.cells[:4]] == ["50 %", "too few", "×", "×"]
    assert line.cells[0].spoken_text == "20 of 40"
    assert [cell.spoken_text for cell in line.cells[2:4]] == ["suppressed", "suppressed"]


@pytest.mark.parametrize(
    ("whole", "part", "percent"),
    [
        (40, 20, 50),
        (20, 20, 100),
        (19, 10, None),
        (None, 10, None),
        (40, None, None),
        (20, 25, 100),
    ],
)
def test_percentages(whole: int | None, part: int | None, percent: int | None) -> None:
    assert share_percent(PublishedValue(whole, SHOWN), PublishedValue(part, SHOWN), 5) == percent


def test_a_combination_that_was_not_released_is_no_data() -> None:
    assert source().printed.value({"sex": "unknown"}) == NO_VALUE


def test_a_reader_chooses_rows_columns_and_a_part() -> None:
    table_source = source()
    form = ReleaseTableFilterForm(
        {"rows": "age", "columns": "sex", "year": "2022"}, source=table_source
    )
    table_filter = form.to_filter()
    assert (table_filter.rows, table_filter.columns, table_filter.filters) == (
        "age",
        "sex",
        {"year": "2022"},
    )
    shown = select_table_cut(table_source, table_filter)
    assert shown.columns == ("Girl", "Boy", "Other", "Total")
    sums = [line.label for line in shown.lines if line.is_whole]
    assert {"under 12 years", "12 to 17 years", "0 to 17 years", "Total"} == set(sums)


@pytest.mark.parametrize(
    "address",
    [
        {"rows": "caste"},
        {"rows": "sex", "columns": "sex"},
        {"year": "1066"},
        {"columns": "<b>"},
        {"counted": "yes"},
    ],
)
def test_table_filter_ignores_invalid_choices_with_a_message(address: dict[str, str]) -> None:
    table_source = source()
    form = ReleaseTableFilterForm(address, source=table_source)
    table_filter = form.to_filter()
    assert bool(form.errors) == ("counted" not in address)
    assert table_filter.rows != table_filter.columns
    assert select_table_cut(table_source, table_filter).lines
