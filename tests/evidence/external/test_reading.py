"""Tables of other organisations are read as printed, with every error by its line. No database."""

from pathlib import Path

import pytest

from saathi.engines.sheets import reading
from saathi.evidence.external import layouts
from saathi.evidence.external.series_reading import SeriesReadPlan, SeriesReadResult, read_cells
from saathi.evidence.external.vocabulary import SeriesColumnRole, SeriesLayout
from saathi.evidence.printed_counts import Count

GLOTIP = """Iso3_code,Country,Region,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,txtVALUE,Source
NPL,Nepal,Asia,Detected trafficking victims,Total,Total,Total,0 to 17 years,2021,Counts,120,GLOTIP
NPL,Nepal,Asia,Detected trafficking victims,Total,Total,Female,0 to 17 years,2021,Counts,<5,GLOTIP
"""
NRM = """First responder type,First responder,Exploitation type,Age at exploitation,Gender,Nationality,People
Government agency,UKVI,Labour,17 or under,Male,Pakistani,7
Government agency,UKVI,Total,Total,Total,Total,"1,908"
"""
CTDC = """yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation
2020,Woman,9--17,NPL,IND
2020,Woman,9--17,NPL,IND
2020,Man,,NPL,IND
"""


def outcome(text: str, layout: SeriesLayout, **options: object) -> SeriesReadResult:
    sheet = reading.read_sheet(text.encode())
    columns = layouts.guess_columns(sheet.columns, layout)
    return read_cells(
        sheet, SeriesReadPlan(columns, counts_rows=layouts.has_person_rows(layout), **options)
    )  # type: ignore[arg-type]


def test_column_roles_are_guessed_and_can_be_changed() -> None:
    glotip = layouts.guess_columns(reading.read_sheet(GLOTIP.encode()).columns, SeriesLayout.GLOTIP)
    assert glotip[SeriesColumnRole.NUMBER] == "txtVALUE"
    assert glotip[SeriesColumnRole.PLACE] == "Country"
    assert (glotip[SeriesColumnRole.SPLIT], glotip[SeriesColumnRole.CATEGORY]) == (
        "Dimension",
        "Category",
    )
    nrm = layouts.guess_columns(reading.read_sheet(NRM.encode()).columns, SeriesLayout.NRM)
    assert nrm[SeriesColumnRole.NUMBER] == "People"
    assert nrm[SeriesColumnRole.SOURCE] == "First responder"
    ctdc = layouts.guess_columns(reading.read_sheet(CTDC.encode()).columns, SeriesLayout.CTDC)
    assert SeriesColumnRole.NUMBER not in ctdc
    assert ctdc[SeriesColumnRole.PLACE] == "CountryOfExploitation"


def test_count_below_five_stays_a_range() -> None:
    read_result = outcome(GLOTIP, SeriesLayout.GLOTIP)
    assert not read_result.mistakes
    assert [cell.count for cell in read_result.cells] == [Count(120, 120), Count(0, 4)]
    assert [cell.printed for cell in read_result.cells] == ["120", "<5"]


def test_a_table_without_year_or_country_asks_for_them() -> None:
    read_result = outcome(NRM, SeriesLayout.NRM)
    assert {mistake.line for mistake in read_result.mistakes} == {0}
    assert len(read_result.mistakes) == 2
    read_result = outcome(NRM, SeriesLayout.NRM, year=2023, place="United Kingdom")
    assert not read_result.mistakes
    assert read_result.cells[1].count == Count(1908, 1908)
    assert read_result.cells[0].of[SeriesColumnRole.PLACE] == "United Kingdom"


def test_rows_of_persons_are_counted_with_all_together_and_the_blank_is_a_category() -> None:
    read_result = outcome(CTDC, SeriesLayout.CTDC)
    by = {
        (cell.of["sex"], cell.of["age"]): cell.count.lower
        for cell in read_result.cells
        if (cell.of["nationality"], cell.of["place"]) == ("Total", "Total")
    }
    assert by == {
        ("Total", "Total"): 3, ("Woman", "Total"): 2, ("Man", "Total"): 1, ("Woman", "9--17"): 2,
        ("Man", "(blank)"): 1, ("Total", "9--17"): 2, ("Total", "(blank)"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "NPL,Nepal,Asia,D,Total,Total,Male,Total,2021,Counts,about ten,G",
            "The number must be a whole number or “<5”",
        ),
        (
            "NPL,Nepal,Asia,D,Total,Total,Male,Total,2021,Counts,-4,G",
            "The number must be a whole number or “<5”",
        ),
        (
            "NPL,Nepal,Asia,D,Total,Total,Male,Total,2021,Counts,,G",
            "The number must be a whole number or “<5”",
        ),
        ("NPL,Nepal,Asia,D,Total,Total,Male,Total,21,Counts,8,G", "The year is not valid"),
    ],
)
def test_error_names_its_line_and_other_rows_are_read(line: str, words: str) -> None:
    read_result = outcome(f"{GLOTIP}{line}\n", SeriesLayout.GLOTIP)
    assert [mistake.line for mistake in read_result.mistakes] == [4]
    assert words in read_result.mistakes[0].words
    assert len(read_result.cells) == 2


def test_conflicting_rows_for_one_cell_are_left_out() -> None:
    line = "NPL,Nepal,Asia,Detected trafficking victims,Total,Total,Total,0 to 17 years,2021,Counts,9,G"
    read_result = outcome(f"{GLOTIP}{line}\n", SeriesLayout.GLOTIP)
    assert [mistake.line for mistake in read_result.mistakes] == [2, 4]
    assert "This row is repeated below with a different number" in read_result.mistakes[0].words
    assert "This row is the same as line 2" in read_result.mistakes[1].words
    assert [cell.printed for cell in read_result.cells] == ["<5"]


def test_duplicate_or_missing_column_is_refused_by_name() -> None:
    sheet = reading.read_sheet(NRM.encode())
    twice = read_cells(
        sheet, SeriesReadPlan({"number": "People", "age": "People"}, year=2023, place="GBR")
    )
    assert "Choose a different column for each field" in twice.mistakes[0].words
    gone = read_cells(sheet, SeriesReadPlan({"number": "Persons"}, year=2023, place="GBR"))
    assert "Persons" in gone.mistakes[0].words
    assert not twice.cells
    assert not gone.cells


def test_every_series_layout_names_its_proxies() -> None:
    for layout in SeriesLayout:
        assert layouts.PROXIES[layout]
    proxies = " ".join(str(words) for words in layouts.PROXIES[SeriesLayout.CTDC])
    assert "Citizenship is a proxy for origin" in proxies
    assert (
        "If the country of exploitation is not known, the country of first identification is used"
        in proxies
    )


DATA = Path(__file__).parents[3] / "saathi" / "evidence" / "data" / "glotip_detected.csv"


def test_shipped_series_is_read_except_conflicting_rows() -> None:
    """736 rows; where UNODC prints two numbers for one cell, both lines are named and none is chosen."""
    text = DATA.read_text("utf-8")
    read_result = outcome(text, SeriesLayout.GLOTIP)
    assert len(read_result.cells) + len(read_result.mistakes) == 736
    assert all("with a different number" in mistake.words for mistake in read_result.mistakes)
