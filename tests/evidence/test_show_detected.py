"""The page of detected persons and its download, as a person reads them."""

import csv
from urllib.parse import urlencode

import pytest
from django.http import Http404
from django.template.loader import render_to_string

from saathi.evidence import queries
from saathi.evidence.pages import DetectedFilter
from saathi.evidence.queries import RegisterCount
from saathi.evidence.vocabulary import GlotipAgeGroup, GlotipExploitationType, Sex
from saathi.infra.countries import Country
from tests.screens import Table, get, read

pytestmark = pytest.mark.django_db


def page(**filters: str) -> tuple[str, list[Table]]:
    return read(get(f"/numbers/detected/?{urlencode(filters)}"))


def test_who_may_not_see_numbers_finds_nothing() -> None:
    for path in ("/numbers/detected/", "/numbers/detected.csv"):
        with pytest.raises(Http404):
            get(path, role_kind="administrator")


def test_at_first_the_page_shows_children_of_all_eight_countries() -> None:
    words, (table, *_rest) = page()
    assert words.startswith("Children detected")
    assert table.columns == [
        "Year",
        *(country.label for country in Country),
        "Calculated by Saathi",
    ]
    assert list(table.rows) == [str(year) for year in range(2007, 2023)]
    assert table.cell("2018", "India") == "2,834"
    assert table.cell("2011", "Sri Lanka") == "36"


@pytest.mark.requirement("DAT-007")
def test_missing_is_shown_as_missing_and_fewer_than_five_as_that() -> None:
    _words, (table, *_rest) = page()
    assert table.cell("2020", "Maldives") == "no data"
    assert {cells[0] for cells in table.rows.values()} == {"no data"}  # Afghanistan, every year
    assert table.cell("2018", "Bhutan") == "<5 (fewer than five)"
    cells = [cell.split()[0] for row in table.rows.values() for cell in row[:8]]
    assert "0" not in cells
    assert "4" not in cells
    assert "this is not zero" in table.caption
    assert "fewer than five (0 to 4)" in table.caption


@pytest.mark.requirement("DAT-007")
def test_year_without_rows_is_shown_as_no_data() -> None:
    _words, (table, *_rest) = page(country="MDV", age="all")
    assert table.columns == ["Year", "Maldives"]
    assert table.cell("2016", "Maldives") == "12"
    assert table.cell("2012", "Maldives") == "no data"
    assert table.cell("2022", "Maldives") == "<5 (fewer than five)"


def test_the_sum_is_a_range_with_its_reach_and_refused_over_several_numbers() -> None:
    _words, (children, *_rest) = page()
    assert children.cell("2022", "Calculated by Saathi") == "5,448 in 4 of 8 countries"
    assert children.cell("2013", "Calculated by Saathi") == "34 to 50 in 5 of 8 countries"
    _words, (other_table, *_rest) = page(form="other", age="all")
    several = other_table.cell("2019", "Nepal")
    assert several.startswith("31; 85; 12; 73")
    assert "(the source has several rows" in several
    assert other_table.cell("2019", "Calculated by Saathi").startswith("not added")


def test_contradictions_are_marked_with_the_printed_numbers() -> None:
    words, (table, *_rest) = page(country="NPL", age="all")
    assert table.cell("2020", "Nepal") == "187≠ (inconsistent, see below)"
    assert table.cell("2018", "Nepal") == "546"
    assert (
        "Nepal, 2020: the numbers by age (507; 1,516) add up to more than the total (187)." in words
    )


def test_by_form_fewer_than_five_beside_a_large_whole_is_explained() -> None:
    words, _tables = page(country="PAK", form="sexual", age="all")
    assert (
        "Pakistan, 2020: the numbers by form of exploitation (<5; <5; <5) add up to less than the total "
        "(20,045). The source does not explain the difference." in words
    )


def test_rows_by_citizenship_are_shown_as_printed_and_not_as_origin() -> None:
    _words, (_table, other_rows) = page(country="BTN")
    assert "Citizenship is not the place of recruitment" in other_rows.caption
    printed = get("/numbers/detected/?country=BTN").content.decode()
    assert "Bhuatnese" in printed
    assert "(blank in the source)" in get("/numbers/detected/?country=IND").content.decode()


@pytest.mark.requirement("DAT-013")
def test_the_page_says_that_these_are_registered_counts_and_no_estimates() -> None:
    words, _tables = page()
    assert "registered count Persons detected and registered by authorities." in words
    assert "These are not estimates of how many children are trafficked" in words
    assert "Counts of what authorities detected, not of what happened" in words


def test_page_and_file_show_source_method_and_licence() -> None:
    words, _tables = page()
    header = "\n".join(download("")[0])
    for text in (words, header):
        assert "Global Report on Trafficking in Persons (GLOTIP)" in text
        assert "yearly GLOTIP questionnaire" in text
        assert "United Nations terms of use" in text
        assert "Detected trafficking victims" in text  # quoted as the source names it


def test_our_own_words_never_say_victim() -> None:
    words, _tables = page()
    quoted = (
        "Number of victims of human trafficking per 100,000 population, by sex, age and form of",
        "Detected trafficking victims",
    )
    for quote in quoted:
        assert quote in words
        words = words.replace(quote, "")
    assert "victim" not in words.lower()


def test_unknown_filter_value_shows_a_message_and_the_total() -> None:
    words, (table, *_rest) = page(country="XXX")
    assert "XXX is not one of the available choices" in words
    assert len(table.columns) == 10


def test_the_chart_has_its_words_and_draws_no_data_and_fewer_than_five_apart() -> None:
    html = get("/numbers/detected/?country=LKA").content.decode()
    drawing = html[html.index('class="marks"') :].partition("</svg>")[0]
    assert drawing.count(">no data<") == 5
    assert drawing.count(">&lt;5<") == 7
    assert "currentColor" in drawing
    assert "style=" not in drawing  # the content security policy would refuse it
    words, _tables = read(get("/numbers/detected/?country=LKA"))
    assert "A bar is a number (4 cells), a bracket from 0 to 4 is “<5” (7)" in words
    assert 'role="img" aria-labelledby="chart-words"' in html


def download(query: str) -> tuple[list[str], list[dict[str, str]]]:
    answer = get(f"/numbers/detected.csv?{query}")
    assert answer["Content-Type"].startswith("text/csv")
    lines = answer.content.decode().splitlines()
    about = [line for line in lines if line.lstrip('"').startswith("#")]
    return about, list(csv.DictReader(lines[len(about) :]))


def test_the_file_holds_the_rows_as_printed_with_the_meaning_of_fewer_than_five() -> None:
    about, rows = download("country=BTN&age=children")
    assert any("from 0 to 4" in line for line in about)
    assert any("it is not zero" in line for line in about)
    assert {row["value_in_source"] for row in rows} == {"<5"}
    assert {(row["lower"], row["upper"]) for row in rows} == {("0", "4")}
    assert {row["kind"] for row in rows} == {"registered"}
    assert [row["year"] for row in rows] == ["2017", "2018", "2019", "2020"]


def test_the_whole_file_holds_all_736_rows() -> None:
    _about, rows = download("all")
    assert len(rows) == 736
    assert {"Bhuatnese", ""} <= {row["category_in_source"] for row in rows}


def test_every_table_has_a_caption_and_scoped_headings() -> None:
    for path in ("/numbers/detected/", "/numbers/detected/?country=NPL"):
        _words, tables = read(get(path))
        for table in tables:
            assert table.caption
            assert set(table.scopes) == {"col", "row"}


def register() -> list[RegisterCount]:
    def count(year: int, form: GlotipExploitationType, children: int) -> RegisterCount:
        return RegisterCount("NPL", year, form, Sex.ALL, GlotipAgeGroup.CHILDREN, children)

    return [
        count(2025, GlotipExploitationType.ALL, 10),
        count(2025, GlotipExploitationType.SEXUAL, 6),
        count(
            2025, GlotipExploitationType.LABOUR, 7
        ),  # three children in both countries: the parts are more than the whole
        count(2026, GlotipExploitationType.ALL, 0),
    ]


def test_the_register_counts_each_child_once_and_says_that_cells_do_not_add_up() -> None:
    shown = queries.build_detected_page(DetectedFilter(), register=register())
    words, tables = read_page(shown)
    table = tables[1]
    assert table.columns == ["Year", "Nepal"]
    assert table.rows == {"2025": ["10"], "2026": ["0"]}
    assert "Each cell counts every child once" in words
    assert "Cells are counted separately and do not add up" in words
    labour = queries.build_detected_page(
        DetectedFilter(form=GlotipExploitationType.LABOUR), register=register()
    )
    assert read_page(labour)[1][1].rows == {"2025": ["7"]}


def test_without_a_register_there_is_no_section_of_it() -> None:
    assert "The same table from this register" not in page()[0]


def read_page(shown: object) -> tuple[str, list[Table]]:
    class Answer:
        content = render_to_string("evidence/show_detected.html", {"page": shown}).encode()

    return read(Answer())  # type: ignore[arg-type]
