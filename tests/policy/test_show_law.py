"""The law pages as a person reads them."""

import pytest
from django.http import Http404

from saathi.infra.countries import Country
from saathi.policy.law import queries
from tests.screens import get, read


def test_law_pages_need_permission() -> None:
    with pytest.raises(Http404):
        get("/law/", role_kind="unknown")


def test_an_unknown_country_or_instrument_is_not_found() -> None:
    for path in ("/law/countries/XXX/", "/law/instruments/OPIC/", "/law/instruments/nothing/"):
        with pytest.raises(Http404):
            get(path)


@pytest.mark.requirement("LAW-001")
def test_the_matrix_shows_status_and_year_of_every_country_in_words() -> None:
    _words, (matrix, *_rest) = read(get("/law/"))
    assert matrix.columns == ["Instrument", *(country.label for country in Country)]
    assert len(matrix.rows) == 11
    assert (
        matrix.cell("Convention on the Rights of the Child 1989", "Nepal")
        == "ratified 1990 as in 2008"
    )
    assert (
        matrix.cell("Protocol on the sale of children 2000", "Maldives")
        == "ratified 2002 as in 2008"
    )
    assert matrix.cell("Minimum age for work, ILO No. 138 1973", "Afghanistan") == (
        "ratified 2010 changed 2008: not listed"
    )
    palermo = matrix.rows["Palermo Protocol 2000"]
    assert [cell.split("2008: ")[1] for cell in palermo] == [
        *["not listed"] * 3, "signed 2002", *["not listed"] * 3, "signed 2000",
    ]  # fmt: skip
    assert all("changed" in cell for cell in palermo)


def test_status_that_still_holds_is_not_marked_as_changed() -> None:
    _words, (matrix, *_rest) = read(get("/law/"))
    # A later record of an act that the table has already, and one that is no act.
    assert "changed" not in matrix.cell("Hague Adoption Convention 1993", "India")
    bhutan = matrix.cell("Minimum age for work, ILO No. 138 1973", "Bhutan")
    assert bhutan == "not listed as in 2008 not a member of the ILO"
    nepal = matrix.cell(
        "1949 Convention on traffic in persons 1949", "Nepal"
    )  # of 2002: it is no change since then
    assert nepal == "acceded 2002 2008: not listed Before 2008, but not in the 2008 table."
    assert "Changes since 2008 and remarks are unverified." in _words


def test_changes_are_listed_by_country_with_their_source() -> None:
    _words, tables = read(get("/law/"))
    [later] = [table for table in tables if "Later facts (unverified)" in table.columns]
    countries = list(dict.fromkeys(later.rows))
    assert countries == [*(str(country.label) for country in Country), "All eight countries"]


def test_countries_are_summed_up_by_what_binds_them_today() -> None:
    summary = {row.country: row for row in queries.summarise_countries()}
    assert {row.of for row in summary.values()} == {11}
    # 1949, ... as transcribed in `test_table_2_1`: three of 2008, and what was recorded since.
    assert (summary[Country.NEPAL].bound, summary[Country.NEPAL].changed) == (10, 2)
    assert (summary[Country.SRI_LANKA].bound, summary[Country.SRI_LANKA].changed) == (9, 1)


def test_the_matrix_marks_what_was_read_from_the_layout_or_is_contradicted() -> None:
    words, (matrix, *_rest) = read(get("/law/"))
    pakistan = matrix.cell("SAARC, trafficking for prostitution 2002", "Pakistan")
    assert pakistan == "signed 2002 as in 2008 ? (read from the table’s layout)"
    india = matrix.cell("Hague Adoption Convention 1993", "India")
    assert india == "ratified 2003 as in 2008 ! (the source is inconsistent)"
    assert "only Sri Lanka has ratified this convention" in words
    assert "For the countries that have both signed and ratified" in words


@pytest.mark.requirement("LAW-003")
def test_nepal_annotation_is_on_matrix_country_and_instrument_pages() -> None:
    for path in ("/law/", "/law/countries/NPL/", "/law/instruments/SAARC_TRAFFICKING/"):
        words, _tables = read(get(path))
        assert "re-ratified by the Parliament in 2006" in words
    _words, (table, *_rest) = read(get("/law/countries/NPL/"))
    acts = table.cell("SAARC, trafficking for prostitution", "All acts named in the report")
    assert "ratified in 2005, by: Cabinet headed by the King" in acts
    assert "ratified again in 2006, by: Parliament" in acts


@pytest.mark.requirement("LAW-002")
def test_later_facts_have_their_own_unverified_column() -> None:
    _words, (table, *_rest) = read(get("/law/countries/IND/"))
    assert table.cell("Palermo Protocol", "Table 2.1, 2008") == "signed 2002"
    later = table.cell("Palermo Protocol", "Later facts (unverified)")
    assert later.startswith("ratified on 5 May 2011")
    assert "Unverified" not in later  # the heading says it once
    remarks = table.cell("Palermo Protocol", "Remarks and source")
    assert "Notes on sources" in remarks
    assert "The text (the key findings) says" in remarks
    assert "lines 5" not in _words
    assert (
        table.cell("Convention on the Rights of the Child", "Later facts (unverified)")
        == "nothing recorded"
    )


@pytest.mark.requirement("NCR-007")
@pytest.mark.parametrize("country", list(Country))
def test_each_country_page_says_whether_a_provision_on_non_punishment_exists(
    country: Country,
) -> None:
    question = "Clear provision that a trafficked child is not punished"
    text, tables = read(get(f"/law/countries/{country}/"))
    answers = [table.rows[question] for table in tables if question in table.rows]
    assert [row[0] for row in answers] == ["no"], answers  # none of the countries in 2008
    assert "None of the countries has a clear legal provision." in text


def test_both_dates_of_bhutan_are_shown_with_who_claims_them() -> None:
    _words, (table, *_rest) = read(get("/law/countries/BTN/"))
    later = table.cell("Palermo Protocol", "Later facts (unverified)")
    assert "acceded on 20 February 2023" in later
    assert "instrument of accession deposited on 21 March 2023" in later
    assert "UNODC South Asia, news page" in later
    assert "Ministry of Foreign Affairs, Bhutan" in later


def test_later_record_older_than_the_table_is_marked() -> None:
    _words, (table, *_rest) = read(get("/law/countries/NPL/"))
    assert table.cell("1949 Convention on traffic in persons", "Table 2.1, 2008") == "not listed"
    later = table.cell("1949 Convention on traffic in persons", "Later facts (unverified)")
    assert "This date is earlier than the 2008 table." in later


@pytest.mark.requirement("LAW-006")
def test_the_law_matrix_tells_not_stated_from_no_for_every_country() -> None:
    _words, (_matrix, _later, law, *_rest) = read(get("/law/"))
    assert law.cell("Nepal", "Criminalises child trafficking").startswith("not stated")
    assert law.cell("Maldives", "Criminalises child trafficking").startswith("no law yet")
    assert law.cell("Pakistan", "Criminalises child trafficking") == "yes"
    assert law.cell("India", "Defines human trafficking") == "no"
    bangladesh = law.cell("Bangladesh", "Criminalises human trafficking")
    assert bangladesh == "for women and children only"
    silence = law.cell("Bhutan", "Defines human trafficking")
    assert silence == "no° (not among the countries named in the report)"


@pytest.mark.requirement("LAW-007")
def test_the_gap_of_pakistan_is_on_the_matrix_and_on_its_page() -> None:
    _words, (_matrix, _later, law, *_rest) = read(get("/law/"))
    assert law.cell("Pakistan", "Gap in the definition") == "excludes internal trafficking"
    assert law.cell("Nepal", "Gap in the definition") == "not stated"
    assert law.cell("Afghanistan", "Gap in the definition") == "not applicable (no definition)"
    _words, (_table, _law, gaps, *_rest) = read(get("/law/countries/PAK/"))
    assert gaps.cell("excludes internal trafficking", "Answer") == "yes, the report says so"
    assert gaps.cell("only sexual exploitation", "Answer").startswith("stated about definitions")


@pytest.mark.requirement("LAW-008")
def test_the_page_of_india_shows_the_law_of_goa_as_the_law_of_goa_only() -> None:
    words, (_table, law, *_rest) = read(get("/law/countries/IND/"))
    assert "Goa Children's Act, 2003 in force in Goa only" in words
    assert law.cell("Defines child trafficking", "Answer") == "in one state only"
    assert "children's court" not in read(get("/law/countries/NPL/"))[0].lower()


def test_nothing_recorded_differs_from_no() -> None:
    _words, (_table, law, *_rest) = read(get("/law/countries/MDV/"))
    assert law.cell("In camera hearings for children", "Answer") == "nothing recorded"
    assert "This does not mean “no”." in law.cell(
        "In camera hearings for children", "What the report says"
    )


def test_every_table_has_a_caption_and_scoped_headings() -> None:
    for path in ("/law/", "/law/countries/IND/", "/law/instruments/PALERMO_TIP/"):
        _words, tables = read(get(path))
        assert tables
        for table in tables:
            assert table.caption
            assert set(table.scopes) == {"col", "row"}


def test_every_country_and_instrument_of_the_matrix_has_its_page() -> None:
    page = get("/law/").content.decode()
    links = {part.split('"')[0] for part in page.split('href="/law/')[1:]}
    assert len([link for link in links if link.startswith("countries/")]) == 8
    assert len([link for link in links if link.startswith("instruments/")]) == 11
    for link in links - {""}:
        assert get(f"/law/{link}").status_code == 200


def test_the_page_of_an_instrument_quotes_its_full_title() -> None:
    words, _tables = read(get("/law/instruments/PALERMO_TIP/"))
    assert "Protocol to Prevent, Suppress and Punish Trafficking in Persons" in words
    assert "(2000)" in words


@pytest.mark.requirement("MIG-003")
def test_migration_policies_are_shown_and_silence_is_not_no() -> None:
    words, _tables = read(get("/law/"))
    moving = words[
        words.index("Safe migration") : words.index(
            "Notes on sources", words.index("Safe migration")
        )
    ]
    assert "policies that support safe migration may protect children better" in moving
    nepal = moving[moving.index("Nepal") : moving.index("Pakistan")]
    assert "Restricts women’s movement and migration: yes" in nepal
    assert "South Asia in Action, 2008" in nepal
    assert moving.count("nothing recorded") == len(Country) - 1
    assert "does not mean “no”" in moving
