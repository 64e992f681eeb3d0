"""Tables of other bodies, read as they are printed, with every mistake by its line. No database."""

from pathlib import Path

import pytest

from saathi.evidence.counts import Count
from saathi.evidence.external import layouts
from saathi.evidence.external.reading import SeriesReadPlan, SeriesReadResult, read_cells
from saathi.evidence.external.vocabulary import SeriesColumnRole, SeriesLayout
from saathi.sheets import reading

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


def outcome(text: str, layout: SeriesLayout, **other: object) -> SeriesReadResult:
    sheet = reading.read_sheet(text.encode())
    columns = layouts.guess_columns(sheet.columns, layout)
    return read_cells(
        sheet, SeriesReadPlan(columns, counts_rows=layouts.has_person_rows(layout), **other)
    )  # type: ignore[arg-type]


def test_the_columns_of_each_kind_are_guessed_and_any_can_be_said_otherwise() -> None:
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


def test_a_withheld_number_stays_withheld() -> None:
    found = outcome(GLOTIP, SeriesLayout.GLOTIP)
    assert not found.mistakes
    assert [one.count for one in found.cells] == [Count(120, 120), Count(0, 4)]
    assert [one.printed for one in found.cells] == ["120", "<5"]


def test_a_table_without_year_or_country_asks_for_them() -> None:
    found = outcome(NRM, SeriesLayout.NRM)
    assert {one.line for one in found.mistakes} == {0}
    assert len(found.mistakes) == 2
    found = outcome(NRM, SeriesLayout.NRM, year=2023, place="United Kingdom")
    assert not found.mistakes
    assert found.cells[1].count == Count(1908, 1908)
    assert found.cells[0].of[SeriesColumnRole.PLACE] == "United Kingdom"


def test_rows_of_persons_are_counted_with_all_together_and_the_blank_is_a_category() -> None:
    found = outcome(CTDC, SeriesLayout.CTDC)
    by = {
        (one.of["sex"], one.of["age"]): one.count.lower
        for one in found.cells
        if (one.of["nationality"], one.of["place"]) == ("Total", "Total")
    }
    assert by == {
        ("Total", "Total"): 3, ("Woman", "Total"): 2, ("Man", "Total"): 1, ("Woman", "9--17"): 2,
        ("Man", "(blank)"): 1, ("Total", "9--17"): 2, ("Total", "(blank)"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("NPL,Nepal,Asia,D,Total,Total,Male,Total,2021,Counts,about ten,G", "no whole number"),
        ("NPL,Nepal,Asia,D,Total,Total,Male,Total,2021,Counts,-4,G", "no whole number"),
        ("NPL,Nepal,Asia,D,Total,Total,Male,Total,2021,Counts,,G", "no whole number"),
        ("NPL,Nepal,Asia,D,Total,Total,Male,Total,21,Counts,8,G", "not a year"),
    ],
)
def test_a_mistake_is_told_by_its_line_and_the_others_are_read(line: str, words: str) -> None:
    found = outcome(f"{GLOTIP}{line}\n", SeriesLayout.GLOTIP)
    assert [one.line for one in found.mistakes] == [4]
    assert words in found.mistakes[0].words
    assert len(found.cells) == 2


def test_of_two_numbers_for_one_cell_none_is_taken() -> None:
    line = "NPL,Nepal,Asia,Detected trafficking victims,Total,Total,Total,0 to 17 years,2021,Counts,9,G"
    found = outcome(f"{GLOTIP}{line}\n", SeriesLayout.GLOTIP)
    assert [one.line for one in found.mistakes] == [2, 4]
    assert "Stands again below" in found.mistakes[0].words
    assert "The same as line 2" in found.mistakes[1].words
    assert [one.printed for one in found.cells] == ["<5"]


def test_a_column_is_never_two_things_and_one_that_is_not_there_is_named() -> None:
    sheet = reading.read_sheet(NRM.encode())
    twice = read_cells(
        sheet, SeriesReadPlan({"number": "People", "age": "People"}, year=2023, place="GBR")
    )
    assert "cannot stand for two things" in twice.mistakes[0].words
    gone = read_cells(sheet, SeriesReadPlan({"number": "Persons"}, year=2023, place="GBR"))
    assert "Persons" in gone.mistakes[0].words
    assert not twice.cells
    assert not gone.cells


def test_every_kind_names_its_proxies() -> None:
    for layout in SeriesLayout:
        assert layouts.PROXIES[layout]
    said = " ".join(str(words) for words in layouts.PROXIES[SeriesLayout.CTDC])
    assert "Citizenship stands for origin" in said
    assert "identified first" in said


DATA = Path(__file__).parents[3] / "saathi" / "evidence" / "data" / "glotip_detected.csv"


def test_the_series_that_ships_is_read_whole_but_for_what_it_says_twice() -> None:
    """736 rows; where UNODC prints two numbers for one cell, both lines are named and none is chosen."""
    text = DATA.read_text("utf-8")
    found = outcome(text, SeriesLayout.GLOTIP)
    assert len(found.cells) + len(found.mistakes) == 736
    assert all("with a number of its own" in one.words for one in found.mistakes)
